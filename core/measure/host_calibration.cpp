// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/host_calibration.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "estimate/estimator.h"
#include "estimate/torch_module.h"
#include "lowering/lower.h"
#include "measure/error_map.h"
#include "measure/pinned_thread.h"
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

/// One of so many networks is run whole to check the estimator.
constexpr int64_t kCheckEvery = 6;
/// Share of the measuring time after which a first regressor directs what is measured.
constexpr double kFirstRound = 0.5;
constexpr int kCandidates = 4;
constexpr int kFirstEpochs = 20;
constexpr size_t kLeastNetworks = 20;
/// Networks tried before a machine may be called too noisy.
constexpr int64_t kNoiseTrial = 12;
/// Parts of the whole run, for the progress shown.
constexpr double kMeasuringShare = 0.8;

/// Measures, learns and checks; one object a run.
class Calibrator {
public:
    Calibrator(const TargetProfile& target, const std::vector<NamedNetwork>& real,
               const HostCalibrationOptions& options, const std::function<void(const HostProgress&)>& progress,
               const std::atomic<bool>* stop)
        : target_(target),
          real_(real),
          options_(options),
          progress_(progress),
          stop_(stop),
          plan_(real, options.seed) {}

    Result<HostCalibration> run() {
        const auto backend = openHostBackend();
        if (!backend) return tl::unexpected(backend.error());
        backend_ = *backend;
        result_.machine = thisMachine();
        result_.library = backend_->version();
        result_.date = utcNow();
        result_.threads = options_.threads;
        if (auto done = measure(); !done) return tl::unexpected(done.error());
        if (labelled_.networks.size() < kLeastNetworks) {
            return fail(ErrorCode::InvalidArgument,
                        "only " + std::to_string(labelled_.networks.size()) +
                            " networks could be measured in this time; training needs 20",
                        target_.id, "give it more minutes");
        }
        if (auto done = train(); !done) return tl::unexpected(done.error());
        report(1.0, "Done");
        return std::move(result_);
    }

private:
    using Clock = std::chrono::steady_clock;

    double elapsedShare() const {
        const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        const double of_time = seconds / std::max(1.0, options_.minutes * 60.0);
        if (options_.max_networks <= 0) return of_time;
        const auto networks = static_cast<double>(result_.measured.size() + result_.whole.size());
        return std::max(of_time, networks / static_cast<double>(options_.max_networks));
    }

    void report(double share, std::string activity, bool checks = false) {
        if (!progress_) return;
        const auto networks = static_cast<int64_t>(result_.measured.size() + result_.whole.size());
        progress_({std::min(1.0, share), std::move(activity), networks, checks ? &result_.checks : nullptr});
    }

    Result<void> measure() {
        const auto pinned = PinnedThread::onCores(options_.threads);
        if (!pinned) return tl::unexpected(pinned.error());
        auto pace = MachinePace::make(*backend_, {options_.seed, options_.threads}, stop_);
        if (!pace) return tl::unexpected(pace.error());
        pace_ = *std::move(pace);
        start_ = Clock::now();
        for (int64_t i = 1; elapsedShare() < 1.0; ++i) {
            const double share = elapsedShare();
            if (auto done = measureNext(i, share); !done) return done;
            report(kMeasuringShare * share,
                   "Measured " + std::to_string(result_.measured.size() + result_.whole.size()) + " networks");
            if (share >= kFirstRound && !predictor_ && labelled_.networks.size() >= kLeastNetworks) {
                if (auto done = learnWhereItErrs(); !done) return done;
            }
        }
        return {};
    }

    /// Real networks spread over the run, then one drawn network in six, are run whole; the others by operator.
    Result<void> measureNext(int64_t number, double share) {
        const double due = (static_cast<double>(real_measured_) + 0.5) / static_cast<double>(real_.size());
        if (real_measured_ < real_.size() && share >= due) {
            const NamedNetwork& model = real_[real_measured_++];
            auto lowered = lower(model.network);
            if (!lowered) return {};
            return measureOne({model.name, std::move(lowered->graph)}, true, true);
        }
        if (number % kCheckEvery == 0) return measureOne(plan_.nextToCheck(), true, false);
        return measureOne(number % 2 == 1 ? plan_.next() : chooseNext(), false, false);
    }

    Result<void> measureOne(PlannedNetwork planned, bool whole, bool real) {
        const auto runner = backend_->prepare(planned.graph, {options_.seed, options_.threads});
        if (!runner) {
            // What does not fit in memory is no reason to give up.
            if (runner.error().code == ErrorCode::LimitExceeded) return {};
            return tl::unexpected(runner.error());
        }
        const std::vector<std::string>& obstacles = (*runner)->obstacles();
        const bool runs = std::all_of(obstacles.begin(), obstacles.end(), [](const auto& o) { return o.empty(); });
        if (whole && !runs) return {};  // Its time would not be the network's.
        auto timing = whole ? timeWholeNetwork(**runner, options_.timing, stop_, &*pace_)
                            : timeNetwork(**runner, planned.graph.operators.size(), options_.timing, stop_, &*pace_);
        if (!timing && timing.error().code != ErrorCode::Unavailable) return tl::unexpected(timing.error());
        if (!timing || timing->whole.relative() > options_.timing.most_spread) return noteNoise();
        if (!whole) {
            result_.measured.push_back({std::move(planned), *std::move(timing)});
            labelled_.networks.push_back(labelHost(result_.measured.back(), target_));
            noteErrors(labelled_.networks.back());
            return {};
        }
        result_.checks.push_back({planned.id, real, timing->whole, 0.0, 0.0, 0.0, 0});
        result_.whole.push_back({std::move(planned), *std::move(timing)});
        return {};
    }

    Result<void> noteNoise() {
        ++result_.noisy;
        const auto kept = static_cast<int64_t>(result_.measured.size() + result_.whole.size());
        if (kept + result_.noisy < kNoiseTrial || result_.noisy < kept) return {};
        return fail(ErrorCode::Unavailable,
                    "this machine is too busy to be measured: the times of " + std::to_string(result_.noisy) + " of " +
                        std::to_string(kept + result_.noisy) + " networks spread too far",
                    {}, "close other programs, plug in the power supply, and try again");
    }

    /// Of several drawn networks, the one that spends most of its time in kernels that the first regressor misjudges.
    PlannedNetwork chooseNext() {
        PlannedNetwork best = plan_.next();
        if (!predictor_) return best;
        double most = needOf(best);
        for (int i = 1; i < kCandidates; ++i) {
            PlannedNetwork candidate = plan_.next();
            const double need = needOf(candidate);
            if (need > most) {
                most = need;
                best = std::move(candidate);
            }
        }
        return best;
    }

    double needOf(const PlannedNetwork& planned) const {
        double need = 0.0, total = 0.0;
        for (const KernelQuery& query : kernelQueries(decompose(planned.graph, target_), target_).queries) {
            const double guess = analyticGuess(query.kernel, target_);
            need += guess * errors_.need(query.kernel);
            total += guess;
        }
        return total > 0.0 ? need / total : 0.0;
    }

    void noteErrors(const LabelledNetwork& network) {
        if (!predictor_) return;
        const auto predicted = predictor_->predict(network.queries);
        if (!predicted) return;
        for (size_t i = 0; i < network.queries.size(); ++i)
            errors_.note(network.queries[i].kernel, (*predicted)[i].cycles, network.cycles[i]);
    }

    Result<void> learnWhereItErrs() {
        report(kMeasuringShare * elapsedShare(), "Learning where the error is high");
        TrainRegressorOptions quick = options_.training;
        quick.seed = options_.seed;
        quick.members = 1;
        quick.epochs = kFirstEpochs;
        const auto first = trainRegressor(target_, labelled_, quick, {}, stop_);
        if (!first) return tl::unexpected(first.error());
        auto predictor = KernelPredictor::create(target_, first->regressor);
        if (!predictor) return tl::unexpected(predictor.error());
        predictor_ = *std::move(predictor);
        for (const LabelledNetwork& network : labelled_.networks)
            noteErrors(network);
        if (auto done = check(first->regressor); !done) return done;
        report(kMeasuringShare * elapsedShare(), "Checked a first regressor", true);
        return {};
    }

    Result<void> train() {
        TrainRegressorOptions training = options_.training;
        training.seed = options_.seed;
        labelled_.source = "Measured on " + result_.machine.name + " (" + result_.machine.cpu + "), " +
                           result_.library + ", float32, " + std::to_string(options_.threads) +
                           (options_.threads == 1 ? " thread, " : " threads, ") + result_.date;
        labelled_.file = target_.estimator.measurements;
        const auto hear = [&](double share) {
            report(kMeasuringShare + (1.0 - kMeasuringShare) * share, "Training the regressor");
        };
        auto trained = trainRegressor(target_, labelled_, training, hear, stop_);
        if (!trained) return tl::unexpected(trained.error());
        result_.training = *std::move(trained);
        if (auto done = check(result_.training.regressor); !done) return done;
        report(1.0, "Checked whole networks", true);
        return {};
    }

    Result<void> check(const Regressor& regressor) {
        const auto estimator = Estimator::create(target_, regressor);
        if (!estimator) return tl::unexpected(estimator.error());
        for (size_t i = 0; i < result_.checks.size(); ++i) {
            const auto estimate =
                (*estimator)->estimate(result_.whole[i].planned.graph, target_.npu.measuredPrecision());
            if (!estimate) return tl::unexpected(estimate.error());
            HostCheck& check = result_.checks[i];
            check.predicted_ms = estimate->latency_ms;
            check.low_ms = estimate->low_ms;
            check.high_ms = estimate->high_ms;
            check.out_of_range = estimate->out_of_range;
        }
        return {};
    }

    const TargetProfile& target_;
    const std::vector<NamedNetwork>& real_;
    const HostCalibrationOptions& options_;
    const std::function<void(const HostProgress&)>& progress_;
    const std::atomic<bool>* stop_;
    HostPlan plan_;
    const HostBackend* backend_ = nullptr;
    std::optional<MachinePace> pace_;
    Clock::time_point start_;
    HostCalibration result_;
    LabelledNetworks labelled_;
    std::shared_ptr<const KernelPredictor> predictor_;
    ErrorMap errors_;
    size_t real_measured_ = 0;
};

}  // namespace

Result<HostCalibration> calibrateHost(const TargetProfile& target, const std::vector<NamedNetwork>& real,
                                      const HostCalibrationOptions& options,
                                      const std::function<void(const HostProgress&)>& progress,
                                      const std::atomic<bool>* stop) {
    if (target.kind != "cpu") {
        return fail(ErrorCode::InvalidArgument, target.name + " is not this machine's processor", target.id,
                    "measure the target host-cpu");
    }
    return Calibrator(target, real, options, progress, stop).run();
}

LabelledNetwork labelHost(const HostMeasurement& measurement, const TargetProfile& target) {
    const NetworkQueries running = kernelQueries(decompose(measurement.planned.graph, target), target);
    LabelledNetwork network;
    network.id = measurement.planned.id;
    for (size_t i = 0; i < running.queries.size(); ++i) {
        const double seconds = measurement.timing.operators[running.operators[i]].median;
        if (!(seconds > 0.0)) continue;
        network.queries.push_back(running.queries[i]);
        network.cycles.push_back(seconds * target.npu.clock_hz);
    }
    return network;
}

}  // namespace bw
