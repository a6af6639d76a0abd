// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "lowering/lower.h"

namespace bw {

/// Real numbers of one operand in the graph's order of axes, row by row.
struct Numbers {
    std::vector<int64_t> sizes;
    std::shared_ptr<const std::vector<float>> values;
    bool leads = false;  ///< A constant operand that comes before the one that runs, as in 1 - x.

    int64_t elements() const { return values ? static_cast<int64_t>(values->size()) : 0; }
    bool empty() const { return elements() == 0; }
    /// Gives the numbers when called.
    std::function<std::vector<float>()> inOrder() const;
    /// Gives the numbers with axis `order[i]` as axis i when called.
    std::function<std::vector<float>()> permuted(std::vector<int> order) const;
};

/// Where a resampling takes its numbers from.
enum class Sampling : uint8_t {
    Default,       ///< Pixel centres for smooth ones, else the pixel above and left: what PyTorch computes.
    PixelCentres,  ///< Half a pixel in from each edge.
    Corners,       ///< The corners of both maps lie on each other.
    TopLeft,       ///< The first pixels of both maps lie on each other.
};

/// Slope and offset of an activation that has some: of a leaky ReLU below zero, of a hard sigmoid in its middle.
struct Slope {
    float alpha = 0;
    float beta = 0;
};

/// Where an exporter gets the numbers of each operator of a lowered network from, by the operator's index.
class OperatorNumbers {
public:
    OperatorNumbers() = default;
    OperatorNumbers(const OperatorNumbers&) = delete;
    OperatorNumbers& operator=(const OperatorNumbers&) = delete;
    virtual ~OperatorNumbers() = default;

    /// Of a convolution: out x in per group x height x width; transposed: in x out per group x height x width; of a
    /// dense layer: out x in. Normalisation that deployment folds is folded in.
    virtual Result<Numbers> kernel(size_t op) const = 0;
    /// One for each output channel; empty where the operator adds none.
    virtual Result<Numbers> bias(size_t op) const = 0;
    /// The constant operand of arithmetic and of a matrix product, the slopes of a PReLU.
    virtual Result<Numbers> constant(size_t op) const = 0;
    /// Factor and offset of a normalisation that stands alone; empty where it has none.
    virtual Result<Numbers> scale(size_t op) const = 0;
    virtual Result<Numbers> shift(size_t op) const = 0;
    /// One number that arithmetic takes beside its operands and that counts as no weight; empty where there is none.
    virtual Numbers setting(size_t /*op*/) const { return {}; }
    virtual Sampling sampling(size_t /*op*/) const { return Sampling::Default; }
    /// What a look-up by fixed indices picks; empty where that is not known.
    virtual Numbers indices(size_t /*op*/) const { return {}; }
    /// Of a LeakyRelu or HardSigmoid; nothing where it is the usual one.
    virtual std::optional<Slope> slope(size_t /*op*/) const { return std::nullopt; }
    /// The clip that comes with the numbers although the operator has no activation: integers that begin at zero cannot
    /// hold what is below it.
    virtual Activation impliedActivation(size_t /*op*/) const { return Activation::None; }
};

/// Weights that somebody has for networks, trained ones say.
class WeightSource {
public:
    WeightSource() = default;
    WeightSource(const WeightSource&) = delete;
    WeightSource& operator=(const WeightSource&) = delete;
    virtual ~WeightSource() = default;

    /// Those of a network that was lowered at Fp32; both must outlive them. Errors name what is missing.
    virtual Result<std::unique_ptr<OperatorNumbers>> numbersFor(const Network& network,
                                                                const LoweredNetwork& lowered) const = 0;
};

/// Random numbers for a network that was never trained: normal with variance 2 / fan-in (He et al., 2015), small
/// biases. Equal networks and seeds give equal numbers.
class SeededNumbers : public OperatorNumbers {
public:
    SeededNumbers(const LoweredNetwork& lowered, uint64_t seed) : lowered_(lowered), seed_(seed) {}

    Result<Numbers> kernel(size_t op) const override;
    Result<Numbers> bias(size_t op) const override;
    Result<Numbers> constant(size_t op) const override;
    Result<Numbers> scale(size_t op) const override;
    Result<Numbers> shift(size_t op) const override;

private:
    const LoweredNetwork& lowered_;
    uint64_t seed_;
};

}  // namespace bw
