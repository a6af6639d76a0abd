// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/unsupported_formats.h"

#include "target/format_support.h"

namespace bw {

Result<void> markUnsupported(std::vector<KernelSlot>& slots, const TargetProfile& target, Precision precision,
                             std::vector<OperatorEstimate>& operators) {
    bool any = false;
    for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].cost != SlotCost::Runs) continue;
        const std::string missing = missingFormat(slots[i], target);
        any = any || missing.empty();
        if (missing.empty()) continue;
        slots[i].cost = SlotCost::Unknown;
        operators[i].note = target.name + " does not run " + missing;
    }
    if (any || target.npu.supports(precision)) return {};
    return fail(ErrorCode::Unsupported, target.name + " does not run " + std::string(precisionId(precision)), target.id,
                "choose a precision that the target supports");
}

}  // namespace bw
