// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_patterns.h"

#include <algorithm>
#include <cmath>

namespace bw::onnx {
namespace {

/// A match: what it computes, and the nodes it absorbs besides the last one.
struct Match {
    Fold fold;
    std::vector<int32_t> absorbed;
};

bool near(std::optional<double> value, double expected) {
    return value && std::fabs(*value - expected) <= 1e-3 * std::max(1.0, std::fabs(expected));
}

/// Looks backwards from one node, collecting what a match would absorb.
class Matcher {
public:
    explicit Matcher(const NameTable& names) : names_(names) {}

    std::optional<Match> match(const RawNode& last) {
        for (auto attempt :
             {&Matcher::silu, &Matcher::hardSwish, &Matcher::gelu, &Matcher::layerNorm, &Matcher::hardSigmoid}) {
            absorbed_.clear();
            auto fold = (this->*attempt)(last);
            if (fold) return Match{std::move(*fold), absorbed_};
        }
        return std::nullopt;
    }

private:
    /// The node of type `op` that alone gives `name` to `uses` readers; it is absorbed.
    const RawNode* take(std::string_view name, std::string_view op, int32_t uses = 1) {
        const int32_t index = names_.producer(name);
        if (index < 0 || names_.uses(name) != uses) return nullptr;
        const RawNode& node = names_.graph().nodes[static_cast<size_t>(index)];
        if (node.op_type != op || node.outputs.size() != 1 || node.inputs.empty()) return nullptr;
        absorbed_.push_back(index);
        return &node;
    }

    bool same(std::string_view a, std::string_view b) const { return names_.canonical(a) == names_.canonical(b); }

    /// Runs `attempt(first, second)` on both orders of a node's two operands.
    template <class Attempt>
    auto eitherOrder(const RawNode& node, Attempt attempt) -> decltype(attempt(node.inputs[0], node.inputs[0])) {
        if (node.inputs.size() != 2) return std::nullopt;
        const size_t mark = absorbed_.size();
        if (auto found = attempt(node.inputs[0], node.inputs[1])) return found;
        absorbed_.resize(mark);
        if (auto found = attempt(node.inputs[1], node.inputs[0])) return found;
        absorbed_.resize(mark);
        return std::nullopt;
    }

    /// The other operand of a product with, or division by, a constant.
    std::optional<std::string_view> scaledBy(const RawNode& node, double divisor) {
        if (node.inputs.size() != 2) return std::nullopt;
        if (node.op_type == "Div" && near(names_.scalar(node.inputs[1]), divisor)) return node.inputs[0];
        if (node.op_type != "Mul") return std::nullopt;
        for (const size_t i : {size_t{0}, size_t{1}}) {
            if (near(names_.scalar(node.inputs[i]), 1 / divisor)) return node.inputs[1 - i];
        }
        return std::nullopt;
    }

    /// The other operand of a sum with a constant.
    std::optional<std::string_view> offsetBy(const RawNode& node, double offset) {
        if (node.op_type != "Add" || node.inputs.size() != 2) return std::nullopt;
        for (const size_t i : {size_t{0}, size_t{1}}) {
            if (near(names_.scalar(node.inputs[i]), offset)) return node.inputs[1 - i];
        }
        return std::nullopt;
    }

    // x * sigmoid(x)
    std::optional<Fold> silu(const RawNode& last) {
        if (last.op_type != "Mul") return std::nullopt;
        return eitherOrder(last, [&](std::string_view x, std::string_view gate) -> std::optional<Fold> {
            const RawNode* sigmoid = take(gate, "Sigmoid");
            if (sigmoid == nullptr || !same(sigmoid->inputs[0], x)) return std::nullopt;
            return Fold{Spelling::Silu, x, {}, {}};
        });
    }

    // clip(x + 3, 0, 6); gives x
    std::optional<std::string_view> shiftedClip(std::string_view name) {
        const RawNode* clip = take(name, "Clip");
        if (clip == nullptr) return std::nullopt;
        const auto range = clipRange(*clip, names_);
        if (!range || !near(range->first, 0) || !near(range->second, 6)) return std::nullopt;
        const RawNode* sum = take(clip->inputs[0], "Add");
        return sum == nullptr ? std::nullopt : offsetBy(*sum, 3);
    }

    // clip(x + 3, 0, 6) / 6, or HardSigmoid with slope 1/6; gives x
    std::optional<std::string_view> hardGate(std::string_view name) {
        const size_t mark = absorbed_.size();
        if (const RawNode* gate = take(name, "HardSigmoid")) {
            const bool slope = near(static_cast<double>(gate->real("alpha", 0.2F)), 1.0 / 6);
            if (slope && near(static_cast<double>(gate->real("beta", 0.5F)), 0.5)) return gate->inputs[0];
        }
        for (const std::string_view op : {"Div", "Mul"}) {
            absorbed_.resize(mark);
            const RawNode* scale = take(name, op);
            const auto scaled = scale == nullptr ? std::nullopt : scaledBy(*scale, 6);
            if (!scaled) continue;
            if (auto x = shiftedClip(*scaled)) return x;
        }
        absorbed_.resize(mark);
        return std::nullopt;
    }

    // x * gate(x), or (x * clip(x + 3, 0, 6)) / 6
    std::optional<Fold> hardSwish(const RawNode& last) {
        if (last.op_type == "Mul") {
            auto found = eitherOrder(last, [&](std::string_view x, std::string_view gate) -> std::optional<Fold> {
                const auto inner = hardGate(gate);
                if (!inner || !same(*inner, x)) return std::nullopt;
                return Fold{Spelling::HardSwish, x, {}, {}};
            });
            if (found) return found;
        }
        const auto product = scaledBy(last, 6);
        const RawNode* mul = product ? take(*product, "Mul") : nullptr;
        if (mul == nullptr) return std::nullopt;
        return eitherOrder(*mul, [&](std::string_view x, std::string_view gate) -> std::optional<Fold> {
            const auto inner = shiftedClip(gate);
            if (!inner || !same(*inner, x)) return std::nullopt;
            return Fold{Spelling::HardSwish, x, {}, {}};
        });
    }

    std::optional<Fold> hardSigmoid(const RawNode& last) {
        const auto scaled = scaledBy(last, 6);
        const auto x = scaled ? shiftedClip(*scaled) : std::nullopt;
        if (!x) return std::nullopt;
        return Fold{Spelling::HardSigmoid, *x, {}, {}};
    }

    /// Factors of a tree of products; inner products that nothing else reads are absorbed.
    void factors(const RawNode& product, std::vector<std::string_view>& out, int depth = 0) {
        for (const std::string_view input : product.inputs) {
            const size_t mark = absorbed_.size();
            const RawNode* inner = depth < 3 ? take(input, "Mul") : nullptr;
            if (inner != nullptr && inner->inputs.size() == 2) {
                factors(*inner, out, depth + 1);
            } else {
                absorbed_.resize(mark);
                out.push_back(input);
            }
        }
    }

    // 1 + erf(x / sqrt(2)); gives x
    std::optional<std::string_view> erfTerm(std::string_view name) {
        const RawNode* sum = take(name, "Add");
        const auto inner = sum == nullptr ? std::nullopt : offsetBy(*sum, 1);
        const RawNode* erf = inner ? take(*inner, "Erf") : nullptr;
        if (erf == nullptr) return std::nullopt;
        const size_t mark = absorbed_.size();
        for (const std::string_view op : {"Div", "Mul"}) {
            absorbed_.resize(mark);
            const RawNode* scale = take(erf->inputs[0], op);
            if (scale == nullptr) continue;
            if (auto x = scaledBy(*scale, std::sqrt(2.0))) return x;
        }
        return std::nullopt;
    }

    // 1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)); gives x
    std::optional<std::string_view> tanhTerm(std::string_view name) {
        const RawNode* sum = take(name, "Add");
        const auto inner = sum == nullptr ? std::nullopt : offsetBy(*sum, 1);
        const RawNode* tanh = inner ? take(*inner, "Tanh") : nullptr;
        const RawNode* scale = tanh == nullptr ? nullptr : take(tanh->inputs[0], "Mul");
        const auto polynomial = scale == nullptr ? std::nullopt : scaledBy(*scale, 1 / 0.7978845608);
        const RawNode* terms = polynomial ? take(*polynomial, "Add") : nullptr;
        if (terms == nullptr) return std::nullopt;
        return eitherOrder(*terms, [&](std::string_view x, std::string_view cube) -> std::optional<std::string_view> {
            const RawNode* product = take(cube, "Mul");
            if (product == nullptr || !isCube(*product, x)) return std::nullopt;
            return x;
        });
    }

    // 0.044715 * x * x * x, or 0.044715 * pow(x, 3)
    bool isCube(const RawNode& product, std::string_view x) {
        std::vector<std::string_view> parts;
        factors(product, parts);
        size_t powers = 0;
        bool coefficient = false;
        for (const std::string_view part : parts) {
            if (same(part, x)) {
                ++powers;
            } else if (near(names_.scalar(part), 0.044715)) {
                coefficient = true;
            } else if (const RawNode* pow = take(part, "Pow"); pow != nullptr && pow->inputs.size() == 2) {
                if (!same(pow->inputs[0], x) || !near(names_.scalar(pow->inputs[1]), 3)) return false;
                powers += 3;
            } else {
                return false;
            }
        }
        return coefficient && powers == 3;
    }

    // 0.5 * x * (1 + erf(x / sqrt(2))) in any order, and its approximation by tanh
    std::optional<Fold> gelu(const RawNode& last) {
        if (last.op_type != "Mul") return std::nullopt;
        std::vector<std::string_view> parts;
        factors(last, parts);
        if (parts.size() != 3) return std::nullopt;
        std::sort(parts.begin(), parts.end());
        do {
            if (!near(names_.scalar(parts[0]), 0.5)) continue;
            for (auto term : {&Matcher::erfTerm, &Matcher::tanhTerm}) {
                const size_t mark = absorbed_.size();
                const auto x = (this->*term)(parts[2]);
                if (x && same(*x, parts[1])) return Fold{Spelling::Gelu, *x, {}, {}};
                absorbed_.resize(mark);
            }
        } while (std::next_permutation(parts.begin(), parts.end()));
        return std::nullopt;
    }

    /// Axes of a mean that keeps its dimensions; nothing where they are not stated.
    std::optional<std::vector<int64_t>> meanAxes(const RawNode& mean) const {
        if (mean.integer("keepdims", 1) == 0) return std::nullopt;
        auto axes = mean.integers("axes");
        if (axes.empty() && mean.inputs.size() > 1) {
            const auto stated = names_.constant(mean.inputs[1]);
            const auto values = stated ? integersOf(*stated) : std::nullopt;
            if (values) axes = *values;
        }
        return axes.empty() ? std::nullopt : std::optional(axes);
    }

    // x - mean(x), read `uses` times
    std::optional<Fold> centred(std::string_view name, int32_t uses) {
        const RawNode* difference = take(name, "Sub", uses);
        if (difference == nullptr || difference->inputs.size() != 2) return std::nullopt;
        const RawNode* mean = take(difference->inputs[1], "ReduceMean");
        if (mean == nullptr || !same(mean->inputs[0], difference->inputs[0])) return std::nullopt;
        const auto axes = meanAxes(*mean);
        if (!axes) return std::nullopt;
        return Fold{Spelling::LayerNorm, difference->inputs[0], {}, *axes};
    }

    // d / sqrt(mean(d^2) + epsilon), d = x - mean(x)
    std::optional<Fold> normalized(const RawNode& division) {
        if (division.op_type != "Div" || division.inputs.size() != 2) return std::nullopt;
        const RawNode* root = take(division.inputs[1], "Sqrt");
        const RawNode* sum = root == nullptr ? nullptr : take(root->inputs[0], "Add");
        if (sum == nullptr || sum->inputs.size() != 2) return std::nullopt;
        const size_t variance = names_.scalar(sum->inputs[0]) ? 1 : 0;
        const auto epsilon = names_.scalar(sum->inputs[1 - variance]);
        const RawNode* mean = take(sum->inputs[variance], "ReduceMean");
        if (mean == nullptr || !epsilon || *epsilon < 0 || *epsilon > 0.1) return std::nullopt;
        const size_t mark = absorbed_.size();
        bool squared = false;
        int32_t readers = 2;
        if (const RawNode* pow = take(mean->inputs[0], "Pow"); pow != nullptr && pow->inputs.size() == 2) {
            squared = same(pow->inputs[0], division.inputs[0]) && near(names_.scalar(pow->inputs[1]), 2);
        } else {
            absorbed_.resize(mark);
            const RawNode* mul = take(mean->inputs[0], "Mul");
            readers = 3;
            squared = mul != nullptr && mul->inputs.size() == 2 && same(mul->inputs[0], division.inputs[0]) &&
                      same(mul->inputs[1], division.inputs[0]);
        }
        auto fold = squared ? centred(division.inputs[0], readers) : std::nullopt;
        const auto axes = meanAxes(*mean);
        if (!fold || !axes || *axes != fold->axes) return std::nullopt;
        return fold;
    }

    /// The fold of `last` where it is `op` of an inner match and a constant, which becomes its weight.
    template <class Inner>
    std::optional<Fold> weighted(const RawNode& last, std::string_view op, std::string_view inner_op, Inner inner) {
        if (last.op_type != op) return std::nullopt;
        return eitherOrder(last, [&](std::string_view value, std::string_view weight) -> std::optional<Fold> {
            const RawNode* node = names_.constant(weight) ? take(value, inner_op) : nullptr;
            auto fold = node == nullptr ? std::nullopt : inner(*node);
            if (fold) fold->weights.push_back(weight);
            return fold;
        });
    }

    std::optional<Fold> layerNorm(const RawNode& last) {
        const auto scaled = [&](const RawNode& node) {
            return weighted(node, "Mul", "Div", [&](const RawNode& division) { return normalized(division); });
        };
        if (last.op_type == "Add") return weighted(last, "Add", "Mul", scaled);
        if (last.op_type == "Mul") return scaled(last);
        return normalized(last);
    }

    const NameTable& names_;
    std::vector<int32_t> absorbed_;
};

}  // namespace

FoldPlan planFolds(const NameTable& names, const std::vector<int32_t>& order) {
    const auto& nodes = names.graph().nodes;
    FoldPlan plan;
    plan.absorbed.assign(nodes.size(), false);
    Matcher matcher(names);
    // From the end, so that the longest spelling wins: a hard sigmoid that a hard swish contains is seen second.
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        const RawNode& node = nodes[static_cast<size_t>(*at)];
        const bool ends_spelling = node.op_type == "Mul" || node.op_type == "Div" || node.op_type == "Add";
        if (!ends_spelling || node.outputs.size() != 1 || plan.absorbed[static_cast<size_t>(*at)]) continue;
        auto match = matcher.match(node);
        if (!match) continue;
        const bool taken = std::any_of(match->absorbed.begin(), match->absorbed.end(), [&](int32_t index) {
            return plan.absorbed[static_cast<size_t>(index)] || plan.folds.count(index) > 0;
        });
        if (taken) continue;
        for (const int32_t index : match->absorbed)
            plan.absorbed[static_cast<size_t>(index)] = true;
        plan.folds.emplace(*at, std::move(match->fold));
    }
    return plan;
}

}  // namespace bw::onnx
