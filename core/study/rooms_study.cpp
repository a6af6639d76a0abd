// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <utility>

#include "base/text.h"
#include "study/chosen_network.h"

namespace bw {
namespace {

struct Faster {
    const char* id;
    const char* title;
    double reduction;  ///< Published, %.
};
constexpr std::array kCandidates = {Faster{"a", "Candidate A", 27}, Faster{"b", "Candidate B", 37},
                                    Faster{"c", "Candidate C", 38}, Faster{"d", "Candidate D", 41},
                                    Faster{"e", "Candidate E", 51}};

/// The most capable network that is so much faster.
NetworkChoice choice(double latency_ms, int64_t evaluations, uint64_t seed) {
    NetworkChoice choice;
    for (const DecisionKind kind : {DecisionKind::Width, DecisionKind::Fusion, DecisionKind::Expansion,
                                    DecisionKind::Kernel, DecisionKind::OutputStride})
        choice.space[kind] = true;
    choice.space.most_width = 1;
    choice.objective = Figure::Score;
    choice.limits = {{Figure::Latency, latency_ms}};
    choice.evaluations = evaluations;
    choice.seed = seed;
    return choice;
}

/// What the best of a search on the presence detector share.
Result<RuleSet> presenceRules(const StudyContext& context) {
    const auto detector = studySample(context, "presence_detector");
    if (!detector) return tl::unexpected(detector.error());
    const auto chosen = chooseNetwork(*detector, context.assessment, fastestDetector(true, true, context.evaluations));
    if (!chosen) return tl::unexpected(chosen.error());
    return mineRules(*chosen->problem, chosen->evaluations, "presence");
}

}  // namespace

Result<StudyPlan> planRoomsStudy(const StudyContext& context) {
    const auto baseline = studySample(context, "indoor_segmentation");
    if (!baseline) return tl::unexpected(baseline.error());
    const auto now = assess(*baseline, context.assessment);
    if (!now) return tl::unexpected(now.error());
    if (!now->totals.latency_ms) {
        return fail(ErrorCode::Unavailable, "the latency is not known: " + now->latency_problem, baseline->name());
    }
    StudyPlan plan;
    plan.id = "rooms";
    plan.title = "Indoor robot";
    plan.question =
        "How much faster does a robot's segmentation network get at equal mIoU, and do rules learnt on the "
        "presence detector carry over?";
    plan.aims = "Published: five candidates faster by 27, 37, 38, 41 and 51 % at equal mIoU.";
    plan.data.format = "rooms";
    showPictures(plan, context.quick ? 6'000 : 24'000, context.quick ? 2 : 4);
    plan.seeds = context.quick ? 1 : 3;
    plan.networks.push_back({"baseline", "Baseline", "The sample indoor_segmentation as it is.", *baseline, {}, true});
    uint64_t seed = 7;
    for (const Faster& candidate : kCandidates) {
        const double limit = *now->totals.latency_ms * (1 - candidate.reduction / 100);
        const auto chosen = chooseNetwork(*baseline, context.assessment, choice(limit, context.evaluations, seed++));
        if (!chosen) return tl::unexpected(chosen.error());
        const bool quick = candidate.id == std::string_view("a") || candidate.id == std::string_view("e");
        plan.networks.push_back({candidate.id, candidate.title,
                                 "The greatest capacity at " + formatNumber(100 - candidate.reduction) +
                                     " % of the latency, found by " + groupDigits(context.evaluations) +
                                     " networks of aging evolution.",
                                 chosen->network, candidate.reduction, quick});
    }
    const auto rules = presenceRules(context);
    if (!rules) return tl::unexpected(rules.error());
    const auto carried = followingRules(*baseline, context.assessment, *rules);
    const std::string said = rulesText(*rules);
    if (carried) {
        plan.networks.push_back({"rules", "Rules from presence", "No search here: " + said + ".", *carried, {}, true});
    } else {
        plan.notes.push_back("The rules learnt on presence (" + said + ") do not apply: " + carried.error().text() +
                             ".");
    }
    auto half = halfWidth(*baseline, context.assessment);
    if (!half) return tl::unexpected(half.error());
    plan.networks.push_back(std::move(*half));
    return plan;
}

}  // namespace bw
