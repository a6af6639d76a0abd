// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/network_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <cmath>

#include "text/figure_text.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

enum Column { kFigure, kThis, kChange, kColumns };

}  // namespace

NetworkView::NetworkView(QWidget* parent)
    : QWidget(parent),
      buttons_(new QWidget(this)),
      title_(new QLabel(this)),
      figures_(new QTreeWidget(this)),
      edits_(new QListWidget(this)),
      preview_(new QPushButton(tr("Show"), buttons_)),
      apply_(new QPushButton(tr("Apply"), buttons_)),
      beside_(new QPushButton(tr("Open beside"), buttons_)),
      keep_(new QPushButton(tr("Keep"), buttons_)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    title_->setWordWrap(true);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(title_);
    auto* tables = new QHBoxLayout;
    tables->setSpacing(4);
    tables->addWidget(figures_, 5);
    tables->addWidget(edits_, 4);
    layout->addLayout(tables, 1);
    auto* buttons = new QHBoxLayout(buttons_);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(4);
    for (QPushButton* button : {preview_, apply_, beside_, keep_})
        buttons->addWidget(button);
    figures_->setColumnCount(kColumns);
    figures_->setHeaderLabels({tr("Figure"), tr("Network"), tr("Change")});
    figures_->setRootIsDecorated(false);
    figures_->setUniformRowHeights(true);
    figures_->setSelectionMode(QAbstractItemView::NoSelection);
    figures_->setAccessibleName(tr("Figures of the network"));
    for (int column = kThis; column < kColumns; ++column) {
        figures_->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        figures_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    figures_->header()->setSectionResizeMode(kFigure, QHeaderView::Stretch);
    figures_->header()->setStretchLastSection(false);
    edits_->setAccessibleName(tr("Edits that lead to the network"));
    edits_->setUniformItemSizes(true);
    preview_->setCheckable(true);
    connect(preview_, &QPushButton::clicked, this, &NetworkView::previewRequested);
    connect(apply_, &QPushButton::clicked, this, &NetworkView::applyRequested);
    connect(beside_, &QPushButton::clicked, this, &NetworkView::besideRequested);
    connect(keep_, &QPushButton::clicked, this, &NetworkView::keepRequested);
    refresh();
}

void NetworkView::setNetwork(const KeptSearch* search, const std::optional<SearchPoint>& point) {
    const bool any = search != nullptr && search->prepared && point;
    point_ = any ? point : std::nullopt;
    commands_.clear();
    if (any) {
        now_ = search->prepared->now;
        commands_ = search->prepared->problem->space().commands(point->genome);
    }
    refresh();
}

void NetworkView::setObstacle(const QString& why) {
    if (why == obstacle_) return;
    obstacle_ = why;
    refresh();
}

void NetworkView::setPreviewing(bool previewing) {
    preview_->setChecked(previewing);
}

QString NetworkView::title() const {
    if (!point_) return {};
    return point_->number >= 0 ? tr("Network %1 of the search").arg(exactCountText(point_->number + 1))
                               : tr("Network of the search");
}

QString NetworkView::obstacle() const {
    if (!point_) return tr("Choose a network of a search first");
    return commands_.empty() ? tr("It is the network as it is") : obstacle_;
}

void NetworkView::fillFigures() {
    figures_->clear();
    if (!point_) return;
    const Colors colors = Colors::fromPalette(palette());
    for (const Figure figure : kFigures) {
        const double before = now_.value(figure), value = point_->figures.value(figure);
        auto* row = new QTreeWidgetItem(figures_);
        row->setText(kFigure, figureTitle(figure));
        row->setToolTip(kFigure, sentence(toQt(figureInfo(figure).doc)));
        row->setText(kThis, figureText(figure, value));
        row->setToolTip(kChange, tr("now %1").arg(figureText(figure, before)));
        row->setText(kChange, figureChange(figure, before, value));
        if (std::isfinite(before) && std::isfinite(value) && before != value)
            row->setForeground(kChange, isBetter(figure, before, value) ? colors.good : colors.bad);
        if (figure == Figure::Latency && point_->figures.latency_high_ms > point_->figures.latency_low_ms) {
            row->setToolTip(kThis, tr("90 % within %1 to %2")
                                       .arg(millisecondsText(point_->figures.latency_low_ms),
                                            millisecondsText(point_->figures.latency_high_ms)));
        }
        for (int column = kThis; column < kColumns; ++column)
            row->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

void NetworkView::refresh() {
    fillFigures();
    edits_->clear();
    for (const std::string& command : commands_) {
        edits_->addItem(toQt(command));
        edits_->item(edits_->count() - 1)->setToolTip(toQt(command));
    }
    const bool any = point_.has_value();
    figures_->setVisible(any);
    edits_->setVisible(any);
    QString text = tr("Click a point of the chart, or a row of the table, to see what the network is.");
    if (any) {
        text = QStringLiteral("<b>%1</b>, %2")
                   .arg(title(), pluralText(static_cast<qint64>(commands_.size()), tr("1 edit"), tr("%1 edits")));
        if (point_->rating.violation > 0)
            text += tr(", outside the limits by %1").arg(shareText(point_->rating.violation));
        if (commands_.empty()) text += tr(": the network as it is");
        if (!obstacle_.isEmpty()) text += QStringLiteral(". ") + obstacle_;
    }
    title_->setText(text);
    const QString why = obstacle();
    preview_->setToolTip(why.isEmpty() ? tr("Show it on the canvas and in all totals, without an undo step") : why);
    apply_->setToolTip(why.isEmpty() ? tr("Make all its edits as one step; undo takes them back") : why);
    beside_->setToolTip(why.isEmpty() ? tr("Pin the present network as the baseline and show this one, so that every "
                                           "figure shows its change")
                                      : why);
    keep_->setToolTip(why.isEmpty() ? tr("Keep it among the document's candidates") : why);
    for (QPushButton* button : {preview_, apply_, beside_, keep_})
        button->setEnabled(why.isEmpty());
}

void NetworkView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &NetworkView::refresh);
}

}  // namespace bw::ui
