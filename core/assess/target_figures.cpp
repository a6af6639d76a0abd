// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/target_figures.h"

#include "assess/assessment.h"
#include "target/alignment.h"

namespace bw {

Result<TargetFigures> figuresOn(const Network& network, const TargetProfile& target, Precision precision) {
    const auto estimator = Estimator::parametric(target);
    if (!estimator) return tl::unexpected(estimator.error());
    AssessmentContext context;
    context.target = target;
    context.estimator = *estimator;
    context.precision = precision;
    const auto assessment = assess(network, context);
    if (!assessment) return tl::unexpected(assessment.error());
    TargetFigures figures;
    figures.latency_ms = assessment->totals.latency_ms;
    figures.coverage = assessment->totals.coverage;
    figures.peak_activation_bytes = assessment->totals.peak_activation_bytes;
    figures.peak_tops = 2.0 * static_cast<double>(target.npu.macsPerCycle()) * target.npu.clock_hz / 1e12;
    figures.crossover_channels = fusionCrossoverChannels(3, target.npu);
    double busy_ms = 0.0;
    for (const OperatorEstimate& op : assessment->operators) {
        // Lanes idle only in what runs on the array.
        if (!op.known || op.free || op.utilisation <= 0.0) continue;
        busy_ms += op.latency_ms;
        figures.idle_lanes += op.latency_ms * (1.0 - (1.0 - op.idle_input_lanes) * (1.0 - op.idle_output_lanes));
    }
    if (busy_ms > 0.0) figures.idle_lanes /= busy_ms;
    if (figures.latency_ms && *figures.latency_ms > 0.0) {
        const double cycles = *figures.latency_ms * 1e-3 * target.npu.clock_hz;
        figures.utilisation =
            static_cast<double>(assessment->totals.macs) / (cycles * static_cast<double>(target.npu.macsPerCycle()));
    }
    return figures;
}

}  // namespace bw
