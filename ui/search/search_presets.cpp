// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/search_presets.h"

#include <QCoreApplication>

namespace bw::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("SearchPresets", text);
}

SearchPreset preset(const char* id, const char* label, const char* tip) {
    return {QString::fromLatin1(id), translated(label), translated(tip), {}, {}};
}

}  // namespace

std::vector<SearchPreset> searchPresets(const Budgets& budgets) {
    std::vector<SearchPreset> presets;
    SearchPreset& faster =
        presets.emplace_back(preset("faster", QT_TRANSLATE_NOOP("SearchPresets", "&Faster at the same score"),
                                    QT_TRANSLATE_NOOP("SearchPresets", "The least latency with a score no worse")));
    faster.spec.objectives = {Figure::Latency, Figure::Score};
    faster.spec.relative = {{Figure::Score, 1}, {Figure::Latency, 1}};
    SearchPreset& grow = presets.emplace_back(
        preset("grow", QT_TRANSLATE_NOOP("SearchPresets", "&Grow: the best score at today's latency"),
               QT_TRANSLATE_NOOP("SearchPresets", "The most capable network at no more than the present latency")));
    grow.spec.objectives = {Figure::Score, Figure::Latency};
    grow.spec.relative = {{Figure::Latency, 1}};
    SearchPreset& fit = presets.emplace_back(
        preset("fit", QT_TRANSLATE_NOOP("SearchPresets", "Fit the &budgets"),
               QT_TRANSLATE_NOOP("SearchPresets", "The best score and the least latency within all budgets")));
    fit.spec.objectives = {Figure::Score, Figure::Latency};
    if (budgets.parameter_bytes)
        fit.spec.limits.push_back({Figure::ParameterBytes, static_cast<double>(*budgets.parameter_bytes)});
    if (budgets.peak_activation_bytes)
        fit.spec.limits.push_back({Figure::PeakBytes, static_cast<double>(*budgets.peak_activation_bytes)});
    if (budgets.latency_ms) fit.spec.limits.push_back({Figure::Latency, *budgets.latency_ms});
    if (fit.spec.limits.empty())
        fit.obstacle = translated(QT_TRANSLATE_NOOP("SearchPresets", "Set a budget first: click a gauge above."));
    SearchPreset& front =
        presets.emplace_back(preset("front", QT_TRANSLATE_NOOP("SearchPresets", "&Trade latency against score"),
                                    QT_TRANSLATE_NOOP("SearchPresets", "The whole front, without limits")));
    front.spec.objectives = {Figure::Latency, Figure::Score};
    return presets;
}

}  // namespace bw::ui
