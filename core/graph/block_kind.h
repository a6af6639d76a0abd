// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/attributes.h"
#include "graph/operator_builder.h"

namespace bw {

enum class ParamType : uint8_t { Flag, Integer, Number, Choice, Text, IntegerList };

/// One parameter of a block kind, described once: the inspector, validation, file reading, the command line and the
/// search space all read this.
struct ParamSpec {
    std::string name;   ///< As in files and on the command line: "channels".
    std::string label;  ///< As people read it: "Output channels".
    std::string doc;
    ParamType type = ParamType::Integer;
    Value default_value = int64_t{0};
    double min = 0;  ///< Inclusive range of integers and numbers, and of the items of a list.
    double max = static_cast<double>(kMaxDimension);
    std::vector<std::string> choices;  ///< Legal values of a Choice.
    bool advanced = false;             ///< Shown folded: details that importers fill in and people rarely change.
};

/// How the channels of a block's output relate to its inputs; channel edits propagate along it.
enum class ChannelRule : uint8_t {
    Own,     ///< The attribute "channels" sets them.
    Follow,  ///< Those of input 0.
    Equal,   ///< All inputs and the output agree (Add).
    Join,    ///< The sum of the inputs (Concat over channels).
    Fixed,   ///< They follow from shapes and cannot be set.
};

enum class KindGroup : uint8_t {
    Input,
    Convolution,
    Mobile,
    Residual,
    Head,
    Dense,
    Pooling,
    Combine,
    Attention,
    Shape,
    Other
};
std::string_view kindGroupLabel(KindGroup group);

/// What a kind's lowering sees.
struct LowerContext {
    const Attributes& attributes;
    std::span<const TensorId> inputs;
    OperatorBuilder& builder;
};

/// A kind of block: its parameters and what it lowers to. A new kind is one file in graph/kinds and one line in
/// builtin_kinds.cpp.
struct BlockKind {
    std::string id;     ///< "ibn", "fused_ibn", "conv" ...
    std::string label;  ///< "IBN", "Fused IBN", "Convolution" ...
    std::string doc;
    KindGroup group = KindGroup::Other;
    int min_inputs = 1;
    int max_inputs = 1;     ///< -1: any number.
    bool creatable = true;  ///< Offered in the palette; false for what only importers make.
    ChannelRule channel_rule = ChannelRule::Follow;
    std::vector<ParamSpec> params;
    /// True where the attributes make output and input 0 equal in channels (an identity shortcut inside the block).
    std::function<bool(const Attributes&)> ties_input;
    /// Appends the block's operators and gives its output tensors, or why the block cannot be.
    std::function<Result<std::vector<TensorId>>(const LowerContext&)> lower;

    const ParamSpec* param(std::string_view name) const;
};

/// All kinds in palette order.
std::span<const BlockKind> blockKinds();
/// Null where there is no such kind.
const BlockKind* findBlockKind(std::string_view id);

/// Fills in defaults and checks names, types and ranges; errors name the parameter, the value and the legal range.
Result<Attributes> completeAttributes(const BlockKind& kind, const Attributes& attributes);
/// Checks one value; integers are taken for numbers, and nothing else is converted.
Result<Value> checkedValue(const ParamSpec& spec, const Value& value);
/// Reads a value that a person typed, by the parameter's type.
Result<Value> parseValue(const ParamSpec& spec, std::string_view text);

}  // namespace bw
