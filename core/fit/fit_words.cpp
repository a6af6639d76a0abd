// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_words.h"

#include "base/text.h"

namespace bw {
namespace {

std::string exact(int64_t bytes) {
    return groupDigits(bytes) + " B";
}

/// "48,120 B of parameters, 38,120 B over the budget of 10,000 B".
std::string overText(const char* what, int64_t bytes, int64_t budget) {
    return exact(bytes) + " of " + what + ", " + exact(bytes - budget) + " over the budget of " + exact(budget);
}

std::string impossibleText(const FitResult& result, const Budgets& budgets, const Freedoms& freedoms,
                           int64_t smallest_parameter_bytes) {
    const std::string free = "with " + freedomsText(freedoms) + " free and channels in multiples of " +
                             std::to_string(result.multiple) + ", ";
    const bool peak_over = budgets.peak_activation_bytes && result.lowest_peak_bytes > *budgets.peak_activation_bytes;
    const bool parameters_over = budgets.parameter_bytes && result.fewest_parameter_bytes > *budgets.parameter_bytes;
    std::string text = "Proved impossible: " + free + "no network needs less than ";
    if (parameters_over) {
        text += overText("parameters", result.fewest_parameter_bytes, *budgets.parameter_bytes);
        if (peak_over) text += ", nor less than ";
    }
    if (peak_over) {
        text += overText("peak activations", result.lowest_peak_bytes, *budgets.peak_activation_bytes);
    }
    if (parameters_over || peak_over) return text + ".";
    // Each budget can be kept, but what lowers the peak enough adds parameters.
    return "Proved impossible: " + free + "every network that keeps the peak budget of " +
           exact(budgets.peak_activation_bytes.value_or(0)) + " needs at least " +
           overText("parameters", smallest_parameter_bytes, budgets.parameter_bytes.value_or(0)) + ".";
}

}  // namespace

std::string fitTitle(const Budgets& budgets) {
    std::string text = "Fit into ";
    if (budgets.parameter_bytes) text += formatBytes(*budgets.parameter_bytes) + " of parameters";
    if (budgets.parameter_bytes && budgets.peak_activation_bytes) text += " and ";
    if (budgets.peak_activation_bytes) text += formatBytes(*budgets.peak_activation_bytes) + " of peak activations";
    return text;
}

std::string fitSentence(const FitResult& result, const Budgets& budgets, const Freedoms& freedoms,
                        int64_t smallest_parameter_bytes) {
    switch (result.verdict) {
        case FitVerdict::AlreadyFits:
            return "It fits already: " + exact(result.now.parameter_bytes) + " of parameters, " +
                   exact(result.now.peak_activation_bytes) + " of peak activations. Nothing has to change.";
        case FitVerdict::Impossible:
            return impossibleText(result, budgets, freedoms, smallest_parameter_bytes);
        case FitVerdict::Fits: {
            const Totals& totals = result.balanced->totals;
            return "It can fit: " + exact(totals.parameter_bytes) + " of parameters and " +
                   exact(totals.peak_activation_bytes) + " of peak activations.";
        }
        case FitVerdict::Unfinished:
            break;
    }
    if (result.stopped) return "Stopped before anything was found that fits.";
    return "The search found nothing that fits; the bounds, " + exact(result.fewest_parameter_bytes) +
           " of parameters and " + exact(result.lowest_peak_bytes) + " of peak activations, do not exclude it.";
}

}  // namespace bw
