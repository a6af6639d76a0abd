// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <unordered_map>

#include "io/onnx_constants.h"

namespace bw::onnx {

/// Who defines and who reads each value, with Identity and Dropout looked through.
class NameTable {
public:
    /// `order` as executionOrder gives it.
    NameTable(const RawGraph& graph, const std::vector<int32_t>& order);

    /// The name of the value that `name` merely repeats, or `name`.
    std::string_view canonical(std::string_view name) const;
    /// How often nodes and the graph's outputs read the value's data; asking for its sizes does not count.
    int32_t uses(std::string_view name) const;
    /// The node that gives the value, or -1.
    int32_t producer(std::string_view name) const;
    /// True where a node of type `op` gives the value.
    bool givenBy(std::string_view name, std::string_view op) const;
    /// True where all readers of the value are nodes of type `op`, and no output of the graph is it.
    bool onlyReadBy(std::string_view name, std::string_view op) const;
    /// True where node `index` only hands its input on.
    bool isAlias(int32_t index) const { return aliases_[static_cast<size_t>(index)]; }
    /// The constant of that name if an initializer or a Constant node states it.
    std::optional<Constant> constant(std::string_view name) const;
    std::optional<double> scalar(std::string_view name) const;

    const RawGraph& graph() const { return graph_; }

private:
    const RawGraph& graph_;
    std::vector<bool> aliases_;
    std::unordered_map<std::string_view, std::string_view> canonical_;
    std::unordered_map<std::string_view, int32_t> uses_;
    std::unordered_map<std::string_view, int32_t> producer_;
    std::unordered_map<std::string_view, std::string_view> reader_op_;  ///< Type of all readers; empty if they differ.
    std::unordered_map<std::string_view, const RawTensor*> initializers_;
};

/// The constant that a Constant node states; nothing for strings.
Result<std::optional<Constant>> constantOfNode(const RawNode& node);

/// Bounds of a Clip, from attributes or constant inputs; infinite where left out, nothing where not constant.
std::optional<std::pair<double, double>> clipRange(const RawNode& node, const NameTable& names);

/// Functions that exporters spell out in several nodes.
enum class Spelling { Silu, HardSwish, HardSigmoid, Gelu, LayerNorm };

/// Stands at the last node of a spelled-out function; the nodes before it were absorbed.
struct Fold {
    Spelling spelling = Spelling::Silu;
    std::string_view input;
    std::vector<std::string_view> weights;  ///< LayerNorm: scale and offset.
    std::vector<int64_t> axes;              ///< LayerNorm: axes it normalises over.
};

struct FoldPlan {
    std::vector<bool> absorbed;
    std::unordered_map<int32_t, Fold> folds;
};

/// Finds the spelled-out functions. A node is absorbed only if nothing outside the function reads its result.
FoldPlan planFolds(const NameTable& names, const std::vector<int32_t>& order);

}  // namespace bw::onnx
