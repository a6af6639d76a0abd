// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/operator_numbers.h"
#include "io/tflite_source.h"

namespace bw::tflite {

/// The weights of a TFLite file for the operators of a network that are as they were in it, integers as the real
/// numbers that they stand for; another source's for those that are new or edited.
class SourceNumbers : public OperatorNumbers {
public:
    /// Both must outlive it; `source` must have been matched with the network.
    SourceNumbers(const SourceModel& source, const OperatorNumbers& others) : source_(source), others_(others) {}

    Result<Numbers> kernel(size_t op) const override;
    Result<Numbers> bias(size_t op) const override;
    Result<Numbers> constant(size_t op) const override;
    Result<Numbers> scale(size_t op) const override { return others_.scale(op); }
    Result<Numbers> shift(size_t op) const override { return others_.shift(op); }
    Sampling sampling(size_t op) const override;
    Numbers indices(size_t op) const override;
    Activation impliedActivation(size_t op) const override;

private:
    /// A constant of the file in the file's order of axes; empty where its numbers are not at hand.
    Numbers read(int32_t tensor) const;

    const SourceModel& source_;
    const OperatorNumbers& others_;
};

}  // namespace bw::tflite
