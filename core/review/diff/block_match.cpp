// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/block_match.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace bw {
namespace {

/// Of the smaller network, so many blocks must have kept id and name for both to have one origin.
constexpr double kOriginShare = 0.5;

/// How alike two blocks are; 0 where they cannot be the same.
int likeness(const Block& x, const Block& y) {
    if (!isConvertible(*x.kind, *y.kind)) return 0;
    int common = x.kind == y.kind ? 4 : 2;
    for (const auto& [name, value] : x.attributes.entries()) {
        const Value* other = y.attributes.find(name);
        const bool weighty = name == "channels" || name == "stride" || name == "kernel" || name == "expansion";
        if (other != nullptr && *other == value) common += weighty ? 3 : 1;
    }
    return common;
}

class Matcher {
public:
    Matcher(const Network& a, const Network& b)
        : a_(a), b_(b), match_{std::vector<int>(a.size(), -1), std::vector<int>(b.size(), -1)} {}

    BlockMatch run() {
        const bool one_origin = haveOneOrigin();
        if (one_origin) {
            pairUp([this](const Block& block) { return b_.positionOf(block.id); });
        }
        pairUp([this](const Block& block) {
            const Block* other = b_.findByName(block.name);
            return other == nullptr ? -1 : b_.positionOf(other->id);
        });
        // Where ids tell what is new and what is gone, likeness would take one for the other.
        if (!one_origin) align();
        return std::move(match_);
    }

private:
    bool haveOneOrigin() const {
        size_t kept = 0;
        for (const BlockPtr& block : a_.blocks()) {
            const Block* other = b_.find(block->id);
            kept += other != nullptr && other->name == block->name ? 1 : 0;
        }
        return static_cast<double>(kept) >= kOriginShare * static_cast<double>(std::min(a_.size(), b_.size()));
    }

    template <class Partner>
    void pairUp(Partner partner) {
        for (size_t i = 0; i < a_.size(); ++i) {
            if (match_.of_a[i] >= 0) continue;
            const int other = partner(a_.at(i));
            if (other < 0 || match_.of_b[static_cast<size_t>(other)] >= 0) continue;
            if (!isConvertible(*a_.at(i).kind, *b_.at(static_cast<size_t>(other)).kind)) continue;
            join(i, static_cast<size_t>(other));
        }
    }

    void join(size_t i, size_t j) {
        match_.of_a[i] = static_cast<int>(j);
        match_.of_b[j] = static_cast<int>(i);
    }

    void align() {
        std::vector<size_t> left, right;
        for (size_t i = 0; i < a_.size(); ++i) {
            if (match_.of_a[i] < 0) left.push_back(i);
        }
        for (size_t j = 0; j < b_.size(); ++j) {
            if (match_.of_b[j] < 0) right.push_back(j);
        }
        if (left.empty() || right.empty()) return;
        const size_t width = right.size() + 1;
        std::vector<int> best((left.size() + 1) * width, 0);
        const auto at = [&](size_t i, size_t j) -> int& { return best[i * width + j]; };
        for (size_t i = left.size(); i-- > 0;) {
            for (size_t j = right.size(); j-- > 0;) {
                const int alike = likeness(a_.at(left[i]), b_.at(right[j]));
                at(i, j) = std::max(at(i + 1, j), at(i, j + 1));
                if (alike > 0) at(i, j) = std::max(at(i, j), at(i + 1, j + 1) + alike);
            }
        }
        for (size_t i = 0, j = 0; i < left.size() && j < right.size();) {
            const int alike = likeness(a_.at(left[i]), b_.at(right[j]));
            if (alike > 0 && at(i, j) == at(i + 1, j + 1) + alike) {
                join(left[i++], right[j++]);
            } else if (at(i, j) == at(i + 1, j)) {
                ++i;
            } else {
                ++j;
            }
        }
    }

    const Network& a_;
    const Network& b_;
    BlockMatch match_;
};

}  // namespace

bool isConvertible(const BlockKind& from, const BlockKind& to) {
    if (from.id == to.id) return true;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kPairs = {
        {{"ibn", "fused_ibn"}, {"conv", "depthwise_separable"}, {"conv", "depthwise_conv"}}};
    return std::any_of(kPairs.begin(), kPairs.end(), [&](const auto& pair) {
        return (from.id == pair.first && to.id == pair.second) || (from.id == pair.second && to.id == pair.first);
    });
}

BlockMatch matchBlocks(const Network& a, const Network& b) {
    return Matcher(a, b).run();
}

}  // namespace bw
