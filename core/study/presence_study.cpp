// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "study/chosen_network.h"

namespace bw {
namespace {

/// On multiples of 32 it leaves about the width that searches keep.
constexpr double kExpertMultiplier = 0.8;

/// The most capable network that takes no more time than the one there is.
NetworkChoice reverseChoice(double latency_ms, int64_t evaluations) {
    NetworkChoice wanted = fastestDetector(true, true, evaluations);
    wanted.space.most_width = 1.5;
    wanted.objective = Figure::Score;
    wanted.limits = {{Figure::Latency, latency_ms}};
    return wanted;
}

}  // namespace

Result<StudyPlan> planPresenceStudy(const StudyContext& context) {
    const auto baseline = studySample(context, "presence_detector");
    if (!baseline) return tl::unexpected(baseline.error());
    StudyPlan plan;
    plan.id = "presence";
    plan.title = "Human presence";
    plan.question =
        "How much faster does a human-presence detector get by depth multipliers, by selective fusion and "
        "by both, at equal mAP, and where must it stay unfused?";
    plan.aims =
        "Published: latency falls by 14 % with depth multipliers alone, 35 % with selective fusion alone and "
        "53 % with both (2.1 times faster) at equal mAP; experts' rules alone reach 50 %.";
    plan.data.format = "presence";
    showPictures(plan, context.quick ? 12'000 : 32'000, context.quick ? 2 : 4);
    plan.seeds = context.quick ? 1 : 3;
    const int64_t tries = context.evaluations;
    const auto v1 = chooseNetwork(*baseline, context.assessment, fastestDetector(true, false, tries));
    if (!v1) return tl::unexpected(v1.error());
    const auto v2 = chooseNetwork(*baseline, context.assessment, fastestDetector(false, true, tries));
    if (!v2) return tl::unexpected(v2.error());
    const auto v3 = chooseNetwork(*baseline, context.assessment, fastestDetector(true, true, tries));
    if (!v3) return tl::unexpected(v3.error());
    const auto rules = expertRules(*baseline, context.assessment, kExpertMultiplier);
    if (!rules) return tl::unexpected(rules.error());
    const auto expert = followingRules(*baseline, context.assessment, *rules);
    if (!expert) return tl::unexpected(expert.error());
    const auto half = halfWidth(*baseline, context.assessment);
    if (!half) return tl::unexpected(half.error());
    const auto now = assess(*baseline, context.assessment);
    if (!now) return tl::unexpected(now.error());
    const auto reverse =
        chooseNetwork(*baseline, context.assessment, reverseChoice(now->totals.latency_ms.value_or(0), tries));
    if (!reverse) return tl::unexpected(reverse.error());

    const std::string searched = " found by " + groupDigits(tries) + " networks of aging evolution";
    plan.networks = {
        {"baseline", "Baseline", "The sample presence_detector as it is.", *baseline, {}, true},
        {"v1", "V1, depth multipliers", "Multipliers of stages," + searched + ".", v1->network, 14, true},
        {"v2", "V2, selective fusion", "IBN or fused IBN for each block," + searched + ".", v2->network, 35, true},
        {"v3", "V3, both", "Multipliers and fusion," + searched + ".", v3->network, 53, true},
        *half,
        {"expert", "Expert rules", "No search: " + rulesText(*rules) + ".", *expert, 50, false},
        {"reverse",
         "Most capable",
         "At no more latency than the baseline: the greatest capacity," + searched + ".",
         reverse->network,
         {},
         false}};
    plan.notes = {"Searches keep a mean of " + formatNumber(100 * kLeastWidth) +
                      " % of the channels; accuracy is what training then shows, it chose nothing.",
                  "A half-width network should lose 3 points of mAP or more; where it does not, the data is too easy "
                  "to judge by."};
    return plan;
}

}  // namespace bw
