// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/combined/combined_search.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

namespace bw {
namespace {

using Clock = std::chrono::steady_clock;

/// Draws for each network wanted, at most.
constexpr int64_t kDraws = 40;
constexpr size_t kChunk = 64;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A network on its way through the cascade.
struct Candidate {
    Genome genome;
    NetworkFigures figures;
    double score = 0;   ///< Rank inside its band, 0 ... 1.
    double shared = 0;  ///< Metric in the supernet.
};

class StagedSearch {
public:
    StagedSearch(const NetworkProblem& problem, std::shared_ptr<const DataSet> set, const CombinedOptions& options,
                 const std::stop_token& stop, const std::function<void(const CombinedProgress&)>& progress)
        : problem_(problem),
          set_(std::move(set)),
          options_(options),
          stop_(stop),
          progress_(progress),
          random_(options.seed) {}

    Result<CombinedResult> run() {
        if (auto drawn = draw(); !drawn) return tl::unexpected(drawn.error());
        rank();
        if (auto shared = share(); !shared) return tl::unexpected(shared.error());
        if (auto trained = train(); !trained) return tl::unexpected(trained.error());
        return std::move(result_);
    }

private:
    void tell(const char* stage, double share) const {
        if (progress_) progress_({stage, share});
    }

    StageReport& begin(const char* name) {
        started_ = Clock::now();
        StageReport stage;
        stage.name = name;
        stage.asked = static_cast<int64_t>(candidates_.size());
        result_.stages.push_back(stage);
        tell(name, 0);
        return result_.stages.back();
    }
    void end(StageReport& stage) {
        stage.kept = static_cast<int64_t>(candidates_.size());
        stage.seconds = secondsSince(started_);
    }

    /// S0: what keeps the limits.
    Result<void> draw() {
        StageReport& stage = begin("limits");
        std::set<Genome> seen;
        int64_t left = kDraws * options_.drawn;
        while (static_cast<int64_t>(candidates_.size()) < options_.drawn && left > 0) {
            if (stop_.stop_requested()) return fail(ErrorCode::Cancelled, "the search was stopped");
            std::vector<Genome> genomes;
            for (size_t i = 0; i < kChunk; ++i, --left) {
                Genome genome = problem_.canonical(someGenome());
                if (seen.insert(genome).second) genomes.push_back(std::move(genome));
            }
            const auto figures = problem_.figures(genomes, stop_);
            for (size_t i = 0; i < figures.size(); ++i) {
                ++stage.asked;
                if (figures[i] && problem_.ratingOf(figures[i]).violation <= 0)
                    candidates_.push_back({genomes[i], *figures[i]});
            }
            tell("limits", static_cast<double>(candidates_.size()) / static_cast<double>(options_.drawn));
        }
        if (candidates_.empty()) return fail(ErrorCode::NotFound, "no network that was drawn keeps the limits");
        if (static_cast<int64_t>(candidates_.size()) > options_.drawn)
            candidates_.resize(static_cast<size_t>(options_.drawn));
        end(stage);
        return {};
    }

    /// A third of them near the network as it is, a third near one that keeps the limits, which few may do, the others
    /// anywhere.
    Genome someGenome() {
        const uint64_t where = random_.below(3);
        Genome genome = problem_.start();
        if (where == 1 && !candidates_.empty()) genome = candidates_[random_.below(candidates_.size())].genome;
        const double share = where == 2 ? 1.0 : 0.2;
        for (size_t d = 0; d < genome.size(); ++d) {
            if (random_.uniform() < share)
                genome[d] = static_cast<int32_t>(random_.below(problem_.decisions()[d].options.size()));
        }
        return genome;
    }

    /// S1: the best scored of each band of latency.
    void rank() {
        StageReport& stage = begin("score");
        const auto by = [](auto member) {
            return [member](const Candidate& a, const Candidate& b) { return member(a) < member(b); };
        };
        std::stable_sort(candidates_.begin(), candidates_.end(),
                         by([](const Candidate& c) { return c.figures.latency_ms.value_or(0); }));
        const auto bands = static_cast<size_t>(std::max(1, options_.bands));
        std::vector<Candidate> kept;
        for (size_t band = 0; band < bands; ++band) {
            const size_t first = candidates_.size() * band / bands;
            const size_t last = candidates_.size() * (band + 1) / bands;
            std::vector<Candidate> members(candidates_.begin() + static_cast<std::ptrdiff_t>(first),
                                           candidates_.begin() + static_cast<std::ptrdiff_t>(last));
            if (options_.score) {
                std::stable_sort(members.begin(), members.end(),
                                 by([](const Candidate& c) { return -c.figures.score; }));
            } else {
                shuffle(members);
            }
            const size_t wanted = static_cast<size_t>(options_.scored) * (band + 1) / bands -
                                  static_cast<size_t>(options_.scored) * band / bands;
            for (size_t i = 0; i < members.size() && i < wanted; ++i) {
                members[i].score = members[i].figures.score;
                kept.push_back(std::move(members[i]));
            }
        }
        candidates_ = std::move(kept);
        end(stage);
    }

    template <class T>
    void shuffle(std::vector<T>& values) {
        for (size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[random_.below(i)]);
    }

    /// S2: what a supernet makes of them.
    Result<void> share() {
        StageReport& stage = begin("supernet");
        if (!options_.share) {
            shuffle(candidates_);
        } else {
            auto supernet = Supernet::make(problem_.space(), set_, options_.supernet);
            if (!supernet) return tl::unexpected(supernet.error());
            supernet_ = std::move(*supernet);
            TrainControl control;
            control.stop = stop_;
            control.progress = [this](const TrainProgress& p) {
                tell("supernet", (p.epoch - 1 + double(p.step) / double(p.steps)) / p.epochs);
            };
            if (auto trained = supernet_->train(control); !trained) return trained;
            // Each step trains several networks on the batch.
            stage.trained_epochs = options_.supernet.train.epochs * (2.0 + options_.supernet.random_paths);
            for (Candidate& candidate : candidates_) {
                const auto network = problem_.space().build(candidate.genome);
                if (!network) return tl::unexpected(network.error());
                const auto metrics = supernet_->judge(*network, stop_);
                if (!metrics) return tl::unexpected(metrics.error());
                candidate.shared = metrics->main();
            }
            std::stable_sort(candidates_.begin(), candidates_.end(),
                             [](const Candidate& a, const Candidate& b) { return a.shared > b.shared; });
        }
        if (static_cast<int64_t>(candidates_.size()) > options_.shared)
            candidates_.resize(static_cast<size_t>(options_.shared));
        end(stage);
        return {};
    }

    /// S3 and S4: few epochs, then the whole training of those that are left.
    Result<void> train() {
        StageReport& stage = begin(options_.halves ? "few epochs, then all" : "training");
        std::vector<HalvingEntry> entries;
        for (const Candidate& candidate : candidates_) {
            const auto network = problem_.space().build(candidate.genome);
            if (!network) return tl::unexpected(network.error());
            auto fitted = fitToData(*network, set_->info(), options_.supernet.width, options_.supernet.height);
            if (!fitted) return tl::unexpected(fitted.error());
            HalvingEntry entry;
            entry.network = std::move(*fitted);
            if (options_.inherit && supernet_) {
                auto weights = supernet_->weights(*network);
                if (!weights) return tl::unexpected(weights.error());
                entry.start = std::move(*weights);
            }
            entries.push_back(std::move(entry));
        }
        HalvingOptions halving;
        halving.train = options_.full;
        halving.finish = options_.halves ? options_.finish : static_cast<int>(entries.size());
        halving.folder = options_.folder;
        TrainControl control;
        control.stop = stop_;
        const size_t all = entries.size();
        control.progress = [this, all](const TrainProgress& p) {
            tell(result_.stages.back().name.c_str(),
                 static_cast<double>(p.epoch) / static_cast<double>(p.epochs) / static_cast<double>(all));
        };
        const auto halved = halve(entries, set_, halving, control);
        if (!halved) return tl::unexpected(halved.error());
        stage.trained_epochs = halved->trained_epochs;
        agree(entries);
        for (const size_t index : halved->rungs.back()) {
            const auto network = problem_.space().build(candidates_[index].genome);
            if (!network) return tl::unexpected(network.error());
            result_.finalists.push_back(
                {candidates_[index].genome, *network, candidates_[index].figures, entries[index].metrics});
        }
        end(stage);
        stage.kept = static_cast<int64_t>(result_.finalists.size());
        result_.plain_epochs = static_cast<double>(entries.size()) * options_.full.epochs;
        result_.bill = billOf(result_.stages, static_cast<int64_t>(result_.finalists.size()));
        return {};
    }

    /// Agreement of scores and supernet with the judgements that trainings ended in, however early.
    void agree(const std::vector<HalvingEntry>& entries) {
        std::vector<double> score, shared, trained;
        for (size_t i = 0; i < candidates_.size(); ++i) {
            score.push_back(candidates_[i].score);
            shared.push_back(candidates_[i].shared);
            trained.push_back(entries[i].metrics.main());
        }
        if (trained.size() < 3) return;
        for (StageReport& stage : result_.stages) {
            if (stage.name == "score" && options_.score) stage.agreement = kendall(score, trained);
            if (stage.name == "supernet" && options_.share) stage.agreement = kendall(shared, trained);
        }
    }

    const NetworkProblem& problem_;
    std::shared_ptr<const DataSet> set_;
    const CombinedOptions& options_;
    const std::stop_token& stop_;
    const std::function<void(const CombinedProgress&)>& progress_;
    Random random_;
    std::vector<Candidate> candidates_;
    std::unique_ptr<Supernet> supernet_;
    Clock::time_point started_;
    CombinedResult result_;
};

}  // namespace

Result<CombinedResult> searchByTraining(const NetworkProblem& problem, const std::shared_ptr<const DataSet>& set,
                                        const CombinedOptions& options, const std::stop_token& stop,
                                        const std::function<void(const CombinedProgress&)>& progress) {
    return StagedSearch(problem, set, options, stop, progress).run();
}

}  // namespace bw
