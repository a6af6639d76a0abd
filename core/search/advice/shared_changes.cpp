// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/shared_changes.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

/// Choices that may be joined, under what joins them.
struct Group {
    std::string key;
    std::vector<SharedChange> members;
};

class Finder {
public:
    Finder(const SearchSpace& space, std::span<const Evaluation* const> best, const PresentChoices& now, double share)
        : space_(space),
          best_(best),
          now_(now),
          least_(static_cast<size_t>(std::max(1.0, std::ceil(share * static_cast<double>(best.size()))))) {}

    std::vector<SharedChange> find() {
        for (size_t d = 0; d < space_.decisions().size(); ++d) {
            if (!now_.value(d)) continue;
            if (space_.decisions()[d].ordered) {
                addSize(d, -1);
                addSize(d, 1);
            } else {
                addKinds(d);
            }
        }
        std::vector<SharedChange> changes;
        for (const Group& group : groups_) {
            if (auto joined = join(group); joined.choices.size() > 1) changes.push_back(std::move(joined));
        }
        const auto more = [](const SharedChange& a, const SharedChange& b) {
            return a.having.size() > b.having.size();
        };
        std::stable_sort(singles_.begin(), singles_.end(), more);
        changes.insert(changes.end(), singles_.begin(), singles_.end());
        return changes;
    }

private:
    double valueIn(const Evaluation& one, size_t d) const {
        return space_.decisions()[d].values[static_cast<size_t>(one.genome[d])];
    }

    bool has(const Evaluation& one, const SharedChoice& choice) const {
        const double value = valueIn(one, choice.decision);
        if (!space_.decisions()[choice.decision].ordered) return value == choice.to;
        return choice.to < choice.from ? value <= choice.to : value >= choice.to;
    }

    std::vector<const Evaluation*> having(std::span<const Evaluation* const> among, const SharedChoice& choice) const {
        std::vector<const Evaluation*> those;
        std::copy_if(among.begin(), among.end(), std::back_inserter(those),
                     [&](const Evaluation* one) { return has(*one, choice); });
        return those;
    }

    /// The size furthest from the present one, in one direction, that enough of the best reach.
    void addSize(size_t d, int direction) {
        const SpaceDecision& decision = space_.decisions()[d];
        const double now = *now_.value(d);
        std::vector<double> values = decision.values;
        if (direction > 0) std::reverse(values.begin(), values.end());
        for (const double value : values) {
            if (direction < 0 ? value >= now : value <= now) break;
            if (addIfShared({d, now, value}, direction < 0 ? "-" : "+")) break;
        }
    }

    void addKinds(size_t d) {
        const SpaceDecision& decision = space_.decisions()[d];
        for (size_t option = 0; option < decision.values.size(); ++option) {
            if (decision.values[option] == *now_.value(d)) continue;
            addIfShared({d, *now_.value(d), decision.values[option]}, decision.options[option]);
        }
    }

    bool addIfShared(const SharedChoice& choice, const std::string& way) {
        SharedChange single{{choice}, having(best_, choice)};
        if (single.having.size() < least_) return false;
        const SpaceDecision& decision = space_.decisions()[choice.decision];
        const std::string key = std::string(decisionKindId(decision.kind)) + " " + way;
        memberOf(key, single);
        if (decision.kind == DecisionKind::Width) {
            const Block* block = space_.network().find(decision.block);
            if (!block->stage.empty()) memberOf(key + " " + block->stage, single);
        }
        singles_.push_back(std::move(single));
        return true;
    }

    void memberOf(const std::string& key, const SharedChange& single) {
        auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return g.key == key; });
        if (group == groups_.end()) group = groups_.insert(groups_.end(), {key, {}});
        group->members.push_back(single);
    }

    SharedChange join(const Group& group) const {
        std::vector<SharedChange> members = group.members;
        std::stable_sort(members.begin(), members.end(), [](const SharedChange& a, const SharedChange& b) {
            return a.having.size() > b.having.size();
        });
        SharedChange joined{{}, {best_.begin(), best_.end()}};
        for (const SharedChange& member : members) {
            auto both = having(joined.having, member.choices.front());
            if (both.size() < least_) continue;
            joined.choices.push_back(member.choices.front());
            joined.having = std::move(both);
        }
        std::sort(joined.choices.begin(), joined.choices.end(),
                  [](const SharedChoice& a, const SharedChoice& b) { return a.decision < b.decision; });
        return joined;
    }

    const SearchSpace& space_;
    std::span<const Evaluation* const> best_;
    const PresentChoices& now_;
    size_t least_;
    std::vector<Group> groups_;
    std::vector<SharedChange> singles_;
};

}  // namespace

std::vector<SharedChange> sharedChanges(const SearchSpace& space, std::span<const Evaluation* const> best,
                                        const PresentChoices& now, double least_share) {
    return Finder(space, best, now, least_share).find();
}

}  // namespace bw
