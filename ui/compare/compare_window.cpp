// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/compare_window.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "canvas/graph_canvas.h"
#include "compare/difference_table.h"
#include "io/open_model.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString totalsText(const Totals& totals) {
    const QString latency =
        totals.latency_ms ? millisecondsText(*totals.latency_ms) : CompareWindow::tr("latency unknown");
    return CompareWindow::tr("%1 · %2 parameters · peak %3")
        .arg(latency, countText(static_cast<double>(totals.parameters)), bytesText(totals.peak_activation_bytes));
}

}  // namespace

CompareWindow::CompareWindow(DocumentSession& session, QWidget* parent)
    : QWidget(parent, Qt::Window), session_(session) {
    setObjectName(QStringLiteral("compareWindow"));
    setWindowTitle(tr("Compare"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(8);
    buildBar();
    buildCanvases();
    buildLines();
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (isVisible()) fillSources();
    });
    connect(&session_, &DocumentSession::settingsChanged, this, [this] {
        if (isVisible()) fillSources();
    });
    connect(&session_, &DocumentSession::assessmentChanged, this, [this] {
        const bool blind = comparison_ && !comparison_->diff.a.latency_ms;
        if (isVisible() && blind) requestComparison();
    });
    resize(1180, 760);
    fillSources();
}

CompareWindow::~CompareWindow() = default;

void CompareWindow::buildBar() {
    auto* bar = new QHBoxLayout;
    for (const Side side : {Side::A, Side::B}) {
        const auto index = static_cast<size_t>(side);
        auto* label = new QLabel(side == Side::A ? tr("&A, before:") : tr("&B, after:"), this);
        choices_[index] = new QComboBox(this);
        choices_[index]->setAccessibleName(side == Side::A ? tr("Network before") : tr("Network after"));
        choices_[index]->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choices_[index]->setMinimumContentsLength(22);
        label->setBuddy(choices_[index]);
        bar->addWidget(label);
        bar->addWidget(choices_[index], 1);
        connect(choices_[index], &QComboBox::activated, this, [this] {
            placed_ = false;
            requestComparison();
        });
        if (side == Side::B) continue;
        auto* swap = new QToolButton(this);
        swap->setText(QStringLiteral("⇄"));
        swap->setToolTip(tr("Exchange A and B"));
        swap->setAccessibleName(tr("Exchange A and B"));
        connect(swap, &QToolButton::clicked, this, [this] {
            const int a = choices_[0]->currentIndex();
            choices_[0]->setCurrentIndex(choices_[1]->currentIndex());
            choices_[1]->setCurrentIndex(a);
            placed_ = false;
            requestComparison();
        });
        bar->addWidget(swap);
    }
    auto* file = new QToolButton(this);
    file->setText(tr("Other File…"));
    file->setToolTip(tr("Open a file to compare with"));
    connect(file, &QToolButton::clicked, this, [this] { chooseFile(); });
    bar->addWidget(file);
    merged_ = new QAction(tr("One Graph"), this);
    merged_->setCheckable(true);
    merged_->setToolTip(tr("Show B alone, with the blocks that are gone as ghosts"));
    connect(merged_, &QAction::toggled, this, [this](bool merged) { setMerged(merged); });
    auto* merge = new QToolButton(this);
    merge->setDefaultAction(merged_);
    bar->addWidget(merge);
    auto* copy = new QToolButton(this);
    copy->setText(tr("Copy Edits"));
    copy->setToolTip(tr("Copy the edit commands that make B of A"));
    connect(copy, &QToolButton::clicked, this, [this] { copyEdits(); });
    bar->addWidget(copy);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
}

void CompareWindow::buildCanvases() {
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    for (const Side side : {Side::A, Side::B}) {
        const auto index = static_cast<size_t>(side);
        sides_[index] = new QWidget(splitter);
        auto* column = new QVBoxLayout(sides_[index]);
        column->setContentsMargins(0, 0, 0, 0);
        totals_[index] = new QLabel(sides_[index]);
        totals_[index]->setTextFormat(Qt::PlainText);
        totals_[index]->setTextInteractionFlags(Qt::TextSelectableByMouse);
        canvases_[index] = new GraphCanvas(sides_[index]);
        canvases_[index]->setMinimapShown(false);
        canvases_[index]->setAccessibleName(side == Side::A ? tr("Graph before") : tr("Graph after"));
        column->addWidget(totals_[index]);
        column->addWidget(canvases_[index], 1);
        splitter->addWidget(sides_[index]);
        connect(canvases_[index], &GraphCanvas::selectionChanged, this, [this, side] { followSelection(side); });
        connect(canvases_[index], &GraphCanvas::viewChanged, this, [this, side] { followView(side); });
    }
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto* both = new QSplitter(Qt::Vertical, this);
    both->setObjectName(QStringLiteral("graphsAndLines"));
    both->setChildrenCollapsible(false);
    both->addWidget(splitter);
    static_cast<QVBoxLayout*>(layout())->addWidget(both, 1);
}

void CompareWindow::buildLines() {
    lines_ = new DifferenceTable(this);
    connect(lines_, &QTableWidget::itemSelectionChanged, this, [this] { selectOfLine(); });
    auto* both = findChild<QSplitter*>(QStringLiteral("graphsAndLines"));
    both->addWidget(lines_);
    both->setStretchFactor(0, 3);
    both->setStretchFactor(1, 1);
    both->setSizes({520, 180});
    state_ = new QLabel(this);
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    layout()->addWidget(state_);
}

void CompareWindow::setMoreSources(std::function<std::vector<CompareSource>()> more) {
    more_ = std::move(more);
    fillSources();
}

void CompareWindow::fillSources() {
    const bool first = sources_.empty();
    sources_.clear();
    sources_.push_back({tr("This document"), session_.network()});
    if (session_.document().baseline) sources_.push_back({tr("Baseline"), *session_.document().baseline});
    if (more_) {
        for (CompareSource& source : more_())
            sources_.push_back(std::move(source));
    }
    sources_.insert(sources_.end(), files_.begin(), files_.end());
    for (QComboBox* choice : choices_) {
        const QSignalBlocker quiet(choice);
        const QString before = choice->currentText();
        choice->clear();
        for (const CompareSource& source : sources_)
            choice->addItem(source.title);
        choice->setCurrentIndex(std::max(0, choice->findText(before)));
    }
    if (first) choices_[0]->setCurrentIndex(std::max(0, choices_[0]->findText(tr("Baseline"))));
    if (isVisible()) requestComparison();
}

bool CompareWindow::choose(Side side, const QString& title) {
    QComboBox& choice = *choices_[static_cast<size_t>(side)];
    const int index = choice.findText(title);
    if (index < 0) return false;
    choice.setCurrentIndex(index);
    placed_ = false;
    requestComparison();
    return true;
}

std::optional<Network> CompareWindow::chosen(Side side) const {
    const int index = choices_[static_cast<size_t>(side)]->currentIndex();
    if (index < 0 || static_cast<size_t>(index) >= sources_.size()) return std::nullopt;
    return sources_[static_cast<size_t>(index)].network;
}

void CompareWindow::requestComparison() {
    if (running_) {
        again_ = true;
        return;
    }
    auto a = chosen(Side::A), b = chosen(Side::B);
    if (!a || !b || session_.assessment() == nullptr) return;
    running_ = true;
    tell(tr("Comparing…"));
    runInBackground(
        session_.workbench().pool(), this,
        [a = *std::move(a), b = *std::move(b), context = session_.assessmentContext()] {
            return compareNetworks(a, b, context);
        },
        [this](Result<Comparison> outcome) { present(std::move(outcome)); });
}

void CompareWindow::present(Result<Comparison> outcome) {
    running_ = false;
    if (std::exchange(again_, false)) {
        requestComparison();
        return;
    }
    if (!outcome) {
        comparison_.reset();
        lines_->showDifferences({});
        tell(errorText(outcome.error()));
        Q_EMIT compared();
        return;
    }
    comparison_ = *std::move(outcome);
    following_ = true;
    const auto change = std::exchange(placed_, true) ? GraphCanvas::ViewChange::Keep : GraphCanvas::ViewChange::Reset;
    CanvasScene before = sideScene(*comparison_, Side::A);
    before.legend.title.clear();  // One legend serves both graphs.
    canvas(Side::A).setScene(std::move(before), change);
    canvas(Side::B).setScene(merged_->isChecked() ? mergedScene(*comparison_) : sideScene(*comparison_, Side::B),
                             change);
    following_ = false;
    totals_[0]->setText(QStringLiteral("A: ") + totalsText(comparison_->diff.a));
    totals_[1]->setText(QStringLiteral("B: ") + totalsText(comparison_->diff.b));
    lines_->showDifferences(comparison_->diff);
    tellDifferences();
    if (change == GraphCanvas::ViewChange::Reset) followView(Side::B);
    Q_EMIT compared();
}

void CompareWindow::tellDifferences() {
    const NetworkDiff& diff = comparison_->diff;
    if (diff.lines.empty()) {
        tell(tr("The two networks are the same design."));
        return;
    }
    tell(tr("%1, %2 changed, %3 new, %4 gone. Each line's figures count what it changes after the lines above it.")
             .arg(pluralText(static_cast<qint64>(diff.lines.size()), tr("One edit"), tr("%1 edits")))
             .arg(diff.changed.size())
             .arg(diff.added.size())
             .arg(diff.removed.size()));
}

void CompareWindow::selectOfLine() {
    if (!comparison_) return;
    std::array<QList<int>, 2> ids;
    for (const size_t line : lines_->selectedLines()) {
        for (const std::string& name : comparison_->diff.lines[line].blocks) {
            if (const Block* block = comparison_->b->network.findByName(name)) {
                ids[1].append(block->id);
                const int partner = partnerOf(*comparison_, Side::B, block->id);
                if (partner != kNoNode) ids[0].append(partner);
            } else if (const Block* gone = comparison_->a->network.findByName(name)) {
                ids[0].append(gone->id);
                if (merged_->isChecked()) ids[1].append(ghostId(*comparison_, gone->id));
            }
        }
    }
    following_ = true;
    for (size_t side = 0; side < 2; ++side)
        canvases_[side]->setSelection(ids[side]);
    following_ = false;
    const Side shown = ids[1].empty() ? Side::A : Side::B;
    const QList<int>& list = ids[static_cast<size_t>(shown)];
    if (!list.empty()) canvas(shown).showBlock(list.front());
}

void CompareWindow::followSelection(Side side) {
    if (following_ || !comparison_) return;
    QList<int> partners;
    for (const int id : canvas(side).selection()) {
        const int partner = partnerOf(*comparison_, side, id);
        if (partner != kNoNode) partners.append(partner);
    }
    following_ = true;
    canvas(side == Side::A ? Side::B : Side::A).setSelection(partners);
    following_ = false;
}

/// The other graph shows the same block at the same place: the matched one nearest to the middle.
void CompareWindow::followView(Side side) {
    if (following_ || !comparison_) return;
    GraphCanvas& leader = canvas(side);
    GraphCanvas& follower = canvas(side == Side::A ? Side::B : Side::A);
    const QPointF middle = leader.view().toWorld(QRectF(leader.rect()).center());
    double nearest = std::numeric_limits<double>::max();
    QPointF own, other;
    for (const CanvasNode& node : leader.scene().nodes) {
        const int partner = partnerOf(*comparison_, side, node.id);
        const int to = partner == kNoNode ? -1 : follower.geometry().indexOf(partner);
        const int from = leader.geometry().indexOf(node.id);
        if (to < 0 || from < 0) continue;
        const QPointF centre = leader.geometry().cards()[static_cast<size_t>(from)].center();
        const double distance = QPointF::dotProduct(centre - middle, centre - middle);
        if (distance >= nearest) continue;
        nearest = distance;
        own = centre;
        other = follower.geometry().cards()[static_cast<size_t>(to)].center();
    }
    if (nearest == std::numeric_limits<double>::max()) return;
    CanvasView view = leader.view();
    const QPointF shift = QRectF(follower.rect()).center() - QRectF(leader.rect()).center();
    view.offset = view.toPainter(own) + shift - other * view.scale;
    following_ = true;
    follower.setView(view);
    following_ = false;
}

void CompareWindow::setMerged(bool merged) {
    merged_->setChecked(merged);
    sides_[0]->setVisible(!merged);
    if (!comparison_) return;
    following_ = true;
    canvas(Side::B).setScene(merged ? mergedScene(*comparison_) : sideScene(*comparison_, Side::B));
    following_ = false;
    if (!merged) followView(Side::B);
}

void CompareWindow::copyEdits() {
    if (!comparison_) return;
    QStringList commands;
    for (const std::string& command : comparison_->diff.script)
        commands.append(toQt(command));
    QGuiApplication::clipboard()->setText(commands.join(QLatin1Char('\n')));
    tell(pluralText(commands.size(), tr("One edit copied."), tr("%1 edits copied.")));
}

void CompareWindow::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Compare With"), {},
                                                      tr("Networks (*.blockwright *.onnx *.tflite);;All files (*)"));
    if (!path.isEmpty()) openFile(path);
}

void CompareWindow::openFile(const QString& path) {
    tell(tr("Opening %1…").arg(QFileInfo(path).fileName()));
    runInBackground(
        session_.workbench().pool(), this, [name = toUtf8(path)] { return openModel(name); },
        [this, path](Result<OpenedModel> opened) {
            if (!opened) {
                tell(errorText(opened.error()));
                return;
            }
            QString title = QFileInfo(path).fileName();
            for (int count = 2; choices_[0]->findText(title) >= 0; ++count)
                title = QStringLiteral("%1 (%2)").arg(QFileInfo(path).fileName()).arg(count);
            files_.push_back({title, std::move(opened->document.network)});
            fillSources();
            choose(Side::B, title);
        });
}

void CompareWindow::tell(const QString& text) {
    state_->setText(text);
}

void CompareWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fillSources();
}

}  // namespace bw::ui
