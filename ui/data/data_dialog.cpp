// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "data/data_source_form.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QTableWidget* makeTable(const QStringList& columns, const QString& name, QWidget* parent) {
    auto* table = new QTableWidget(0, static_cast<int>(columns.size()), parent);
    table->setHorizontalHeaderLabels(columns);
    table->setAccessibleName(name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return table;
}

void setCell(QTableWidget* table, int row, int column, const QString& text, bool number = false) {
    auto* item = new QTableWidgetItem(text);
    item->setToolTip(text);
    if (number) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->setItem(row, column, item);
}

QString countedThing(LearnTask task) {
    if (task == LearnTask::Classification) return DataDialog::tr("pictures");
    return task == LearnTask::Detection ? DataDialog::tr("boxes") : DataDialog::tr("pixels");
}

QString taskText(LearnTask task) {
    if (task == LearnTask::Classification) return DataDialog::tr("Classification");
    return task == LearnTask::Detection ? DataDialog::tr("Detection") : DataDialog::tr("Segmentation");
}

QString summaryText(const DataSet& set, const DataStatistics& statistics) {
    const auto& train = statistics.train;
    QStringList lines;
    lines << DataDialog::tr("%1: %2 samples train, %3 validate; %4 classes")
                 .arg(taskText(set.info().task), exactCountText(set.size(DataSplit::Train)),
                      exactCountText(set.size(DataSplit::Validation)))
                 .arg(set.info().classes.size());
    if (train.images > 0) {
        lines << (train.min_width == train.max_width && train.min_height == train.max_height
                      ? DataDialog::tr("Pictures of %1 × %2 pixels").arg(train.max_width).arg(train.max_height)
                      : DataDialog::tr("Pictures from %1 × %2 to %3 × %4 pixels")
                            .arg(train.min_width)
                            .arg(train.min_height)
                            .arg(train.max_width)
                            .arg(train.max_height));
    }
    if (set.info().task == LearnTask::Detection && train.images > 0) {
        lines << DataDialog::tr("Boxes that train: %1 small, %2 medium, %3 large; %4 ignored; %5 pictures without")
                     .arg(exactCountText(train.small_boxes), exactCountText(train.medium_boxes),
                          exactCountText(train.large_boxes), exactCountText(train.ignored_boxes),
                          exactCountText(train.unlabelled));
    }
    if (statistics.read < statistics.total) {
        lines << DataDialog::tr("Counted in %1 samples spread over the set; Check All reads every one")
                     .arg(exactCountText(statistics.read));
    }
    return lines.join(QStringLiteral(".\n")) + QLatin1Char('.');
}

}  // namespace

DataDialog::DataDialog(QWidget* parent)
    : QDialog(parent), form_(new DataSourceForm(this)), open_(new QPushButton(tr("&Open"), this)) {
    setObjectName(QStringLiteral("dataSets"));
    setWindowTitle(tr("Data Sets"));
    resize(1180, 660);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    auto* source = new QHBoxLayout;
    source->addWidget(form_, 1);
    source->addWidget(open_);
    layout->addLayout(source);
    auto* parts = new QSplitter(this);
    parts->addWidget(makePreview());
    parts->addWidget(makeFindings());
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    parts->setSizes({740, 420});
    parts->setChildrenCollapsible(false);
    layout->addWidget(parts, 1);
    layout->addLayout(makeButtons());
    open_->setDefault(true);
    connect(open_, &QPushButton::clicked, this, &DataDialog::openSource);
    connect(form_, &DataSourceForm::submitted, this, &DataDialog::openSource);
    connect(form_, &DataSourceForm::changed, this, &DataDialog::refresh);
    connect(&loader_, &DataLoader::opened, this, &DataDialog::showOpened);
    connect(&loader_, &DataLoader::counted, this, &DataDialog::showStatistics);
    connect(&loader_, &DataLoader::failed, this, &DataDialog::showError);
    connect(&loader_, &DataLoader::busyChanged, this, &DataDialog::refresh);
    connect(&loader_, &DataLoader::progressed, this,
            [this](double share) { bar_->setValue(static_cast<int>(std::lround(share * 1000))); });
    connect(&loader_, &DataLoader::exported, this, [this](qint64 samples, qint64 left_out) {
        const QString text = tr("%1 samples written").arg(exactCountText(samples));
        state_->setText(left_out == 0 ? sentence(text)
                                      : sentence(tr("%1; %2 could not be read").arg(text, exactCountText(left_out))));
    });
    refresh();
}

QWidget* DataDialog::makePreview() {
    auto* part = new QWidget(this);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    split_ = new QComboBox(part);
    split_->addItems({tr("Samples that train"), tr("Samples that validate")});
    split_->setAccessibleName(tr("Part of the set"));
    labels_ = new QCheckBox(tr("&Labels"), part);
    labels_->setChecked(true);
    varied_ = new QCheckBox(tr("&Varied as in training"), part);
    varied_->setToolTip(tr("Mirrored, cut, zoomed and with other colours, as training sees them"));
    row->addWidget(split_);
    row->addWidget(labels_);
    row->addWidget(varied_);
    row->addStretch();
    layout->addLayout(row);
    view_ = new QListView(part);
    view_->setModel(&samples_);
    view_->setViewMode(QListView::IconMode);
    view_->setResizeMode(QListView::Adjust);
    view_->setMovement(QListView::Static);
    view_->setUniformItemSizes(true);
    view_->setLayoutMode(QListView::Batched);
    view_->setIconSize({SampleModel::kSide, SampleModel::kSide});
    view_->setSpacing(3);
    view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->setAccessibleName(tr("Samples"));
    empty_ = new QLabel(tr("Choose a data set above and press Open: its samples appear here with their labels drawn."),
                        part);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setTextFormat(Qt::PlainText);
    empty_->setProperty("role", QStringLiteral("muted"));
    pages_ = new QStackedWidget(part);
    pages_->addWidget(empty_);
    pages_->addWidget(view_);
    layout->addWidget(pages_, 1);
    connect(split_, &QComboBox::currentIndexChanged, this, &DataDialog::showSamples);
    connect(labels_, &QCheckBox::toggled, this, &DataDialog::showSamples);
    connect(varied_, &QCheckBox::toggled, this, &DataDialog::showSamples);
    return part;
}

QWidget* DataDialog::makeFindings() {
    tabs_ = new QTabWidget(this);
    auto* statistics = new QWidget(tabs_);
    auto* layout = new QVBoxLayout(statistics);
    summary_ = new QLabel(tr("Nothing is open."), statistics);
    summary_->setTextFormat(Qt::PlainText);
    summary_->setWordWrap(true);
    layout->addWidget(summary_);
    classes_ = makeTable({tr("Class"), tr("Train"), tr("Validate")}, tr("Classes"), statistics);
    classes_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    layout->addWidget(classes_, 1);
    problems_ = makeTable({tr("File"), tr("Place"), tr("Problem")}, tr("Problems"), tabs_);
    problems_->horizontalHeader()->setStretchLastSection(true);
    problems_->setWordWrap(true);
    tabs_->addTab(statistics, tr("Statistics"));
    tabs_->addTab(problems_, tr("Problems"));
    return tabs_;
}

QLayout* DataDialog::makeButtons() {
    auto* row = new QHBoxLayout;
    bar_ = new QProgressBar(this);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setMaximumWidth(220);
    bar_->setAccessibleName(tr("Progress"));
    state_ = new QLabel(this);
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    check_ = new QPushButton(tr("&Check All"), this);
    check_->setToolTip(tr("Read every sample and list what is wrong"));
    export_ = new QPushButton(tr("E&xport…"), this);
    export_->setToolTip(tr("Write the set as class folders, COCO and YOLO, or images and masks"));
    cancel_ = new QPushButton(tr("Cancel"), this);
    auto* close = new QPushButton(tr("Close"), this);
    row->addWidget(bar_);
    row->addWidget(state_, 1);
    for (QPushButton* button : {check_, export_, cancel_, close}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    connect(check_, &QPushButton::clicked, &loader_, &DataLoader::checkAll);
    connect(export_, &QPushButton::clicked, this, &DataDialog::chooseExport);
    connect(cancel_, &QPushButton::clicked, &loader_, &DataLoader::cancel);
    connect(close, &QPushButton::clicked, this, &DataDialog::reject);
    return row;
}

void DataDialog::openSource() {
    if (!form_->isComplete()) return;
    state_->clear();
    samples_.show(nullptr, DataSplit::Train, true, false);
    classes_->setRowCount(0);
    showProblems({});
    summary_->setText(tr("Opening…"));
    loader_.open(form_->source());
    empty_->setText(tr("Opening…"));
    pages_->setCurrentIndex(0);
}

void DataDialog::showOpened() {
    const bool trains = loader_.set()->size(DataSplit::Train) > 0;
    split_->setCurrentIndex(trains ? 0 : 1);
    summary_->setText(tr("Counting…"));
    showSamples();
}

void DataDialog::showSamples() {
    const DataSplit split = split_->currentIndex() == 0 ? DataSplit::Train : DataSplit::Validation;
    samples_.show(loader_.set(), split, labels_->isChecked(), varied_->isChecked());
    pages_->setCurrentIndex(samples_.rowCount() > 0 ? 1 : 0);
    if (loader_.set() && samples_.rowCount() == 0) empty_->setText(tr("This part of the set holds no samples."));
}

void DataDialog::showStatistics() {
    const DataSet& set = *loader_.set();
    const DataStatistics& statistics = *loader_.statistics();
    summary_->setText(summaryText(set, statistics));
    const QString thing = countedThing(set.info().task);
    classes_->setHorizontalHeaderLabels({tr("Class"), tr("Train (%1)").arg(thing), tr("Validate (%1)").arg(thing)});
    classes_->setRowCount(static_cast<int>(set.info().classes.size()));
    for (size_t i = 0; i < set.info().classes.size(); ++i) {
        const auto row = static_cast<int>(i);
        setCell(classes_, row, 0, toQt(set.info().classes[i]));
        setCell(classes_, row, 1, exactCountText(statistics.train.per_class[i]), true);
        setCell(classes_, row, 2, exactCountText(statistics.validation.per_class[i]), true);
    }
    showProblems(statistics.problems);
    if (statistics.problems.empty() && statistics.read == statistics.total)
        state_->setText(tr("All samples read, no problems."));
}

void DataDialog::showProblems(const DataProblems& problems) {
    problems_->setRowCount(static_cast<int>(problems.items().size()));
    for (size_t i = 0; i < problems.items().size(); ++i) {
        const Error& error = problems.items()[i];
        const auto row = static_cast<int>(i);
        const QString file = toQt(error.file);
        setCell(problems_, row, 0, file.section(QLatin1Char('/'), -1));
        problems_->item(row, 0)->setToolTip(file);
        setCell(problems_, row, 1, toQt(error.place));
        setCell(problems_, row, 2, sentence(toQt(error.message)));
    }
    tabs_->setTabText(1, problems.empty() ? tr("Problems") : tr("Problems (%1)").arg(exactCountText(problems.count())));
}

void DataDialog::showError(const Error& error) {
    if (error.code == ErrorCode::Cancelled) return state_->setText(tr("Cancelled."));
    state_->setText(errorText(error));
    if (loader_.set()) return;
    summary_->setText(tr("Nothing is open."));
    empty_->setText(errorText(error));
    pages_->setCurrentIndex(0);
}

void DataDialog::chooseExport() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose an empty folder to write the set into"));
    if (!folder.isEmpty()) loader_.exportTo(folder);
}

void DataDialog::refresh() {
    const bool busy = loader_.isBusy();
    open_->setEnabled(form_->isComplete());
    bar_->setVisible(busy);
    bar_->setValue(0);
    cancel_->setVisible(busy);
    check_->setEnabled(!busy && loader_.set() != nullptr);
    export_->setEnabled(!busy && loader_.set() != nullptr);
}

}  // namespace bw::ui
