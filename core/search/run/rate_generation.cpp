// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/rate_generation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace bw {
namespace {

/// Seconds that a thread rates between two looks at the control.
constexpr double kAtOnceSeconds = 0.04;
constexpr size_t kMostAtOnce = 64;

void makeComparable(Rating& rating, size_t objectives) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const bool finite =
        rating.objectives.size() == objectives && std::all_of(rating.objectives.begin(), rating.objectives.end(),
                                                              [](double value) { return std::isfinite(value); });
    if (!finite || !(rating.violation >= 0)) rating = {std::vector<double>(objectives, kInfinity), kInfinity};
}

}  // namespace

GenerationRater::GenerationRater(const SearchProblem& problem, int threads, RunControl& control)
    : problem_(problem), threads_(threads), control_(control) {}

size_t GenerationRater::genomesAtOnce(size_t count) const {
    const size_t share = (count + static_cast<size_t>(threads_) - 1) / static_cast<size_t>(threads_);
    const double fitting = seconds_each_ > 0 ? kAtOnceSeconds / seconds_each_ : 4;
    return std::min(share, static_cast<size_t>(std::clamp(fitting, 1.0, static_cast<double>(kMostAtOnce))));
}

std::vector<Rating> GenerationRater::rate(std::span<const Genome> genomes, const std::function<bool()>& go_on) {
    std::vector<Rating> ratings(genomes.size());
    std::vector<bool> rated(genomes.size(), false);
    std::mutex mutex;
    size_t next = 0;
    const auto work = [&] {
        for (;;) {
            if (!control_.wait() || !go_on()) return;
            size_t begin = 0;
            size_t count = 0;
            {
                const std::lock_guard lock(mutex);
                begin = next;
                count = std::min(genomesAtOnce(genomes.size()), genomes.size() - begin);
                next += count;
            }
            if (count == 0) return;
            const auto started = std::chrono::steady_clock::now();
            const auto some = problem_.rate(genomes.subspan(begin, count), control_.token());
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
            const std::lock_guard lock(mutex);
            seconds_each_ = took.count() / static_cast<double>(count);
            if (some.size() != count && !control_.token().stop_requested()) failed_ = true;
            for (size_t i = 0; i < std::min(count, some.size()); ++i) {
                ratings[begin + i] = some[i];
                rated[begin + i] = true;
            }
            if (some.size() != count) return;
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int t = 1; t < threads_ && genomes.size() > 1; ++t)
            helpers.emplace_back(work);
        work();
    }
    ratings.resize(static_cast<size_t>(std::find(rated.begin(), rated.end(), false) - rated.begin()));
    for (Rating& rating : ratings)
        makeComparable(rating, problem_.objectives().size());
    return ratings;
}

}  // namespace bw
