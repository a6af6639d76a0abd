// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/weights.h"

#include "base/checked.h"

namespace bw {
namespace {

tl::unexpected<Error> tooLarge() {
    return fail(ErrorCode::LimitExceeded, "the parameters need more than 2^63 bytes");
}

}  // namespace

Result<ParameterBytes> parameterBytes(const Operator& op, Precision precision) {
    const auto weights = mulChecked(op.weight_elements, weightBytes(precision));
    const auto biases = mulChecked(op.biasElements(), biasBytes(precision));
    if (!weights || !biases || !addChecked(*weights, *biases)) return tooLarge();
    return ParameterBytes{*weights, *biases};
}

Result<ParameterBytes> parameterBytes(const OperatorGraph& graph, Precision precision) {
    ParameterBytes sum;
    for (const Operator& op : graph.operators) {
        const auto bytes = parameterBytes(op, precision);
        if (!bytes) return bytes;
        const auto weights = addChecked(sum.weights, bytes->weights);
        const auto biases = addChecked(sum.biases, bytes->biases);
        if (!weights || !biases || !addChecked(*weights, *biases)) return tooLarge();
        sum = {*weights, *biases};
    }
    return sum;
}

}  // namespace bw
