// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/version.h>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "estimate/torch/execute_operator.h"
#include "estimate/torch/interpreter.h"
#include "estimate/torch/threads.h"
#include "learn/torch/form_runner.h"
#include "learn/torch/losses.h"
#include "learn/torch/optimizer.h"

namespace bw {
namespace {

constexpr const char* kStepName = "step";

template <class T>
at::Tensor tensorOf(std::span<const T> numbers, at::IntArrayRef sizes, at::Device device) {
    const auto type = std::is_same_v<T, float> ? at::kFloat : at::kLong;
    // LibTorch reads where it wants to be able to write.
    return at::from_blob(const_cast<T*>(numbers.data()), sizes, at::TensorOptions(type)).to(device);
}

std::vector<float> floatsOf(const at::Tensor& tensor) {
    const at::Tensor numbers = tensor.detach().to(at::kCPU).contiguous();
    const float* first = numbers.data_ptr<float>();
    return {first, first + numbers.numel()};
}

/// Keeps the memory that steps take and give back again and again: asking the system each time costs a quarter of the
/// time. Given back with the last session.
class KeptMemory {
public:
    KeptMemory() {
        if (sessions_++ > 0) return;
        mallopt(M_MMAP_THRESHOLD, 1 << 30);
        mallopt(M_TRIM_THRESHOLD, 1 << 30);
        mallopt(M_TOP_PAD, 64 << 20);
    }
    ~KeptMemory() {
        if (--sessions_ > 0) return;
        mallopt(M_MMAP_THRESHOLD, 128 << 10);
        mallopt(M_TRIM_THRESHOLD, 128 << 10);
        mallopt(M_TOP_PAD, 128 << 10);
        malloc_trim(0);
    }
    KeptMemory(const KeptMemory&) = delete;
    KeptMemory& operator=(const KeptMemory&) = delete;

private:
    static inline std::atomic<int> sessions_ = 0;
};

class TorchTrainSession final : public TrainSession {
public:
    explicit TorchTrainSession(const TrainSessionOptions& options)
        : options_(options),
          random_(options.seed),
          device_(options.allow_gpu && at::hasCUDA() ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU)) {
        useThreads(options.threads);
        // Numbers too small for the normal format cost a hundred times as much.
        at::globalContext().setFlushDenormal(true);
    }

    /// The estimator computes with one thread, whose number is the process's.
    ~TorchTrainSession() override {
        useThreads(1);
        at::globalContext().setFlushDenormal(false);
    }

    Result<int> add(const TrainForm& form) override {
        return guarded([&]() -> Result<int> {
            runners_.push_back(std::make_unique<FormRunner>(form, store_, random_, device_));
            return static_cast<int>(runners_.size()) - 1;
        });
    }

    void remove(int network) override { runners_.at(static_cast<size_t>(network)).reset(); }

    Result<double> step(std::span<const int> networks, const TrainBatch& batch, double learning_rate) override {
        return guarded([&]() -> Result<double> {
            if (networks.empty()) return fail(ErrorCode::InvalidArgument, "a step needs a network");
            const at::AutoGradMode with_gradients(true);
            FormRunner& first = runner(networks[0]);
            const at::Tensor images = imagesOf(first, batch.images);
            const LossTargets targets = targetsOf(first, batch);
            std::vector<at::Tensor> outputs = first.run(images, NormMode::Learn, false);
            const at::Tensor loss = labelLoss(outputs, meaning(first), targets, options_.label_smoothing);
            const double value = loss.item<double>();
            if (!std::isfinite(value)) return value;
            loss.backward();
            for (at::Tensor& output : outputs)
                output = output.detach();
            for (const int network : networks.subspan(1)) {
                FormRunner& other = runner(network);
                const auto given = other.run(images, NormMode::Imitate, false);
                imitationLoss(given, outputs, meaning(other), targets).backward();
            }
            const at::NoGradGuard without;
            ++step_;
            moveParameters(store_, options_.optimizer, learning_rate, step_);
            first.average(averageDecay(options_.optimizer, step_));
            return value;
        });
    }

    Result<TrainOutputs> predict(int network, std::span<const float> images, bool averaged) override {
        return guarded([&]() -> Result<TrainOutputs> {
            const at::NoGradGuard without;
            FormRunner& form = runner(network);
            TrainOutputs result;
            for (const at::Tensor& output : form.run(imagesOf(form, images), NormMode::Judge, averaged))
                result.push_back(floatsOf(output));
            return result;
        });
    }

    Result<double> loss(int network, const TrainBatch& batch, bool averaged) override {
        return guarded([&]() -> Result<double> {
            const at::NoGradGuard without;
            FormRunner& form = runner(network);
            const auto outputs = form.run(imagesOf(form, batch.images), NormMode::Judge, averaged);
            return labelLoss(outputs, meaning(form), targetsOf(form, batch), 0).item<double>();
        });
    }

    void forgetStatistics(int network) override { runner(network).forget(); }

    Result<void> calibrate(int network, std::span<const float> images) override {
        return guarded([&]() -> Result<void> {
            const at::NoGradGuard without;
            FormRunner& form = runner(network);
            form.run(imagesOf(form, images), NormMode::Calibrate, true);
            form.average(0);
            return {};
        });
    }

    std::vector<NamedTensor> state() const override {
        std::vector<NamedTensor> all = {{kStepName, {1}, {static_cast<float>(step_)}}};
        forEachNumber([&](const std::string& name, const at::Tensor& tensor) {
            all.push_back({name, tensor.sizes().vec(), floatsOf(tensor)});
        });
        return all;
    }

    Result<void> restore(std::span<const NamedTensor> numbers) override {
        std::map<std::string, const NamedTensor*> by_name;
        for (const NamedTensor& one : numbers)
            by_name[one.name] = &one;
        std::string missing;
        const auto found = [&](const std::string& name, at::IntArrayRef sizes) {
            const auto at = by_name.find(name);
            const bool fits = at != by_name.end() && at::IntArrayRef(at->second->shape) == sizes;
            if (!fits && missing.empty()) missing = name;
            return fits;
        };
        found(kStepName, {1});
        forEachNumber([&](const std::string& name, const at::Tensor& tensor) { found(name, tensor.sizes()); });
        if (!missing.empty()) {
            return fail(ErrorCode::InvalidFile,
                        "it was written for another network: '" + missing + "' is not there or has another size");
        }
        return guarded([&]() -> Result<void> {
            const at::NoGradGuard without;
            forEachNumber([&](const std::string& name, const at::Tensor& tensor) {
                const NamedTensor& one = *by_name.at(name);
                tensor.copy_(tensorOf<float>(one.values, one.shape, device_));
            });
            step_ = static_cast<int64_t>(by_name.at(kStepName)->values.at(0));
            return {};
        });
    }

    std::vector<NamedTensor> weights(int network) const override {
        const FormRunner& form = *runners_.at(static_cast<size_t>(network));
        std::vector<NamedTensor> all;
        for (const auto& [name, sizes] : form.sizes())
            all.push_back({name, sizes, floatsOf(store_.view(name, sizes, true))});
        for (const auto& [key, s] : const_cast<FormRunner&>(form).statistics()) {
            all.push_back({key + ".mean", s.mean.sizes().vec(), floatsOf(s.average_mean)});
            all.push_back({key + ".variance", s.mean.sizes().vec(), floatsOf(s.average_variance)});
        }
        return all;
    }

    int setWeights(int network, std::span<const NamedTensor> numbers) override {
        const at::NoGradGuard without;
        FormRunner& form = runner(network);
        int fitted = 0;
        for (const NamedTensor& one : numbers) {
            const auto put = [&](const std::string& suffix, at::Tensor NormStatistics::*now,
                                 at::Tensor NormStatistics::*average) {
                if (!one.name.ends_with(suffix)) return false;
                const auto at = form.statistics().find(one.name.substr(0, one.name.size() - suffix.size()));
                if (at == form.statistics().end() || (at->second.*now).sizes() != at::IntArrayRef(one.shape))
                    return false;
                (at->second.*now).copy_(tensorOf<float>(one.values, one.shape, device_));
                (at->second.*average).copy_(at->second.*now);
                return true;
            };
            if (put(".mean", &NormStatistics::mean, &NormStatistics::average_mean) ||
                put(".variance", &NormStatistics::variance, &NormStatistics::average_variance)) {
                ++fitted;
                continue;
            }
            const auto sizes = form.sizes().find(one.name);
            if (sizes == form.sizes().end() || sizes->second != one.shape) continue;
            const at::Tensor values = tensorOf<float>(one.values, one.shape, device_);
            store_.view(one.name, one.shape, false).detach().copy_(values);
            store_.view(one.name, one.shape, true).copy_(values);
            ++fitted;
        }
        return fitted;
    }

    std::string device() const override {
        if (device_.is_cuda()) return "NVIDIA GPU";
        return "CPU, " + std::to_string(options_.threads) + (options_.threads == 1 ? " thread" : " threads");
    }

private:
    FormRunner& runner(int network) { return *runners_.at(static_cast<size_t>(network)); }

    /// Turns what LibTorch throws into an error.
    template <class Work>
    auto guarded(Work work) -> decltype(work()) {
        try {
            useThreads(options_.threads);
            return work();
        } catch (const NotExecutable& error) {
            return fail(ErrorCode::Unsupported, error.what());
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
    }

    at::Tensor imagesOf(const FormRunner& form, std::span<const float> images) const {
        const OperatorGraph& graph = form.form().graph;
        const std::vector<int64_t> sizes = sizesOf(graph, graph.inputs.at(0));
        return tensorOf<float>(images, sizes, device_).contiguous(at::MemoryFormat::ChannelsLast);
    }

    LossOutputs meaning(const FormRunner& form) const {
        return {options_.task, form.form().box_outputs, form.form().score_outputs};
    }

    LossTargets targetsOf(const FormRunner& form, const TrainBatch& batch) const {
        const OperatorGraph& graph = form.form().graph;
        const int64_t n = graph.shape(graph.inputs.at(0))[0];
        const auto count = static_cast<int64_t>(batch.labels.size());
        std::vector<int64_t> sizes = {n};
        if (options_.task == LearnTask::Detection) sizes = {n, count / n};
        if (options_.task == LearnTask::Segmentation) {
            const Shape& out = graph.shape(graph.outputs.at(0));
            sizes = {n, out.height(), out.width()};
        }
        LossTargets targets;
        targets.labels = tensorOf<int64_t>(batch.labels, sizes, device_);
        if (options_.task == LearnTask::Detection)
            targets.offsets = tensorOf<float>(batch.offsets, {n, count / n, 4}, device_);
        return targets;
    }

    template <class Visit>
    void forEachNumber(Visit visit) const {
        for (const auto& [name, p] : store_.all()) {
            visit("value/" + name, p.value.detach());
            visit("average/" + name, p.average);
            visit("first/" + name, p.first);
            visit("second/" + name, p.second);
        }
        for (size_t i = 0; i < runners_.size(); ++i) {
            if (!runners_[i]) continue;
            const std::string prefix = "statistics" + std::to_string(i) + "/";
            for (const auto& [key, s] : runners_[i]->statistics()) {
                visit(prefix + key + ".mean", s.mean);
                visit(prefix + key + ".variance", s.variance);
                visit(prefix + key + ".average_mean", s.average_mean);
                visit(prefix + key + ".average_variance", s.average_variance);
            }
        }
    }

    KeptMemory memory_;  ///< First: goes last.
    TrainSessionOptions options_;
    Random random_;
    at::Device device_;
    ParameterStore store_;
    std::vector<std::unique_ptr<FormRunner>> runners_;
    int64_t step_ = 0;
};

class TorchTrainBackend final : public TrainBackend {
public:
    std::string version() const override { return "LibTorch " TORCH_VERSION; }

    Result<std::unique_ptr<TrainSession>> start(const TrainSessionOptions& options) const override {
        if (options.threads < 1) return fail(ErrorCode::InvalidArgument, "training needs at least one thread");
        return std::make_unique<TorchTrainSession>(options);
    }
};

}  // namespace
}  // namespace bw

extern "C" __attribute__((visibility("default"))) const bw::TrainBackend* bwTrainBackend(uint32_t version) {
    static const bw::TorchTrainBackend backend;
    return version == bw::kTrainBackendVersion ? &backend : nullptr;
}
