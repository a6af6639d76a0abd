// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>
#include <functional>
#include <optional>

#include "compare/comparison.h"
#include "session/document_session.h"

class QAction;
class QComboBox;
class QLabel;
class QSplitter;

namespace bw::ui {

class DifferenceTable;
class GraphCanvas;

/// A network that can be compared.
struct CompareSource {
    QString title;
    Network network;
};

/// Two networks side by side, or one upon the other, and their differences as edits with what each costs. Both graphs
/// move and select together; a line selects the blocks that it changes. The document's network is followed while it
/// is edited.
class CompareWindow : public QWidget {
    Q_OBJECT

public:
    explicit CompareWindow(DocumentSession& session, QWidget* parent = nullptr);
    ~CompareWindow() override;

    /// What the owner offers beyond the document, its baseline and opened files; asked whenever the lists open.
    void setMoreSources(std::function<std::vector<CompareSource>()> more);
    /// Opens a file as a further network, on a worker; told in the window where that fails.
    void openFile(const QString& path);
    /// Chooses by title; false where there is no such network.
    bool choose(Side side, const QString& title);
    /// One graph with the blocks that are gone as ghosts, instead of two.
    void setMerged(bool merged);

    const std::optional<Comparison>& comparison() const { return comparison_; }
    bool isBusy() const { return running_; }
    GraphCanvas& canvas(Side side) { return *canvases_[static_cast<size_t>(side)]; }
    DifferenceTable& lines() { return *lines_; }

Q_SIGNALS:
    void compared();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildBar();
    void buildCanvases();
    void buildLines();
    void fillSources();
    std::optional<Network> chosen(Side side) const;
    void requestComparison();
    void present(Result<Comparison> outcome);
    void tellDifferences();
    void selectOfLine();
    void followSelection(Side side);
    void followView(Side side);
    void copyEdits();
    void chooseFile();
    void tell(const QString& text);

    DocumentSession& session_;
    std::function<std::vector<CompareSource>()> more_;
    std::vector<CompareSource> files_;
    std::vector<CompareSource> sources_;
    std::optional<Comparison> comparison_;
    std::array<QComboBox*, 2> choices_{};
    std::array<GraphCanvas*, 2> canvases_{};
    std::array<QWidget*, 2> sides_{};
    std::array<QLabel*, 2> totals_{};
    QAction* merged_ = nullptr;
    QLabel* state_ = nullptr;
    DifferenceTable* lines_ = nullptr;
    bool following_ = false;
    bool running_ = false;
    bool again_ = false;
    bool placed_ = false;  ///< Graphs of this pair of networks are laid out already: the view is kept.
};

}  // namespace bw::ui
