// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/combined/converge_search.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "learn/supernet/converge.h"

namespace bw {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

Result<CombinedResult> searchByConverging(const NetworkProblem& problem, const std::shared_ptr<const DataSet>& set,
                                          const CombinedOptions& options, const std::stop_token& stop,
                                          const std::function<void(const CombinedProgress&)>& progress) {
    const auto& limits = problem.goals().limits;
    const auto limit = std::find_if(limits.begin(), limits.end(),
                                    [](const FigureLimit& one) { return one.figure == Figure::Latency; });
    if (limit == limits.end()) {
        return fail(ErrorCode::InvalidArgument, "a search that converges needs a latency to converge to", {},
                    "limit latency_ms");
    }
    auto supernet = Supernet::make(problem.space(), set, options.supernet);
    if (!supernet) return tl::unexpected(supernet.error());
    CombinedResult result;
    result.stages = {{"converge", 1, 1, 0, static_cast<double>(options.supernet.train.epochs), {}},
                     {"training", 1, 1, 0, static_cast<double>(options.full.epochs), {}}};
    TrainControl control;
    control.stop = stop;
    const auto watch = [&](const char* stage) {
        control.progress = [&progress, stage](const TrainProgress& p) {
            if (progress) progress({stage, (p.epoch - 1 + double(p.step) / double(p.steps)) / p.epochs});
        };
    };
    watch("converge");
    ConvergeOptions wanted;
    wanted.latency_ms = limit->limit;
    const auto latency = [&](const Genome& genome) {
        const auto figures = problem.figures(std::span(&genome, 1)).front();
        return figures && figures->latency_ms ? *figures->latency_ms : std::numeric_limits<double>::quiet_NaN();
    };
    auto started = Clock::now();
    const auto converged = converge(**supernet, wanted, latency, control);
    if (!converged) return tl::unexpected(converged.error());
    result.stages[0].seconds = secondsSince(started);

    const auto network = problem.space().build(converged->genome);
    if (!network) return tl::unexpected(network.error());
    const auto figures = problem.figures(std::span(&converged->genome, 1)).front();
    if (!figures) return fail(ErrorCode::NotFound, "the network that was converged to cannot be counted");
    const auto fitted = fitToData(*network, set->info(), options.supernet.width, options.supernet.height);
    if (!fitted) return tl::unexpected(fitted.error());
    std::vector<NamedTensor> start;
    if (options.inherit) {
        auto weights = (*supernet)->weights(*network);
        if (!weights) return tl::unexpected(weights.error());
        start = std::move(*weights);
    }
    watch("training");
    started = Clock::now();
    auto trained = trainNetwork(*fitted, set, options.full, start, control);
    if (!trained) return tl::unexpected(trained.error());
    result.stages[1].seconds = secondsSince(started);
    result.finalists.push_back({converged->genome, *network, *figures, std::move(trained->metrics)});
    result.plain_epochs = options.full.epochs;
    result.bill = billOf(result.stages, 1);
    return result;
}

}  // namespace bw
