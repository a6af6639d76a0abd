// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/labelled_networks.h"

#include <filesystem>

#include "base/random.h"
#include "base/text.h"
#include "measure/network_sampler.h"
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

/// Networks drawn for a parametric target, and the seed of the draw.
constexpr int kParametricNetworks = 800;
constexpr uint64_t kParametricSeed = 2026;

Result<LabelledNetwork> labelNetwork(const MeasuredNetwork& measured, const TargetProfile& target) {
    const std::vector<KernelSlot> slots = decompose(measured.graph, target);
    LabelledNetwork network;
    network.id = measured.id;
    for (size_t i = 0; i < slots.size(); ++i) {
        const bool runs = slots[i].cost == SlotCost::Runs;
        const bool measured_time = measured.cycles[i] > 0.0;
        if (runs != measured_time) {
            return fail(ErrorCode::InvalidFile,
                        runs ? "an operator that the target runs has no cycles" : "a free operator has cycles",
                        "network " + elide(measured.id, 40) + ", operator " + std::to_string(i));
        }
        if (runs) {
            network.cycles.push_back(measured.cycles[i]);
        }
    }
    network.queries = kernelQueries(slots, target).queries;
    return network;
}

LabelledNetwork measureNetwork(const OperatorGraph& graph, const TargetProfile& target, int number) {
    const std::vector<KernelSlot> slots = decompose(graph, target);
    const NetworkCycles cycles = networkCycles(slots, target);
    const NetworkQueries running = kernelQueries(slots, target);
    LabelledNetwork network;
    network.id = std::to_string(number);
    for (size_t i = 0; i < running.queries.size(); ++i) {
        const KernelCycles& kernel = cycles.kernels[running.operators[i]];
        if (kernel.known && kernel.total > 0.0) {
            network.queries.push_back(running.queries[i]);
            network.cycles.push_back(kernel.total);
        }
    }
    return network;
}

}  // namespace

Result<LabelledNetworks> labelKernels(const Measurements& measurements, const TargetProfile& target) {
    LabelledNetworks labelled{measurements.source, measurements.file, {}};
    for (const MeasuredNetwork& measured : measurements.networks) {
        auto network = labelNetwork(measured, target);
        if (!network) {
            network.error().file = measurements.file;
            return tl::unexpected(network.error());
        }
        labelled.networks.push_back(*std::move(network));
    }
    return labelled;
}

LabelledNetworks measureParametric(const TargetProfile& target, int count, uint64_t seed) {
    LabelledNetworks labelled;
    labelled.source = "Cycles of Blockwright's parametric accelerator model";
    labelled.file = std::to_string(count) + " networks drawn with seed " + std::to_string(seed);
    Random random(seed);
    for (int i = 0; i < count; ++i) {
        labelled.networks.push_back(measureNetwork(sampleNetwork(random), target, i));
    }
    return labelled;
}

Result<LabelledNetworks> trainingData(const TargetProfile& target, const std::string& models_dir) {
    if (target.estimator.measurements.empty()) {
        return measureParametric(target, kParametricNetworks, kParametricSeed);
    }
    if (target.kind == "cpu") {
        return fail(ErrorCode::Unavailable, target.name + " is trained on measurements of this machine", target.id,
                    "run blockwright-cli measure, which measures and trains");
    }
    const std::filesystem::path path =
        std::filesystem::path(models_dir) / "measurements" / target.estimator.measurements;
    const auto measurements = loadMeasurements(path.string(), target.estimator.configuration);
    if (!measurements) {
        return tl::unexpected(measurements.error());
    }
    return labelKernels(*measurements, target);
}

}  // namespace bw
