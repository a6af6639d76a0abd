// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/checked.h"
#include "io/onnx_fold_context.h"

namespace bw::onnx {
namespace {

std::optional<int64_t> integerResult(std::string_view op, int64_t a, int64_t b) {
    if (op == "Add") return addChecked(a, b);
    if (op == "Sub") return b == std::numeric_limits<int64_t>::min() ? std::nullopt : addChecked(a, -b);
    if (op == "Mul") return mulChecked(a, b);
    if (op == "Min") return std::min(a, b);
    if (op == "Max") return std::max(a, b);
    if (op == "Div" || op == "Mod") {
        if (b == 0 || (b == -1 && a == std::numeric_limits<int64_t>::min())) return std::nullopt;
        if (op == "Div") return a / b;
        const int64_t rest = a % b;
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
    if (op == "Pow") {
        const double power = std::pow(static_cast<double>(a), static_cast<double>(b));
        return std::fabs(power) < 9e15 ? std::optional(static_cast<int64_t>(power)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> realResult(std::string_view op, double a, double b) {
    if (op == "Add") return a + b;
    if (op == "Sub") return a - b;
    if (op == "Mul") return a * b;
    if (op == "Div") return b == 0 ? std::nullopt : std::optional(a / b);
    if (op == "Min") return std::min(a, b);
    if (op == "Max") return std::max(a, b);
    if (op == "Pow") return std::pow(a, b);
    if (op == "Mod") return b == 0 ? std::nullopt : std::optional(std::fmod(a, b));
    return std::nullopt;
}

std::optional<bool> comparison(std::string_view op, double a, double b) {
    if (op == "Equal") return a == b;
    if (op == "Less") return a < b;
    if (op == "LessOrEqual") return a <= b;
    if (op == "Greater") return a > b;
    if (op == "GreaterOrEqual") return a >= b;
    if (op == "And") return a != 0 && b != 0;
    if (op == "Or") return a != 0 || b != 0;
    return std::nullopt;
}

Folded foldBinary(const FoldContext& context) {
    const Constant* a = context.input(0);
    const Constant* b = context.input(1);
    if (a == nullptr || b == nullptr) return refuseFold("needs two operands");
    auto dims = broadcastDims(a->dims, b->dims);
    if (!dims) return tl::unexpected(dims.error());
    const std::string_view op = context.node.op_type;
    const bool compares = comparison(op, 0, 0).has_value();
    const bool same_kind = compares || a->isReal() == b->isReal() || op == "Pow";
    auto result = prepare(*dims, compares ? int32_t{kBool} : a->type, a->known && b->known && same_kind);
    if (!result || !result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        const auto at = coordinatesOf(i, result->dims);
        const size_t ia = broadcastPosition(at, a->dims);
        const size_t ib = broadcastPosition(at, b->dims);
        bool ok = true;
        if (compares) {
            result->integers[i] = *comparison(op, a->number(ia), b->number(ib)) ? 1 : 0;
        } else if (result->isReal()) {
            const auto value = realResult(op, a->number(ia), b->number(ib));
            ok = value.has_value();
            result->reals[i] = value.value_or(0);
        } else {
            const int64_t right =
                b->isReal() ? static_cast<int64_t>(std::clamp(b->reals[ib], -1e6, 1e6)) : b->integers[ib];
            const auto value = integerResult(op, a->integers[ia], right);
            ok = value.has_value();
            result->integers[i] = value.value_or(0);
        }
        if (ok) continue;
        forget(*result);
        break;
    }
    return one(std::move(result));
}

std::optional<double> unaryResult(std::string_view op, double x) {
    if (op == "Floor") return std::floor(x);
    if (op == "Ceil") return std::ceil(x);
    if (op == "Round") return std::nearbyint(x);
    if (op == "Neg") return -x;
    if (op == "Abs") return std::fabs(x);
    if (op == "Sqrt") return x < 0 ? std::nullopt : std::optional(std::sqrt(x));
    if (op == "Reciprocal") return x == 0 ? std::nullopt : std::optional(1 / x);
    if (op == "Exp") return std::exp(x);
    if (op == "Log") return x <= 0 ? std::nullopt : std::optional(std::log(x));
    if (op == "Not") return x == 0 ? 1 : 0;
    return std::nullopt;
}

Folded foldUnary(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    auto result = prepare(x->dims, x->type, x->known);
    if (!result || !result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        const auto value = unaryResult(context.node.op_type, x->number(i));
        const bool exact = value && (result->isReal() || std::fabs(*value) < 9e15);
        if (!exact) {
            forget(*result);
            break;
        }
        if (result->isReal()) {
            result->reals[i] = *value;
        } else {
            result->integers[i] = static_cast<int64_t>(*value);
        }
    }
    return one(std::move(result));
}

Folded foldSame(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    Constant copy = *x;
    return std::vector<Constant>{std::move(copy)};
}

Folded foldCast(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    int64_t type = context.node.integer("to", x->type);
    if (context.node.op_type == "QuantizeLinear") type = context.input(2) != nullptr ? context.input(2)->type : kUint8;
    if (context.node.op_type == "DequantizeLinear") type = kFloat;
    const bool exact_cast = context.node.op_type == "Cast";
    auto result = prepare(x->dims, static_cast<int32_t>(type), x->known && exact_cast);
    if (!result) return tl::unexpected(result.error());
    result->stored = x->stored;
    if (!result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        if (result->isReal()) {
            result->reals[i] = x->number(i);
        } else if (!x->isReal()) {
            result->integers[i] = type == kBool ? (x->integers[i] != 0 ? 1 : 0) : x->integers[i];
        } else if (std::fabs(x->reals[i]) < 9e15) {
            result->integers[i] = static_cast<int64_t>(x->reals[i]);
        } else {
            forget(*result);
            break;
        }
    }
    return one(std::move(result));
}

Folded foldWhere(const FoldContext& context) {
    const Constant* condition = context.input(0);
    const Constant* a = context.input(1);
    const Constant* b = context.input(2);
    if (condition == nullptr || a == nullptr || b == nullptr) return refuseFold("needs three operands");
    auto dims = broadcastDims(a->dims, b->dims);
    if (dims) dims = broadcastDims(*dims, condition->dims);
    if (!dims) return tl::unexpected(dims.error());
    const bool known = condition->known && a->known && b->known && a->isReal() == b->isReal() && !condition->isReal();
    auto result = prepare(*dims, a->type, known);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const auto at = coordinatesOf(i, result->dims);
        const bool first = condition->integers[broadcastPosition(at, condition->dims)] != 0;
        const Constant& from = first ? *a : *b;
        copyElement(*result, i, from, broadcastPosition(at, from.dims));
    }
    return one(std::move(result));
}

Folded foldReduceProd(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr || x->dims.size() != 1) return refuseFold("reduces a constant in a way that is not followed");
    std::vector<int64_t> dims;
    if (context.node.integer("keepdims", 1) != 0) dims.push_back(1);
    auto result = prepare(dims, x->type, x->known && !x->isReal());
    if (!result || !result->known) return one(std::move(result));
    const bool sum = context.node.op_type == "ReduceSum";
    int64_t total = sum ? 0 : 1;
    for (const int64_t value : x->integers) {
        const auto next = sum ? addChecked(total, value) : mulChecked(total, value);
        if (!next) {
            forget(*result);
            return one(std::move(result));
        }
        total = *next;
    }
    result->integers[0] = total;
    return one(std::move(result));
}

Folded foldRange(const FoldContext& context) {
    const Constant* start = context.input(0);
    const Constant* limit = context.input(1);
    const Constant* delta = context.input(2);
    const bool known = start != nullptr && limit != nullptr && delta != nullptr && scalarOf(*start) &&
                       scalarOf(*limit) && scalarOf(*delta);
    if (!known || *scalarOf(*delta) == 0) return refuseFold("its range is not known");
    const double first = *scalarOf(*start);
    const double step = *scalarOf(*delta);
    const double count = std::max(0.0, std::ceil((*scalarOf(*limit) - first) / step));
    if (!(count <= 1e9)) return refuseFold("its range is too long");
    auto result = prepare({static_cast<int64_t>(count)}, start->type, true);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const double value = first + step * static_cast<double>(i);
        if (result->isReal()) {
            result->reals[i] = value;
        } else {
            result->integers[i] = std::fabs(value) < 9e15 ? static_cast<int64_t>(value) : 0;
        }
    }
    return one(std::move(result));
}

}  // namespace

Folder arithmeticFolder(std::string_view op) {
    static const std::unordered_map<std::string_view, Folder> table = {
        {"Add", foldBinary},
        {"Sub", foldBinary},
        {"Mul", foldBinary},
        {"Div", foldBinary},
        {"Mod", foldBinary},
        {"Pow", foldBinary},
        {"Min", foldBinary},
        {"Max", foldBinary},
        {"Equal", foldBinary},
        {"Less", foldBinary},
        {"LessOrEqual", foldBinary},
        {"Greater", foldBinary},
        {"GreaterOrEqual", foldBinary},
        {"And", foldBinary},
        {"Or", foldBinary},
        {"Floor", foldUnary},
        {"Ceil", foldUnary},
        {"Round", foldUnary},
        {"Neg", foldUnary},
        {"Abs", foldUnary},
        {"Sqrt", foldUnary},
        {"Reciprocal", foldUnary},
        {"Exp", foldUnary},
        {"Log", foldUnary},
        {"Not", foldUnary},
        {"Identity", foldSame},
        {"Dropout", foldSame},
        {"Cast", foldCast},
        {"QuantizeLinear", foldCast},
        {"DequantizeLinear", foldCast},
        {"Where", foldWhere},
        {"ReduceProd", foldReduceProd},
        {"ReduceSum", foldReduceProd},
        {"Range", foldRange},
    };
    const auto found = table.find(op);
    return found == table.end() ? nullptr : found->second;
}

}  // namespace bw::onnx
