// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/labelled_networks.h"

#include <filesystem>

#include "base/random.h"
#include "base/text.h"
#include "measure/network_sampler.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

namespace bw {
namespace {

/// Networks drawn for a parametric target, and the seed of the draw.
constexpr int kParametricNetworks = 2000;
constexpr uint64_t kParametricSeed = 2026;
constexpr const char* kParametricSource = "Cycles of Blockwright's parametric accelerator model";

/// Two estimators of one vendor differ by 10 to 24 % on average; 17 % as the mean of a normal error's magnitude.
constexpr double kVendorSigma = 0.17 * 1.2533;

/// The sentence that goes with an interval, and the part of it that the labels' origin adds.
LabelledNetworks withBand(LabelledNetworks labelled, const TargetProfile& target) {
    const bool is_model = target.estimator.measurements.empty();
    if (target.kind == "ethos-u") {
        labelled.source_sigma = kVendorSigma;
        labelled.band =
            std::string("90 % interval, ") +
            (is_model ? "against the parametric model" : "against the vendor's own estimator") +
            ", widened by how far the vendor's two estimators differ from each other (10 to 24 % on average)";
    } else if (is_model) {
        labelled.band = "90 % interval against the parametric model, not against a chip";
    } else {
        labelled.band = "90 % interval against the measurements";
    }
    return labelled;
}

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
    LabelledNetworks labelled{measurements.source, measurements.file, {}, {}, 0.0};
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

LabelledNetworks measureParametric(const TargetProfile& target, std::span<const OperatorGraph> graphs) {
    LabelledNetworks labelled;
    labelled.source = kParametricSource;
    labelled.file = std::to_string(graphs.size()) + " networks";
    for (const OperatorGraph& graph : graphs)
        labelled.networks.push_back(measureNetwork(graph, target, static_cast<int>(labelled.networks.size())));
    return withBand(std::move(labelled), target);
}

LabelledNetworks measureParametric(const TargetProfile& target, int count, uint64_t seed) {
    LabelledNetworks labelled;
    labelled.source = kParametricSource;
    labelled.file = std::to_string(count) + " networks drawn with seed " + std::to_string(seed);
    Random random(seed);
    for (int i = 0; i < count; ++i) {
        labelled.networks.push_back(measureNetwork(sampleNetwork(random), target, i));
    }
    return withBand(std::move(labelled), target);
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
    auto labelled = labelKernels(*measurements, target);
    return labelled ? Result<LabelledNetworks>(withBand(*std::move(labelled), target)) : labelled;
}

}  // namespace bw
