// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "space/search_space.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"

namespace bw {

Result<size_t> SearchSpace::find(std::string_view name) const {
    std::string near;
    for (size_t i = 0; i < decisions_.size(); ++i) {
        if (decisions_[i].name == name) return i;
        const bool alike = decisions_[i].name.find(name) != std::string::npos || i < 4;
        if (alike && near.size() < 100) near += (near.empty() ? "" : ", ") + decisions_[i].name;
    }
    return fail(ErrorCode::NotFound, "there is no decision '" + elide(name, 60) + "'", {},
                near.empty() ? "" : "there are, for example, " + near);
}

double SearchSpace::log10Size() const {
    double sum = 0;
    for (const SpaceDecision& decision : decisions_)
        sum += std::log10(static_cast<double>(decision.options.size()));
    return sum;
}

Genome SearchSpace::origin() const {
    Genome genome;
    genome.reserve(decisions_.size());
    for (const SpaceDecision& decision : decisions_)
        genome.push_back(decision.present());
    return genome;
}

bool SearchSpace::holds(const Genome& genome) const {
    if (genome.size() != decisions_.size()) return false;
    for (size_t i = 0; i < genome.size(); ++i) {
        if (genome[i] < 0 || static_cast<size_t>(genome[i]) >= decisions_[i].options.size()) return false;
    }
    return true;
}

Genome SearchSpace::canonical(const Genome& genome) const {
    Genome result = genome;
    const Base& base = baseOf(genome);
    const auto solution = channelsOf(base, genome);
    if (!solution) return result;
    for (const Inside& inside : insides_) {
        if (inside.depth >= 0 && copiesOf(genome, inside) == 0) {
            for (const int d : {inside.expansion, inside.kernel, inside.conversion, inside.squeeze}) {
                if (d >= 0) result[static_cast<size_t>(d)] = decisions_[static_cast<size_t>(d)].present();
            }
            continue;
        }
        const bool converted = changes(genome, inside.conversion);
        if (converted && inside.squeeze >= 0 && inside.kind->param("squeeze") == nullptr) {
            const auto d = static_cast<size_t>(inside.squeeze);
            result[d] = decisions_[d].present();
        }
        if (inside.expansion < 0) continue;
        // Several expansions of few channels round to the same count inside.
        const auto d = static_cast<size_t>(inside.expansion);
        const Block& block = *base.network.find(inside.block);
        const auto in = base.classes->classOf(block.inputs.front());
        const auto out = base.classes->classOf({inside.block, 0});
        Around around{base.classes->channels(in), solution->channels[static_cast<size_t>(in)], 0};
        const bool copied = copiesOf(genome, inside) > 1 && in != out;
        const auto inner = [&](int32_t option) {
            const double wanted = decisions_[d].values[static_cast<size_t>(option)];
            const auto count = innerChannels(block, wanted, wanted != decisions_[d].now, around);
            return count.value_or(std::llround(static_cast<double>(around.new_in) * wanted));
        };
        const int64_t chosen = inner(genome[d]);
        for (int32_t option = 0; option < genome[d] && !copied; ++option) {
            if (inner(option) != chosen) continue;
            result[d] = option;
            break;
        }
    }
    return result;
}

double SearchSpace::keptWidth(const Genome& genome) const {
    const Base& base = baseOf(genome);
    const auto solution = channelsOf(base, genome);
    if (!solution) return 0;
    double sum = 0;
    int64_t classes = 0;
    const auto add = [&](BlockId owner) {
        const int32_t cls = base.classes->classOf({owner, 0});
        const auto before = static_cast<double>(base.classes->channels(cls));
        sum += std::min(1.0, static_cast<double>(solution->channels[static_cast<size_t>(cls)]) / before);
        ++classes;
    };
    for (const Scaled& scaled : scaled_)
        add(scaled.owner);
    for (const SpaceDecision& decision : decisions_) {
        if (decision.kind == DecisionKind::Width) add(decision.block);
    }
    return classes > 0 ? sum / static_cast<double>(classes) : 1;
}

double SearchSpace::keptWidth(const Network& edited) const {
    double sum = 0;
    int64_t counted = 0;
    const auto add = [&](BlockId owner) {
        const Block* after = edited.find(owner);
        const auto before = static_cast<double>(network().find(owner)->channels());
        if (after == nullptr || before <= 0) return;
        sum += std::min(1.0, static_cast<double>(after->channels()) / before);
        ++counted;
    };
    for (const Scaled& scaled : scaled_)
        add(scaled.owner);
    for (const SpaceDecision& decision : decisions_) {
        if (decision.kind == DecisionKind::Width) add(decision.block);
    }
    return counted > 0 ? sum / static_cast<double>(counted) : 1;
}

SearchSpace SearchSpace::withPresent() const {
    SearchSpace space = *this;
    for (SpaceDecision& decision : space.decisions_) {
        if (decision.indexOf(decision.now) >= 0) continue;
        const auto place = std::lower_bound(decision.values.begin(), decision.values.end(), decision.now);
        const auto option = decision.options.begin() + (place - decision.values.begin());
        decision.options.insert(option, decision.presentText(network()));
        decision.values.insert(place, decision.now);
    }
    return space;
}

SearchSpace SearchSpace::withWeights(std::span<const double> weights) const {
    SearchSpace space = *this;
    for (size_t d = 0; d < weights.size(); ++d)
        space.decisions_[d].weight = weights[d];
    return space;
}

Result<SearchSpace> SearchSpace::withOptions(size_t decision, std::span<const int32_t> kept) const {
    SearchSpace space = *this;
    const SpaceDecision& old = decisions_[decision];
    SpaceDecision& now = space.decisions_[decision];
    now.options.clear();
    now.values.clear();
    const std::set<int32_t> options(kept.begin(), kept.end());
    for (const int32_t option : options) {
        if (option < 0 || static_cast<size_t>(option) >= old.options.size()) {
            return fail(ErrorCode::InvalidArgument, "there is no option " + std::to_string(option), old.name);
        }
        now.options.push_back(old.options[static_cast<size_t>(option)]);
        now.values.push_back(old.values[static_cast<size_t>(option)]);
    }
    if (now.options.empty()) return fail(ErrorCode::InvalidArgument, "no option would remain", old.name);
    return space;
}

}  // namespace bw
