// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "cli/command.h"
#include "cli/diff_output.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

struct DiffOptions : ModelOptions {
    std::string other;
    bool exit_code = false;
};

int diff(const DiffOptions& options) {
    const auto a = openForTarget(options);
    if (!a) return reportError(a.error());
    ModelOptions of_b = options;
    of_b.file = options.other;
    const auto b = openFile(of_b);
    if (!b) return reportError(b.error());
    const auto diff = diffNetworks(a->model.document.network, b->document.network, a->context);
    if (!diff) {
        Error error = diff.error();
        error.file = options.other;
        return reportError(error);
    }
    if (options.json) {
        nlohmann::json value = diffJson(*diff);
        value["a"]["file"] = options.file;
        value["b"]["file"] = options.other;
        value["target"] = a->context.target.id;
        value["precision"] = precisionId(a->context.precision);
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        std::cout << diffText(*diff);
    }
    return options.exit_code && !diff->lines.empty() ? kExitExceeds : kExitFits;
}

}  // namespace

void addDiff(CLI::App& program, int& exit_code) {
    auto* command =
        program.add_subcommand("diff", "How a second network differs from the first, as edits with what each costs");
    auto options = std::make_shared<DiffOptions>();
    options->addTo(*command);
    command->add_option("other", options->other, "The second network: a document or a model")->required();
    command->add_flag("--exit-code", options->exit_code, "End with 1 where they differ");
    command->callback([options, &exit_code] { exit_code = diff(*options); });
}

}  // namespace bw::cli
