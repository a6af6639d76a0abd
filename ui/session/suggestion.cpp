// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/suggestion.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Suggestions", text);
}

QString ablationText(const SearchSuggestion& found) {
    QStringList parts;
    if (found.ablated_latency && std::abs(*found.ablated_latency) >= 5e-4)
        parts << translated(QT_TRANSLATE_NOOP("Suggestions", "latency %1")).arg(changeText(*found.ablated_latency));
    if (found.ablated_score && std::abs(*found.ablated_score) >= 5e-4)
        parts << translated(QT_TRANSLATE_NOOP("Suggestions", "score %1"))
                     .arg(figureChange(Figure::Score, 0, *found.ablated_score));
    if (parts.isEmpty()) return {};
    return translated(QT_TRANSLATE_NOOP("Suggestions", "taken back from the best network: %1"))
        .arg(parts.join(QStringLiteral(", ")));
}

double changeOf(double before, double after) {
    return before > 0 ? after / before - 1 : 0;
}

}  // namespace

QString Suggestion::key() const {
    QStringList lines;
    for (const std::string& command : commands)
        lines << toQt(command);
    return lines.join(QLatin1Char('\n'));
}

QString Suggestion::kind() const {
    if (commands.empty()) return {};
    const QString command = toQt(commands.front());
    const QString verb = command.section(QLatin1Char(' '), 0, 0);
    if (verb != QLatin1String("set")) return verb;
    return verb + QStringLiteral(" .") + command.section(QLatin1Char('='), 0, 0).section(QLatin1Char('.'), -1);
}

Suggestion suggestionOf(const Hint& hint) {
    Suggestion suggestion;
    suggestion.title = toQt(hint.title);
    suggestion.commands = hint.commands;
    suggestion.blocks = hint.blocks;
    suggestion.why = sentence(toQt(hint.why));
    suggestion.latency_ms = hint.after.latency_ms;
    suggestion.parameter_bytes = hint.after.parameter_bytes;
    suggestion.peak_bytes = hint.after.peak_activation_bytes;
    suggestion.latency_change = hint.latency_change;
    suggestion.parameter_change = hint.parameter_change;
    suggestion.peak_change = hint.peak_change;
    return suggestion;
}

Suggestion suggestionOf(const SearchSuggestion& found, const QString& search_id) {
    Suggestion suggestion;
    suggestion.title = toQt(found.title);
    suggestion.commands = found.commands;
    suggestion.blocks = found.blocks;
    suggestion.why = sentence(ablationText(found));
    suggestion.latency_ms = found.after.latency_ms;
    suggestion.parameter_bytes = found.after.parameter_bytes;
    suggestion.peak_bytes = found.after.peak_bytes;
    if (found.before.latency_ms && found.after.latency_ms)
        suggestion.latency_change = changeOf(*found.before.latency_ms, *found.after.latency_ms);
    suggestion.change_low = found.change_low;
    suggestion.change_high = found.change_high;
    suggestion.parameter_change =
        changeOf(static_cast<double>(found.before.parameter_bytes), static_cast<double>(found.after.parameter_bytes));
    suggestion.peak_change =
        changeOf(static_cast<double>(found.before.peak_bytes), static_cast<double>(found.after.peak_bytes));
    const double gap = found.after.score - found.before.score;
    if (std::isfinite(gap)) suggestion.score_change = gap;
    suggestion.search_id = search_id;
    suggestion.having = found.having;
    suggestion.best = found.best;
    suggestion.numbers = found.numbers;
    return suggestion;
}

std::vector<Suggestion> mergedSuggestions(std::vector<Suggestion> suggestions) {
    std::stable_sort(suggestions.begin(), suggestions.end(),
                     [](const Suggestion& a, const Suggestion& b) { return (a.best > 0) > (b.best > 0); });
    std::vector<Suggestion> merged;
    for (Suggestion& suggestion : suggestions) {
        const auto same = [key = suggestion.key()](const Suggestion& other) { return other.key() == key; };
        if (std::none_of(merged.begin(), merged.end(), same)) merged.push_back(std::move(suggestion));
    }
    std::stable_sort(merged.begin(), merged.end(), [](const Suggestion& a, const Suggestion& b) {
        return a.latency_change.value_or(0) < b.latency_change.value_or(0);
    });
    return merged;
}

}  // namespace bw::ui
