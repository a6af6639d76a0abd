// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "charts/plot_frame.h"
#include "session/kept_search.h"

class QActionGroup;
class QMenu;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;

namespace bw::ui {

class NetworksModel;
class ParallelChart;
class ParetoChart;
class ProgressChart;
class ShareBars;

/// What a search has found, in five views: its front among all that was rated, its progress, the front over all
/// figures, which decisions matter, and a table.
class SearchCharts : public QWidget {
    Q_OBJECT

public:
    enum View : int { kFront, kProgress, kFigureLines, kDecisions, kTable };
    using Searches = std::vector<std::shared_ptr<const KeptSearch>>;

    explicit SearchCharts(QWidget* parent = nullptr);

    /// The first one is looked at, the others' fronts are drawn beside it.
    void setSearches(Searches searches);
    /// The network on the canvas where it is another than the one that was searched.
    void setPresent(std::optional<NetworkFigures> present, std::optional<NetworkFigures> baseline);
    void setView(View view);
    void setChosen(const std::optional<Genome>& genome);
    /// Lets these evaluations stand out and lists them; none: the front is listed.
    void setHighlighted(std::vector<int64_t> numbers, const QString& what);
    void setAxes(Figure x, Figure y);
    void setEmptyText(const QString& text);

    ParetoChart& pareto() { return *pareto_; }
    ParallelChart& parallel() { return *parallel_; }
    QTableView& table() { return *table_; }
    /// The colour of the search at this place of the list.
    static QColor colorOf(const QPalette& palette, size_t place);

Q_SIGNALS:
    void chosen(const bw::Genome& genome);
    void activated(const bw::Genome& genome);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// Beside the figures, points may be coloured by the order in which they were rated, or by nothing.
    static constexpr int kByOrder = -1;
    static constexpr int kPlain = -2;
    const KeptSearch* first() const { return searches_.empty() ? nullptr : searches_.front().get(); }
    void buildHead();
    void buildAxesMenu(QMenu* menu);
    void addAxisMenu(QMenu* menu, const QString& title, int* chosen, bool colour);
    void refresh();
    void refreshPareto();
    void refreshMarks();
    void refreshProgress();
    void refreshParallel();
    void refreshDecisions();
    void refreshTable();
    void refreshChosen();
    QSet<int> highlightedKeys() const;
    std::vector<size_t> frontPoints() const;
    PlotAxis axisOf(Figure figure) const;
    QStringList cardOf(int key) const;
    void choose(int key);
    std::optional<int> keyOf(const Genome& genome) const;

    Searches searches_;
    std::optional<NetworkFigures> present_;
    std::optional<NetworkFigures> baseline_;
    std::optional<Genome> chosen_;
    std::vector<int64_t> highlighted_;
    QTabBar* tabs_;
    QStackedWidget* pages_;
    QPushButton* axes_;
    std::vector<QActionGroup*> axis_groups_;
    int x_ = static_cast<int>(Figure::Latency);
    int y_ = static_cast<int>(Figure::Score);
    int shade_ = static_cast<int>(Figure::ParameterBytes);
    QToolButton* highlight_;
    ParetoChart* pareto_;
    ProgressChart* progress_;
    ParallelChart* parallel_;
    ShareBars* decisions_;
    QTableView* table_;
    NetworksModel* model_;
    QSortFilterProxyModel* sorted_;
};

}  // namespace bw::ui
