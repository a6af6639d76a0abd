// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>

#include "assess/problems.h"
#include "base/install_paths.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_output.h"
#include "search/advice/user_rule_sets.h"

namespace bw::cli {
namespace {

struct RulesOptions : ModelOptions {
    std::string rules;
    std::optional<std::string> out;
};

/// A set of the user's by name, else a file.
Result<RuleSet> openRules(const std::string& name_or_path) {
    const UserRuleSets own = listRuleSets(userModelsDirectory());
    const auto set =
        std::find_if(own.sets.begin(), own.sets.end(), [&](const RuleSet& one) { return one.name == name_or_path; });
    return set != own.sets.end() ? *set : loadRuleSet(name_or_path);
}

struct Applied {
    Network network;
    std::vector<std::string> commands;
    std::vector<std::string> titles;
};

Result<Applied> apply(const Network& network, const EditContext& context, const RuleSet& rules) {
    Applied applied{network, applyRules(network, context, rules), {}};
    for (const std::string& command : applied.commands) {
        auto outcome = applyEdit(applied.network, command, context);
        if (!outcome) return tl::unexpected(outcome.error());
        applied.network = std::move(outcome->network);
        applied.titles.push_back(outcome->title);
    }
    return applied;
}

void print(const RuleSet& rules, const Applied& applied, const Totals& before, const Totals& after) {
    std::cout << "Rules '" << elide(rules.name, 80) << "', found on " << elide(rules.target, 60) << " with "
              << elide(rules.source, 80) << ":\n";
    for (const Rule& rule : rules.rules) {
        std::cout << "  " << rule.text() << "  (in " << rule.holding << " of the " << rule.best << " best)\n";
    }
    std::cout << "\n" << (applied.titles.empty() ? "The network follows these rules already.\n" : "");
    for (const std::string& title : applied.titles)
        std::cout << title << "\n";
    std::cout << "\n" << changeText(before, after);
}

int run(const RulesOptions& options) {
    if (options.out) {
        if (auto ok = requireDocumentName(*options.out); !ok) return reportError(ok.error());
    }
    const auto rules = openRules(options.rules);
    if (!rules) return reportError(rules.error());
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    Document& document = opened->model.document;
    const auto before = assess(document.network, opened->context);
    if (!before) return reportError(before.error());
    const auto applied = apply(document.network,
                               {.channel_multiple = channelMultiple(opened->context.target),
                                .precision = opened->context.precision,
                                .memory = memoryRulesOf(opened->context)},
                               *rules);
    if (!applied) return reportError(applied.error());
    const auto after = assess(applied->network, opened->context);
    if (!after) return reportError(after.error());
    document.network = applied->network;
    if (options.out) {
        if (auto saved = saveDocument(document, *options.out); !saved) return reportError(saved.error());
    }
    if (!options.json) {
        print(*rules, *applied, before->totals, after->totals);
        return kExitFits;
    }
    nlohmann::json texts = nlohmann::json::array();
    for (const Rule& rule : rules->rules)
        texts.push_back(rule.text());
    const nlohmann::json value = {
        {"file", options.file},           {"target", opened->context.target.id},  {"rules", std::move(texts)},
        {"commands", applied->commands},  {"before", totalsJson(before->totals)}, {"after", totalsJson(after->totals)},
        {"out", options.out.value_or("")}};
    std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return kExitFits;
}

}  // namespace

void addRules(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "rules", "Apply rules that a search found ('search --rules') to another network, without searching");
    auto options = std::make_shared<RulesOptions>();
    options->addTo(*command);
    command->add_option("--rules", options->rules, "A file of rules, or the name of a set of your own")->required();
    command->add_option("--out", options->out, "Save the result as a .blockwright document");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
