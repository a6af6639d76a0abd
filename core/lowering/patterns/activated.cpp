// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// convolution -> an activation that no runtime fuses, such as hard-swish
std::optional<Match> matchActivatedConvolution(const GraphView& view, int first) {
    if (!view.op(first).isConvolution() || view.op(first).activation != Activation::None) return std::nullopt;
    Chain chain(view, first);
    chain.take();
    const Activation activation = takeActivation(chain);
    Match match = singleOperatorMatch(view, first);
    if (activation == Activation::None || match.kind->param("activation") == nullptr) return std::nullopt;
    match.attributes.set("activation", std::string(activationId(activation)));
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
