// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/smallest_design.h"

#include <algorithm>

namespace bw {
namespace {

bool changesKind(const FitGene& gene) {
    return gene.freedom == Freedom::Conversion || gene.freedom == Freedom::Fusion;
}

}  // namespace

std::optional<SmallestDesign> smallestDesign(FitEvaluator& evaluator, std::stop_token stop) {
    const std::vector<FitGene>& genes = evaluator.space().genes();
    FitDesign design = evaluator.space().origin();
    for (size_t g = 0; g < genes.size(); ++g) {
        if (!changesKind(genes[g])) design[g] = static_cast<int32_t>(genes[g].options.size()) - 1;
    }
    auto figures = evaluator.evaluate(design, false);
    if (!figures) return std::nullopt;
    FitDesign lowest = design;
    int64_t lowest_peak = figures->peak_bytes;
    // Conversions concern their own block's bytes only, so that one pass over them finds the best of each.
    for (size_t g = 0; g < genes.size(); ++g) {
        if (stop.stop_requested()) return std::nullopt;
        if (!changesKind(genes[g])) continue;
        FitDesign other = design;
        other[g] = 1;
        if (const auto changed = evaluator.evaluate(other, false);
            changed && changed->parameter_bytes < figures->parameter_bytes) {
            design = other;
            figures = changed;
        }
        other = lowest;
        other[g] = 1;
        const auto before = evaluator.evaluate(lowest, false);
        const auto changed = evaluator.evaluate(other, false);
        if (before && changed && changed->peak_bytes <= before->peak_bytes) {
            lowest = other;
            lowest_peak = changed->peak_bytes;
        }
    }
    SmallestDesign smallest{design, *figures, figures->parameter_bytes, std::min(lowest_peak, figures->peak_bytes)};
    // What the peak budget needs beyond: a block over it has to change, whatever its parameters become.
    for (bool changed = true; changed && smallest.figures.peak_excess > 0;) {
        changed = false;
        for (size_t g = 0; g < genes.size(); ++g) {
            if (stop.stop_requested()) return std::nullopt;
            if (!changesKind(genes[g])) continue;
            FitDesign other = smallest.design;
            other[g] = 1 - other[g];
            const auto tried = evaluator.evaluate(other, false);
            if (!tried || tried->peak_excess >= smallest.figures.peak_excess) continue;
            smallest.design = other;
            smallest.figures = *tried;
            changed = true;
        }
    }
    return smallest;
}

}  // namespace bw
