// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/patterns.h"
#include "lowering/patterns/shortcut.h"

namespace bw::patterns_detail {

// k x k -> k x k -> add the input or its projection
std::optional<Match> matchResidual(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.inputs.empty() || view.shape(start.inputs.front()).rank() != 4) return std::nullopt;
    Match match;
    match.kind = findBlockKind("residual");
    match.inputs = {start.inputs.front()};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    if (!takeWindowConv(chain, isSquareConv, a)) return std::nullopt;
    const Operator& conv = view.op(chain.last);
    setWeightAttributes(conv, a);
    a.set("channels", conv.out_channels);
    takeActivation(chain);
    Attributes second;
    if (!takeWindowConv(chain, isSquareConv, second)) return std::nullopt;
    if (!takeShortcut(chain, match.inputs.front(), a)) return std::nullopt;
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
