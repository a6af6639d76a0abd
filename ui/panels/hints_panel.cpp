// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/hints_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

/// More would be a list to read instead of a choice to make.
constexpr size_t kShownHints = 8;

QString keyOf(const Hint& hint) {
    QStringList commands;
    for (const std::string& command : hint.commands)
        commands << toQt(command);
    return commands.join(QLatin1Char('\n'));
}

/// "latency −12 %", in the ink of better or worse; nothing where it stays.
QString effectText(const QString& label, std::optional<double> change, const Colors& colors) {
    if (!change || std::abs(*change) < 5e-4) return {};
    const QColor ink = *change < 0 ? colors.good : colors.bad;
    return QStringLiteral("%1 <span style=\"color:%2\">%3</span>").arg(label, ink.name(), changeText(*change));
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

void HintsPanel::accept(const Hint& hint) {
    session_.applyEdits(hint.commands, toQt(hint.title));
}

QString HintsPanel::emptyText() const {
    if (session_.network().empty()) return tr("Open a network to get suggestions for its target.");
    if (finder_.isSearching()) return tr("Looking for suggestions…");
    if (!dismissed_.isEmpty()) return tr("No further suggestions. Dismissed ones come back when the file is reopened.");
    return tr("No suggestions: no single rule would make this network faster or smaller on this target.");
}

QWidget* HintsPanel::makeCard(const Hint& hint) {
    const Colors colors = Colors::fromPalette(palette());
    auto* card = new QFrame;
    card->setObjectName(QStringLiteral("card"));
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(12, 7, 8, 7);
    row->setSpacing(8);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    auto* title = new QLabel(toQt(hint.title), card);
    title->setTextFormat(Qt::PlainText);
    title->setProperty("role", QStringLiteral("title"));
    title->setWordWrap(true);
    QStringList effects;
    effects << effectText(tr("latency"), hint.latency_change, colors)
            << effectText(tr("parameters"), hint.parameter_change, colors)
            << effectText(tr("peak activation"), hint.peak_change, colors);
    effects.removeAll(QString());
    auto* effect = new QLabel(effects.join(QStringLiteral("  ·  ")), card);
    effect->setTextFormat(Qt::RichText);
    auto* why = new QLabel(sentence(toQt(hint.why)), card);
    why->setTextFormat(Qt::PlainText);
    why->setProperty("role", QStringLiteral("muted"));
    why->setWordWrap(true);
    texts->addWidget(title);
    texts->addWidget(effect);
    texts->addWidget(why);
    row->addLayout(texts, 1);
    auto* show = new QPushButton(tr("Show"), card);
    show->setFlat(true);
    show->setToolTip(tr("Select the blocks that it changes"));
    auto* accept_button = new QPushButton(tr("Accept"), card);
    accept_button->setToolTip(tr("Apply it as one step; undo takes it back"));
    auto* dismiss = new QToolButton(card);
    dismiss->setIcon(symbolicIcon(QStringLiteral("close")));
    dismiss->setToolTip(tr("Dismiss"));
    for (QAbstractButton* button : {static_cast<QAbstractButton*>(show), static_cast<QAbstractButton*>(accept_button),
                                    static_cast<QAbstractButton*>(dismiss)}) {
        button->setAccessibleName(button->toolTip() + QStringLiteral(": ") + title->text());
        row->addWidget(button, 0, Qt::AlignVCenter);
    }
    connect(show, &QPushButton::clicked, this, [this, blocks = hint.blocks] { Q_EMIT blocksShown(blocks); });
    connect(accept_button, &QPushButton::clicked, this, [this, hint] { accept(hint); });
    connect(dismiss, &QToolButton::clicked, this, [this, key = keyOf(hint)] {
        dismissed_.insert(key);
        refresh();
    });
    return card;
}

void HintsPanel::refresh() {
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("panelBody"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    const auto shown = shownHints();
    for (const Hint* hint : shown)
        layout->addWidget(makeCard(*hint));
    if (shown.empty()) {
        auto* empty = new QLabel(emptyText(), content);
        empty->setAlignment(Qt::AlignCenter);
        empty->setWordWrap(true);
        empty->setProperty("role", QStringLiteral("muted"));
        layout->addStretch();
        layout->addWidget(empty);
    }
    layout->addStretch();
    // The sender of a click may live in the old content.
    if (QWidget* old = area_->takeWidget()) old->deleteLater();
    area_->setWidget(content);
    Q_EMIT countChanged(static_cast<int>(shown.size()));
}

void HintsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace bw::ui
