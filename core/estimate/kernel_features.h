// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "target/kernel.h"
#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

namespace bw {

/// Changes whenever a feature, its order or the analytic guess changes; a regressor of another version is refused.
inline constexpr int kFeatureVersion = 3;

/// What surrounds a kernel in execution order, as far as it decides placement and weight prefetch.
struct KernelNeighbours {
    OpType next_type = OpType::Opaque;   ///< Opaque for the last kernel.
    int32_t next_kernel = 0;             ///< Kernel height of the next kernel.
    double previous_guess = 0.0;         ///< Analytic guess of the kernel before, cycles: its weights load behind that.
    double second_previous_guess = 0.0;  ///< Analytic guess of the kernel before that, cycles.
    int64_t chained_elements = 0;        ///< Second operand of an Add that runs on the fly behind it; 0 else.
    bool operator==(const KernelNeighbours&) const = default;
};

/// Everything an estimate of one kernel depends on; the key of the cache.
struct KernelQuery {
    Kernel kernel;
    KernelNeighbours around;
    bool operator==(const KernelQuery&) const = default;
};

/// 64-bit hash of all fields.
uint64_t hashQuery(const KernelQuery& query);

/// The kernels of a network that run, in execution order, each with what surrounds it.
struct NetworkQueries {
    std::vector<KernelQuery> queries;
    std::vector<size_t> operators;  ///< Index of the operator that each query stands for.
};
NetworkQueries kernelQueries(std::span<const KernelSlot> slots, const TargetProfile& target);

/// First guess of a kernel's cycles: a roofline over the array's padded steps, the output path, the SRAM and the maps
/// expected in DRAM, without tiles. Positive for every kernel.
double analyticGuess(const Kernel& kernel, const TargetProfile& target);

/// True where a regressor may read the parametric model's cycles: on targets whose measurements do not come from that
/// very model.
bool usesParametricFeatures(const TargetProfile& target);

/// Names of the features of `target`, in order.
std::vector<std::string> kernelFeatureNames(const TargetProfile& target);

/// The features of one kernel, all known before compiling: shapes, stairs, padded work, bytes, what fits where, the
/// neighbours, and for vendor targets the parametric model under each placement of the feature maps.
/// `out` holds kernelFeatureNames(target).size() numbers.
void kernelFeatures(const KernelQuery& query, const TargetProfile& target, std::span<float> out);

}  // namespace bw
