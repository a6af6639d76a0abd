// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/diff_output.h"
#include "cli/estimate_output.h"

namespace bw::cli {
namespace {

struct DiffOptions : ModelOptions {
    std::string other;
    bool exit_code = false;
};

/// "study.blockwright#wide": a file and which network of it.
struct NamedNetworkOf {
    std::string file;
    std::string part;  ///< "baseline", a candidate's name, or empty for the document's own.
};

NamedNetworkOf splitName(const std::string& text) {
    const size_t hash = text.rfind('#');
    if (hash == std::string::npos || std::filesystem::exists(text)) return {text, {}};
    return {text.substr(0, hash), text.substr(hash + 1)};
}

Result<Network> networkOf(const Document& document, const NamedNetworkOf& name) {
    if (name.part.empty()) return document.network;
    if (name.part == "baseline" && document.baseline) return *document.baseline;
    for (const Candidate& candidate : document.review.candidates) {
        if (candidate.name == name.part) return candidate.network;
    }
    Error error{ErrorCode::NotFound, "there is no candidate '" + elide(name.part, 60) + "'", name.file, {}, {}};
    for (const Candidate& candidate : document.review.candidates)
        error.remedy += (error.remedy.empty() ? "there are: " : ", ") + elide(candidate.name, 40);
    return tl::unexpected(std::move(error));
}

int diff(const DiffOptions& options) {
    const NamedNetworkOf name_a = splitName(options.file), name_b = splitName(options.other);
    ModelOptions of_a = options, of_b = options;
    of_a.file = name_a.file;
    of_b.file = name_b.file;
    const auto a = openForTarget(of_a);
    if (!a) return reportError(a.error());
    const auto b = openFile(of_b);
    if (!b) return reportError(b.error());
    const auto network_a = networkOf(a->model.document, name_a), network_b = networkOf(b->document, name_b);
    if (!network_a) return reportError(network_a.error());
    if (!network_b) return reportError(network_b.error());
    const auto diff = diffNetworks(*network_a, *network_b, a->context);
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
    command
        ->add_option("other", options->other,
                     "The second network; FILE#baseline and FILE#CANDIDATE name those that a document keeps")
        ->required();
    command->add_flag("--exit-code", options->exit_code, "End with 1 where they differ");
    command->callback([options, &exit_code] { exit_code = diff(*options); });
}

}  // namespace bw::cli
