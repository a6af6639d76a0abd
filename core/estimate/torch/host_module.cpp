// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "base/text.h"
#include "estimate/network_runner.h"
#include "estimate/torch/interpreter.h"
#include "estimate/torch/tensor_pool.h"
#include "estimate/torch/threads.h"

namespace bw {
namespace {

/// Room for weights and tensors and, as much again up to a limit, for what oneDNN reorders meanwhile. What is never
/// touched costs nothing.
size_t poolBytes(const OperatorGraph& graph) {
    constexpr int64_t kLeastRoom = int64_t{64} << 20;
    constexpr int64_t kMostRoom = int64_t{1} << 30;
    const int64_t bytes = bytesToRun(graph);
    return static_cast<size_t>(bytes + kLeastRoom + std::min(bytes, kMostRoom));
}

class TorchRunner final : public NetworkRunner {
public:
    TorchRunner(const OperatorGraph& graph, const NetworkRunnerOptions& options)
        : random_(options.seed), pool_(poolBytes(graph)) {
        useThreads(options.threads);
        // Numbers too small for the normal format cost a hundred times as much, and random networks may reach them.
        at::globalContext().setFlushDenormal(true);
        const c10::InferenceMode guard;
        const TensorPool::Scope scope(pool_);
        interpreter_.emplace(graph, drawWeights(graph, random_));
        for (const TensorId tensor : graph.inputs)
            inputs_.push_back(drawUniform(sizesOf(graph, tensor), 1.0, random_));
        obstacles_ = interpreter_->probe(inputs_, random_);
    }

    ~TorchRunner() override {
        useThreads(1);
        at::globalContext().setFlushDenormal(false);
    }

    const std::vector<std::string>& obstacles() const override { return obstacles_; }

    Result<void> run(std::span<double> operator_seconds, const std::atomic<bool>* stop) override {
        using Clock = std::chrono::steady_clock;
        if (!operator_seconds.empty() && operator_seconds.size() != obstacles_.size()) {
            return fail(ErrorCode::InvalidArgument, "there must be one time for each operator");
        }
        try {
            const c10::InferenceMode guard;
            const TensorPool::Scope scope(pool_);
            bool stopped = false;
            Clock::time_point before = Clock::now();
            const auto after = [&](size_t index, const at::Tensor&) {
                if (!operator_seconds.empty()) {
                    const Clock::time_point now = Clock::now();
                    operator_seconds[index] = obstacles_[index].empty()
                                                  ? std::chrono::duration<double>(now - before).count()
                                                  : std::numeric_limits<double>::quiet_NaN();
                    before = now;
                }
                stopped = stop && stop->load(std::memory_order_relaxed);
                return !stopped;
            };
            interpreter_->run(inputs_, after);
            if (stopped) return fail(ErrorCode::Cancelled, "measuring was stopped");
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
        return {};
    }

private:
    Random random_;
    TensorPool pool_;
    std::optional<Interpreter> interpreter_;
    std::vector<at::Tensor> inputs_;
    std::vector<std::string> obstacles_;
};

class TorchHostBackend final : public HostBackend {
public:
    std::string version() const override { return "LibTorch " TORCH_VERSION; }

    Result<std::unique_ptr<NetworkRunner>> prepare(const OperatorGraph& graph,
                                                   const NetworkRunnerOptions& options) const override {
        if (options.threads < 1) return fail(ErrorCode::InvalidArgument, "a network needs at least one thread");
        const int64_t bytes = bytesToRun(graph);
        if (bytes > kMaxRunnerBytes) {
            return fail(ErrorCode::LimitExceeded, "running the network needs " + formatBytes(bytes) + " of memory", {},
                        "measure it with a smaller input");
        }
        try {
            return std::make_unique<TorchRunner>(graph, options);
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
    }
};

}  // namespace
}  // namespace bw

extern "C" __attribute__((visibility("default"))) const bw::HostBackend* bwHostBackend(uint32_t version) {
    static const bw::TorchHostBackend backend;
    return version == bw::kHostBackendVersion ? &backend : nullptr;
}
