// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/problems.h"

#include <algorithm>
#include <cmath>

#include "base/checked.h"
#include "base/text.h"
#include "rewrite/rewrite.h"
#include "rewrite/scale_channels.h"
#include "target/alignment.h"
#include "target/format_support.h"

namespace bw {
namespace {

std::string percent(double fraction) {
    return std::to_string(std::llround(fraction * 100)) + " %";
}

void addBudgetProblems(const Totals& totals, const Budgets& budgets, std::vector<Problem>& problems) {
    const auto exceeded = [&](const char* code, const std::string& what, const std::string& by) {
        problems.push_back({Severity::Error,
                            code,
                            kNoBlock,
                            what + " exceeds its budget by " + by,
                            "see the suggestions for edits that save most",
                            {}});
    };
    if (budgets.latency_ms && totals.latency_ms && *totals.latency_ms > *budgets.latency_ms) {
        exceeded("BW-BUDGET-001", "latency", formatMilliseconds(*totals.latency_ms - *budgets.latency_ms));
    }
    if (budgets.parameter_bytes && totals.parameter_bytes > *budgets.parameter_bytes) {
        exceeded("BW-BUDGET-002", "parameter memory", formatBytes(totals.parameter_bytes - *budgets.parameter_bytes));
    }
    if (budgets.peak_activation_bytes && totals.peak_activation_bytes > *budgets.peak_activation_bytes) {
        exceeded("BW-BUDGET-003", "peak activation memory",
                 formatBytes(totals.peak_activation_bytes - *budgets.peak_activation_bytes));
    }
}

/// What of the formats a block asks for the target has not got; the edit that gives it up in `verb`.
std::string missingOf(const Assessment& a, size_t position, const AssessmentContext& context, const char** verb) {
    const PrecisionChoice& choice = a.network.at(position).precision;
    const NpuParameters& npu = context.target.npu;
    const Precision activations = choice.activationsIn(context.precision);
    *verb = "precision";
    if (choice.activations && !npu.supports(activations)) return std::string(precisionId(activations));
    if (!choice.weights || !npu.supports(activations)) return {};
    *verb = "weights";
    const BlockSpan& span = a.lowered.blocks[position];
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        const std::string missing = missingFormat(a.slots[static_cast<size_t>(i)], context.target);
        if (a.slots[static_cast<size_t>(i)].kernel.weight_elements > 0 && !missing.empty()) return missing;
    }
    return {};
}

void addFormatProblems(const Assessment& a, const AssessmentContext& context, std::vector<Problem>& problems) {
    const std::string& target = context.target.name;
    const std::string remedy = "it runs " + supportedFormatsText(context.target);
    bool asks_network = false;
    for (size_t i = 0; i < a.network.size(); ++i) {
        const Block& block = a.network.at(i);
        asks_network = asks_network || !block.precision.activations;
        if (block.precision.empty()) continue;
        const char* verb = nullptr;
        const std::string missing = missingOf(a, i, context, &verb);
        if (missing.empty()) continue;
        problems.push_back(
            {Severity::Error, "BW-FORMAT-001", block.id, target + " does not run " + missing, remedy,
             block.frozen ? std::string() : std::string(verb) + " " + quoteName(block.name) + " network"});
    }
    if (!asks_network || context.target.npu.supports(context.precision)) return;
    problems.push_back({Severity::Error,
                        "BW-FORMAT-001",
                        kNoBlock,
                        target + " does not run " + std::string(precisionId(context.precision)),
                        remedy,
                        {}});
}

void addEstimateProblems(const Assessment& a, std::vector<Problem>& problems) {
    for (size_t i = 0; i < a.network.size(); ++i) {
        const Block& block = a.network.at(i);
        const BlockSpan& span = a.lowered.blocks[i];
        if (a.operators.empty()) return;
        for (int32_t op = span.first_operator; op < span.first_operator + span.operator_count; ++op) {
            const OperatorEstimate& estimate = a.operators[static_cast<size_t>(op)];
            const Operator& lowered = a.lowered.graph.operators[static_cast<size_t>(op)];
            if (estimate.known) continue;
            const std::string name = lowered.detail.empty() ? std::string(opTypeId(lowered.type)) : lowered.detail;
            problems.push_back({Severity::Warning,
                                "BW-COVER-001",
                                block.id,
                                "the latency of '" + elide(name, 40) + "' is unknown and not in the total",
                                estimate.note,
                                {}});
            break;
        }
        if (a.blocks[i].out_of_range) {
            problems.push_back({Severity::Hint,
                                "BW-RANGE-001",
                                block.id,
                                "unlike anything the estimator was trained on",
                                "take its latency with a wide margin",
                                {}});
        }
    }
}

void addAlignmentProblem(const Block& block, const Shape& input, const ChannelSteps& steps,
                         std::vector<Problem>& problems) {
    const auto lint = [&](const std::string& what, int64_t channels, int64_t step, const std::string& fix) {
        const ChannelAlignment alignment = alignChannels(channels, step);
        if (alignment.aligned()) return;
        problems.push_back({Severity::Warning, "BW-ALIGN-001", block.id,
                            std::to_string(channels) + " " + what + " on lanes of " + std::to_string(step) + ": " +
                                percent(alignment.idle_fraction) + " of the lanes idle in the last pass",
                            std::to_string(alignment.next) + " cost about the same",
                            block.frozen ? std::string() : fix});
    };
    const std::string name = quoteName(block.name);
    if (block.kind->param("channels") != nullptr) {
        const int64_t next = roundUp(block.channels(), steps.output);
        lint("output channels", block.channels(), steps.output, "set " + name + ".channels=" + std::to_string(next));
    }
    if (block.kind->param("expansion") != nullptr && input.rank() == 4) {
        const auto in = static_cast<double>(input.channels());
        const int64_t inner = std::llround(in * block.attributes.number("expansion", 1));
        const int64_t next = roundUp(inner, steps.depthwise);
        lint("inner channels", inner, steps.depthwise,
             "set " + name + ".expansion=" + formatNumber(static_cast<double>(next) / in));
    }
}

}  // namespace

int64_t channelMultiple(const TargetProfile& target) {
    return std::max(target.channel_steps.output, target.channel_steps.depthwise);
}

std::vector<Problem> findProblems(const Assessment& assessment, const AssessmentContext& context) {
    std::vector<Problem> problems;
    addBudgetProblems(assessment.totals, context.budgets, problems);
    addFormatProblems(assessment, context, problems);
    addEstimateProblems(assessment, problems);
    // The network's answer, such as a classifier's classes, is not for aligning.
    const std::vector<bool> answers = givesOutput(assessment.network);
    for (size_t i = 0; i < assessment.network.size(); ++i) {
        const Block& block = assessment.network.at(i);
        if (block.inputs.empty() || answers[i]) continue;
        const Operator* first = nullptr;
        const BlockSpan& span = assessment.lowered.blocks[i];
        if (span.operator_count > 0)
            first = &assessment.lowered.graph.operators[static_cast<size_t>(span.first_operator)];
        if (first == nullptr || first->inputs.empty()) continue;
        addAlignmentProblem(block, assessment.lowered.graph.shape(first->inputs.front()), context.target.channel_steps,
                            problems);
    }
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
    return problems;
}

}  // namespace bw
