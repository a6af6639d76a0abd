// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "assess/problems.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"
#include "rewrite/rewrite.h"

namespace bw::cli {
namespace {

struct EditOptions : ModelOptions {
    std::vector<std::string> commands;
    std::optional<std::string> out;
    bool pin_baseline = false;
};

int edit(const EditOptions& options) {
    if (options.out) {
        if (auto ok = requireDocumentName(*options.out); !ok) return reportError(ok.error());
    }
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    Document& document = opened->model.document;
    const auto before = assess(document.network, opened->context);
    if (!before) return reportError(before.error());
    const Network original = document.network;
    nlohmann::json steps = nlohmann::json::array();
    const EditContext context{.channel_multiple = channelMultiple(opened->context.target),
                              .precision = opened->context.precision,
                              .memory = memoryRulesOf(opened->context)};
    for (size_t i = 0; i < options.commands.size(); ++i) {
        const std::string& command = options.commands[i];
        auto outcome = applyEdit(document.network, command, context);
        if (!outcome) {
            Error error = outcome.error();
            error.file = options.file;
            if (options.commands.size() > 1) error.message = "edit " + std::to_string(i + 1) + ": " + error.message;
            return reportError(error);
        }
        document.network = std::move(outcome->network);
        steps.push_back({{"command", command}, {"title", outcome->title}, {"changes", outcome->changes}});
        if (options.json) continue;
        std::cout << outcome->title << "\n";
        for (const std::string& change : outcome->changes)
            std::cout << "  " << change << "\n";
    }
    const auto after = assess(document.network, opened->context);
    if (!after) return reportError(after.error());
    if (options.pin_baseline) document.baseline = original;
    if (options.out) {
        if (auto saved = saveDocument(document, *options.out); !saved) return reportError(saved.error());
    }
    if (options.json) {
        const nlohmann::json value = {{"file", options.file},
                                      {"target", opened->context.target.id},
                                      {"precision", precisionId(opened->context.precision)},
                                      {"edits", std::move(steps)},
                                      {"before", totalsJson(before->totals)},
                                      {"after", totalsJson(after->totals)},
                                      {"out", options.out.value_or("")}};
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        std::cout << "\n" << changeText(before->totals, after->totals);
    }
    return kExitFits;
}

}  // namespace

void addEdit(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand("edit", "Apply edits in order and print the change of the totals");
    auto options = std::make_shared<EditOptions>();
    options->addTo(*command);
    command->add_option("--do", options->commands, "An edit such as 'fuse ibn_2' (see 'edits'); repeat for more")
        ->required();
    command->add_option("--out", options->out, "Save the result as a .blockwright document");
    command->add_flag("--pin-baseline", options->pin_baseline, "Keep the network as it was as the document's baseline");
    command->callback([options, &exit_code] { exit_code = edit(*options); });
}

}  // namespace bw::cli
