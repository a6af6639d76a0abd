// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/operator.h"
#include "target/kernel.h"
#include "target/kernel_decomposition.h"

namespace bw {

/// What a term of an additive estimator counts. Those after Weights belong to one kernel, alone or in its surroundings.
enum class TermKind : uint8_t {
    Calls,    ///< Kernels of a type, or of all types.
    Macs,     ///< Their multiply-accumulates.
    Input,    ///< Elements they read.
    Output,   ///< Elements they write.
    Weights,  ///< Weights and biases.
    Kernel,   ///< One kernel shape.
    Follows,  ///< A kernel that runs right after another one.
    Reads,    ///< A kernel that reads what another one wrote.
    Beside,   ///< Two kernels that read the same tensor.
    Readers,  ///< A kernel by the number of kernels that share its inputs.
    Live,     ///< A kernel by the number of tensors that are alive while it runs.
};
inline constexpr int kTermKindCount = static_cast<int>(TermKind::Live) + 1;
/// "calls", "macs" ... as files name them.
std::string_view termKindId(TermKind kind);

/// Stands for all operator types in a term of a quantity.
inline constexpr int32_t kAllTypes = -1;

/// Names a term. Quantities: `kernel` is an OpType or kAllTypes, `context` 0. Others: `kernel` is a kernel's number,
/// `context` the other kernel's number or the count.
struct TermKey {
    TermKind kind = TermKind::Calls;
    int32_t kernel = 0;
    int32_t context = 0;
    bool operator==(const TermKey&) const = default;
};
struct TermKeyHash {
    size_t operator()(const TermKey& key) const;
};

/// A kernel without its surroundings in the network: what two runs of the same code have in common.
Kernel withoutContext(const Kernel& kernel);

/// Numbers for kernel shapes, in the order they were first seen.
class KernelNumbers {
public:
    static constexpr int32_t kUnseen = -1;
    int32_t find(const Kernel& shape) const;
    int32_t findOrAdd(const Kernel& shape);
    const std::vector<Kernel>& kernels() const { return kernels_; }

private:
    struct Hash {
        size_t operator()(const Kernel& kernel) const;
    };
    std::vector<Kernel> kernels_;
    std::unordered_map<Kernel, int32_t, Hash> numbers_;
};

/// A kernel among the others of its network. Indices count the kernels that run, in execution order.
struct PlacedKernel {
    static constexpr int32_t kMaxReaders = 8;
    static constexpr int32_t kMaxLive = 16;

    size_t op = 0;  ///< Index of the operator.
    Kernel shape;   ///< Without context.
    int32_t previous = -1;
    std::vector<int32_t> producers;  ///< Of its inputs, without repetition; network inputs have none.
    std::vector<int32_t> beside;     ///< Kernels before it that read one of its inputs.
    int32_t readers = 0;             ///< Most kernels that read one of its inputs, at most kMaxReaders.
    int32_t live = 0;                ///< Tensors written before it that it or a later kernel reads, at most kMaxLive.
};
/// The kernels of a network that run; what is free hands the tensors it passes on to the kernels around it.
std::vector<PlacedKernel> placedKernels(const OperatorGraph& graph, std::span<const KernelSlot> slots);

/// Means over the kernels of the training networks; they weigh calls, arithmetic and data against each other.
struct KernelMeans {
    double macs = 1.0;
    double elements = 1.0;  ///< Read and written, weights included.
    bool operator==(const KernelMeans&) const = default;
};
double kernelElements(const Kernel& kernel);
/// Size of a kernel where an average one has 1: the mean of one call, its multiply-accumulates and its data.
double relativeSize(const Kernel& kernel, const KernelMeans& means);

struct KernelTerm {
    TermKey key;
    double value = 0.0;
};
/// The terms that kernel `index` adds to its network. `numbers` holds each kernel's number or KernelNumbers::kUnseen;
/// terms of kernels without a number are left out. Terms of a kernel weigh with the root of its relative size, so that
/// large kernels may deviate more from what their quantities explain, in absolute time, and less in proportion.
void appendTerms(std::span<const PlacedKernel> kernels, std::span<const int32_t> numbers, size_t index,
                 const KernelMeans& means, std::vector<KernelTerm>& terms);

}  // namespace bw
