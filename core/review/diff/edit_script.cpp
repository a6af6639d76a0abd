// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/edit_script.h"

#include <algorithm>
#include <set>
#include <utility>

#include "review/diff/block_match.h"
#include "review/diff/network_distance.h"
#include "review/diff/script_steps.h"

namespace bw {
namespace {

/// A multiplier is worth its line where so many counts follow from it.
constexpr int kFewestScaled = 3;
/// Blocks that trial edits may go through in all, which bounds the time in large networks; what is left is a patch.
constexpr size_t kBlocksTried = 30'000;

/// Goes from one network towards another by edits of which each brings it nearer.
class ScriptSearch {
public:
    /// With `merges`, all parameters are set by one edit, else by the patch, instead of by edits that say why.
    ScriptSearch(const Network& from, const Network& goal, const EditContext& context, bool merges)
        : goal_(goal), context_(context), merges_(merges), now_(from), distance_(distanceTo(from, goal)) {}

    Result<EditScript> run(steps::Thawing thawing) {
        if (isSameDesign(now_, goal_)) return std::move(script_);
        auto lowered = lower(now_, context_.precision);
        if (!lowered) return tl::unexpected(lowered.error());
        lowered_ = *std::move(lowered);
        const BlockMatch match = matchBlocks(now_, goal_);
        take(steps::thaws(now_, goal_, match, thawing), Need::Nothing);
        take(steps::renames(now_, goal_, match), Need::Nothing);
        takeEach(steps::removals);
        while (takeBest(steps::inputSizes(now_, goal_), 1)) {
        }
        if (!merges_) {
            while (takeScale(steps::scales(now_, goal_))) {
            }
            while (takeScale(steps::stageScales(now_, goal_))) {
            }
        }
        takeEach(steps::conversions);
        takeEach(merges_ ? steps::allParameters : steps::parameters);
        while (takeFirst(steps::additions(now_, goal_))) {
        }
        takeEach(steps::moves);
        takeEach(merges_ ? steps::allParameters : steps::parameters);
        take(steps::patch(now_, goal_), Need::Nothing);
        take(steps::order(now_, goal_), Need::Nothing);
        for (const std::string& command : steps::settings(now_, goal_))
            take(command, Need::Nothing);
        take(steps::freezes(now_, goal_), Need::Nothing);
        script_.cut_short = isTired();
        if (isSameDesign(now_, goal_)) return std::move(script_);
        return fail(ErrorCode::Unsupported, "no edits lead from '" + now_.name() + "' to '" + goal_.name() + "'",
                    last_refusal_);
    }

    size_t blocksTried() const { return blocks_tried_; }

private:
    enum class Need : uint8_t { Nothing, Nearer };
    using StepMaker = std::vector<std::string> (*)(const Network&, const Network&);

    struct Trial {
        EditOutcome outcome;
        int distance = 0;
    };

    Result<Trial> attempt(const std::string& command) {
        blocks_tried_ += now_.size();
        EditContext context = context_;
        context.lowered = &lowered_;
        auto outcome = applyEdit(now_, command, context);
        if (!outcome) {
            last_refusal_ = outcome.error().text();
            return tl::unexpected(outcome.error());
        }
        const int distance = distanceTo(outcome->network, goal_);
        return Trial{*std::move(outcome), distance};
    }

    void accept(const std::string& command, Trial trial) {
        now_ = std::move(trial.outcome.network);
        lowered_ = std::move(trial.outcome.lowered);
        distance_ = trial.distance;
        script_.steps.push_back({command, now_});
    }

    bool isTired() const { return blocks_tried_ > kBlocksTried; }

    bool take(const std::string& command, Need need) {
        if (command.empty() || (need == Need::Nearer && isTired())) return false;
        auto trial = attempt(command);
        if (!trial || (need == Need::Nearer && trial->distance >= distance_)) return false;
        accept(command, *std::move(trial));
        return true;
    }

    bool takeFirst(const std::vector<std::string>& commands) {
        return std::any_of(commands.begin(), commands.end(),
                           [this](const std::string& command) { return take(command, Need::Nearer); });
    }

    /// Takes what helps until nothing does; an edit that did not help is tried again only after all others.
    void takeEach(StepMaker make) {
        for (bool helped = true; helped;) {
            helped = false;
            std::set<std::string> tried;
            for (bool renewed = true; renewed;) {
                renewed = false;
                if (isTired()) return;
                for (const std::string& command : make(now_, goal_)) {
                    if (!tried.insert(command).second || !take(command, Need::Nearer)) continue;
                    helped = renewed = true;
                    break;
                }
            }
        }
    }

    /// The one of many edits that settles most places, if at least `worth`.
    bool takeBest(const std::vector<std::string>& commands, int worth) {
        std::string best;
        Trial best_trial;
        best_trial.distance = distance_ - std::max(1, worth) + 1;
        for (const std::string& command : commands) {
            if (isTired()) break;
            auto trial = attempt(command);
            if (!trial || trial->distance >= best_trial.distance) continue;
            best = command;
            best_trial = *std::move(trial);
            if (best_trial.distance == 0) break;
        }
        if (best.empty()) return false;
        accept(best, std::move(best_trial));
        return true;
    }

    /// A multiplier that explains nearly all counts that it is about; others are told one by one.
    bool takeScale(const std::vector<std::string>& commands) {
        const int before = steps::countChanges(now_, goal_);
        return before >= kFewestScaled && takeBest(commands, std::max(kFewestScaled, before * 3 / 4));
    }

    const Network& goal_;
    EditContext context_;
    bool merges_;
    Network now_;
    LoweredNetwork lowered_;
    int distance_ = 0;
    size_t blocks_tried_ = 0;
    std::string last_refusal_;
    EditScript script_;
};

}  // namespace

Result<EditScript> findEditScript(const Network& a, const Network& b, const EditContext& context, ScriptStyle style) {
    using steps::Thawing;
    const bool any_frozen =
        std::any_of(a.blocks().begin(), a.blocks().end(), [](const BlockPtr& block) { return block->frozen; });
    size_t blocks_tried = 0;
    const auto search = [&](Thawing thawing, bool merges) {
        ScriptSearch one(a, b, context, merges);
        auto script = one.run(thawing);
        blocks_tried += one.blocksTried();
        return script;
    };
    Result<EditScript> best = search(Thawing::None, false);
    const auto isGood = [&] { return best && (best->steps.size() <= 1 || blocks_tried > kBlocksTried); };
    const auto consider = [&](Thawing thawing, bool merges) {
        if (isGood()) return;
        auto script = search(thawing, merges);
        if (!best || (script && script->steps.size() < best->steps.size())) best = std::move(script);
    };
    if (any_frozen) {
        consider(Thawing::Changing, false);
        consider(Thawing::All, false);
    }
    if (style == ScriptStyle::Shortest) {
        consider(Thawing::None, true);
        if (any_frozen) consider(Thawing::Changing, true);
    }
    return best;
}

}  // namespace bw
