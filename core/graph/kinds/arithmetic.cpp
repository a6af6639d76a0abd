// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/arithmetic.h"

namespace bw::kinds {
namespace {

int64_t constantElements(const Attributes& a, const Shape& shape) {
    const std::string& form = a.text("constant");
    if (form == "scalar") return 1;
    if (form == "per_channel") return shape.channels();
    if (form == "full") return shape.elements();
    return form == "other" ? a.integer("constant_elements") : 0;
}

}  // namespace

BlockKind makeArithmetic(std::string id, std::string label, std::string doc, OpType type) {
    BlockKind kind;
    kind.id = std::move(id);
    kind.label = std::move(label);
    kind.doc = std::move(doc);
    kind.group = KindGroup::Combine;
    kind.max_inputs = -1;
    kind.channel_rule = ChannelRule::Equal;
    kind.creatable = type == OpType::Add || type == OpType::Mul;
    kind.params = {
        activationParam("activation", "Activation", "none"),
        choiceParam("constant", "Constant operand", "Numbers the file holds as one operand.", "none",
                    {"none", "scalar", "per_channel", "full", "other"}, true),
        integerParam("constant_elements", "Constant elements", "Count of a constant operand of another form.", 0, 0,
                     static_cast<double>(kMaxElements), true)};
    if (type == OpType::Elementwise) {
        ParamSpec function =
            choiceParam("function", "Function", "What is computed element by element.", "maximum",
                        {"maximum",    "minimum", "power",  "sqrt",    "rsqrt",  "exp",     "log",
                         "abs",        "neg",     "square", "floor",   "round",  "erf",     "clip",
                         "reciprocal", "sin",     "cos",    "compare", "select", "logical", "squared_difference",
                         "tile",       "expand",  "other"});
        kind.params.insert(kind.params.begin(), function);
    }
    kind.lower = [type](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        return single(c.builder.elementwise(type, c.inputs, activationOf(a),
                                            constantElements(a, c.builder.shape(c.inputs[0])), a.text("function")));
    };
    return kind;
}

}  // namespace bw::kinds
