// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <optional>

#include "base/random.h"
#include "graph/network.h"

namespace bw::support {

/// A legal value of a parameter, mostly small.
inline Value anyValue(const ParamSpec& spec, Random& random) {
    const auto low = static_cast<int64_t>(spec.min);
    const auto high = static_cast<int64_t>(std::min(spec.max, random.below(8) == 0 ? spec.max : spec.min + 8));
    switch (spec.type) {
        case ParamType::Flag:
            return random.below(2) == 0;
        case ParamType::Choice:
            return spec.choices[random.below(spec.choices.size())];
        case ParamType::Integer:
            return random.between(low, high);
        case ParamType::Number:
            return spec.min + random.uniform() * (std::min(spec.max, 7.0) - spec.min);
        case ParamType::IntegerList: {
            std::vector<int64_t> items;
            for (uint64_t i = random.below(9); i > 0; --i)
                items.push_back(random.between(low, high));
            return items;
        }
        case ParamType::Text:
            return std::string("text");
    }
    return spec.default_value;
}

/// A block of the kind with legal but arbitrary attributes behind inputs of one shape; nothing where the parts do not
/// make a network.
inline std::optional<Network> anyBlock(const BlockKind& kind, const std::vector<int64_t>& input, Random& random) {
    NetworkDraft draft;
    std::vector<Port> inputs;
    const int more = kind.max_inputs < 0 ? static_cast<int>(random.below(3)) : 0;
    for (int i = 0; i < kind.min_inputs + more; ++i)
        inputs.push_back({draft.add(*findBlockKind("input"), "in", {{"shape", input}}, {}), 0});
    Attributes attributes;
    for (const ParamSpec& spec : kind.params) {
        if (random.below(2) == 0) attributes.set(spec.name, anyValue(spec, random));
    }
    const BlockId id = draft.add(kind, "block", attributes, inputs);
    draft.setOutputs({{id, 0}});
    auto network = draft.commit();
    return network ? std::optional(std::move(*network)) : std::nullopt;
}

/// Input shapes of every rank from 0 on.
inline std::vector<std::vector<int64_t>> shapesOfEveryRank() {
    return {{}, {7}, {1, 32}, {1, 16, 32}, {1, 8, 8, 8}, {2, 3, 1, 40}, {2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1, 1, 1}};
}

}  // namespace bw::support
