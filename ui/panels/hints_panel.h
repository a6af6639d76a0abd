// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QWidget>

#include "session/suggestion_finder.h"

class QLabel;
class QScrollArea;

namespace bw::ui {

class SuggestionRows;

/// Suggestions for the present network, each with its predicted change, its evidence and its reason: show, accept,
/// dismiss or mute. While the pointer is over the list nothing moves: what no longer applies is greyed, and what is new
/// waits until the pointer has left.
class HintsPanel : public QWidget {
    Q_OBJECT

public:
    HintsPanel(DocumentSession& session, SuggestionFinder& finder, QWidget* parent = nullptr);

    /// Those that are shown.
    int shownCount() const { return static_cast<int>(shown_.size()); }
    const std::vector<Suggestion>& shown() const { return shown_; }
    /// Accepts the first suggestion that is shown; does nothing where there is none.
    void acceptFirst();
    /// As clicking the evidence of a row.
    void openEvidence(int row);
    void dismiss(int row);
    void keep(int row);
    void muteKind(int row);
    void muteBlocks(int row);
    void unmuteAll();
    /// Kinds that are never suggested; kept by the owner between runs.
    void setMutedKinds(const QStringList& kinds);
    QStringList mutedKinds() const { return {muted_kinds_.begin(), muted_kinds_.end()}; }
    /// True while updates wait, as with the pointer over the list.
    bool isHeld() const;
    /// For tests: as the pointer entering and leaving.
    void setHeld(bool held);

    /// Three lines: what a newcomer should see without losing the canvas.
    QSize sizeHint() const override;

Q_SIGNALS:
    void blocksShown(const std::vector<bw::BlockId>& blocks);
    void countChanged(int count);
    void evidenceWanted(const bw::ui::Suggestion& suggestion);
    /// What the pointer or the keyboard is on, for a ghost on the canvas; empty for none.
    void pointedAt(const std::vector<std::string>& commands);
    void mutedKindsChanged();
    /// The network that it leads to is wanted among the candidates.
    void keepRequested(const bw::ui::Suggestion& suggestion);

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Shows the newest list, now or when the pointer has left.
    void takeNews();
    void refresh();
    void markStale();
    std::vector<Suggestion> wanted() const;
    bool isMuted(const Suggestion& suggestion) const;
    void accept(const Suggestion& suggestion);
    QString emptyText() const;
    QLabel* makeFooter(QWidget* parent) const;

    DocumentSession& session_;
    SuggestionFinder& finder_;
    QScrollArea* area_;
    SuggestionRows* rows_ = nullptr;
    std::vector<Suggestion> shown_;
    QSet<QString> dismissed_;
    QSet<QString> muted_kinds_;
    QSet<BlockId> muted_blocks_;
    bool held_ = false;
    bool waiting_ = false;
};

}  // namespace bw::ui
