// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/operator_numbers.h"
#include "io/safetensors.h"

namespace bw {

/// Weights that training gave, by the keys of TrainForm, for exporters: batch normalisation is folded into kernels and
/// biases, y = scale (x - mean) / sqrt(variance + 1e-5) + shift.
class TrainedWeights final : public WeightSource {
public:
    explicit TrainedWeights(std::vector<NamedTensor> numbers);

    /// InvalidFile, naming the block, where numbers are missing or have another size.
    Result<std::unique_ptr<OperatorNumbers>> numbersFor(const Network& network,
                                                        const LoweredNetwork& lowered) const override;

private:
    std::map<std::string, NamedTensor> numbers_;
};

}  // namespace bw
