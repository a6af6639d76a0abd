// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "base/text.h"
#include "search/advice/rule_facts.h"
#include "search/advice/rule_set.h"

namespace bw {
namespace {

/// Applies rules one after the other and keeps the commands that went through.
class Follower {
public:
    Follower(const Network& network, LoweredNetwork lowered, const EditContext& context, const RuleSet& rules)
        : network_(network), lowered_(std::move(lowered)), context_(context), rules_(rules) {}

    std::vector<std::string> follow() {
        for (const RuleKind kind : kRuleKinds) {
            if (const auto value = valueOf(kind)) apply(kind, *value);
        }
        return std::move(commands_);
    }

private:
    std::optional<double> valueOf(RuleKind kind) const {
        const auto rule =
            std::find_if(rules_.rules.begin(), rules_.rules.end(), [&](const Rule& one) { return one.kind == kind; });
        return rule == rules_.rules.end() ? std::nullopt : std::optional(rule->value);
    }

    void apply(RuleKind kind, double value) {
        switch (kind) {
            case RuleKind::WidthAtMost:
                if (value < 1) make("scale " + formatNumber(value) + " --multiple " + std::to_string(multiple()));
                return;
            case RuleKind::ChannelsMultiple:
                if (value > 1) make("align --multiple " + formatNumber(value));
                return;
            case RuleKind::StemAtMost:
                return narrowStem(value);
            case RuleKind::ExpansionAtMost:
                return lowerSizes("expansion", value);
            case RuleKind::KernelAtMost:
                return lowerSizes("kernel", value);
            case RuleKind::FuseUpTo:
                convert("fuse", "ibn", [&](int64_t channels) { return static_cast<double>(channels) <= value; });
                convert("unfuse", "fused_ibn", [&](int64_t channels) { return static_cast<double>(channels) > value; });
                return;
            case RuleKind::StandardUpTo:
                for (const char* depthwise : {"depthwise_separable", "depthwise_conv"}) {
                    convert("to_standard", depthwise,
                            [&](int64_t channels) { return static_cast<double>(channels) <= value; });
                }
                return;
        }
    }

    int64_t multiple() const {
        const auto rule = valueOf(RuleKind::ChannelsMultiple);
        return rule ? std::llround(*rule) : std::max<int64_t>(1, context_.channel_multiple);
    }

    void narrowStem(double most) {
        const Block* stem = stemOf(network_);
        if (stem == nullptr || stem->frozen || static_cast<double>(stem->channels()) <= most) return;
        auto channels = static_cast<int64_t>(most);
        if (channels >= multiple()) channels -= channels % multiple();
        make("set " + quoteName(stem->name) + ".channels=" + std::to_string(channels));
    }

    /// Sets a size of every block that exceeds it.
    void lowerSizes(const std::string& parameter, double most) {
        std::vector<std::string> words;
        for (const BlockPtr& block : network_.blocks()) {
            const Value* value = block->attributes.find(parameter);
            if (value == nullptr || block->frozen || block->kind->group == KindGroup::Pooling) continue;
            const auto* const whole = std::get_if<int64_t>(value);
            const double now = whole != nullptr ? static_cast<double>(*whole) : block->attributes.number(parameter);
            const bool square = parameter != "kernel" || block->attributes.integer("kernel_w") == 0 ||
                                block->attributes.integer("kernel_w") == block->attributes.integer("kernel");
            if (now > most && square) {
                words.push_back(" " + quoteName(block->name) + "." + parameter + "=" + formatNumber(most));
            }
        }
        makeTogetherOrAlone("set", words);
    }

    void convert(const std::string& verb, std::string_view kind, const std::function<bool(int64_t)>& wanted) {
        std::vector<std::string> words;
        for (const BlockPtr& block : network_.blocks()) {
            if (block->kind->id != kind || block->frozen || block->attributes.integer("kernel", 3) < 2) continue;
            if (wanted(inputChannels(network_, lowered_, *block))) words.push_back(" " + quoteName(block->name));
        }
        makeTogetherOrAlone(verb, words);
    }

    /// One command where all go together, else one for each that goes.
    void makeTogetherOrAlone(const std::string& verb, const std::vector<std::string>& words) {
        if (words.empty()) return;
        std::string all = verb;
        for (const std::string& word : words)
            all += word;
        if (make(all) || words.size() == 1) return;
        for (const std::string& word : words)
            make(verb + word);
    }

    bool make(const std::string& command) {
        EditContext context = context_;
        context.lowered = &lowered_;
        auto outcome = applyEdit(network_, command, context);
        if (!outcome) return false;
        network_ = std::move(outcome->network);
        lowered_ = std::move(outcome->lowered);
        commands_.push_back(command);
        return true;
    }

    Network network_;
    LoweredNetwork lowered_;
    const EditContext& context_;
    const RuleSet& rules_;
    std::vector<std::string> commands_;
};

}  // namespace

std::vector<std::string> applyRules(const Network& network, const EditContext& context, const RuleSet& rules) {
    if (context.lowered != nullptr) return Follower(network, *context.lowered, context, rules).follow();
    auto lowered = lower(network, context.precision);
    if (!lowered) return {};
    return Follower(network, std::move(*lowered), context, rules).follow();
}

}  // namespace bw
