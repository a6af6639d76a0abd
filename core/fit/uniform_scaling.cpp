// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/uniform_scaling.h"

#include <vector>

#include "base/text.h"
#include "rewrite/rewrite.h"

namespace bw {

std::optional<UniformScaling> bestUniformScaling(const Network& network, const LoweredNetwork& lowered,
                                                 const FitEvaluator& evaluator, std::stop_token stop) {
    std::optional<UniformScaling> best;
    std::vector<int64_t> multiples = {evaluator.space().multiple()};
    if (multiples.front() > 8) multiples.push_back(8);
    for (const int64_t multiple : multiples) {
        Network before = network;
        for (int hundredths = 99; hundredths >= 5 && !stop.stop_requested(); --hundredths) {
            const double ratio = hundredths / 100.0;
            const std::string command = "scale " + formatNumber(ratio) + " --multiple " + std::to_string(multiple);
            auto edited = applyEdit(network, command, {multiple, &lowered});
            // Neighbouring multipliers often round to the same channels.
            if (!edited || edited->network == before) continue;
            before = edited->network;
            auto figures = evaluator.evaluate(edited->network, false);
            if (!figures || figures->excess() > 0) continue;
            if (best && figures->harm > best->figures.harm) continue;
            figures = evaluator.evaluate(edited->network, true);
            const bool slower = best && figures->harm == best->figures.harm &&
                                figures->latency_ms.value_or(0) >= best->figures.latency_ms.value_or(0);
            if (!slower) best = UniformScaling{ratio, command, edited->network, *figures};
        }
    }
    return best;
}

}  // namespace bw
