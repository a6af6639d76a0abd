// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>

#include "base/text.h"
#include "estimate/network_runner.h"
#include "estimate/score_backend.h"
#include "estimate/torch/execute_operator.h"
#include "estimate/torch/scores/scores.h"
#include "estimate/torch/threads.h"

namespace bw {
namespace {

/// A score has either a meter, which shares the pass forward with others, or a function of its own.
struct Entry {
    std::string_view id;
    std::unique_ptr<ForwardMeter> (*meter)() = nullptr;
    double (*compute)(const ScoreTask& task) = nullptr;
};

constexpr std::array kEntries = {
    Entry{"naswot", naswotMeter, nullptr},
    Entry{"expressivity", expressivityMeter, nullptr},
    Entry{"progressivity", progressivityMeter, nullptr},
    Entry{"propagation", nullptr, propagationScore},
    Entry{"zen", nullptr, zenScore},
    Entry{"synflow", nullptr, synflowScore},
    Entry{"zico", nullptr, zicoScore},
    Entry{"swap", nullptr, swapScore},
    Entry{"jacob_cov", nullptr, jacobianScore},
    Entry{"grad_norm", nullptr, gradNormScore},
};

constexpr bool sameOrder() {
    if (kEntries.size() != kTorchScores.size()) return false;
    for (size_t i = 0; i < kEntries.size(); ++i) {
        if (kEntries[i].id != kTorchScores[i].id) return false;
    }
    return true;
}
static_assert(sameOrder());

/// Numbers too small for the normal format cost a hundred times as much and matter for no score.
class FlushDenormals {
public:
    FlushDenormals() { at::globalContext().setFlushDenormal(true); }
    ~FlushDenormals() { at::globalContext().setFlushDenormal(false); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;
};

using Meters = std::vector<std::pair<size_t, std::unique_ptr<ForwardMeter>>>;

void runForward(const ScoreTask& task, const Meters& meters) {
    if (meters.empty()) return;
    ScoreNetwork network(task, {});
    network.run(network.noise(), [&](size_t index, at::Tensor& output) {
        const ScoreForm::Role& role = network.form().roles[index];
        for (const auto& [where, meter] : meters) {
            if (role.pre_activation) meter->preActivation(output);
            if (role.features) meter->features(output);
        }
    });
}

std::vector<double> compute(const ScoreTask& task, std::span<const size_t> scores) {
    const at::NoGradGuard no_gradients;
    std::vector<double> values(scores.size());
    Meters meters;
    for (size_t i = 0; i < scores.size(); ++i) {
        const Entry& entry = kEntries.at(scores[i]);
        if (entry.meter) meters.emplace_back(i, entry.meter());
    }
    runForward(task, meters);
    for (const auto& [where, meter] : meters)
        values[where] = meter->value();
    for (size_t i = 0; i < scores.size(); ++i) {
        if (const auto& function = kEntries[scores[i]].compute) values[i] = function(task);
    }
    for (double& value : values) {
        if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
    }
    return values;
}

class TorchScoreBackend final : public ScoreBackend {
public:
    Result<std::vector<double>> measure(const OperatorGraph& graph, std::span<const size_t> scores, uint64_t seed,
                                        const std::stop_token& stop) const override {
        // Gradients keep the maps of all layers of a batch.
        constexpr int64_t kMapsKept = 64;
        const int64_t bytes = bytesToRun(graph);
        if (bytes > kMaxRunnerBytes / kMapsKept) {
            return fail(
                ErrorCode::LimitExceeded,
                "scoring a network whose weights and maps take " + formatBytes(bytes) + " needs too much memory", {},
                "score it at a smaller input");
        }
        try {
            useOneThread();
            const FlushDenormals flush;
            return compute({graph, seed, stop}, scores);
        } catch (const ScoreStopped&) {
            return fail(ErrorCode::Cancelled, "scoring was stopped");
        } catch (const NotExecutable& error) {
            const std::string text = error.what();
            return fail(ErrorCode::Unsupported, "the network cannot be scored: " + text.substr(0, text.find('\n')));
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
    }
};

}  // namespace
}  // namespace bw

extern "C" __attribute__((visibility("default"))) const bw::ScoreBackend* bwScoreBackend(uint32_t version) {
    static const bw::TorchScoreBackend backend;
    return version == bw::kScoreBackendVersion ? &backend : nullptr;
}
