// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/weights.h"

#include "base/checked.h"

namespace bw {
namespace {

tl::unexpected<Error> tooLarge() {
    return fail(ErrorCode::LimitExceeded, "the parameters need more than 2^63 bytes");
}

std::optional<int64_t> storedBytes(int64_t weights, WeightFormat format) {
    const int64_t bits = weightBits(format);
    if (bits < 8) return ceilDiv(weights, 8 / bits);
    return mulChecked(weights, bits / 8);
}

}  // namespace

Result<ParameterBytes> parameterBytes(const Operator& op, Precision precision) {
    const auto weights = storedBytes(op.weight_elements, op.precision.weightsIn(precision));
    const auto biases = mulChecked(op.biasElements(), biasBytes(op.precision.activationsIn(precision)));
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
