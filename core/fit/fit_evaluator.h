// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "assess/assessment.h"
#include "fit/fit_space.h"
#include "fit/harm.h"

namespace bw {

/// What decides about one design.
struct FitFigures {
    int64_t parameter_bytes = 0;
    int64_t peak_bytes = 0;
    double harm = 0;
    double parameter_excess = 0;  ///< Bytes over the budget relative to it.
    /// The same of activations, summed over all steps, so that of several equal peaks each one cut helps.
    double peak_excess = 0;
    bool latency_asked = false;
    std::optional<double> latency_ms;

    /// 0 where both budgets are kept.
    double excess() const { return parameter_excess + peak_excess; }
};

/// Exact figures of designs, each computed once: build, lower, count, and estimate where latency is asked for.
class FitEvaluator {
public:
    /// All of them must outlive it.
    FitEvaluator(const FitSpace& space, const HarmScale& harm, const AssessmentContext& context)
        : space_(space), harm_(harm), context_(context) {}

    /// Nothing where the design makes no network.
    std::optional<FitFigures> evaluate(const FitDesign& design, bool with_latency);
    /// Of any network.
    std::optional<FitFigures> evaluate(const Network& network, bool with_latency) const;
    const FitSpace& space() const { return space_; }
    /// Designs evaluated so far.
    int64_t evaluations() const { return evaluations_; }

private:
    struct DesignHash {
        size_t operator()(const FitDesign& design) const;
    };

    const FitSpace& space_;
    const HarmScale& harm_;
    const AssessmentContext& context_;
    std::unordered_map<FitDesign, std::optional<FitFigures>, DesignHash> known_;
    int64_t evaluations_ = 0;
};

}  // namespace bw
