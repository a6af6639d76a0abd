// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/run_study.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "learn/data/cached_data_set.h"
#include "learn/train/checkpoint.h"
#include "study/run_store.h"

namespace bw {
namespace {

constexpr int64_t kCacheBytes = int64_t{768} << 20;

StudyCost costOf(const Network& network, const Assessment& assessment) {
    StudyCost cost;
    cost.totals = assessment.totals;
    for (const BlockPtr& block : network.blocks()) {
        const bool fused = block->kind->id == "fused_ibn";
        if (!fused && block->kind->id != "ibn") continue;
        if (cost.stages.empty() || cost.stages.back().name != block->stage) cost.stages.push_back({block->stage, 0, 0});
        cost.stages.back().fused += fused ? 1 : 0;
        ++cost.stages.back().all;
    }
    return cost;
}

int64_t inputHeight(const LoweredNetwork& lowered) {
    return lowered.graph.shape(lowered.graph.inputs.at(0)).height();
}

class StudyRunner {
public:
    StudyRunner(const StudyPlan& plan, const StudyContext& context, const StudyOptions& options)
        : plan_(plan), context_(context), options_(options), store_(options.folder, plan) {}

    Result<StudyResult> run() {
        result_.plan = plan_;
        result_.target = context_.assessment.target;
        result_.quick = context_.quick;
        if (!options_.folder.empty()) {
            std::error_code error;
            std::filesystem::create_directories(options_.folder, error);
            if (error) {
                return tl::unexpected(
                    Error{ErrorCode::IoFailure, "cannot be made: " + error.message(), options_.folder, {}, {}});
            }
        }
        if (auto ready = prepare(); !ready) return tl::unexpected(ready.error());
        std::vector<std::jthread> workers;
        for (int job = 0; job < std::max(1, options_.jobs); ++job)
            workers.emplace_back([this] { work(); });
        workers.clear();
        if (failure_) return tl::unexpected(*failure_);
        if (options_.stop.stop_requested()) return fail(ErrorCode::Cancelled, "the study was stopped");
        std::sort(result_.runs.begin(), result_.runs.end(), [](const StudyRun& a, const StudyRun& b) {
            return a.network != b.network ? a.network < b.network : a.seed < b.seed;
        });
        for (const StudyRun& run : result_.runs)
            result_.seconds += run.seconds;
        return std::move(result_);
    }

private:
    struct Task {
        size_t network;
        uint64_t seed;
    };

    Result<void> prepare() {
        auto set = openDataSet(plan_.data);
        if (!set) return tl::unexpected(set.error());
        set_ = std::make_shared<const CachedDataSet>(*set, kCacheBytes);
        int64_t first_height = 0;
        for (const StudyNetwork& network : plan_.networks) {
            const auto assessment = assess(network.network, context_.assessment);
            if (!assessment) return tl::unexpected(assessment.error());
            result_.costs.push_back(costOf(network.network, *assessment));
            const int64_t height = inputHeight(assessment->lowered);
            if (first_height == 0) first_height = height;
            // The input of a network that reads less is smaller in training too, in steps that maps divide.
            const double side = static_cast<double>(plan_.train_side * height) / static_cast<double>(first_height);
            const auto rounded = static_cast<int>(std::lround(side / 16) * 16);
            auto fitted = fitToData(network.network, (*set)->info(), rounded, rounded);
            if (!fitted) return tl::unexpected(fitted.error());
            macs_.push_back(static_cast<double>(fitted->lowered.graph.totalMacs()));
            fitted_.push_back(std::move(*fitted));
        }
        for (int seed = 1; seed <= plan_.seeds; ++seed) {
            for (size_t network = 0; network < plan_.networks.size(); ++network) {
                if (context_.quick && !plan_.networks[network].quick) continue;
                const auto number = static_cast<uint64_t>(seed);
                all_macs_ += macs_[network];
                ++runs_;
                if (auto done = store_.find(network, number)) {
                    done_macs_ += macs_[network];
                    result_.runs.push_back(std::move(*done));
                } else {
                    tasks_.push_back({network, number});
                }
            }
        }
        started_ = std::chrono::steady_clock::now();
        begun_macs_ = done_macs_;
        return {};
    }

    void work() {
        for (;;) {
            const size_t index = next_++;
            if (index >= tasks_.size() || options_.stop.stop_requested()) return;
            {
                const std::lock_guard lock(mutex_);
                if (failure_) return;
            }
            const Task task = tasks_[index];
            auto trained = train(task);
            const std::lock_guard lock(mutex_);
            if (!trained) {
                if (trained.error().code != ErrorCode::Cancelled && !failure_) failure_ = trained.error();
                return;
            }
            running_.erase(task.network * 1000 + task.seed);
            done_macs_ += macs_[task.network];
            if (auto kept = store_.keep(*trained); !kept) result_.warnings.push_back(kept.error().text());
            result_.runs.push_back(std::move(*trained));
        }
    }

    Result<StudyRun> train(const Task& task) {
        TrainOptions options = plan_.train;
        options.seed = task.seed;
        options.threads = 1;
        options.checkpoint = store_.checkpointOf(task.network, task.seed);
        TrainControl control;
        control.stop = options_.stop;
        control.progress = [this, task](const TrainProgress& progress) { tell(task, progress); };
        auto result = trainNetwork(fitted_[task.network], set_, options, {}, control);
        if (!result) {
            result.error().place = plan_.networks[task.network].title + " " + result.error().place;
            return tl::unexpected(result.error());
        }
        if (!options.checkpoint.empty()) {
            if (auto saved = saveNumbers(store_.weightsOf(task.network, task.seed), result->weights); !saved)
                result->warnings.push_back(saved.error().text());
            std::error_code ignored;
            std::filesystem::remove(options.checkpoint, ignored);
        }
        {
            const std::lock_guard lock(mutex_);
            for (const std::string& warning : result->warnings)
                result_.warnings.push_back(plan_.networks[task.network].title + ": " + warning);
        }
        return StudyRun{task.network,       task.seed,       std::move(result->metrics),
                        result->best_epoch, result->seconds, result->device};
    }

    void tell(const Task& task, const TrainProgress& progress) {
        if (!options_.progress) return;
        const std::lock_guard lock(mutex_);
        const double share =
            (progress.epoch - 1 + static_cast<double>(progress.step) / static_cast<double>(progress.steps)) /
            progress.epochs;
        running_[task.network * 1000 + task.seed] = std::min(1.0, share) * macs_[task.network];
        double now = done_macs_;
        for (const auto& [key, part] : running_)
            now += part;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
        StudyProgress told;
        told.done = result_.runs.size();
        told.runs = runs_;
        told.what = plan_.networks[task.network].title + ", seed " + std::to_string(task.seed) + ", epoch " +
                    std::to_string(std::min(progress.epoch, progress.epochs)) + " of " +
                    std::to_string(progress.epochs);
        if (now > begun_macs_) told.remaining_s = seconds * (all_macs_ - now) / (now - begun_macs_);
        options_.progress(told);
    }

    const StudyPlan& plan_;
    const StudyContext& context_;
    const StudyOptions& options_;
    RunStore store_;
    std::shared_ptr<const DataSet> set_;
    std::vector<FittedNetwork> fitted_;
    std::vector<double> macs_;  ///< By network, at the size of training: what time goes by.
    std::vector<Task> tasks_;
    std::atomic<size_t> next_ = 0;
    std::mutex mutex_;
    std::optional<Error> failure_;
    std::map<uint64_t, double> running_;  ///< MACs that trainings under way have done.
    double all_macs_ = 0, done_macs_ = 0, begun_macs_ = 0;
    size_t runs_ = 0;
    std::chrono::steady_clock::time_point started_;
    StudyResult result_;
};

}  // namespace

std::vector<double> StudyResult::points(size_t network) const {
    std::vector<double> values;
    for (const StudyRun& run : runs) {
        if (run.network == network) values.push_back(100 * run.metrics.main());
    }
    return values;
}

Result<StudyResult> runStudy(const StudyPlan& plan, const StudyContext& context, const StudyOptions& options) {
    return StudyRunner(plan, context, options).run();
}

}  // namespace bw
