// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/onnx_source.h"
#include "io/operator_numbers.h"

namespace bw::onnx {

/// The weights of an ONNX file for the operators of a network that are as they were in it, normalisation folded in;
/// another source's for those that are new or edited.
class SourceNumbers : public OperatorNumbers {
public:
    /// All must outlive it; `weights` must have been made for `lowered`.
    SourceNumbers(const SourceWeights& weights, const LoweredNetwork& lowered, const OperatorNumbers& others)
        : weights_(weights), lowered_(lowered), others_(others) {}

    Result<Numbers> kernel(size_t op) const override;
    Result<Numbers> bias(size_t op) const override;
    Result<Numbers> constant(size_t op) const override;
    Result<Numbers> scale(size_t op) const override { return others_.scale(op); }
    Result<Numbers> shift(size_t op) const override { return others_.shift(op); }
    Numbers setting(size_t op) const override;
    Sampling sampling(size_t op) const override;
    std::optional<Slope> slope(size_t op) const override;

private:
    const SourceWeights& weights_;
    const LoweredNetwork& lowered_;
    const OperatorNumbers& others_;
};

}  // namespace bw::onnx
