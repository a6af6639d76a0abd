// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/chosen_network.h"

#include <algorithm>
#include <cmath>

#include "assess/problems.h"
#include "io/open_model.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

EditContext editContext(const AssessmentContext& context) {
    EditContext edit;
    edit.channel_multiple = channelMultiple(context.target);
    edit.precision = context.precision;
    return edit;
}

}  // namespace

NetworkChoice fastestDetector(bool widths, bool fusion, int64_t evaluations) {
    NetworkChoice choice;
    choice.space[DecisionKind::Width] = widths;
    choice.space[DecisionKind::Fusion] = fusion;
    choice.space.grain = WidthGrain::Stage;
    choice.space.most_width = 1;
    choice.evaluations = evaluations;
    if (widths) choice.limits.push_back({Figure::KeptWidth, kLeastWidth});
    return choice;
}

Result<ChosenNetwork> chooseNetwork(const Network& network, const AssessmentContext& context,
                                    const NetworkChoice& choice) {
    const auto lowered = lower(network, context.precision);
    if (!lowered) return tl::unexpected(lowered.error());
    auto space = SearchSpace::make(network, *lowered, context.target, choice.space);
    if (!space) return tl::unexpected(space.error());
    const auto problem =
        NetworkProblem::make(*std::move(space), *lowered, context, {{choice.objective}, choice.limits});
    if (!problem) return tl::unexpected(problem.error());
    RunControl control;
    RunOptions run;
    run.strategy = "aging_evolution";
    run.seed = choice.seed;
    run.evaluations = choice.evaluations;
    auto result = runSearch(**problem, run, control);
    if (!result) return tl::unexpected(result.error());
    if (result->last.front.empty()) {
        return fail(ErrorCode::NotFound, "no network of the space keeps the limits", network.name());
    }
    const Genome genome = result->last.front.front().genome;
    auto built = (*problem)->space().build(genome);
    if (!built) return tl::unexpected(built.error());
    const auto figures = (*problem)->figures(std::span(&genome, 1)).front();
    if (!figures) return fail(ErrorCode::NotFound, "the network that was found cannot be counted", network.name());
    return ChosenNetwork{std::move(*built), *figures, *problem, std::move(result->evaluations)};
}

Result<Network> studySample(const StudyContext& context, const std::string& name) {
    auto model = openModel(context.models_dir + "/samples/" + name + ".blockwright");
    if (!model) return tl::unexpected(model.error());
    return std::move(model->document.network);
}

Result<Network> followingRules(const Network& network, const AssessmentContext& context, const RuleSet& rules) {
    return editedNetwork(network, context, applyRules(network, editContext(context), rules));
}

Result<Network> editedNetwork(const Network& network, const AssessmentContext& context,
                              std::span<const std::string> commands) {
    Network result = network;
    for (const std::string& command : commands) {
        auto outcome = applyEdit(result, command, editContext(context));
        if (!outcome) return tl::unexpected(outcome.error());
        result = std::move(outcome->network);
    }
    return result;
}

Result<RuleSet> expertRules(const Network& network, const AssessmentContext& context, double multiplier) {
    const auto assessment = assess(network, context);
    if (!assessment) return tl::unexpected(assessment.error());
    RuleSet rules;
    rules.name = "expert";
    rules.target = context.target.id;
    rules.source = network.name();
    rules.rules.push_back({RuleKind::WidthAtMost, multiplier});
    // Where fusing stops to pay differs a little from block to block; the widest block for which it pays decides.
    double widest = 0;
    for (size_t position = 0; position < network.size(); ++position) {
        const auto& margin = assessment->blocks[position].fusion_margin;
        if (!margin || *margin <= 0) continue;
        const Port source = network.at(position).inputs.front();
        const auto before = static_cast<size_t>(network.positionOf(source.block));
        const Shape& map = assessment->lowered.graph.shape(
            assessment->lowered.blocks[before].outputs[static_cast<size_t>(source.output)]);
        widest = std::max(widest, static_cast<double>(map.channels()));
    }
    rules.rules.push_back({RuleKind::FuseUpTo, widest});
    return rules;
}

std::string rulesText(const RuleSet& rules) {
    std::string text;
    for (const Rule& rule : rules.rules)
        text += (text.empty() ? "" : ", ") + rule.text();
    return text;
}

Result<StudyNetwork> halfWidth(const Network& network, const AssessmentContext& context) {
    const std::vector<std::string> halving = {"scale 0.5"};
    auto half = editedNetwork(network, context, halving);
    if (!half) return tl::unexpected(half.error());
    return StudyNetwork{"half", "Half width", "All channels halved: how hard the data is.", std::move(*half), {}, true};
}

}  // namespace bw
