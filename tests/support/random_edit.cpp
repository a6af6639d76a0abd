// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_edit.h"

namespace bw::test {
namespace {

const Block& anyBlock(Random& random, const Network& network) {
    return network.at(random.below(network.size()));
}

/// A value for a parameter, mostly legal.
std::string anyValue(Random& random, const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::Flag:
            return random.below(2) == 0 ? "true" : "false";
        case ParamType::Integer:
            return std::to_string(random.below(8) == 0 ? random.between(-2, 1 << 21) : random.between(1, 64));
        case ParamType::Number:
            return valueText(Value(random.uniform() * 8));
        case ParamType::Choice:
            return spec.choices[random.below(spec.choices.size())];
        case ParamType::Text:
            return "text";
        case ParamType::IntegerList:
            return std::to_string(random.between(0, 64)) + "," + std::to_string(random.between(0, 64));
    }
    return {};
}

std::string anyAssignment(Random& random, const Network& network) {
    const Block& block = anyBlock(random, network);
    if (block.kind->params.empty()) return quoteName(block.name) + ".channels=8";
    const ParamSpec& spec = block.kind->params[random.below(block.kind->params.size())];
    return quoteName(block.name) + "." + spec.name + "=" + anyValue(random, spec);
}

}  // namespace

std::string randomEdit(Random& random, const Network& network) {
    const auto name = [&] {
        std::string word = " ";
        word += quoteName(anyBlock(random, network).name);
        return word;
    };
    const auto all = rewrites();
    const std::string id = all[random.below(all.size())].id;
    if (id == "set" || id == "identical") return id + " " + anyAssignment(random, network);
    if (id == "channels") return id + name() + " " + std::to_string(random.between(1, 80));
    if (id == "squeeze") return id + name() + (random.below(2) == 0 ? " on" : " off");
    if (id == "scale") return id + " " + valueText(Value(0.1 + random.uniform() * 2)) + " --multiple 8";
    if (id == "align") return id + " --multiple " + std::to_string(random.between(1, 32));
    if (id == "output_stride") return id + " " + std::to_string(random.between(1, 16));
    if (id == "input_size") return id + " " + std::to_string(random.between(1, 128)) + "x64";
    if (id == "move") return id + name() + " after" + name();
    if (id == "rename" || id == "stage") return id + name() + " new" + std::to_string(random.below(1000));
    if (id == "insert") {
        const auto kinds = blockKinds();
        return id + " " + kinds[random.below(kinds.size())].id + " after" + name() +
               (random.below(3) == 0 ? " with" + name() : "");
    }
    return id + name() + (random.below(3) == 0 ? name() : "");
}

EditedNetwork randomlyEdited(const Network& origin, Random& random, int edits) {
    EditedNetwork edited{origin, 0};
    for (int tries = 0; edited.edits < edits && tries < 20 * edits; ++tries) {
        auto outcome = applyEdit(edited.network, randomEdit(random, edited.network));
        if (!outcome) continue;
        edited.network = std::move(outcome->network);
        ++edited.edits;
    }
    return edited;
}

}  // namespace bw::test
