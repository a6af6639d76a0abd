// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"
#include "cli/interrupt.h"
#include "learn/prune/prune.h"
#include "learn/train/checkpoint.h"

namespace bw::cli {
namespace {

struct PruneCommand : ModelOptions {
    std::string weights;
    std::string latency;
    std::string out;
    std::string weights_out;
    int64_t multiple = 0;
};

/// "0.6x" as a share, "3ms" as milliseconds.
Result<void> readLimit(const std::string& text, PruneOptions& options) {
    if (text.ends_with('x')) {
        const auto share = parseNumber(std::string_view(text).substr(0, text.size() - 1));
        if (share && *share > 0 && *share <= 1) {
            options.latency_share = *share;
            return {};
        }
    } else if (const auto milliseconds = parseMilliseconds(text); milliseconds && *milliseconds > 0) {
        options.latency_ms = *milliseconds;
        return {};
    }
    return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no limit of latency", "--latency",
                "write a share of the present one, such as 0.6x, or a time, such as 3ms");
}

nlohmann::json resultJson(const PruneResult& result, const OpenedForTarget& opened, const PruneCommand& options) {
    nlohmann::json cuts = nlohmann::json::array();
    for (const PruneResult::Cut& cut : result.cuts)
        cuts.push_back({{"name", cut.name}, {"before", cut.before}, {"after", cut.after}, {"kept", cut.kept}});
    return {{"file", options.file},
            {"target", opened.context.target.id},
            {"precision", precisionId(opened.context.precision)},
            {"limit_ms", result.limit_ms},
            {"before", totalsJson(result.before)},
            {"after", totalsJson(result.after)},
            {"kept_importance", result.kept},
            {"cuts", cuts},
            {"commands", result.commands},
            {"changes", result.changes},
            {"stays", result.stays},
            {"networks_estimated", result.networks},
            {"out", options.out},
            {"weights_out", options.weights_out}};
}

void printText(const PruneResult& result) {
    if (result.commands.empty()) {
        std::printf("It takes %s already: nothing is pruned\n", formatMilliseconds(*result.before.latency_ms).c_str());
        return;
    }
    std::cout << changeText(result.before, result.after);
    std::printf("\n%-32s%10s%10s%12s\n", "channels", "before", "after", "importance");
    for (const PruneResult::Cut& cut : result.cuts) {
        std::printf("%-32s%10s%10s%10.1f %%\n", elide(cut.name, 31).c_str(), groupDigits(cut.before).c_str(),
                    groupDigits(cut.after).c_str(), cut.kept * 100);
    }
    std::printf("\n%.1f %% of the importance stays, in the geometric mean over all kernels\n", result.kept * 100);
    for (const std::string& line : result.stays)
        std::printf("kept: %s\n", line.c_str());
}

Result<void> write(const PruneCommand& options, const PruneResult& result, Document document) {
    if (!options.out.empty()) {
        document.baseline = document.network;
        document.network = result.network;
        if (auto ok = saveDocument(document, options.out); !ok) return ok;
    }
    if (options.weights_out.empty()) return {};
    return saveNumbers(options.weights_out, result.inherited.numbers);
}

int run(const PruneCommand& options) {
    if (!options.out.empty()) {
        if (auto ok = requireDocumentName(options.out); !ok) return reportError(ok.error());
    }
    PruneOptions prune;
    prune.multiple = options.multiple;
    if (auto ok = readLimit(options.latency, prune); !ok) return reportError(ok.error());
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    const auto numbers = loadNumbers(options.weights);
    if (!numbers) return reportError(numbers.error());
    const auto now = assess(opened->model.document.network, opened->context);
    if (!now) return reportError(now.error());
    std::stop_source stop;
    const InterruptWatch interrupts([&stop] { stop.request_stop(); });
    prune.stop = stop.get_token();
    const auto result = pruneToLatency(*now, opened->context, *numbers, prune);
    if (!result) {
        const int code = reportError(result.error());
        return result.error().code == ErrorCode::Unsupported ? kExitExceeds : code;
    }
    if (auto written = write(options, *result, opened->model.document); !written) return reportError(written.error());
    if (options.json) {
        std::cout << resultJson(*result, *opened, options).dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        printText(*result);
    }
    return kExitFits;
}

}  // namespace

void addPrune(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "prune",
        "Cut the least important channels of a trained network, in steps of the target, until it keeps a latency: exit "
        "0 if it does, 1 if no choice of channels can, 2 on errors. 'train OUT --start WEIGHTS-OUT' trains it on");
    auto options = std::make_shared<PruneCommand>();
    options->addTo(*command);
    command->add_option("--weights", options->weights, "Weights of the network as safetensors, as 'train' writes them")
        ->required();
    command
        ->add_option("--latency", options->latency,
                     "At most so much: a share of the present latency, such as 0.6x, or a time, such as 3ms")
        ->required();
    command
        ->add_option("--multiple", options->multiple,
                     "Channels become multiples of it; the target's parallelism factor if not given")
        ->check(CLI::Range(int64_t{1}, int64_t{65536}));
    command->add_option("--out", options->out, "Save the pruned network, the old one as its baseline, as .blockwright");
    command->add_option("--weights-out", options->weights_out, "Write its weights as safetensors");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
