// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>
#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace bw::ui {

/// What a question to the blocks found.
struct SearchAnswer {
    QList<int> ids;  ///< Blocks, in any order.
    QString note;    ///< What the user should know of it: why it cannot be answered, what is left out; else empty.
    bool refused = false;  ///< It cannot be answered, and `note` says why.
};
/// Answers a query, or gives nothing where the text is none and names and kinds are to be searched.
using BlockFinder = std::function<std::optional<SearchAnswer>(const QString& query)>;

/// A query to choose from, and what it asks for.
struct SearchExample {
    QString query;
    QString meaning;
};

/// The search box over the canvas: text, position among the hits, next, previous, select all, examples, close.
class CanvasSearch : public QFrame {
    Q_OBJECT

public:
    explicit CanvasSearch(QWidget* parent);

    QString query() const;
    /// Shows the box with its text selected and takes the keyboard.
    void open();
    /// "3 of 12", or that nothing was found; `current` counts from 0 and is -1 without a hit.
    void setHits(int current, int count);
    /// A line below the text: why it cannot be answered, or what the answer leaves out. Empty takes the line away.
    void setNote(const QString& note, bool is_problem);
    QString note() const;
    /// What the button of examples offers; without any there is no button. Choosing one writes it, behind "and" where
    /// a text stands already.
    void setExamples(const QList<SearchExample>& examples);

Q_SIGNALS:
    void queryChanged(const QString& query);
    /// To the next (1) or previous (-1) hit.
    void stepRequested(int step);
    void selectAllRequested();
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addExample(const QString& query);

    QLineEdit* input_;
    QLabel* hits_;
    QLabel* note_;
    QToolButton* examples_;
    QToolButton* all_;
    bool is_refused_ = false;
};

}  // namespace bw::ui
