// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/variation.h"

#include <algorithm>
#include <map>

namespace bw {
namespace {

/// From so many open decisions on, changes of several at once pay.
constexpr size_t kMany = 16;
/// Spread of the options around a level, as a share of all.
constexpr double kLevelSpread = 0.15;

}  // namespace

Variation::Variation(std::span<const Decision> decisions) {
    std::map<std::vector<std::string>, std::vector<size_t>> alike;
    bool unlike = false;
    for (size_t d = 0; d < decisions.size(); ++d) {
        options_.push_back(std::max(1, static_cast<int32_t>(decisions[d].options.size())));
        ordered_.push_back(decisions[d].ordered);
        if (options_.back() < 2) continue;
        open_.push_back(d);
        shares_.push_back((shares_.empty() ? 0 : shares_.back()) + decisions[d].weight);
        unlike = unlike || decisions[d].weight != decisions[open_.front()].weight;
        alike[decisions[d].options].push_back(d);
    }
    if (!unlike) shares_.clear();
    for (auto& [options, group] : alike) {
        if (group.size() > 1) groups_.push_back(std::move(group));
    }
    // Widths rarely share their options; all that are ordered make another group.
    std::vector<size_t> all;
    for (const size_t d : open_) {
        if (ordered_[d]) all.push_back(d);
    }
    if (all.size() > 1) groups_.push_back(std::move(all));
}

Genome Variation::uniform(Random& random) const {
    Genome genome;
    genome.reserve(options_.size());
    for (const int32_t options : options_)
        genome.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(options))));
    return genome;
}

Genome Variation::levelled(Random& random) const {
    const double level = random.uniform();
    Genome genome = uniform(random);
    for (const size_t d : open_) {
        if (!ordered_[d]) continue;
        const double place = std::clamp(level + kLevelSpread * random.normal(), 0.0, 0.999);
        genome[d] = static_cast<int32_t>(place * options_[d]);
    }
    return genome;
}

Genome Variation::corner(bool high, Random& random) const {
    Genome genome = uniform(random);
    for (const size_t d : open_) {
        if (ordered_[d]) genome[d] = high ? options_[d] - 1 : 0;
    }
    return genome;
}

size_t Variation::drawn(Random& random) const {
    if (shares_.empty()) return open_[random.below(open_.size())];
    const auto at = std::upper_bound(shares_.begin(), shares_.end(), random.uniform() * shares_.back());
    return open_[static_cast<size_t>(std::min(at - shares_.begin(), std::ssize(shares_) - 1))];
}

void Variation::changeOne(Genome& genome, Random& random) const {
    if (open_.empty()) return;
    const size_t d = drawn(random);
    const int32_t options = options_[d];
    if (ordered_[d] && options > 3 && random.below(4) != 0) {
        const int32_t step = random.below(2) == 0 ? -1 : 1;
        const int32_t next = genome[d] + step;
        genome[d] = next < 0 || next >= options ? genome[d] - step : next;
        return;
    }
    const auto other = static_cast<int32_t>(random.below(static_cast<uint64_t>(options - 1)));
    genome[d] = other < genome[d] ? other : other + 1;
}

void Variation::changeRun(Genome& genome, Random& random) const {
    const std::vector<size_t>& group = groups_[random.below(groups_.size())];
    const size_t length = 2 + random.below(std::max<size_t>(1, group.size() / 2));
    const size_t begin = random.below(group.size());
    const size_t end = std::min(group.size(), begin + length);
    const bool shift = ordered_[group[begin]] && random.below(3) != 0;
    const int32_t step = random.below(2) == 0 ? -1 : 1;
    const auto value = static_cast<int32_t>(random.below(static_cast<uint64_t>(options_[group[begin]])));
    for (size_t i = begin; i < end; ++i) {
        int32_t& option = genome[group[i]];
        option = std::clamp(shift ? option + step : value, 0, options_[group[i]] - 1);
    }
}

Genome Variation::mutated(Genome genome, Random& random) const {
    if (open_.empty()) return genome;
    if (open_.size() >= kMany && !groups_.empty() && random.below(4) == 0) {
        changeRun(genome, random);
        return genome;
    }
    do {
        changeOne(genome, random);
    } while (open_.size() >= kMany && random.below(2) == 0);
    return genome;
}

Genome Variation::crossed(const Genome& a, const Genome& b, Random& random) const {
    Genome child = a;
    if (open_.size() >= kMany && random.below(2) == 0) {
        const size_t begin = random.below(child.size());
        const size_t length = 1 + random.below(child.size());
        for (size_t i = 0; i < length; ++i)
            child[(begin + i) % child.size()] = b[(begin + i) % child.size()];
        return child;
    }
    for (size_t d = 0; d < child.size(); ++d) {
        if (random.below(2) == 0) child[d] = b[d];
    }
    return child;
}

}  // namespace bw
