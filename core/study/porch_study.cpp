// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "base/text.h"
#include "fit/fit_solver.h"
#include "study/chosen_network.h"

namespace bw {
namespace {

/// Of parameters and peak activations of today.
constexpr double kShare = 0.53;

Result<Network> answered(const Network& network, const AssessmentContext& context,
                         const std::optional<FitAnswer>& answer, const char* what) {
    if (!answer) return fail(ErrorCode::NotFound, std::string("there is no answer ") + what, network.name());
    return editedNetwork(network, context, answer->commands);
}

}  // namespace

Result<StudyPlan> planPorchStudy(const StudyContext& context) {
    const auto baseline = studySample(context, "camera_classifier");
    if (!baseline) return tl::unexpected(baseline.error());
    StudyPlan plan;
    plan.id = "porch";
    plan.title = "Porch camera";
    plan.question =
        "Does a camera's classifier fit with parameters and peak activation memory both 47 % lower, and "
        "what does that cost in accuracy?";
    plan.aims =
        "Published: parameters and activations both fall by 47 % with standard in place of depthwise "
        "convolutions and aligned, even channels, at equal accuracy.";
    plan.data.format = "porch";
    showPictures(plan, context.quick ? 16'000 : 48'000, context.quick ? 2 : 4);
    plan.seeds = context.quick ? 1 : 3;

    AssessmentContext budgeted = context.assessment;
    const auto now = assess(*baseline, budgeted);
    if (!now) return tl::unexpected(now.error());
    budgeted.budgets = {};
    budgeted.budgets.parameter_bytes =
        static_cast<int64_t>(std::floor(kShare * static_cast<double>(now->totals.parameter_bytes)));
    budgeted.budgets.peak_activation_bytes =
        static_cast<int64_t>(std::floor(kShare * static_cast<double>(now->totals.peak_activation_bytes)));
    FitOptions options;
    options.allow[Freedom::Input] = false;
    const auto fit = fitToBudgets(*now, budgeted, options);
    if (!fit) return tl::unexpected(fit.error());
    const auto least = answered(*baseline, budgeted, fit->least_harm, "within both budgets");
    if (!least) return tl::unexpected(least.error());
    const auto balanced = answered(*baseline, budgeted, fit->balanced, "within both budgets");
    if (!balanced) return tl::unexpected(balanced.error());
    FitOptions narrow;
    narrow.allow.allowed.fill(false);
    narrow.allow[Freedom::Width] = true;
    narrow.allow[Freedom::Conversion] = true;
    const auto converted = fitToBudgets(*now, budgeted, narrow);
    if (!converted) return tl::unexpected(converted.error());
    const auto half = halfWidth(*baseline, budgeted);
    if (!half) return tl::unexpected(half.error());

    plan.networks = {{"baseline", "Baseline", "The sample camera_classifier as it is.", *baseline, {}, true},
                     {"fitted",
                      "Fitted",
                      "Both budgets kept, no slower than uniform scaling, least expected harm.",
                      *balanced,
                      {},
                      true},
                     {"least_harm",
                      "Fitted, least harm",
                      "Both budgets kept with the least expected harm, however slow.",
                      *least,
                      {},
                      true},
                     *half};
    if (converted->uniform) {
        const auto uniform = editedNetwork(*baseline, budgeted, converted->uniform->commands);
        if (uniform)
            plan.networks.push_back({"uniform",
                                     "Uniform scaling",
                                     "One multiplier for all channels, both budgets kept.",
                                     *uniform,
                                     {},
                                     false});
    }
    if (converted->least_harm) {
        const auto standard = editedNetwork(*baseline, budgeted, converted->least_harm->commands);
        if (standard)
            plan.networks.push_back({"standard",
                                     "Standard convolutions",
                                     "Only widths and depthwise or standard may change; both budgets kept.",
                                     *standard,
                                     {},
                                     false});
    }
    plan.notes = {"Budgets: " + formatBytes(*budgeted.budgets.parameter_bytes) + " of parameters and " +
                  formatBytes(*budgeted.budgets.peak_activation_bytes) +
                  " of peak activations, 53 % of the baseline's."};
    return plan;
}

}  // namespace bw
