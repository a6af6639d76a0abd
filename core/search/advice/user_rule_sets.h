// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "search/advice/rule_set.h"

namespace bw {

/// Rule sets in DIRECTORY/rules (of userModelsDirectory()), by name, and files there that could not be read.
struct UserRuleSets {
    std::vector<RuleSet> sets;
    std::vector<Error> problems;
};
UserRuleSets listRuleSets(const std::string& directory);

/// One file. Errors carry its path and the field.
Result<RuleSet> loadRuleSet(const std::string& path);
/// Writes one file, whole or not at all.
Result<void> saveRuleSetAs(const RuleSet& rules, const std::string& path);
/// Keeps a set under its name, replacing one of the same name; InvalidArgument where the name leaves no
/// file name, or that of another set.
Result<void> saveRuleSet(const std::string& directory, const RuleSet& rules);
/// NotFound where there is none of that name.
Result<void> removeRuleSet(const std::string& directory, const std::string& name);

}  // namespace bw
