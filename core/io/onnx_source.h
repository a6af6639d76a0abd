// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw::onnx {

/// A constant of float32 as it stands in a file.
struct SourceTensor {
    std::vector<int64_t> dims;
    std::string_view bytes;  ///< Little-endian, row by row; points into the file.
};

/// Batch normalisation as it stands in a file: scale, offset, mean and variance, one each per channel.
struct SourceNormalization {
    SourceTensor scale, shift, mean, variance;
    float epsilon = 1e-5F;
};

/// What an operator of a file holds; what it has none of is empty.
struct SourceOperator {
    std::optional<SourceTensor> kernel;
    std::optional<SourceTensor> bias;
    std::optional<SourceNormalization> normalization;
    std::optional<SourceTensor> constant;  ///< Slopes of a PReLU.
    /// Operands of an operator element by element, in the file's order; empty those that are computed.
    std::vector<std::optional<SourceTensor>> operands;
    std::optional<float> alpha, beta;  ///< Slope and offset of a LeakyRelu or a HardSigmoid.
    std::string_view grid;                 ///< coordinate_transformation_mode of a Resize.
    bool transposed = false;           ///< The kernel of a dense layer is in x out.
};

/// Weights of the ONNX file that a network was imported from, for what the network still has as it was.
class SourceWeights {
public:
    /// Finds what `network`, lowered as `lowered`, has left as it was. A block counts as unedited where one of the same
    /// id has the same kind, attributes and number formats in the file. `bytes` must outlive the result.
    static Result<SourceWeights> open(std::string_view bytes, const Network& network, const LoweredNetwork& lowered);

    /// Weights of operator `index` of the lowered network; null where they must be made anew.
    const SourceOperator* of(size_t index) const { return operators_[index] ? &*operators_[index] : nullptr; }
    /// Operators whose weights the file has.
    int kept() const { return kept_; }

private:
    std::vector<std::optional<SourceOperator>> operators_;
    int kept_ = 0;
};

}  // namespace bw::onnx
