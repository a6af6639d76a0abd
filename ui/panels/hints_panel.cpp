// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/hints_panel.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "panels/suggestion_rows.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// More would be a list to read instead of a choice to make.
constexpr size_t kShownHints = 12;
constexpr int kFirstLines = 3;
constexpr int kLineGap = 4;
constexpr int kMargin = 6;

}  // namespace

HintsPanel::HintsPanel(DocumentSession& session, SuggestionFinder& finder, QWidget* parent)
    : QWidget(parent), session_(session), finder_(finder), area_(new QScrollArea(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area_);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setAccessibleName(tr("Suggestions"));
    area_->setFocusPolicy(Qt::NoFocus);
    area_->installEventFilter(this);
    connect(&finder_, &SuggestionFinder::suggestionsChanged, this, &HintsPanel::takeNews);
    connect(&session_, &DocumentSession::documentReplaced, this, [this] {
        dismissed_.clear();
        muted_blocks_.clear();
        refresh();
    });
    refresh();
}

bool HintsPanel::isMuted(const Suggestion& suggestion) const {
    return muted_kinds_.contains(suggestion.kind()) ||
           std::any_of(suggestion.blocks.begin(), suggestion.blocks.end(),
                       [this](BlockId block) { return muted_blocks_.contains(block); });
}

std::vector<Suggestion> HintsPanel::wanted() const {
    std::vector<Suggestion> wanted;
    for (const Suggestion& suggestion : finder_.suggestions()) {
        if (wanted.size() < kShownHints && !dismissed_.contains(suggestion.key()) && !isMuted(suggestion))
            wanted.push_back(suggestion);
    }
    return wanted;
}

void HintsPanel::acceptFirst() {
    if (!shown_.empty()) accept(Suggestion(shown_.front()));
}

void HintsPanel::openEvidence(int row) {
    Q_EMIT evidenceWanted(Suggestion(shown_[static_cast<size_t>(row)]));
}

void HintsPanel::dismiss(int row) {
    dismissed_.insert(shown_[static_cast<size_t>(row)].key());
    refresh();
}

void HintsPanel::keep(int row) {
    Q_EMIT keepRequested(Suggestion(shown_[static_cast<size_t>(row)]));
}

void HintsPanel::muteKind(int row) {
    muted_kinds_.insert(shown_[static_cast<size_t>(row)].kind());
    Q_EMIT mutedKindsChanged();
    refresh();
}

void HintsPanel::muteBlocks(int row) {
    for (const BlockId block : shown_[static_cast<size_t>(row)].blocks)
        muted_blocks_.insert(block);
    refresh();
}

void HintsPanel::unmuteAll() {
    muted_kinds_.clear();
    muted_blocks_.clear();
    dismissed_.clear();
    Q_EMIT mutedKindsChanged();
    refresh();
}

void HintsPanel::setMutedKinds(const QStringList& kinds) {
    muted_kinds_ = {kinds.begin(), kinds.end()};
    refresh();
}

QSize HintsPanel::sizeHint() const {
    const int line = QPushButton(tr("Accept")).sizeHint().height() + kLineGap;
    return {QWidget::sizeHint().width(), kFirstLines * line + 2 * kMargin};
}

void HintsPanel::accept(const Suggestion& suggestion) {
    session_.applyEdits(suggestion.commands, suggestion.title);
}

QString HintsPanel::emptyText() const {
    if (session_.network().empty()) return tr("Open a network to get suggestions for its target.");
    if (finder_.isSearching()) return tr("Looking for suggestions…");
    if (!dismissed_.isEmpty() || !muted_kinds_.isEmpty() || !muted_blocks_.isEmpty())
        return tr("No further suggestions.");
    return tr(
        "No suggestions: no single change would make this network faster or smaller on this target. A search "
        "(Ctrl+Shift+F) looks at many changes together.");
}

bool HintsPanel::isHeld() const {
    return held_;
}

void HintsPanel::setHeld(bool held) {
    if (held == held_) return;
    held_ = held;
    if (!held_ && waiting_) refresh();
}

void HintsPanel::takeNews() {
    if (!held_ || rows_ == nullptr) return refresh();
    waiting_ = true;
    markStale();
}

void HintsPanel::markStale() {
    const std::vector<Suggestion> now = wanted();
    std::vector<bool> stale;
    for (const Suggestion& suggestion : shown_) {
        const auto same = [key = suggestion.key()](const Suggestion& other) { return other.key() == key; };
        stale.push_back(std::none_of(now.begin(), now.end(), same));
    }
    rows_->setStale(stale);
}

QLabel* HintsPanel::makeFooter(QWidget* parent) const {
    const qsizetype hidden = muted_kinds_.size() + muted_blocks_.size() + dismissed_.size();
    if (hidden == 0) return nullptr;
    auto* footer = new QLabel(parent);
    footer->setText(QStringLiteral("%1 <a href=\"unmute\">%2</a>")
                        .arg(tr("Dismissed or muted: %1.").arg(hidden), tr("Show all again")));
    footer->setProperty("role", QStringLiteral("muted"));
    footer->setFocusPolicy(Qt::TabFocus);
    footer->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    footer->setAccessibleName(tr("Show dismissed and muted suggestions again"));
    return footer;
}

void HintsPanel::refresh() {
    waiting_ = false;
    Q_EMIT pointedAt({});
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("panelBody"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, kMargin, 8, kMargin);
    shown_ = wanted();
    rows_ = nullptr;
    if (shown_.empty()) {
        auto* empty = new QLabel(emptyText(), content);
        empty->setAlignment(Qt::AlignCenter);
        empty->setWordWrap(true);
        empty->setProperty("role", QStringLiteral("muted"));
        layout->addStretch();
        layout->addWidget(empty);
    } else {
        rows_ = new SuggestionRows(shown_, session_.effectiveBudgets(), content);
        layout->addWidget(rows_);
        connect(rows_, &SuggestionRows::shown, this,
                [this](int row) { Q_EMIT blocksShown(shown_[static_cast<size_t>(row)].blocks); });
        connect(rows_, &SuggestionRows::accepted, this,
                [this](int row) { accept(Suggestion(shown_[static_cast<size_t>(row)])); });
        connect(rows_, &SuggestionRows::evidenceWanted, this, &HintsPanel::openEvidence);
        connect(rows_, &SuggestionRows::dismissed, this, &HintsPanel::dismiss);
        connect(rows_, &SuggestionRows::kept, this, &HintsPanel::keep);
        connect(rows_, &SuggestionRows::mutedKind, this, &HintsPanel::muteKind);
        connect(rows_, &SuggestionRows::mutedBlocks, this, &HintsPanel::muteBlocks);
        connect(rows_, &SuggestionRows::pointedAt, this, [this](int row) {
            rows_->setLit(row);
            Q_EMIT pointedAt(row < 0 ? std::vector<std::string>() : shown_[static_cast<size_t>(row)].commands);
        });
    }
    if (QLabel* footer = makeFooter(content)) {
        layout->addWidget(footer);
        connect(footer, &QLabel::linkActivated, this, &HintsPanel::unmuteAll);
    }
    layout->addStretch();
    // The sender of a click may live in the old content.
    if (QWidget* old = area_->takeWidget()) old->deleteLater();
    area_->setWidget(content);
    Q_EMIT countChanged(static_cast<int>(shown_.size()));
}

bool HintsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == area_ && event->type() == QEvent::Enter) setHeld(true);
    if (watched == area_ && event->type() == QEvent::Leave) setHeld(false);
    return QWidget::eventFilter(watched, event);
}

void HintsPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setHeld(false);
    Q_EMIT pointedAt({});
}

void HintsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Later: see Panel::changeEvent.
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &HintsPanel::refresh);
}

}  // namespace bw::ui
