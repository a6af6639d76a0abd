// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/rule_set.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "io/strict_json.h"

namespace bw {
namespace {

constexpr int64_t kMaxFileBytes = 1 << 20;
constexpr size_t kMaxRules = 100;
constexpr int64_t kFormatVersion = 1;

struct KindName {
    RuleKind kind;
    std::string_view id;
};
constexpr std::array<KindName, kRuleKinds.size()> kNames = {{{RuleKind::WidthAtMost, "width_at_most"},
                                                             {RuleKind::ChannelsMultiple, "channels_multiple"},
                                                             {RuleKind::StemAtMost, "stem_at_most"},
                                                             {RuleKind::ExpansionAtMost, "expansion_at_most"},
                                                             {RuleKind::KernelAtMost, "kernel_at_most"},
                                                             {RuleKind::FuseUpTo, "fuse_up_to"},
                                                             {RuleKind::StandardUpTo, "standard_up_to"}}};

std::string_view idOf(RuleKind kind) {
    return std::find_if(kNames.begin(), kNames.end(), [&](const KindName& name) { return name.kind == kind; })->id;
}

Result<RuleKind> readKind(const JsonObject& object) {
    const auto id = object.text("rule", kMaxRuleNameBytes);
    if (!id) return tl::unexpected(id.error());
    std::string ids;
    for (const KindName& name : kNames) {
        if (name.id == *id) return name.kind;
        ids += (ids.empty() ? "" : ", ") + std::string(name.id);
    }
    return fail(ErrorCode::InvalidFile, "'" + elide(*id, 40) + "' is no rule", object.placeOf("rule"),
                "choose among " + ids);
}

/// Counts are whole, and of them and of ratios none is 0; thresholds of kinds may be.
Result<void> checkValue(const Rule& rule, const std::string& place) {
    const bool threshold = rule.kind == RuleKind::FuseUpTo || rule.kind == RuleKind::StandardUpTo;
    const bool ratio = rule.kind == RuleKind::WidthAtMost || rule.kind == RuleKind::ExpansionAtMost;
    if (!ratio && rule.value != std::floor(rule.value)) {
        return fail(ErrorCode::InvalidFile, formatNumber(rule.value) + " is no whole number", place);
    }
    if (!threshold && rule.value <= 0) {
        return fail(ErrorCode::InvalidFile, formatNumber(rule.value) + " is out of range", place,
                    "give a number above 0");
    }
    return {};
}

Result<Rule> readRule(const nlohmann::json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok = object.allowOnly({"rule", "value", "holding", "best", "baseline"}); !ok) {
        return tl::unexpected(ok.error());
    }
    const auto kind = readKind(object);
    if (!kind) return tl::unexpected(kind.error());
    const auto threshold = object.number("value", 0, static_cast<double>(kMaxDimension));
    if (!threshold) return tl::unexpected(threshold.error());
    const auto best = object.integer("best", 0, 1'000'000);
    if (!best) return tl::unexpected(best.error());
    const auto holding = object.integer("holding", 0, *best);
    if (!holding) return tl::unexpected(holding.error());
    const auto baseline = object.number("baseline", 0, 1);
    if (!baseline) return tl::unexpected(baseline.error());
    const Rule rule{*kind, *threshold, *holding, *best, *baseline};
    if (auto ok = checkValue(rule, object.placeOf("value")); !ok) return tl::unexpected(ok.error());
    return rule;
}

Result<RuleSet> readRuleSet(const nlohmann::json& value) {
    const JsonObject object(value, "");
    if (auto ok = object.allowOnly({"format", "version", "name", "target", "source", "rules"}); !ok) {
        return tl::unexpected(ok.error());
    }
    const auto format = object.text("format", kMaxRuleNameBytes);
    if (!format) return tl::unexpected(format.error());
    if (*format != "blockwright-rules") {
        return fail(ErrorCode::InvalidFile, "this is no set of rules", "format",
                    "choose a file that 'Save Rules' wrote");
    }
    const auto version = object.integer("version", kFormatVersion, kFormatVersion);
    if (!version) return tl::unexpected(version.error());
    RuleSet rules;
    for (const auto& [field, text] :
         {std::pair{"name", &rules.name}, {"target", &rules.target}, {"source", &rules.source}}) {
        auto read = object.text(field, kMaxRuleNameBytes);
        if (!read) return tl::unexpected(read.error());
        *text = cleanName(*read, kMaxRuleNameBytes);
    }
    if (rules.name.empty()) return fail(ErrorCode::InvalidFile, "the name is empty", "name");
    const auto list = object.member("rules");
    if (!list) return tl::unexpected(list.error());
    if (!(*list)->is_array() || (*list)->size() > kMaxRules) {
        return fail(ErrorCode::InvalidFile, "must be a list of at most 100 rules", "rules");
    }
    for (size_t i = 0; i < (*list)->size(); ++i) {
        auto rule = readRule((**list)[i], "rules[" + std::to_string(i) + "]");
        if (!rule) return tl::unexpected(rule.error());
        const bool twice = std::any_of(rules.rules.begin(), rules.rules.end(),
                                       [&](const Rule& other) { return other.kind == rule->kind; });
        if (twice) {
            return fail(ErrorCode::InvalidFile, "a rule of this kind is there already",
                        "rules[" + std::to_string(i) + "].rule", "keep one of them");
        }
        rules.rules.push_back(*rule);
    }
    return rules;
}

}  // namespace

std::string Rule::text() const {
    const std::string number = formatNumber(value);
    switch (kind) {
        case RuleKind::FuseUpTo:
            return value > 0 ? "fuse while C <= " + number : "fuse no IBN";
        case RuleKind::ChannelsMultiple:
            return value == 2 ? "even channels" : "channels in multiples of " + number;
        case RuleKind::StemAtMost:
            return "stem at most " + number;
        case RuleKind::ExpansionAtMost:
            return "expansions at most " + number;
        case RuleKind::KernelAtMost:
            return "kernels at most " + number;
        case RuleKind::StandardUpTo:
            return value > 0 ? "standard convolutions while C <= " + number : "no standard for depthwise convolutions";
        case RuleKind::WidthAtMost:
            return "channels at most " + number + " times the present ones";
    }
    return {};
}

std::string ruleSetText(const RuleSet& rules) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const Rule& rule : rules.rules) {
        list.push_back({{"rule", idOf(rule.kind)},
                        {"value", rule.value},
                        {"holding", rule.holding},
                        {"best", rule.best},
                        {"baseline", rule.baseline}});
    }
    const Json value = {{"format", "blockwright-rules"}, {"version", kFormatVersion}, {"name", rules.name},
                        {"target", rules.target},        {"source", rules.source},    {"rules", list}};
    return value.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<RuleSet> parseRuleSet(std::string_view json) {
    const auto value = parseStrictJson(json, kMaxFileBytes);
    if (!value) return tl::unexpected(value.error());
    return readRuleSet(*value);
}

}  // namespace bw
