// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/model_source.h"
#include "cli/search_by_training.h"
#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "rewrite/rewrite.h"
#include "search/advice/user_rule_sets.h"
#include "search/explore/front_text.h"
#include "search/explore/limit_text.h"
#include "search/scores/score_table.h"

namespace bw::cli {
namespace {

namespace fs = std::filesystem;

struct SearchOptions : ModelOptions {
    std::string strategy;
    std::string score;
    std::string objectives;
    std::vector<std::string> limits;
    std::optional<uint64_t> seed;
    std::optional<int64_t> evaluations;
    std::optional<double> seconds;
    std::optional<int> threads;
    std::string out;
    std::string checkpoint;
    std::string save;
    std::string rules;
    int64_t pick = 1;
    TrainedSearchOptions trained;
    bool resume = false;
    bool print_spec = false;
};

/// A specification by its name, or the default one of a network.
Result<SearchSpec> specOf(SearchOptions& options) {
    if (!options.file.ends_with(".json")) return SearchSpec{};
    const auto bytes = readFileBytes(options.file, int64_t{4} << 20);
    if (!bytes) return tl::unexpected(bytes.error());
    auto spec = parseSearchSpec(*bytes);
    if (!spec) {
        spec.error().file = options.file;
        return spec;
    }
    if (spec->network.empty()) {
        return fail(ErrorCode::InvalidFile, "is missing", "network", "name the file of the network");
    }
    if (options.target.empty()) options.target = spec->target;
    if (options.precision.empty()) options.precision = spec->precision;
    const fs::path network(spec->network);
    options.file = network.is_absolute() ? network.string() : (fs::path(options.file).parent_path() / network).string();
    return spec;
}

/// What the command line says goes before the file.
Result<SearchSpec> wantedSpec(SearchOptions& options) {
    auto spec = specOf(options);
    if (!spec) return spec;
    if (!options.strategy.empty()) spec->run.strategy = options.strategy;
    if (!options.score.empty()) spec->score = options.score;
    if (options.seed) spec->run.seed = *options.seed;
    if (options.evaluations) spec->run.evaluations = *options.evaluations;
    if (options.seconds) spec->run.seconds = *options.seconds;
    if (options.threads) spec->run.threads = *options.threads;
    if (!options.objectives.empty()) {
        spec->objectives.clear();
        for (const std::string& id : split(options.objectives, ',')) {
            const auto figure = parseFigure(trim(id));
            if (!figure) return tl::unexpected(figure.error());
            spec->objectives.push_back(*figure);
        }
    }
    for (const std::string& limit : options.limits) {
        if (auto ok = addLimit(*spec, limit); !ok) return tl::unexpected(ok.error());
    }
    return spec;
}

/// Where the checkpoint lies: named, else beside the front; nowhere without either.
std::string checkpointOf(const SearchOptions& options) {
    if (!options.checkpoint.empty()) return options.checkpoint;
    return options.out.empty() ? std::string() : options.out + ".checkpoint";
}

/// Training has rules of its own; what it would pass over is refused.
Result<void> checkTraining(const SearchOptions& options) {
    if (!options.trained.trains()) {
        if (options.trained.data.none()) return {};
        return fail(ErrorCode::InvalidArgument, "a data set is only of use where accuracy comes from training",
                    "--set, --data", "say how by --accuracy");
    }
    const std::pair<bool, const char*> idle[] = {
        {!options.strategy.empty(), "--strategy"},     {options.evaluations.has_value(), "--evaluations"},
        {options.seconds.has_value(), "--seconds"},    {options.resume, "--resume"},
        {!options.checkpoint.empty(), "--checkpoint"}, {!options.rules.empty(), "--rules"}};
    for (const auto& [given, name] : idle) {
        if (given)
            return fail(ErrorCode::InvalidArgument, "does not go with --accuracy " + options.trained.accuracy, name);
    }
    return {};
}

Result<void> checkOptions(const SearchOptions& options) {
    if (auto ok = checkTraining(options); !ok) return ok;
    if (!options.save.empty()) {
        if (auto ok = requireDocumentName(options.save); !ok) return ok;
    }
    const std::string checkpoint = checkpointOf(options);
    if (options.resume && checkpoint.empty()) {
        return fail(ErrorCode::InvalidArgument, "there is nothing to resume from", "--resume",
                    "name --out or --checkpoint as in the run that was interrupted");
    }
    std::error_code ignored;
    if (!options.resume && !checkpoint.empty()) fs::remove(checkpoint, ignored);
    return {};
}

/// A line that rewrites itself, for people; scripts see nothing.
void watch(const SearchSpec& spec, const SearchSnapshot& snapshot) {
    if (isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\r%lld of %lld networks, %lld within the limits, front of %zu, %.0f s ",
                 static_cast<long long>(snapshot.evaluations), static_cast<long long>(spec.run.evaluations),
                 static_cast<long long>(snapshot.feasible), snapshot.front.size(), snapshot.seconds);
    std::fflush(stderr);
}

void printRow(const char* name, const NetworkFigures& figures, const std::string& score) {
    std::printf("%-9s%12s%18s%18s%10s%8.2f%8.0f %%\n", name,
                figures.latency_ms ? formatMilliseconds(*figures.latency_ms).c_str() : "unknown",
                (groupDigits(figures.parameter_bytes) + " B").c_str(), (groupDigits(figures.peak_bytes) + " B").c_str(),
                score.c_str(), figures.kept_width, 100 * figures.fused_share);
}

void printText(const PreparedSearch& prepared, const SearchResult& result) {
    constexpr size_t kMostRows = 20;
    const NetworkProblem& problem = *prepared.problem;
    std::printf("%lld networks of 10^%.1f rated, %lld within the limits, %zu on the front\n\n",
                static_cast<long long>(result.last.evaluations), problem.space().log10Size(),
                static_cast<long long>(result.last.feasible), result.last.front.size());
    std::printf("%-9s%12s%18s%18s%10s%8s%10s\n", "", "latency", "parameters", "peak activations", "score", "width",
                "fused");
    const auto scoreText = [](double score) { return std::isnan(score) ? "-" : formatAmount(Figure::Score, score); };
    printRow("now", prepared.now, scoreText(prepared.now.score));
    std::vector<Genome> genomes;
    for (const Evaluation& evaluation : result.last.front)
        genomes.push_back(evaluation.genome);
    const auto figures = problem.figures(genomes);
    for (size_t i = 0; i < figures.size() && i < kMostRows; ++i) {
        if (figures[i]) printRow(std::to_string(i + 1).c_str(), *figures[i], scoreText(figures[i]->score));
    }
    if (figures.size() > kMostRows) std::printf("... and %zu more\n", figures.size() - kMostRows);
    if (!result.last.warning.empty()) std::printf("note: %s\n", result.last.warning.c_str());
}

/// Saves a network of the front, the one of today as its baseline.
Result<void> saveNetwork(const SearchOptions& options, Document document, const PreparedSearch& prepared,
                         const SearchResult& result) {
    const auto& front = result.last.front;
    if (options.pick < 1 || static_cast<size_t>(options.pick) > front.size()) {
        return fail(ErrorCode::InvalidArgument,
                    "the front has " + std::to_string(front.size()) + " networks, there is no number " +
                        std::to_string(options.pick),
                    "--pick");
    }
    const auto network = prepared.problem->space().build(front[static_cast<size_t>(options.pick - 1)].genome);
    if (!network) return tl::unexpected(network.error());
    document.baseline = document.network;
    document.network = *network;
    return saveDocument(document, options.save);
}

/// What the best networks share, for 'rules' to apply to another network.
Result<void> saveRules(const SearchOptions& options, const PreparedSearch& prepared, const SearchResult& result) {
    const std::string stem = options.rules.substr(options.rules.find_last_of('/') + 1);
    const RuleSet rules = mineRules(*prepared.problem, result.evaluations, stem.substr(0, stem.find('.')));
    if (rules.rules.empty()) {
        return fail(ErrorCode::NotFound, "the best networks of this search share nothing that random ones do not",
                    "--rules", "search longer");
    }
    return saveRuleSetAs(rules, options.rules);
}

int search(SearchOptions& options) {
    auto spec = wantedSpec(options);
    if (!spec) return reportError(spec.error());
    if (auto ok = checkOptions(options); !ok) return reportError(ok.error());
    const auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    const Document& document = opened->model.document;
    if (options.print_spec) {
        std::cout << searchSpecText(*spec);
        return kExitFits;
    }
    const auto lowered = lower(document.network, opened->context.precision);
    if (!lowered) return reportError(lowered.error());
    RunControl control;
    const InterruptWatch interrupts([&control] { control.cancel(); });
    const auto prepared = prepareSearch(document.network, *lowered, opened->context, *spec, control.token());
    if (!prepared) return reportError(prepared.error());
    if (options.trained.trains()) {
        options.trained.combined.seed = spec->run.seed;
        return searchByTraining(options.trained, *prepared, document, options.save, options.pick, options.out,
                                options.json, control.token());
    }
    RunOptions run = spec->run;
    run.checkpoint = checkpointOf(options);
    run.identity = prepared->identity;
    const auto result = runSearch(*prepared->problem, run, control,
                                  [&](const std::shared_ptr<const SearchSnapshot>& seen) { watch(*spec, *seen); });
    if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\n");
    if (!result) return reportError(result.error());
    const std::string text = frontText(*prepared, *spec, *result);
    if (!options.out.empty()) {
        if (auto ok = writeFileAtomically(options.out, text); !ok) return reportError(ok.error());
    }
    if (result->end != RunEnd::Cancelled && options.checkpoint.empty() && !run.checkpoint.empty()) {
        std::error_code ignored;
        fs::remove(run.checkpoint, ignored);
    }
    if (!options.rules.empty()) {
        if (auto ok = saveRules(options, *prepared, *result); !ok) return reportError(ok.error());
    }
    if (!options.save.empty()) {
        if (auto ok = saveNetwork(options, document, *prepared, *result); !ok) return reportError(ok.error());
    }
    if (options.json) {
        std::cout << text;
    } else {
        printText(*prepared, *result);
    }
    return result->last.front.empty() ? kExitExceeds : kExitFits;
}

std::string names(const auto& infos) {
    std::string text;
    for (const auto& info : infos)
        text += (text.empty() ? "" : ", ") + std::string(info.id);
    return text;
}

void addGoals(CLI::App& command, SearchOptions& options) {
    command.add_option("--strategy", options.strategy, "Of " + names(strategies()));
    command.add_option("--score", options.score, "What stands for accuracy, of " + names(scoreInfos()));
    command.add_option("--objectives", options.objectives,
                       "What is weighed, such as latency_ms,score; latency is kept low and the score high");
    command.add_option("--limit", options.limits,
                       "What must be kept, such as parameter_bytes=256KiB, latency_ms=0.9x (times the present) or "
                       "score=present; may be given several times");
}

}  // namespace

void addSearch(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "search",
        "Search the curated space round a network: FILE is a specification (.json, see --print-spec) or a network. "
        "Exit 0 where networks within the limits were found, 1 where none was, 2 on errors");
    auto options = std::make_shared<SearchOptions>();
    options->addTo(*command);
    addGoals(*command, *options);
    command->add_option("--seed", options->seed, "Equal seeds give equal fronts, byte by byte");
    command->add_option("--evaluations", options->evaluations, "Networks to rate")
        ->check(CLI::Range(int64_t{1}, int64_t{100'000'000}));
    command->add_option("--seconds", options->seconds, "Time to search")->check(CLI::Range(0.0, 2'592'000.0));
    command->add_option("--threads", options->threads, "That rate networks; the answer stays the same")
        ->check(CLI::Range(1, 256));
    command->add_option("--out", options->out, "Write the front as JSON, with figures and edit commands");
    command->add_option("--checkpoint", options->checkpoint,
                        "Where the search is kept while it runs; OUT.checkpoint if not given");
    command->add_flag("--resume", options->resume, "Go on where an interrupted search stopped, to the same front");
    command->add_option("--save", options->save,
                        "Save a network of the front as .blockwright, with the old one as its baseline");
    command->add_option("--pick", options->pick,
                        "Which one to save, counted from 1; the first has the best first objective");
    command->add_option("--rules", options->rules,
                        "Write what the best networks share as a rule set, which 'rules' applies to another network");
    options->trained.addTo(*command);
    command->add_flag("--print-spec", options->print_spec, "Print the specification that would be searched, and stop");
    command->callback([options, &exit_code] { exit_code = search(*options); });
}

}  // namespace bw::cli
