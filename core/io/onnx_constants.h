// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "io/onnx_graph.h"

namespace bw::onnx {

/// A value that does not depend on the network's inputs: weights, and the numbers that sizes are computed from.
struct Constant {
    std::vector<int64_t> dims;
    int32_t type = kFloat;
    bool stored = false;            ///< The file lists it as an initializer.
    bool known = false;             ///< The numbers were read; only for up to kMaxKnownElements.
    std::vector<int64_t> integers;  ///< Where known and of an integer or boolean type.
    std::vector<double> reals;      ///< Where known and of a real type.

    bool isReal() const { return type == kFloat || type == kDouble || type == kFloat16 || type == kBfloat16; }
    /// Product of dims, which were checked to fit.
    int64_t elements() const;
    double number(size_t index) const { return isReal() ? reals[index] : static_cast<double>(integers[index]); }
};

/// Constants of more elements keep only their sizes.
inline constexpr int64_t kMaxKnownElements = 1024;

/// A constant of given sizes with unknown numbers; refuses negative sizes and more than 2^40 elements.
Result<Constant> makeConstant(std::vector<int64_t> dims, int32_t type);

/// Reads a tensor; its numbers only if it is small, of a type we know, and inside the file.
Result<Constant> readConstant(const RawTensor& tensor);

/// The single number of a known constant with one element.
std::optional<double> scalarOf(const Constant& constant);

/// Numbers of a known constant of integers.
std::optional<std::vector<int64_t>> integersOf(const Constant& constant);

/// Sizes of two operands broadcast together (NumPy rules, sizes may be 0).
Result<std::vector<int64_t>> broadcastDims(std::span<const int64_t> a, std::span<const int64_t> b);

/// Computes a node all of whose inputs are constants (null where left out), one result per output. Numbers that cannot
/// be had (weights, division by zero) are unknown in the result. Nothing where the operator is not among those we fold.
Result<std::optional<std::vector<Constant>>> foldNode(const RawNode& node, std::span<const Constant* const> inputs);

}  // namespace bw::onnx
