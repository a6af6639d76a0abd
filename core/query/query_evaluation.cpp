// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "query/query_node.h"

namespace bw {
namespace {

using Op = QueryNode::Op;

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> numberOf(const QueryNode& node, const Assessment& a, size_t position) {
    switch (node.op) {
        case Op::Number:
            return node.number;
        case Op::PercentOf: {
            const auto total = node.field->total(a);
            return total ? std::optional(*total * node.number / 100) : std::nullopt;
        }
        case Op::Field:
            return node.field->number(a, position);
        case Op::Negate: {
            const auto value = numberOf(*node.operands[0], a, position);
            return value ? std::optional(-*value) : std::nullopt;
        }
        default:
            break;
    }
    const auto left = numberOf(*node.operands[0], a, position);
    const auto right = numberOf(*node.operands[1], a, position);
    if (!left || !right) return std::nullopt;
    switch (node.op) {
        case Op::Add:
            return finite(*left + *right);
        case Op::Subtract:
            return finite(*left - *right);
        case Op::Multiply:
            return finite(*left * *right);
        case Op::Divide:
            return finite(*left / *right);
        default:
            return finite(std::fmod(*left, *right));
    }
}

bool compare(Op op, double left, double right) {
    switch (op) {
        case Op::Less:
            return left < right;
        case Op::LessEqual:
            return left <= right;
        case Op::Greater:
            return left > right;
        case Op::GreaterEqual:
            return left >= right;
        case Op::Equal:
            return left == right;
        default:
            return left != right;
    }
}

std::optional<bool> textTruth(const QueryNode& node, const Assessment& a, size_t position) {
    const std::vector<std::string> texts = node.field->texts(a, position);
    if (texts.empty()) return std::nullopt;
    const bool whole = node.op == Op::Is || node.op == Op::IsNot;
    const bool found = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        const std::string own = lowered(text);
        return whole ? own == node.text : own.find(node.text) != std::string::npos;
    });
    return found == (node.op == Op::Is || node.op == Op::Holds);
}

bool mentions(const Block& block, const std::string& text) {
    return lowered(block.name).find(text) != std::string::npos ||
           lowered(block.kind->id).find(text) != std::string::npos ||
           lowered(block.kind->label).find(text) != std::string::npos;
}

}  // namespace

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::optional<bool> truthOf(const QueryNode& node, const Assessment& a, size_t position) {
    switch (node.op) {
        case Op::Field: {
            const auto flag = node.field->number(a, position);
            return flag ? std::optional(*flag != 0) : std::nullopt;
        }
        case Op::Is:
        case Op::IsNot:
        case Op::Holds:
        case Op::HoldsNot:
            return textTruth(node, a, position);
        case Op::Mentions:
            return mentions(a.network.at(position), node.text);
        case Op::Not: {
            const auto truth = truthOf(*node.operands[0], a, position);
            return truth ? std::optional(!*truth) : std::nullopt;
        }
        case Op::And:
        case Op::Or: {
            // One side may decide even where the other is unknown.
            const bool decisive = node.op == Op::Or;
            const auto left = truthOf(*node.operands[0], a, position);
            if (left == decisive) return decisive;
            const auto right = truthOf(*node.operands[1], a, position);
            if (right == decisive) return decisive;
            return left && right ? std::optional(!decisive) : std::nullopt;
        }
        default:
            break;
    }
    const auto left = numberOf(*node.operands[0], a, position);
    const auto right = numberOf(*node.operands[1], a, position);
    return left && right ? std::optional(compare(node.op, *left, *right)) : std::nullopt;
}

}  // namespace bw
