// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/combined/halving.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

namespace bw {
namespace {

/// Trains an entry until it has seen so many epochs in all.
Result<double> trainUntil(HalvingEntry& entry, size_t index, int epochs, const std::shared_ptr<const DataSet>& set,
                          const HalvingOptions& options, const TrainControl& control) {
    TrainOptions train = options.train;
    train.checkpoint = options.folder + "/" + std::to_string(index) + ".checkpoint";
    train.hold_after = epochs;
    const int before = entry.epochs;
    auto result = trainNetwork(entry.network, set, train, entry.start, control);
    if (!result) return tl::unexpected(result.error());
    entry.loss_sum = 0;
    double seconds = 0;
    for (const TrainEpoch& epoch : result->history) {
        entry.loss_sum += epoch.loss;
        if (epoch.epoch > before) seconds += epoch.seconds;
    }
    entry.epochs = static_cast<int>(result->history.size());
    entry.metrics = std::move(result->metrics);
    entry.finished = entry.epochs >= options.train.epochs;
    return seconds;
}

}  // namespace

Result<HalvingResult> halve(std::vector<HalvingEntry>& entries, const std::shared_ptr<const DataSet>& set,
                            const HalvingOptions& options, const TrainControl& control) {
    if (options.eta < 2 || options.finish < 1 || options.first_rung < 1) {
        return fail(ErrorCode::InvalidArgument, "halving needs a factor of 2 or more and rungs above zero");
    }
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    HalvingResult result;
    std::vector<size_t> going(entries.size());
    std::iota(going.begin(), going.end(), size_t{0});
    const auto run = [&](int epochs) -> Result<void> {
        for (const size_t index : going) {
            const int before = entries[index].epochs;
            const auto seconds = trainUntil(entries[index], index, epochs, set, options, control);
            if (!seconds) return tl::unexpected(seconds.error());
            result.seconds += *seconds;
            result.trained_epochs += entries[index].epochs - before;
        }
        std::stable_sort(going.begin(), going.end(), [&](size_t a, size_t b) {
            if (entries[a].finished && entries[b].finished)
                return entries[a].metrics.main() > entries[b].metrics.main();
            return entries[a].loss_sum < entries[b].loss_sum;
        });
        result.rungs.push_back(going);
        return {};
    };
    const auto finish = static_cast<size_t>(options.finish);
    for (int rung = options.first_rung; going.size() > finish && rung < options.train.epochs; rung *= options.eta) {
        if (auto done = run(rung); !done) return tl::unexpected(done.error());
        const size_t kept =
            std::max(finish, (going.size() + static_cast<size_t>(options.eta) - 1) / static_cast<size_t>(options.eta));
        going.resize(kept);
    }
    going.resize(std::min(going.size(), finish));
    if (auto done = run(options.train.epochs); !done) return tl::unexpected(done.error());
    for (size_t i = 0; i < entries.size(); ++i)
        std::filesystem::remove(options.folder + "/" + std::to_string(i) + ".checkpoint", error);
    return result;
}

}  // namespace bw
