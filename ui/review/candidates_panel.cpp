// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates_panel.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "charts/pareto_chart.h"
#include "panels/flow_layout.h"
#include "review/candidates/candidate_origin.h"
#include "session/background.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

/// Telling the edits of a network of so many blocks takes 10 ms (bench_review), finding the nearest of others a few
/// more.
constexpr size_t kBlocksToldAtOnce = 64;
constexpr size_t kBlocksComparedAtOnce = 1600;

/// Figures of the chart's upright axis.
enum Figure : int { PeakFigure, ParametersFigure, MacsFigure, ScoreFigure, AccuracyFigure };

bool lessIsBetter(int figure) {
    return figure != ScoreFigure && figure != AccuracyFigure;
}

}  // namespace

CandidatesPanel::CandidatesPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      model_(new CandidatesModel(session, this)),
      proxy_(new QSortFilterProxyModel(this)),
      table_(new QTableView(this)),
      chart_(new ParetoChart(this)),
      figure_(new QComboBox(this)),
      filter_(new QLineEdit(this)),
      hint_(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    auto* head = new QWidget(this);
    buildHead(head);
    layout->addWidget(head);
    hint_->setProperty("role", QStringLiteral("muted"));
    hint_->setWordWrap(true);
    hint_->setText(
        tr("Keep networks to weigh against each other: the present one with Keep Present (F6), one of a search with "
           "Keep in the Search panel, one that a suggestion leads to by the menu beside it."));
    layout->addWidget(hint_);
    buildTable();
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(chart_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    layout->addWidget(splitter, 1);
    connect(&session, &DocumentSession::reviewChanged, this, &CandidatesPanel::invalidate);
    connect(&session, &DocumentSession::documentReplaced, this, [this] {
        table_->clearSelection();
        ++documents_;
    });
    connect(model_, &QAbstractItemModel::dataChanged, this, [this] { fillChart(); });
    refreshButtons();
}

void CandidatesPanel::buildHead(QWidget* head) {
    auto* row = new FlowLayout(head);
    filter_->setPlaceholderText(tr("Filter by name, tag or note"));
    filter_->setAccessibleName(tr("Filter candidates"));
    filter_->setClearButtonEnabled(true);
    filter_->setFixedWidth(200);
    row->addWidget(filter_);
    connect(filter_, &QLineEdit::textChanged, proxy_, &QSortFilterProxyModel::setFilterFixedString);
    const auto button = [&](const QString& text, const QString& hint, auto act, bool of_chosen) {
        auto* made = new QPushButton(text, head);
        made->setToolTip(hint);
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
        if (of_chosen) of_chosen_.push_back(made);
    };
    button(
        tr("Keep Present"), tr("Keep the network as it is now (F6)"), [this] { keepPresent(); }, false);
    button(
        tr("Open"), tr("Make the chosen candidate the present network, as one step"), [this] { openChosen(); }, true);
    button(
        tr("Edit a Copy"), tr("Keep a copy of the chosen candidate and open it"), [this] { branchChosen(); }, true);
    button(
        tr("Pin"), tr("Mark the chosen candidate, or unmark it"), [this] { pinChosen(); }, true);
    button(
        tr("Compare"), tr("Compare the chosen candidate with the present network"),
        [this] {
            const auto id = chosen();
            if (id) Q_EMIT compareRequested(toQt(findCandidate(session().document().review, *id)->name));
        },
        true);
    button(
        tr("Remove"), tr("Remove the chosen candidate; undo brings it back"), [this] { removeChosen(); }, true);
    button(
        tr("Copy as TSV"), tr("Copy the table for a spreadsheet"),
        [this] { QGuiApplication::clipboard()->setText(asTsv()); }, false);
    figure_->addItem(tr("Peak over latency"), PeakFigure);
    figure_->addItem(tr("Parameters over latency"), ParametersFigure);
    figure_->addItem(tr("MACs over latency"), MacsFigure);
    figure_->addItem(tr("Score over latency"), ScoreFigure);
    figure_->addItem(tr("Accuracy over latency"), AccuracyFigure);
    figure_->setAccessibleName(tr("Figures of the chart"));
    connect(figure_, &QComboBox::currentIndexChanged, this, [this] { fillChart(); });
    row->addWidget(figure_);
}

void CandidatesPanel::buildTable() {
    proxy_->setSourceModel(model_);
    proxy_->setSortRole(Qt::UserRole);
    proxy_->setFilterKeyColumn(-1);
    proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    table_->setModel(proxy_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(-1, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    table_->setAccessibleName(tr("Candidates"));
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (model_->flags(proxy_->mapToSource(index)) & Qt::ItemIsEditable)
            table_->edit(index);
        else
            openChosen();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        refreshButtons();
        const QModelIndex index = table_->currentIndex();
        if (index.isValid()) chart_->setChosen(proxy_->mapToSource(index).row());
        Q_EMIT chosenChanged();
    });
    connect(model_, &CandidatesModel::refused, this, &CandidatesPanel::failed);
    connect(chart_, &ParetoChart::pointChosen, this,
            [this](int key) { table_->selectRow(proxy_->mapFromSource(model_->index(key, 0)).row()); });
    connect(chart_, &ParetoChart::pointActivated, this, [this] { openChosen(); });
    chart_->setCardText([this](int key) {
        const CandidateRow& row = model_->at(key);
        QStringList lines = {row.name};
        if (!row.costs) return lines;
        if (row.costs->latency_ms) lines << millisecondsText(*row.costs->latency_ms);
        lines << tr("peak %1").arg(bytesText(row.costs->peak_activation_bytes));
        return lines;
    });
    chart_->setEmptyText(tr("No network has both figures yet."));
}

void CandidatesPanel::refresh() {
    const auto before = chosen();
    model_->update();
    if (before) choose(*before);
    hint_->setVisible(session().document().review.candidates.empty());
    fitColumns();
    fillChart();
    refreshButtons();
}

void CandidatesPanel::fitColumns() {
    for (int column = 0; column < CandidatesModel::Notes; ++column)
        table_->resizeColumnToContents(column);
    // Long origins leave room for tags and notes.
    const int widest = std::max(160, table_->viewport()->width() * 2 / 5);
    table_->setColumnWidth(CandidatesModel::Origin,
                           std::clamp(table_->columnWidth(CandidatesModel::Origin), 160, widest));
}

void CandidatesPanel::resizeEvent(QResizeEvent* event) {
    Panel::resizeEvent(event);
    // The layout gives the table its width after this.
    QTimer::singleShot(0, this, &CandidatesPanel::fitColumns);
}

std::optional<double> CandidatesPanel::figureOf(const CandidateRow& row) const {
    const int figure = figure_->currentData().toInt();
    if (figure == ScoreFigure) return row.candidate ? row.candidate->score : std::nullopt;
    if (figure == AccuracyFigure) {
        if (!row.candidate || !row.candidate->accuracy) return std::nullopt;
        return row.candidate->accuracy->mean;
    }
    if (!row.costs || !row.stale.isEmpty()) return std::nullopt;
    if (figure == PeakFigure) return static_cast<double>(row.costs->peak_activation_bytes);
    if (figure == ParametersFigure) return static_cast<double>(row.costs->parameter_bytes);
    return static_cast<double>(row.costs->macs);
}

void CandidatesPanel::fillChart() {
    if (!isVisible()) return;
    const int figure = figure_->currentData().toInt();
    ParetoSeries series;
    series.name = tr("Networks");
    series.color = Colors::fromPalette(palette()).kind(1);
    std::vector<ParetoMark> marks;
    for (int i = 0; i < model_->rowCount(); ++i) {
        const CandidateRow& row = model_->at(i);
        const auto y = figureOf(row);
        if (!row.costs || !row.costs->latency_ms || !row.stale.isEmpty() || !y) continue;
        if (row.kind != CandidateRow::Kind::Candidate)
            marks.push_back({row.name, *row.costs->latency_ms, *y, row.kind == CandidateRow::Kind::Baseline});
        else
            series.points.push_back({*row.costs->latency_ms, *y, std::nullopt, false, true, i});
    }
    const bool less = lessIsBetter(figure);
    for (ParetoPoint& point : series.points) {
        point.front = std::none_of(series.points.begin(), series.points.end(), [&](const ParetoPoint& other) {
            const bool y_no_worse = less ? other.y <= point.y : other.y >= point.y;
            return other.x <= point.x && y_no_worse && (other.x < point.x || other.y != point.y);
        });
    }
    PlotAxis x, y;
    x.title = tr("Latency");
    x.text = [](double value) { return millisecondsText(value); };
    y.title = figure_->currentText().section(QLatin1Char(' '), 0, 0);
    if (figure == PeakFigure || figure == ParametersFigure)
        y.text = [](double value) { return bytesText(static_cast<int64_t>(value)); };
    if (figure == MacsFigure) y.text = [](double value) { return countText(value); };
    if (figure == AccuracyFigure) y.text = [](double value) { return shareText(value); };
    chart_->setAxes(std::move(x), std::move(y), true, less);
    chart_->setMarks(std::move(marks));
    chart_->setSeries({std::move(series)});
}

void CandidatesPanel::refreshButtons() {
    const bool any = chosen().has_value();
    for (QPushButton* button : of_chosen_)
        button->setEnabled(any);
}

std::optional<int64_t> CandidatesPanel::chosen() const {
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    if (rows.isEmpty()) return std::nullopt;
    const auto& candidate = model_->at(proxy_->mapToSource(rows.front()).row()).candidate;
    // The table of a hidden panel may lag behind the document.
    const bool is_there = candidate && findCandidate(session().document().review, candidate->id) != nullptr;
    return is_there ? std::optional(candidate->id) : std::nullopt;
}

void CandidatesPanel::choose(int64_t candidate) {
    const int row = model_->rowOf(candidate);
    if (row >= 0) table_->selectRow(proxy_->mapFromSource(model_->index(row, 0)).row());
}

void CandidatesPanel::keepPresent() {
    const Document& document = session().document();
    Candidate candidate;
    candidate.name = document.network.name().empty() ? toUtf8(tr("Candidate")) : document.network.name();
    candidate.network = session().settledNetwork();
    const auto now = session().assessment();
    if (now && now->network.sharesWith(candidate.network))
        candidate.costs = costsOf(now->totals, session().assessmentContext());
    std::vector<OriginReference> references;
    for (const Candidate& other : document.review.candidates)
        references.push_back({other.name, other.network});
    if (document.baseline) references.push_back({toUtf8(tr("the baseline")), *document.baseline});
    const size_t blocks = candidate.network.size();
    if (blocks <= kBlocksToldAtOnce && blocks * references.size() <= kBlocksComparedAtOnce) {
        candidate.origin = originOf(candidate.network, references);
        keep(std::move(candidate));
        return;
    }
    runInBackground(
        session().workbench().pool(), this,
        [candidate = std::move(candidate), references = std::move(references)]() mutable {
            candidate.origin = originOf(candidate.network, references);
            return std::move(candidate);
        },
        [this, asked = documents_](Candidate kept) {
            // Another document may have been opened meanwhile.
            if (asked == documents_) keep(std::move(kept));
        });
}

int64_t CandidatesPanel::keep(Candidate candidate) {
    Review review = session().document().review;
    candidate.id = nextCandidateId(review);
    candidate.name = uniqueCandidateName(review, candidate.name);
    candidate.target_id = session().document().target_id;
    candidate.precision = session().document().precision;
    const int64_t id = candidate.id;
    const QString title = tr("Keep candidate %1").arg(toQt(candidate.name));
    review.candidates.push_back(std::move(candidate));
    session().setReview(std::move(review), title);
    // Also while the panel is hidden, so that what was kept is the chosen one when it opens.
    refresh();
    choose(id);
    return id;
}

void CandidatesPanel::openChosen() {
    if (const auto id = chosen()) session().openCandidate(*id);
}

void CandidatesPanel::branchChosen() {
    const auto id = chosen();
    if (!id) return;
    Candidate copy = *findCandidate(session().document().review, *id);
    copy.origin = toUtf8(tr("copy of %1").arg(toQt(copy.name)));
    copy.name = toUtf8(tr("%1 copy").arg(toQt(copy.name)));
    copy.pinned = false;
    copy.score.reset();
    copy.accuracy.reset();
    session().openCandidate(keep(std::move(copy)));
}

void CandidatesPanel::pinChosen() {
    const auto id = chosen();
    if (!id) return;
    Review review = session().document().review;
    for (Candidate& candidate : review.candidates) {
        if (candidate.id == *id) candidate.pinned = !candidate.pinned;
    }
    std::stable_partition(review.candidates.begin(), review.candidates.end(),
                          [](const Candidate& candidate) { return candidate.pinned; });
    session().setReview(std::move(review), tr("Pin candidate"));
    choose(*id);
}

void CandidatesPanel::removeChosen() {
    const auto id = chosen();
    if (!id) return;
    Review review = session().document().review;
    std::erase_if(review.candidates, [&](const Candidate& candidate) { return candidate.id == *id; });
    session().setReview(std::move(review), tr("Remove candidate"));
}

QString CandidatesPanel::asTsv() const {
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < model_->columnCount(); ++column)
        cells << model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << cells.join(QLatin1Char('\t'));
    for (int row = 0; row < proxy_->rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < model_->columnCount(); ++column)
            cells << proxy_->index(row, column)
                         .data()
                         .toString()
                         .replace(QLatin1Char('\t'), QLatin1Char(' '))
                         .replace(QLatin1Char('\n'), QLatin1Char(' '));
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace bw::ui
