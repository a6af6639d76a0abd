// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/user_rule_sets.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "target/user_targets.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMaxFileBytes = 1 << 20;

fs::path folderOf(const std::string& directory) {
    return fs::path(directory) / "rules";
}

Result<std::string> fileOf(const std::string& directory, const std::string& name) {
    const std::string id = targetIdFromName(name);
    if (directory.empty()) return fail(ErrorCode::Unavailable, "no folder of the user's is known");
    if (id.empty()) {
        return fail(ErrorCode::InvalidArgument, "the name '" + elide(name, 40) + "' makes no file name", {},
                    "use letters and digits");
    }
    return (folderOf(directory) / (id + ".json")).string();
}

}  // namespace

Result<RuleSet> loadRuleSet(const std::string& path) {
    const auto bytes = readFileBytes(path, kMaxFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto rules = parseRuleSet(*bytes);
    if (!rules) rules.error().file = path;
    return rules;
}

Result<void> saveRuleSetAs(const RuleSet& rules, const std::string& path) {
    return writeFileAtomically(path, ruleSetText(rules));
}

UserRuleSets listRuleSets(const std::string& directory) {
    UserRuleSets found;
    std::error_code ignored;
    std::vector<std::string> paths;
    if (directory.empty()) return found;
    for (fs::directory_iterator it(folderOf(directory), ignored), end; !ignored && it != end; it.increment(ignored)) {
        if (it->path().extension() == ".json") paths.push_back(it->path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        auto rules = loadRuleSet(path);
        if (rules) {
            found.sets.push_back(std::move(*rules));
        } else {
            found.problems.push_back(rules.error());
        }
    }
    std::stable_sort(found.sets.begin(), found.sets.end(),
                     [](const RuleSet& a, const RuleSet& b) { return a.name < b.name; });
    return found;
}

Result<void> saveRuleSet(const std::string& directory, const RuleSet& rules) {
    const auto path = fileOf(directory, rules.name);
    if (!path) return tl::unexpected(path.error());
    std::error_code problem;
    fs::create_directories(folderOf(directory), problem);
    if (problem) {
        return tl::unexpected(Error{ErrorCode::IoFailure, problem.message(), folderOf(directory).string(), {}, {}});
    }
    std::error_code ignored;
    const auto there = fs::exists(*path, ignored) ? loadRuleSet(*path) : Result<RuleSet>(rules);
    if (there && there->name != rules.name) {
        return fail(ErrorCode::InvalidArgument, "the rules '" + elide(there->name, 40) + "' have the same file name",
                    {}, "choose another name");
    }
    return saveRuleSetAs(rules, *path);
}

Result<void> removeRuleSet(const std::string& directory, const std::string& name) {
    const auto path = fileOf(directory, name);
    if (!path) return tl::unexpected(path.error());
    std::error_code problem;
    if (fs::remove(*path, problem)) return {};
    if (problem) return tl::unexpected(Error{ErrorCode::IoFailure, problem.message(), *path, {}, {}});
    return fail(ErrorCode::NotFound, "there is no set of rules '" + elide(name, 40) + "'");
}

}  // namespace bw
