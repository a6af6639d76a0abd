// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/walkthrough_panel.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>
#include <array>

#include "panels/figure_table.h"
#include "panels/flow_layout.h"
#include "review/decision_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column : int { Title, DecisionColumn, Owner, Date, Note, ColumnCount };

}  // namespace

WalkthroughPanel::WalkthroughPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      stops_(new QTableWidget(0, ColumnCount, this)),
      hint_(new QLabel(this)),
      editor_(new QWidget(this)),
      title_(new QLineEdit(editor_)),
      owner_(new QLineEdit(editor_)),
      date_(new QLineEdit(editor_)),
      decision_(new QComboBox(editor_)),
      note_(new QPlainTextEdit(editor_)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    auto* bar = new QWidget(this);
    buildButtons(bar);
    layout->addWidget(bar);
    hint_->setProperty("role", QStringLiteral("muted"));
    hint_->setWordWrap(true);
    hint_->setText(
        tr("Walk others through the design: look at something, press F7, and it becomes a stop with the view, "
           "the colours and the selection. Shift+F5 presents the stops on the whole screen."));
    layout->addWidget(hint_);
    stops_->setHorizontalHeaderLabels({tr("Stop"), tr("Decision"), tr("Owner"), tr("Date"), tr("Note")});
    styleFigureTable(*stops_);
    for (int column = 0; column < ColumnCount; ++column)
        stops_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    stops_->horizontalHeader()->setStretchLastSection(true);
    stops_->horizontalHeader()->setHighlightSections(false);
    stops_->setSelectionBehavior(QAbstractItemView::SelectRows);
    stops_->setSelectionMode(QAbstractItemView::SingleSelection);
    stops_->setAccessibleName(tr("Stops"));
    buildEditor(editor_);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(stops_);
    splitter->addWidget(editor_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    layout->addWidget(splitter, 1);
    connect(stops_, &QTableWidget::itemSelectionChanged, this, [this] {
        showChosen();
        refreshButtons();
    });
    connect(stops_, &QTableWidget::itemActivated, this,
            [this](const QTableWidgetItem* item) { Q_EMIT stopActivated(static_cast<size_t>(item->row())); });
    connect(&session, &DocumentSession::reviewChanged, this, &WalkthroughPanel::invalidate);
    showChosen();
    refreshButtons();
}

void WalkthroughPanel::buildButtons(QWidget* bar) {
    auto* row = new FlowLayout(bar);
    const auto button = [&](const QString& text, const QString& hint, auto act, bool of_chosen) {
        auto* made = new QPushButton(text, bar);
        made->setToolTip(hint);
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
        if (of_chosen) of_chosen_.push_back(made);
        return made;
    };
    button(
        tr("Add Stop"), tr("Make what is in sight a stop (F7)"), [this] { Q_EMIT addRequested(); }, false);
    button(
        tr("Go There"), tr("Show the chosen stop"),
        [this] {
            if (const auto stop = chosen()) Q_EMIT stopActivated(*stop);
        },
        true);
    button(
        tr("Up"), tr("Put the stop before the one above it"), [this] { moveChosen(-1); }, true);
    button(
        tr("Down"), tr("Put the stop behind the one below it"), [this] { moveChosen(1); }, true);
    button(
        tr("Remove"), tr("Remove the chosen stop; undo brings it back"), [this] { removeChosen(); }, true);
    present_ = button(
        tr("Present"), tr("Show the stops on the whole screen; arrow keys walk, Esc ends (Shift+F5)"),
        [this] { Q_EMIT presentRequested(); }, false);
    button(
        tr("Copy Decision Log"), tr("Copy all stops with their decisions for a spreadsheet"),
        [this] { QGuiApplication::clipboard()->setText(logAsTsv()); }, false);
}

void WalkthroughPanel::buildEditor(QWidget* editor) {
    auto* form = new QFormLayout(editor);
    form->setContentsMargins(6, 0, 0, 0);
    form->setVerticalSpacing(3);
    decision_->addItem(decisionText(Verdict::Open), static_cast<int>(Verdict::Open));
    decision_->addItem(decisionText(Verdict::Adopt), static_cast<int>(Verdict::Adopt));
    decision_->addItem(decisionText(Verdict::Reject), static_cast<int>(Verdict::Reject));
    date_->setPlaceholderText(tr("year-month-day"));
    note_->setTabChangesFocus(true);
    note_->setMinimumHeight(2 * fontMetrics().height());
    form->addRow(tr("&Title"), title_);
    auto* line = new QHBoxLayout;
    line->addWidget(decision_);
    line->addWidget(owner_, 1);
    line->addWidget(date_);
    owner_->setPlaceholderText(tr("Owner"));
    title_->setAccessibleName(tr("Title"));
    decision_->setAccessibleName(tr("Decision"));
    note_->setAccessibleName(tr("Note"));
    owner_->setAccessibleName(tr("Owner"));
    date_->setAccessibleName(tr("Date"));
    auto* label = new QLabel(tr("&Decision"), editor);
    label->setBuddy(decision_);
    form->addRow(label, line);
    form->addRow(tr("&Note"), note_);
    const auto apply = [this](QLineEdit* field, std::string Stop::*member) {
        connect(field, &QLineEdit::editingFinished, this,
                [this, field, member] { edit([&](Stop& stop) { stop.*member = toUtf8(field->text().left(2000)); }); });
    };
    apply(title_, &Stop::title);
    apply(owner_, &Stop::owner);
    apply(date_, &Stop::date);
    connect(decision_, &QComboBox::activated, this, [this] {
        edit([this](Stop& stop) { stop.decision = static_cast<Verdict>(decision_->currentData().toInt()); });
    });
    connect(note_, &QPlainTextEdit::textChanged, this, [this] {
        if (showing_) return;
        edit([this](Stop& stop) { stop.note = toUtf8(note_->toPlainText().left(16000)); });
    });
}

void WalkthroughPanel::edit(const std::function<void(Stop&)>& change) {
    const auto index = chosen();
    if (showing_ || !index) return;
    Review review = session().document().review;
    change(review.stops[*index]);
    session().setReview(std::move(review), tr("Change stop"), QStringLiteral("stop %1").arg(*index));
}

void WalkthroughPanel::refresh() {
    const auto& stops = session().document().review.stops;
    const auto before = chosen();
    {
        const QSignalBlocker quiet(stops_);
        stops_->setRowCount(static_cast<int>(stops.size()));
        for (size_t i = 0; i < stops.size(); ++i) {
            const Stop& stop = stops[i];
            const std::array<QString, ColumnCount> texts = {QStringLiteral("%1. %2").arg(i + 1).arg(toQt(stop.title)),
                                                            decisionText(stop.decision), toQt(stop.owner),
                                                            toQt(stop.date), toQt(stop.note).simplified()};
            for (int column = 0; column < ColumnCount; ++column) {
                auto* item = new QTableWidgetItem(texts[static_cast<size_t>(column)]);
                item->setToolTip(texts[static_cast<size_t>(column)].toHtmlEscaped());
                stops_->setItem(static_cast<int>(i), column, item);
            }
        }
        if (before && *before < stops.size()) stops_->selectRow(static_cast<int>(*before));
    }
    for (int column = 0; column < Note; ++column)
        stops_->resizeColumnToContents(column);
    hint_->setVisible(stops.empty());
    showChosen();
    refreshButtons();
}

void WalkthroughPanel::showChosen() {
    const auto index = chosen();
    editor_->setEnabled(index.has_value());
    const Stop stop = index ? session().document().review.stops[*index] : Stop{};
    showing_ = true;
    const auto show = [](QLineEdit* field, const std::string& text) {
        if (field->text() != toQt(text)) field->setText(toQt(text));
    };
    show(title_, stop.title);
    show(owner_, stop.owner);
    show(date_, stop.date);
    decision_->setCurrentIndex(decision_->findData(static_cast<int>(stop.decision)));
    if (note_->toPlainText() != toQt(stop.note)) note_->setPlainText(toQt(stop.note));
    showing_ = false;
}

void WalkthroughPanel::refreshButtons() {
    const bool any = chosen().has_value();
    for (QPushButton* button : of_chosen_)
        button->setEnabled(any);
    present_->setEnabled(!session().document().review.stops.empty());
}

std::optional<size_t> WalkthroughPanel::chosen() const {
    const QModelIndexList rows = stops_->selectionModel()->selectedRows();
    if (rows.isEmpty()) return std::nullopt;
    const auto row = static_cast<size_t>(rows.front().row());
    return row < session().document().review.stops.size() ? std::optional(row) : std::nullopt;
}

void WalkthroughPanel::choose(size_t stop) {
    stops_->selectRow(static_cast<int>(stop));
}

void WalkthroughPanel::addStop(Stop stop) {
    Review review = session().document().review;
    const size_t place = chosen() ? *chosen() + 1 : review.stops.size();
    review.stops.insert(review.stops.begin() + static_cast<std::ptrdiff_t>(place), std::move(stop));
    session().setReview(std::move(review), tr("Add stop"));
    choose(place);
}

void WalkthroughPanel::removeChosen() {
    const auto index = chosen();
    if (!index) return;
    Review review = session().document().review;
    review.stops.erase(review.stops.begin() + static_cast<std::ptrdiff_t>(*index));
    session().setReview(std::move(review), tr("Remove stop"));
}

void WalkthroughPanel::moveChosen(int step) {
    const auto index = chosen();
    if (!index) return;
    const int64_t to = static_cast<int64_t>(*index) + step;
    Review review = session().document().review;
    if (to < 0 || to >= static_cast<int64_t>(review.stops.size())) return;
    std::swap(review.stops[*index], review.stops[static_cast<size_t>(to)]);
    session().setReview(std::move(review), tr("Move stop"));
    choose(static_cast<size_t>(to));
}

QString WalkthroughPanel::logAsTsv() const {
    QStringList lines = {
        QStringList{tr("Number"), tr("Stop"), tr("Decision"), tr("Owner"), tr("Date"), tr("Note")}.join(
            QLatin1Char('\t'))};
    int number = 0;
    for (const Stop& stop : session().document().review.stops) {
        lines << QStringList{QString::number(++number),     toQt(stop.title).simplified(), decisionText(stop.decision),
                             toQt(stop.owner).simplified(), toQt(stop.date).simplified(),  toQt(stop.note).simplified()}
                     .join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace bw::ui
