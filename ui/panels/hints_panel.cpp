// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/hints_panel.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "panels/elided_label.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

/// More would be a list to read instead of a choice to make.
constexpr size_t kShownHints = 8;
constexpr int kFirstLines = 3;
constexpr int kLineGap = 4;
constexpr int kMargin = 6;

QString keyOf(const Hint& hint) {
    QStringList commands;
    for (const std::string& command : hint.commands)
        commands << toQt(command);
    return commands.join(QLatin1Char('\n'));
}

/// "latency −12 %", in the ink of better or worse; nothing where it stays.
QString effectText(const QString& label, std::optional<double> change, bool over_budget, const Colors& colors) {
    if (!change || std::abs(*change) < 5e-4) return {};
    const QColor ink = *change < 0 ? colors.good : colors.bad;
    const QString figure =
        over_budget && *change > 0 ? HintsPanel::tr("%1, over budget").arg(changeText(*change)) : changeText(*change);
    return QStringLiteral("%1 <span style=\"color:%2\">%3</span>").arg(label, ink.name(), figure);
}

template <class Number>
bool exceeds(const std::optional<Number>& value, const std::optional<Number>& budget) {
    return value && budget && *value > *budget;
}

}  // namespace

HintsPanel::HintsPanel(DocumentSession& session, HintFinder& finder, QWidget* parent)
    : QWidget(parent), session_(session), finder_(finder), area_(new QScrollArea(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area_);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setAccessibleName(tr("Suggestions"));
    area_->setFocusPolicy(Qt::NoFocus);
    connect(&finder_, &HintFinder::hintsChanged, this, &HintsPanel::refresh);
    connect(&session_, &DocumentSession::documentReplaced, this, [this] { dismissed_.clear(); });
    refresh();
}

std::vector<const Hint*> HintsPanel::shownHints() const {
    std::vector<const Hint*> shown;
    for (const Hint& hint : finder_.hints()) {
        if (shown.size() < kShownHints && !dismissed_.contains(keyOf(hint))) shown.push_back(&hint);
    }
    return shown;
}

int HintsPanel::shownCount() const {
    return static_cast<int>(shownHints().size());
}

void HintsPanel::acceptFirst() {
    const auto shown = shownHints();
    if (!shown.empty()) accept(Hint(*shown.front()));
}

QSize HintsPanel::sizeHint() const {
    const int line = QPushButton(tr("Accept")).sizeHint().height() + kLineGap;
    return {QWidget::sizeHint().width(), kFirstLines * line + 2 * kMargin};
}

void HintsPanel::accept(const Hint& hint) {
    session_.applyEdits(hint.commands, toQt(hint.title));
}

QString HintsPanel::emptyText() const {
    if (session_.network().empty()) return tr("Open a network to get suggestions for its target.");
    if (finder_.isSearching()) return tr("Looking for suggestions…");
    if (!dismissed_.isEmpty()) return tr("No further suggestions. Dismissed ones come back when the file is reopened.");
    return tr("No suggestions: no single rule would make this network faster or smaller on this target.");
}

void HintsPanel::addRow(QGridLayout& rows, const Hint& hint) {
    const Colors colors = Colors::fromPalette(palette());
    QWidget* content = rows.parentWidget();
    auto* title = new ElidedLabel(toQt(hint.title), content);
    title->setProperty("role", QStringLiteral("title"));
    QStringList effects;
    const Budgets budgets = session_.effectiveBudgets();
    const auto parameters = std::optional(hint.after.parameter_bytes);
    const auto peak = std::optional(hint.after.peak_activation_bytes);
    effects << effectText(tr("latency"), hint.latency_change, exceeds(hint.after.latency_ms, budgets.latency_ms),
                          colors)
            << effectText(tr("parameters"), hint.parameter_change, exceeds(parameters, budgets.parameter_bytes), colors)
            << effectText(tr("peak activation"), hint.peak_change, exceeds(peak, budgets.peak_activation_bytes),
                          colors);
    effects.removeAll(QString());
    auto* effect = new QLabel(effects.join(QStringLiteral("  ·  ")), content);
    effect->setTextFormat(Qt::RichText);
    auto* why = new ElidedLabel(sentence(toQt(hint.why)), content);
    why->setProperty("role", QStringLiteral("muted"));
    why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* show = new QPushButton(tr("Show"), content);
    show->setFlat(true);
    show->setToolTip(tr("Select the blocks that it changes"));
    auto* accept_button = new QPushButton(tr("Accept"), content);
    accept_button->setToolTip(tr("Apply it as one step; undo takes it back"));
    auto* dismiss = new QToolButton(content);
    dismiss->setIcon(symbolicIcon(QStringLiteral("close")));
    dismiss->setToolTip(tr("Dismiss"));
    const int row = rows.rowCount();
    int column = 0;
    for (QWidget* cell :
         {static_cast<QWidget*>(title), static_cast<QWidget*>(effect), static_cast<QWidget*>(why),
          static_cast<QWidget*>(show), static_cast<QWidget*>(accept_button), static_cast<QWidget*>(dismiss)}) {
        rows.addWidget(cell, row, column++, Qt::Alignment());
        if (auto* button = qobject_cast<QAbstractButton*>(cell)) {
            button->setAccessibleName(button->toolTip() + QStringLiteral(": ") + title->text());
        }
    }
    connect(show, &QPushButton::clicked, this, [this, blocks = hint.blocks] { Q_EMIT blocksShown(blocks); });
    connect(accept_button, &QPushButton::clicked, this, [this, hint] { accept(hint); });
    connect(dismiss, &QToolButton::clicked, this, [this, key = keyOf(hint)] {
        dismissed_.insert(key);
        refresh();
    });
}

void HintsPanel::refresh() {
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("panelBody"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, kMargin, 8, kMargin);
    const auto shown = shownHints();
    if (shown.empty()) {
        auto* empty = new QLabel(emptyText(), content);
        empty->setAlignment(Qt::AlignCenter);
        empty->setWordWrap(true);
        empty->setProperty("role", QStringLiteral("muted"));
        layout->addStretch();
        layout->addWidget(empty);
    } else {
        auto* rows = new QGridLayout;
        rows->setHorizontalSpacing(10);
        rows->setVerticalSpacing(kLineGap);
        // The reason has what is left, so that it gives way first; what the edit changes stays whole.
        rows->setColumnStretch(2, 1);
        layout->addLayout(rows);
        for (const Hint* hint : shown)
            addRow(*rows, *hint);
    }
    layout->addStretch();
    // The sender of a click may live in the old content.
    if (QWidget* old = area_->takeWidget()) old->deleteLater();
    area_->setWidget(content);
    Q_EMIT countChanged(static_cast<int>(shown.size()));
}

void HintsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Later: see Panel::changeEvent.
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &HintsPanel::refresh);
}

}  // namespace bw::ui
