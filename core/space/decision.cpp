// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "space/decision.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace bw {

std::string_view decisionKindId(DecisionKind kind) {
    static constexpr std::array<std::string_view, kDecisionKinds.size()> kIds = {
        "input", "output_stride", "scale", "width", "expansion", "kernel", "fusion", "conversion", "squeeze", "depth"};
    return kIds[static_cast<size_t>(kind)];
}

Result<DecisionKind> parseDecisionKind(std::string_view id) {
    const auto* const it = std::find_if(kDecisionKinds.begin(), kDecisionKinds.end(),
                                        [&](DecisionKind kind) { return decisionKindId(kind) == id; });
    if (it != kDecisionKinds.end()) return *it;
    std::string ids;
    for (const DecisionKind kind : kDecisionKinds)
        ids += (ids.empty() ? "" : ",") + std::string(decisionKindId(kind));
    return fail(ErrorCode::InvalidArgument, "'" + elide(id, 40) + "' is no kind of decision", {},
                "choose among " + ids);
}

int32_t SpaceDecision::indexOf(double value) const {
    const auto it = std::find(values.begin(), values.end(), value);
    return it == values.end() ? -1 : static_cast<int32_t>(it - values.begin());
}

std::string SpaceDecision::presentText(const Network& network) const {
    const Block* owner = network.find(block);
    switch (kind) {
        case DecisionKind::Input: {
            const std::vector<int64_t>& shape = owner->attributes.list("shape");
            return std::to_string(shape[2]) + "x" + std::to_string(shape[3]);
        }
        case DecisionKind::Fusion:
        case DecisionKind::Conversion:
            return owner->kind->id;
        case DecisionKind::Squeeze:
            return now > 0 ? "on" : "off";
        case DecisionKind::Depth:
            return "once";
        default:
            return formatNumber(now);
    }
}

int32_t SpaceDecision::present() const {
    const auto same = indexOf(now);
    if (same >= 0 || !ordered) return std::max(same, 0);
    const auto larger = std::lower_bound(values.begin(), values.end(), now);
    return static_cast<int32_t>(std::min(larger - values.begin(), std::ssize(values) - 1));
}

int32_t SpaceDecision::nearestTo(double value) const {
    const auto it = std::min_element(values.begin(), values.end(),
                                     [&](double a, double b) { return std::abs(a - value) < std::abs(b - value); });
    return static_cast<int32_t>(it - values.begin());
}

}  // namespace bw
