// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/imported_model.h"

namespace bw {

Result<void> checkTotals(const OperatorGraph& graph) {
    constexpr int64_t kMaxTotal = int64_t{1} << 60;
    int64_t macs = 0;
    int64_t parameters = 0;
    for (const Operator& op : graph.operators) {
        if (op.macs > kMaxTotal - macs) {
            return fail(ErrorCode::LimitExceeded, "the network has more than 2^60 multiply-accumulates");
        }
        // Bias and normalisation add three numbers per channel at most, which the limits keep small.
        if (op.weight_elements > kMaxTotal || op.parameters() > kMaxTotal - parameters) {
            return fail(ErrorCode::LimitExceeded, "the network has more than 2^60 parameters");
        }
        macs += op.macs;
        parameters += op.parameters();
    }
    return {};
}

}  // namespace bw
