// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "estimate/kernel_features.h"
#include "estimate/regressor.h"
#include "target/target_profile.h"

namespace bw {

/// A regressor's word on one kernel.
struct KernelPrediction {
    double cycles = 0.0;        ///< Rounded to five significant digits.
    double sigma = 0.0;         ///< Standard deviation of log(cycles).
    double spread = 0.0;        ///< Standard deviation of the members' logs.
    bool disputed = false;      ///< In range, but the members disagree more than on almost all that was measured.
    bool out_of_range = false;  ///< A feature lies clearly outside what the regressor was trained on.
    bool unseen_type = false;   ///< No kernel of this type was measured: the parametric model answers instead.
};

/// Spread of a sum of kernels in the log domain: `correlation` of the errors is shared, the rest independent.
double networkSigma(std::span<const KernelPrediction> kernels, double correlation);

/// Evaluates a regressor on kernels. Immutable and thread-safe; a kernel's prediction depends on no other kernel.
class KernelPredictor {
public:
    /// Unavailable without the LibTorch module; InvalidArgument where the regressor does not fit the target's features.
    static Result<std::shared_ptr<const KernelPredictor>> create(TargetProfile target, Regressor regressor);

    /// With `member`, by that member alone.
    Result<std::vector<KernelPrediction>> predict(std::span<const KernelQuery> queries,
                                                  std::optional<size_t> member = std::nullopt) const;

    const TargetProfile& target() const { return target_; }
    const Regressor& regressor() const { return regressor_; }

private:
    KernelPredictor(TargetProfile target, Regressor regressor, std::unique_ptr<Ensemble> ensemble, bool saw_tables)
        : target_(std::move(target)),
          regressor_(std::move(regressor)),
          ensemble_(std::move(ensemble)),
          saw_tables_(saw_tables) {}
    KernelPrediction finish(const KernelQuery& query, std::span<const float> members, bool outside) const;
    /// True where a feature lies clearly outside the range seen in training.
    bool isOutside(std::span<const float> features) const;
    /// The parametric model's cycles at int8.
    double modelCycles(const KernelQuery& query) const;
    /// By how much an activation from a table slows a kernel where no such activation was measured: the parametric
    /// model's cycles with it over those without.
    double unseenActivationFactor(const KernelQuery& query) const;

    TargetProfile target_;
    Regressor regressor_;
    std::unique_ptr<Ensemble> ensemble_;
    bool saw_tables_ = false;
};

/// `value` rounded to five significant digits, so that the last bits of a machine's arithmetic do not show.
double roundDigits(double value);

}  // namespace bw
