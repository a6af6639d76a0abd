// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How well scores of untrained networks rank the trained ones of NAS-Bench-Macro, over all of them and inside deciles
// of MACs, and what a score costs. Values of LibTorch scores are kept in a file (--cache), so that a run goes on where
// the one before ended. A score that is not named by --scores costs nothing.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>

#include "base/cholesky.h"
#include "base/random.h"
#include "estimate/score_backend.h"
#include "estimate/torch_module.h"
#include "measure/statistics.h"
#include "search/scores/combined_score.h"
#include "search/scores/score_table.h"
#include "support/nas_bench_table.h"

namespace {

using namespace bw;

struct Options {
    size_t sample = 0;
    uint64_t seed = 1;
    int seeds = 3;
    std::vector<std::string> scores = {"naswot", "expressivity", "progressivity"};
    std::string cache;
    bool times = false;
};

/// A trained network and what is known of it.
struct Row {
    support::TrainedNetwork trained;
    Network network;
    LoweredNetwork lowered;
    double macs = 0;
    std::map<std::string, double, std::less<>> scores;  ///< Means over the initialisations.
};

/// Values by "code seed score".
class Cache {
public:
    explicit Cache(const std::string& path) : path_(path) {
        std::ifstream file(path);
        std::string code, score;
        uint64_t seed = 0;
        double value = 0;
        while (file >> code >> seed >> score >> value)
            values_[key(code, seed, score)] = value;
    }
    const double* find(const std::string& code, uint64_t seed, const std::string& score) const {
        const auto it = values_.find(key(code, seed, score));
        return it == values_.end() ? nullptr : &it->second;
    }
    void add(const std::string& code, uint64_t seed, const std::string& score, double value) {
        values_[key(code, seed, score)] = value;
        if (path_.empty()) return;
        std::ofstream file(path_, std::ios::app);
        file.precision(17);
        file << code << ' ' << seed << ' ' << score << ' ' << value << '\n';
    }

private:
    static std::string key(const std::string& code, uint64_t seed, const std::string& score) {
        return code + ' ' + std::to_string(seed) + ' ' + score;
    }
    std::string path_;
    std::map<std::string, double> values_;
};

std::vector<Row> readRows(const Options& options) {
    std::vector<support::TrainedNetwork> table = support::distinctTrainedNetworks(BW_SHARED_DATA "/accuracy");
    Random random(options.seed);
    // The whole table in random order too: a run that was broken off has scored a sample.
    const size_t count = options.sample > 0 ? std::min(options.sample, table.size()) : table.size();
    for (size_t i = 0; i < count; ++i)
        std::swap(table[i], table[i + random.below(table.size() - i)]);
    table.resize(count);
    std::vector<Row> rows;
    for (const support::TrainedNetwork& trained : table) {
        Row row{trained, support::nasBenchMacro(trained.code), {}, 0, {}};
        row.lowered = lower(row.network).value();
        row.macs = static_cast<double>(row.lowered.graph.totalMacs());
        rows.push_back(std::move(row));
    }
    return rows;
}

void addCheapScores(std::vector<Row>& rows) {
    for (const CheapScore& cheap : cheapScores()) {
        const auto score = cheap.make(rows.front().network, rows.front().lowered);
        for (Row& row : rows) {
            const ScoredNetwork scored{&row.network, &row.lowered};
            row.scores[std::string(cheap.id)] = score->score({&scored, 1}).front();
        }
    }
}

size_t torchIndex(const std::string& id) {
    for (size_t i = 0; i < kTorchScores.size(); ++i) {
        if (kTorchScores[i].id == id) return i;
    }
    std::fprintf(stderr, "there is no LibTorch score '%s'\n", id.c_str());
    std::exit(2);
}

void addTorchScores(std::vector<Row>& rows, const Options& options, const ScoreBackend& backend) {
    Cache cache(options.cache);
    // All networks at one initialisation first: what is there already when a run is broken off means something.
    for (int s = 0; s < options.seeds; ++s) {
        for (Row& row : rows) {
            const uint64_t seed = static_cast<uint64_t>(s) + 1;
            std::vector<size_t> missing;
            for (const std::string& id : options.scores) {
                if (!cache.find(row.trained.code, seed, id)) missing.push_back(torchIndex(id));
            }
            const ScoredNetwork scored{&row.network, &row.lowered};
            const TorchMeasure measure(backend, missing, {seed, 1, 1});
            const std::vector<double> values = measure.of({&scored, 1}, {}).front();
            for (size_t i = 0; i < missing.size(); ++i)
                cache.add(row.trained.code, seed, std::string(kTorchScores[missing[i]].id), values[i]);
            for (const std::string& id : options.scores)
                row.scores[id] += *cache.find(row.trained.code, seed, id) / options.seeds;
        }
    }
}

/// Mean over deciles of MACs of the correlation inside each.
double insideDeciles(const std::vector<Row>& rows, const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<size_t> order(rows.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rows[a].macs < rows[b].macs; });
    double sum = 0;
    for (size_t d = 0; d < 10; ++d) {
        std::vector<double> a, b;
        for (size_t i = d * order.size() / 10; i < (d + 1) * order.size() / 10; ++i) {
            a.push_back(x[order[i]]);
            b.push_back(y[order[i]]);
        }
        sum += spearman(a, b) / 10;
    }
    return sum;
}

void printCorrelation(const std::string& name, const std::vector<Row>& rows, const std::vector<double>& x) {
    std::vector<double> y;
    for (const Row& row : rows)
        y.push_back(row.trained.accuracy);
    std::printf("%s_spearman %.4f 1\n", name.c_str(), spearman(x, y));
    std::printf("%s_spearman_in_deciles %.4f 1\n", name.c_str(), insideDeciles(rows, x, y));
    std::fflush(stdout);
}

std::vector<double> column(const std::vector<Row>& rows, std::string_view score) {
    std::vector<double> values;
    for (const Row& row : rows)
        values.push_back(row.scores.find(score)->second);
    return values;
}

/// Columns with mean 0 and variance 1, network by network.
std::vector<std::vector<double>> standardised(const std::vector<std::vector<double>>& columns) {
    std::vector<std::vector<double>> rows(columns.front().size());
    for (const std::vector<double>& values : columns) {
        const auto count = static_cast<double>(values.size());
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
        double squares = 0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        const double deviation = std::max(1e-12, std::sqrt(squares / count));
        for (size_t i = 0; i < rows.size(); ++i)
            rows[i].push_back((values[i] - mean) / deviation);
    }
    return rows;
}

/// Covariance of accuracies: a line in the combination, the first feature, and a small smooth part in the others.
double covariance(const std::vector<double>& a, const std::vector<double>& b) {
    constexpr double kLine = 10;
    constexpr double kRest = 0.03;
    double squares = 0;
    for (size_t k = 1; k < a.size(); ++k)
        squares += (a[k] - b[k]) * (a[k] - b[k]) / static_cast<double>(a.size() - 1);
    return kLine * a[0] * b[0] + kRest * std::exp(-squares / 2);
}

/// Correlation of a Gaussian process with the networks that it did not see, trained on `count` of them at random.
double correlationAfter(size_t count, const std::vector<Row>& rows, const std::vector<std::vector<double>>& features,
                        Random& random) {
    constexpr double kNoise = 0.1;
    std::vector<size_t> order(rows.size());
    std::iota(order.begin(), order.end(), size_t{0});
    for (size_t i = 0; i < count; ++i)
        std::swap(order[i], order[i + random.below(order.size() - i)]);
    std::vector<std::vector<double>> accuracy(1);
    for (size_t i = 0; i < count; ++i)
        accuracy[0].push_back(rows[order[i]].trained.accuracy);
    std::vector<double> matrix, weights;
    for (size_t i = 0; i < count; ++i) {
        weights.push_back(standardised(accuracy)[i][0]);
        for (size_t j = 0; j < count; ++j)
            matrix.push_back(covariance(features[order[i]], features[order[j]]) + (i == j ? kNoise : 0));
    }
    Cholesky cholesky;
    if (!cholesky.factor(std::move(matrix), count)) return 0;
    cholesky.solve(weights);
    std::vector<double> predicted, known;
    for (size_t t = count; t < order.size(); ++t) {
        double sum = 0;
        for (size_t i = 0; i < count; ++i)
            sum += weights[i] * covariance(features[order[t]], features[order[i]]);
        predicted.push_back(sum);
        known.push_back(rows[order[t]].trained.accuracy);
    }
    return spearman(predicted, known);
}

void printAfterTraining(const std::vector<Row>& rows, const std::vector<double>& combination) {
    std::vector<std::vector<double>> columns = {combination};
    for (const std::string_view id : {"naswot", "expressivity", "depth", "macs", "parameters"})
        columns.push_back(column(rows, id));
    const auto features = standardised(columns);
    constexpr int kRepeats = 40;
    for (const size_t count : {size_t{20}, size_t{50}, size_t{100}}) {
        if (rows.size() < 2 * count) break;
        Random random(1);
        double sum = 0;
        for (int i = 0; i < kRepeats; ++i)
            sum += correlationAfter(count, rows, features, random) / kRepeats;
        std::printf("after_%zu_trained_spearman %.4f 1\n", count, sum);
    }
}

double milliseconds(const ScoreBackend& backend, const std::vector<size_t>& scores, const ScoredNetwork& network,
                    const ScoreSettings& settings) {
    const TorchMeasure measure(backend, scores, settings);
    std::vector<double> times;
    for (int run = 0; run < 7; ++run) {
        const auto begin = std::chrono::steady_clock::now();
        measure.of({&network, 1}, {});
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + 3, times.end());
    return times[3];
}

/// Medians of seven runs, of the network with the MACs nearest to 30 millions.
void printTimes(const ScoreBackend& backend) {
    Options all;
    const std::vector<Row> rows = readRows(all);
    const auto off = [](const Row& row) { return std::abs(row.macs - 30e6); };
    const Row& row =
        *std::min_element(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return off(a) < off(b); });
    const ScoredNetwork scored{&row.network, &row.lowered};
    std::printf("timed_network %.2f MMAC\n", row.macs / 1e6);
    const std::vector<size_t> combined = {torchIndex("naswot"), torchIndex("expressivity")};
    std::printf("combination_3_seeds_2_threads %.1f ms\n", milliseconds(backend, combined, scored, {1, 3, 2}));
    for (size_t i = 0; i < kTorchScores.size(); ++i) {
        std::printf("%s_1_seed_1_thread %.1f ms\n", std::string(kTorchScores[i].id).c_str(),
                    milliseconds(backend, {i}, scored, {1, 1, 1}));
        std::fflush(stdout);
    }
}

void printCorrelations(const std::vector<Row>& rows) {
    std::printf("networks %zu 1\n", rows.size());
    for (const auto& [id, value] : rows.front().scores)
        printCorrelation(id, rows, column(rows, id));
    std::vector<CombinedParts> parts(rows.size());
    for (size_t k = 0; k < kCombinedScores.size(); ++k) {
        if (!rows.front().scores.contains(kCombinedScores[k])) return;
        for (size_t i = 0; i < rows.size(); ++i)
            parts[i][k] = rows[i].scores.find(kCombinedScores[k])->second;
    }
    const std::vector<double> combination = logRank(parts);
    printCorrelation("combination", rows, combination);
    printAfterTraining(rows, combination);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App program{"Ranks NAS-Bench-Macro by scores of untrained networks"};
    program.add_option("--sample", options.sample, "Networks drawn at random; 0: all 3,969");
    program.add_option("--seed", options.seed, "Draws the sample");
    program.add_option("--seeds", options.seeds, "Initialisations of each network");
    program.add_option("--scores", options.scores, "LibTorch scores")->delimiter(',');
    program.add_option("--cache", options.cache, "File that keeps the values");
    program.add_flag("--times", options.times, "Only what a score costs");
    CLI11_PARSE(program, argc, argv);
    const auto backend = openScoreBackend();
    if (!backend) return std::fprintf(stderr, "%s\n", backend.error().text().c_str()), 2;
    if (options.times) return printTimes(**backend), 0;
    std::vector<Row> rows = readRows(options);
    if (rows.empty()) return std::puts("skipped: the table of NAS-Bench-Macro is not there"), 0;
    addCheapScores(rows);
    const auto begin = std::chrono::steady_clock::now();
    addTorchScores(rows, options, **backend);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("scoring %.1f s\n", took.count());
    printCorrelations(rows);
    return 0;
}
