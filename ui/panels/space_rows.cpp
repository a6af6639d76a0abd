// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/space_rows.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "text/decision_words.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Space", text);
}

/// Options of sizes and depths in their order; kinds stay as they come.
double rankOf(const std::string& option) {
    if (option == "skip" || option == "off") return 0;
    if (option == "once" || option == "on") return 1;
    if (option == "twice") return 2;
    // "96x96" ranks by its height.
    return parseNumber(option.substr(0, option.find('x'))).value_or(0);
}

bool isSized(DecisionKind kind) {
    return kind == DecisionKind::Width || kind == DecisionKind::Expansion || kind == DecisionKind::Kernel ||
           kind == DecisionKind::Scale;
}

bool contains(const std::vector<std::string>& options, const std::string& option) {
    return std::find(options.begin(), options.end(), option) != options.end();
}

/// What may be chosen at all, the automatic choice, and reasons.
std::vector<OptionChip> chipsOf(const SpaceDecision& decision, const CuratedAxis& axis, const OwnOptions* own) {
    struct Option {
        std::string text;
        OptionChip chip;
    };
    std::vector<Option> options;
    for (const std::string& text : axis.options)
        options.push_back({text, {toQt(text), true, false, {}}});
    for (const Removal& removal : axis.removed)
        options.push_back({removal.option, {toQt(removal.option), false, false, toQt(removal.reason)}});
    if (own != nullptr) {
        for (Option& option : options) {
            option.chip.kept = contains(own->options, option.text);
            if (!option.chip.kept && option.chip.reason.isEmpty()) option.chip.reason = tr("left out by you");
        }
        for (const std::string& text : own->options) {
            const bool listed =
                std::any_of(options.begin(), options.end(), [&](const Option& o) { return o.text == text; });
            if (!listed) options.push_back({text, {toQt(text), true, false, {}}});
        }
    }
    const auto now = std::find(decision.values.begin(), decision.values.end(), decision.now);
    const std::string named = now != decision.values.end()
                                  ? decision.options[static_cast<size_t>(now - decision.values.begin())]
                                  : std::string();
    for (Option& option : options) {
        if (!named.empty()) {
            option.chip.present = option.text == named;
        } else {
            // Of two kinds the one that is gone is what is there.
            option.chip.present = decision.ordered ? rankOf(option.text) == decision.now : !option.chip.kept;
        }
    }
    if (decision.ordered) {
        std::stable_sort(options.begin(), options.end(),
                         [](const Option& a, const Option& b) { return rankOf(a.text) < rankOf(b.text); });
    }
    std::vector<OptionChip> chips;
    for (Option& option : options)
        chips.push_back(std::move(option.chip));
    return chips;
}

SpaceRow frozenRow(const Block& block) {
    SpaceRow row;
    row.block = block.id;
    row.owner = toQt(block.name);
    row.label = tr("Frozen");
    return row;
}

}  // namespace

QString SpaceRow::text() const {
    QStringList kept, removed;
    for (const OptionChip& chip : chips)
        (chip.kept ? kept : removed) << (chip.present ? tr("%1 (now)").arg(chip.text) : chip.text);
    QString text = kept.join(QStringLiteral(", "));
    if (!removed.isEmpty()) text += tr("; removed: %1").arg(removed.join(QStringLiteral(", ")));
    return text;
}

std::vector<SpaceRow> spaceRows(const SpaceSession& space, const Network& network) {
    std::vector<SpaceRow> rows;
    const auto curation = space.curation();
    if (!curation) return rows;
    for (size_t d = 0; d < curation->axes.size(); ++d) {
        const SpaceDecision& decision = curation->space.decisions()[d];
        const OwnOptions* own = space.ownOf(decision.name);
        const CuratedAxis* automatic = space.automaticAxis(decision.name);
        const CuratedAxis& axis = own != nullptr && automatic != nullptr ? *automatic : curation->axes[d];
        SpaceRow row;
        row.decision = decision.name;
        row.kind = decision.kind;
        row.block = decision.kind == DecisionKind::Input ? kNoBlock : decision.block;
        row.owner = decisionOwner(decision, curation->space.network());
        row.label = decisionKindLabel(decision.kind);
        row.step = curation->axes[d].step;
        row.own = own != nullptr;
        row.sized = isSized(decision.kind);
        row.chips = chipsOf(decision, axis, own);
        rows.push_back(std::move(row));
    }
    for (const BlockPtr& block : network.blocks()) {
        const bool decided = std::any_of(rows.begin(), rows.end(), [&](const SpaceRow& row) {
            return row.block == block->id && !row.decision.empty();
        });
        if (block->frozen && !decided) rows.push_back(frozenRow(*block));
    }
    const auto place = [&](const SpaceRow& row) { return row.block == kNoBlock ? -1 : network.positionOf(row.block); };
    std::stable_sort(rows.begin(), rows.end(), [&](const SpaceRow& a, const SpaceRow& b) {
        return place(a) != place(b) ? place(a) < place(b) : a.kind < b.kind;
    });
    return rows;
}

QString networkCountText(double log10) {
    if (log10 < 6) return exactCountText(std::llround(std::pow(10.0, log10)));
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString power = QStringLiteral("10");
    for (const QChar digit : QString::number(std::llround(log10)))
        power += digits[digit.digitValue()];
    return power;
}

}  // namespace bw::ui
