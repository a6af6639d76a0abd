// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/machine_pace.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "graph/operator_builder.h"

namespace bw {
namespace {

constexpr int kFirstRuns = 400;
/// One run may be disturbed; of three, one is.
constexpr int kRuns = 3;

/// What networks spend their time in, in a tenth of a millisecond: convolutions, depthwise ones and an addition.
Result<OperatorGraph> referenceGraph() {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    const TensorId input = builder.addInput(Shape{1, 24, 20, 20}, "input");
    const auto sized = [](int64_t channels, int64_t kernel) {
        ConvSpec spec;
        spec.out_channels = channels;
        spec.window.kernel_h = kernel;
        spec.window.kernel_w = kernel;
        return spec;
    };
    const auto wide = builder.conv(input, sized(96, 1));
    if (!wide) return tl::unexpected(wide.error());
    const auto deep = builder.depthwise(*wide, sized(96, 3));
    if (!deep) return tl::unexpected(deep.error());
    const auto narrow = builder.conv(*deep, sized(24, 1));
    if (!narrow) return tl::unexpected(narrow.error());
    const auto sum = builder.elementwise(OpType::Add, std::array{*narrow, input});
    if (!sum) return tl::unexpected(sum.error());
    graph.outputs = {*sum};
    return graph;
}

}  // namespace

Result<MachinePace> MachinePace::make(const HostBackend& backend, const NetworkRunnerOptions& options,
                                      const std::atomic<bool>* stop) {
    const auto graph = referenceGraph();
    if (!graph) return tl::unexpected(graph.error());
    auto runner = backend.prepare(*graph, options);
    if (!runner) return tl::unexpected(runner.error());
    return make(*std::move(runner), stop);
}

Result<MachinePace> MachinePace::make(std::unique_ptr<NetworkRunner> reference, const std::atomic<bool>* stop) {
    MachinePace pace(std::move(reference));
    const auto usual = pace.middleOf(kFirstRuns, stop);
    if (!usual) return tl::unexpected(usual.error());
    pace.usual_seconds_ = *usual;
    return pace;
}

Result<double> MachinePace::slowness(const std::atomic<bool>* stop) {
    const auto seconds = middleOf(kRuns, stop);
    if (!seconds) return tl::unexpected(seconds.error());
    return *seconds / usual_seconds_;
}

Result<double> MachinePace::middleOf(int runs, const std::atomic<bool>* stop) {
    std::vector<double> seconds;
    // The first run refills the caches.
    for (int i = 0; i <= runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (auto done = reference_->run({}, stop); !done) return tl::unexpected(done.error());
        const auto end = std::chrono::steady_clock::now();
        if (i > 0) seconds.push_back(std::chrono::duration<double>(end - start).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + runs / 2, seconds.end());
    return std::max(seconds[static_cast<size_t>(runs / 2)], 1e-9);
}

}  // namespace bw
