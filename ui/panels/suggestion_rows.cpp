// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/suggestion_rows.h"

#include <QEvent>
#include <QGridLayout>
#include <QHoverEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <cmath>

#include "panels/elided_label.h"
#include "text/figure_text.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kLineGap = 4;
constexpr int kWhyColumn = 3;

/// "latency −12 %", in the ink of better or worse; nothing where it stays.
QString effectText(const QString& label, const QString& figure, bool better, const Colors& colors) {
    return QStringLiteral("%1 <span style=\"color:%2\">%3</span>")
        .arg(label, (better ? colors.good : colors.bad).name(), figure);
}

template <class Number>
bool exceeds(const std::optional<Number>& value, const std::optional<Number>& budget) {
    return value && budget && *value > *budget;
}

}  // namespace

SuggestionRows::SuggestionRows(std::vector<Suggestion> suggestions, const Budgets& budgets, QWidget* parent)
    : QWidget(parent), suggestions_(std::move(suggestions)), grid_(new QGridLayout(this)) {
    setAttribute(Qt::WA_Hover);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(10);
    grid_->setVerticalSpacing(kLineGap);
    // The reason has what is left, so that it gives way first; what the edit changes stays whole.
    grid_->setColumnStretch(kWhyColumn, 1);
    for (const Suggestion& suggestion : suggestions_)
        addRow(suggestion, budgets);
}

QString SuggestionRows::effectsText(const Suggestion& suggestion, const Budgets& budgets) const {
    const Colors colors = Colors::fromPalette(palette());
    QStringList effects;
    const auto add = [&](const QString& label, double change, bool over_budget, const QString& band) {
        if (std::abs(change) < 5e-4) return;
        QString figure = changeText(change) + band;
        if (over_budget && change > 0) figure = tr("%1, over budget").arg(figure);
        effects << effectText(label, figure, change < 0, colors);
    };
    if (suggestion.latency_change) {
        QString band;
        if (suggestion.change_low && suggestion.change_high) {
            const double half = (*suggestion.change_high - *suggestion.change_low) / 2;
            if (half >= 5e-4) band = QStringLiteral(" ±%1").arg(shareText(half));
        }
        add(tr("latency"), *suggestion.latency_change, exceeds(suggestion.latency_ms, budgets.latency_ms), band);
    }
    add(tr("parameters"), suggestion.parameter_change,
        exceeds(std::optional(suggestion.parameter_bytes), budgets.parameter_bytes), {});
    add(tr("peak"), suggestion.peak_change,
        exceeds(std::optional(suggestion.peak_bytes), budgets.peak_activation_bytes), {});
    if (suggestion.score_change && std::abs(*suggestion.score_change) >= 5e-4) {
        effects << effectText(tr("score"), figureChange(Figure::Score, 0, *suggestion.score_change),
                              *suggestion.score_change > 0, colors);
    }
    return effects.join(QStringLiteral("  ·  "));
}

QWidget* SuggestionRows::makeDismiss(int row, const QString& title) {
    auto* dismiss = new QToolButton(this);
    dismiss->setIcon(symbolicIcon(QStringLiteral("close")));
    dismiss->setToolTip(tr("Dismiss; the arrow has more: keep as candidate, mute"));
    dismiss->setAccessibleName(tr("Dismiss, keep as candidate or mute: %1").arg(title));
    dismiss->setPopupMode(QToolButton::MenuButtonPopup);
    auto* menu = new QMenu(dismiss);
    menu->addAction(tr("Keep as &candidate, without making it"), this, [this, row] { Q_EMIT kept(row); });
    menu->addSeparator();
    menu->addAction(tr("&Dismiss this one"), this, [this, row] { Q_EMIT dismissed(row); });
    menu->addAction(tr("Mute suggestions for its &blocks"), this, [this, row] { Q_EMIT mutedBlocks(row); });
    menu->addAction(tr("Mute suggestions of this &kind"), this, [this, row] { Q_EMIT mutedKind(row); });
    dismiss->setMenu(menu);
    connect(dismiss, &QToolButton::clicked, this, [this, row] { Q_EMIT dismissed(row); });
    return dismiss;
}

void SuggestionRows::addRow(const Suggestion& suggestion, const Budgets& budgets) {
    const int row = static_cast<int>(cells_.size());
    auto* title = new ElidedLabel(suggestion.title, this);
    title->setProperty("role", QStringLiteral("title"));
    auto* effect = new QLabel(effectsText(suggestion, budgets), this);
    effect->setTextFormat(Qt::RichText);
    auto* evidence = new QLabel(this);
    if (suggestion.best > 0) {
        evidence->setText(QStringLiteral("<a href=\"evidence\">%1</a>")
                              .arg(tr("%1 of %2").arg(suggestion.having).arg(suggestion.best)));
        evidence->setToolTip(tr("So many of the best networks of the search have it; click to see them"));
        evidence->setAccessibleName(
            tr("%1 of the %2 best networks have it").arg(suggestion.having).arg(suggestion.best));
        evidence->setFocusPolicy(Qt::TabFocus);
        evidence->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        connect(evidence, &QLabel::linkActivated, this, [this, row] { Q_EMIT evidenceWanted(row); });
    } else {
        evidence->setText(tr("rule"));
        evidence->setProperty("role", QStringLiteral("muted"));
    }
    auto* why = new ElidedLabel(suggestion.why, this);
    why->setProperty("role", QStringLiteral("muted"));
    why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* show = new QPushButton(tr("Show"), this);
    show->setFlat(true);
    show->setToolTip(tr("Select the blocks that it changes"));
    auto* accept = new QPushButton(tr("Accept"), this);
    accept->setToolTip(tr("Apply it as one step; undo takes it back"));
    for (QPushButton* button : {show, accept})
        button->setAccessibleName(button->toolTip() + QStringLiteral(": ") + suggestion.title);
    connect(show, &QPushButton::clicked, this, [this, row] { Q_EMIT shown(row); });
    connect(accept, &QPushButton::clicked, this, [this, row] { Q_EMIT accepted(row); });
    const std::vector<QWidget*> cells = {
        title, effect, evidence, why, show, accept, makeDismiss(row, suggestion.title)};
    int column = 0;
    for (QWidget* cell : cells) {
        grid_->addWidget(cell, row, column++, Qt::Alignment());
        cell->installEventFilter(this);
    }
    cells_.push_back(cells);
}

void SuggestionRows::setStale(const std::vector<bool>& stale) {
    for (size_t row = 0; row < std::min(stale.size(), cells_.size()); ++row) {
        for (QWidget* cell : cells_[row])
            cell->setEnabled(!stale[row]);
    }
}

void SuggestionRows::setLit(int row) {
    if (row == lit_) return;
    lit_ = row;
    update();
}

QRect SuggestionRows::rowRect(int row) const {
    const QRect first = grid_->cellRect(row, 0);
    return {0, first.top() - kLineGap / 2, width(), first.height() + kLineGap};
}

int SuggestionRows::rowAt(int y) const {
    for (int row = 0; row < static_cast<int>(cells_.size()); ++row) {
        const QRect rect = rowRect(row);
        if (y >= rect.top() && y <= rect.bottom()) return row;
    }
    return -1;
}

void SuggestionRows::point(int row) {
    if (row == pointed_) return;
    pointed_ = row;
    Q_EMIT pointedAt(row);
}

bool SuggestionRows::event(QEvent* event) {
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter)
        point(rowAt(static_cast<QHoverEvent*>(event)->position().toPoint().y()));
    if (event->type() == QEvent::HoverLeave) point(-1);
    return QWidget::event(event);
}

bool SuggestionRows::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        for (size_t row = 0; row < cells_.size(); ++row) {
            if (std::find(cells_[row].begin(), cells_[row].end(), watched) != cells_[row].end())
                point(static_cast<int>(row));
        }
    }
    if (event->type() == QEvent::FocusOut && !underMouse()) point(-1);
    return QWidget::eventFilter(watched, event);
}

void SuggestionRows::paintEvent(QPaintEvent*) {
    if (lit_ < 0) return;
    QPainter painter(this);
    QColor ground = Colors::fromPalette(palette()).accent;
    ground.setAlphaF(0.10F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rowRect(lit_), 4, 4);
}

}  // namespace bw::ui
