// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/host_timing.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace bw {
namespace {

constexpr int kLeastRepetitions = 5;
/// A pace is taken after so much running: often enough for a clock that wanders, seldom enough to cost little.
constexpr double kStretchSeconds = 0.004;

/// How often the scheduler took the core away from the calling thread.
int64_t preemptions() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nivcsw;
}

/// One run: how long, and whether something came between.
struct Run {
    double seconds = 0.0;
    bool disturbed = false;
};

Result<Run> runOnce(NetworkRunner& runner, std::span<double> operators, const std::atomic<bool>* stop) {
    const int64_t before = preemptions();
    const auto start = std::chrono::steady_clock::now();
    auto done = runner.run(operators, stop);
    const auto end = std::chrono::steady_clock::now();
    if (!done) return tl::unexpected(done.error());
    return Run{std::chrono::duration<double>(end - start).count(), preemptions() != before};
}

/// Samples of one network; those of a stretch are divided by the pace before and after it.
class Samples {
public:
    Samples(size_t operators, MachinePace* pace) : parts_(operators), pace_(pace) {}

    Result<void> begin(const std::atomic<bool>* stop) {
        if (!pace_) return {};
        const auto slowness = pace_->slowness(stop);
        if (!slowness) return tl::unexpected(slowness.error());
        before_ = *slowness;
        return {};
    }

    void add(double seconds, std::span<const double> operators) {
        whole_.push_back(seconds);
        for (size_t op = 0; op < operators.size(); ++op)
            parts_[op].push_back(operators[op]);
    }

    /// To be called after every run; `last` ends the last stretch.
    Result<void> passed(double seconds, bool last, const std::atomic<bool>* stop) {
        stretch_ += seconds;
        if (!pace_ || (stretch_ < kStretchSeconds && !last)) return {};
        const auto after = pace_->slowness(stop);
        if (!after) return tl::unexpected(after.error());
        const double factor = 2 / (before_ + *after);
        for (size_t i = begun_; i < whole_.size(); ++i) {
            whole_[i] *= factor;
            for (std::vector<double>& part : parts_)
                part[i] *= factor;
        }
        before_ = *after;
        begun_ = whole_.size();
        stretch_ = 0;
        return {};
    }

    size_t size() const { return whole_.size(); }
    NetworkTiming timing() && {
        NetworkTiming timing;
        timing.repetitions = static_cast<int>(whole_.size());
        timing.whole = spreadOf(std::move(whole_));
        for (std::vector<double>& part : parts_)
            timing.operators.push_back(spreadOf(std::move(part)));
        return timing;
    }

private:
    std::vector<double> whole_;
    std::vector<std::vector<double>> parts_;
    MachinePace* pace_;
    double before_ = 1;
    double stretch_ = 0;
    size_t begun_ = 0;
};

Result<NetworkTiming> timeRuns(NetworkRunner& runner, size_t operators, const TimingOptions& options,
                               const std::atomic<bool>* stop, MachinePace* pace) {
    std::vector<double> row(operators);
    double shortest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < std::max(1, options.warm_up); ++i) {
        const auto run = runOnce(runner, row, stop);
        if (!run) return tl::unexpected(run.error());
        shortest = std::min(shortest, run->seconds);
    }
    const int wanted = repetitionsFor(shortest, options);
    const int most = static_cast<int>(std::ceil(wanted * std::max(1.0, options.patience)));
    Samples samples(operators, pace);
    if (auto done = samples.begin(stop); !done) return tl::unexpected(done.error());
    int disturbed = 0;
    for (int i = 0; i < most && std::cmp_less(samples.size(), wanted); ++i) {
        const auto run = runOnce(runner, row, stop);
        if (!run) return tl::unexpected(run.error());
        if (run->disturbed && options.drop_disturbed) {
            ++disturbed;
        } else {
            samples.add(run->seconds, row);
        }
        const bool last = std::cmp_equal(samples.size(), wanted);
        if (auto done = samples.passed(run->seconds, last, stop); !done) return tl::unexpected(done.error());
    }
    if (std::cmp_less(samples.size(), wanted)) {
        return fail(ErrorCode::Unavailable,
                    "this machine is too busy: other programs interrupted " + std::to_string(disturbed) + " of " +
                        std::to_string(most) + " runs",
                    {}, "close other programs and measure again");
    }
    NetworkTiming timing = std::move(samples).timing();
    timing.disturbed = disturbed;
    return timing;
}

/// The value at `share` of the sorted numbers, between neighbours where it falls between them.
double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - static_cast<double>(below));
}

}  // namespace

Spread spreadOf(std::vector<double> seconds) {
    const bool known =
        !seconds.empty() && std::none_of(seconds.begin(), seconds.end(), [](double s) { return std::isnan(s); });
    if (!known) {
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        return {nothing, nothing, nothing};
    }
    std::sort(seconds.begin(), seconds.end());
    return {quantile(seconds, 0.5), quantile(seconds, 0.25), quantile(seconds, 0.75)};
}

int repetitionsFor(double seconds, const TimingOptions& options) {
    if (seconds <= options.long_run_seconds) return options.repetitions;
    const double fit = std::floor(options.repetitions * options.long_run_seconds / seconds);
    return std::min(options.repetitions, std::max(kLeastRepetitions, static_cast<int>(fit)));
}

Result<NetworkTiming> timeNetwork(NetworkRunner& runner, size_t operators, const TimingOptions& options,
                                  const std::atomic<bool>* stop, MachinePace* pace) {
    return timeRuns(runner, operators, options, stop, pace);
}

Result<NetworkTiming> timeWholeNetwork(NetworkRunner& runner, const TimingOptions& options,
                                       const std::atomic<bool>* stop, MachinePace* pace) {
    return timeRuns(runner, 0, options, stop, pace);
}

}  // namespace bw
