// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_window.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "charts/progress_chart.h"
#include "panels/figure_table.h"
#include "panels/message_bar.h"
#include "text/wording.h"
#include "train/training_form.h"

namespace bw::ui {

TrainingWindow::TrainingWindow(DocumentSession& session, const QString& folder, QWidget* parent)
    : QWidget(parent, Qt::Window), session_(session), trainer_(folder) {
    setObjectName(QStringLiteral("trainingWindow"));
    setWindowTitle(tr("Training"));
    resize(1180, 700);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(10);
    form_ = new TrainingForm(this);
    form_->suggestFor(session_.network());
    layout->addWidget(form_);
    buildControls();
    messages_ = new MessageBar(this);
    layout->addWidget(messages_);
    buildOffer();
    buildViews();
    connect(form_, &TrainingForm::changed, this, &TrainingWindow::refreshState);
    connect(form_, &TrainingForm::submitted, this, &TrainingWindow::start);
    connect(&session_, &DocumentSession::assessmentChanged, this, &TrainingWindow::followNetwork);
    connectTrainer();
    followNetwork();
    refresh();
}

void TrainingWindow::buildControls() {
    auto* row = new QHBoxLayout;
    start_ = new QPushButton(tr("&Start"), this);
    pause_ = new QPushButton(tr("&Pause"), this);
    stop_ = new QPushButton(tr("St&op"), this);
    save_ = new QPushButton(tr("Save &Weights…"), this);
    stop_->setToolTip(tr("End the training; it can be resumed after its last whole epoch"));
    bar_ = new QProgressBar(this);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress"));
    state_ = new QLabel(this);
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    for (QPushButton* button : {start_, pause_, stop_})
        row->addWidget(button);
    row->addSpacing(8);
    row->addWidget(bar_, 1);
    row->addWidget(state_, 3);
    row->addWidget(save_);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addLayout(row);
    notes_ = new QLabel(this);
    notes_->setTextFormat(Qt::PlainText);
    notes_->setWordWrap(true);
    notes_->setProperty("role", QStringLiteral("muted"));
    layout->addWidget(notes_);
    connect(start_, &QPushButton::clicked, this, &TrainingWindow::start);
    connect(pause_, &QPushButton::clicked, this, &TrainingWindow::pauseOrGoOn);
    connect(stop_, &QPushButton::clicked, &trainer_, &Trainer::stop);
    connect(save_, &QPushButton::clicked, this, &TrainingWindow::chooseWeightsFile);
}

void TrainingWindow::buildOffer() {
    offer_ = new QFrame(this);
    auto* row = new QHBoxLayout(offer_);
    row->setContentsMargins(0, 0, 0, 0);
    offer_text_ = new QLabel(offer_);
    offer_text_->setTextFormat(Qt::PlainText);
    offer_text_->setWordWrap(true);
    resume_ = new QPushButton(offer_);
    auto* discard = new QPushButton(tr("&Discard…"), offer_);
    discard->setToolTip(tr("Delete what is kept of this training"));
    row->addWidget(offer_text_, 1);
    row->addWidget(resume_);
    row->addWidget(discard);
    layout()->addWidget(offer_);
    connect(resume_, &QPushButton::clicked, this, &TrainingWindow::resume);
    connect(discard, &QPushButton::clicked, this, &TrainingWindow::askToDiscard);
}

void TrainingWindow::buildViews() {
    auto* left = new QSplitter(Qt::Vertical, this);
    curves_ = new ProgressChart(left);
    left->addWidget(curves_);
    left->addWidget(makeFigures());
    left->setStretchFactor(0, 3);
    left->setStretchFactor(1, 2);
    left->setSizes({300, 180});
    left->setChildrenCollapsible(false);
    auto* parts = new QSplitter(this);
    parts->addWidget(left);
    parts->addWidget(makePictures());
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    parts->setSizes({560, 580});
    parts->setChildrenCollapsible(false);
    static_cast<QVBoxLayout*>(layout())->addWidget(parts, 1);
}

QWidget* TrainingWindow::makeFigures() {
    figures_ = new QWidget(this);
    auto* layout = new QVBoxLayout(figures_);
    layout->setContentsMargins(0, 0, 0, 0);
    best_ = new QLabel(figures_);
    best_->setTextFormat(Qt::PlainText);
    best_->setWordWrap(true);
    layout->addWidget(best_);
    classes_ = new QTableWidget(0, 2, figures_);
    classes_->setHorizontalHeaderLabels({tr("Class"), QString()});
    classes_->setAccessibleName(tr("Figures by class"));
    styleFigureTable(*classes_);
    classes_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    classes_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    classes_->horizontalHeader()->setHighlightSections(false);
    // The header measures itself without the theme's padding.
    constexpr int kHeadingRoom = 32;
    classes_->horizontalHeader()->setMinimumSectionSize(
        fontMetrics().horizontalAdvance(QStringLiteral("mAP@[.5:.95]")) + kHeadingRoom);
    layout->addWidget(classes_, 1);
    return figures_;
}

QWidget* TrainingWindow::makePictures() {
    auto* part = new QWidget(this);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(8, 0, 0, 0);
    auto* row = new QHBoxLayout;
    auto* title = new QLabel(tr("Answers on pictures that it never trained on"), part);
    title->setProperty("role", QStringLiteral("heading"));
    truth_ = new QCheckBox(tr("Show what is &true"), part);
    row->addWidget(title, 1);
    row->addWidget(truth_);
    layout->addLayout(row);
    pictures_ = new QListView(part);
    pictures_->setModel(&answers_);
    pictures_->setViewMode(QListView::IconMode);
    pictures_->setResizeMode(QListView::Adjust);
    pictures_->setMovement(QListView::Static);
    pictures_->setUniformItemSizes(true);
    pictures_->setIconSize({AnswerModel::kSide, AnswerModel::kSide});
    pictures_->setSpacing(4);
    pictures_->setFrameShape(QFrame::NoFrame);
    pictures_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    pictures_->setAccessibleName(tr("Pictures with answers"));
    no_pictures_ = new QLabel(part);
    no_pictures_->setAlignment(Qt::AlignCenter);
    no_pictures_->setWordWrap(true);
    no_pictures_->setTextFormat(Qt::PlainText);
    no_pictures_->setProperty("role", QStringLiteral("muted"));
    no_pictures_->setBackgroundRole(QPalette::Base);
    no_pictures_->setAutoFillBackground(true);
    picture_pages_ = new QStackedWidget(part);
    picture_pages_->addWidget(no_pictures_);
    picture_pages_->addWidget(pictures_);
    layout->addWidget(picture_pages_, 1);
    connect(truth_, &QCheckBox::toggled, &answers_, &AnswerModel::setTruth);
    return part;
}

void TrainingWindow::connectTrainer() {
    connect(&trainer_, &Trainer::stateChanged, this, [this] {
        refreshState();
        refreshOffer();
    });
    connect(&trainer_, &Trainer::progressed, this, &TrainingWindow::refreshState);
    connect(&trainer_, &Trainer::epochEnded, this, [this] {
        refreshCurves();
        refreshFigures();
        refreshPictures();
    });
    connect(&trainer_, &Trainer::finished, this, &TrainingWindow::showEnd);
    connect(&trainer_, &Trainer::failed, messages_, &MessageBar::showError);
    connect(&trainer_, &Trainer::saved, this, [this](const QString& path) {
        messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(path));
        refreshOffer();
    });
}

void TrainingWindow::setDocumentTitle(const QString& title) {
    title_ = title;
}

void TrainingWindow::start() {
    if (trainer_.isActive() || !obstacle().isEmpty()) return;
    messages_->hide();
    TrainingOrder order;
    order.title = title_;
    order.network = session_.settledNetwork();
    form_->fill(order);
    trainer_.start(order);
    refresh();
}

void TrainingWindow::pauseOrGoOn() {
    if (trainer_.state() == Trainer::State::Paused) {
        trainer_.goOn();
    } else {
        trainer_.pause();
    }
}

void TrainingWindow::resume() {
    if (!offered_ || trainer_.isActive()) return;
    messages_->hide();
    form_->show(offered_->order);
    trainer_.resume(*offered_);
    refresh();
}

void TrainingWindow::askToDiscard() {
    if (!offered_) return;
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Discard this training?"),
                        tr("What %1 has learnt in %2 is deleted.")
                            .arg(offered_->order.title, pluralText(offered_->epochs, tr("1 epoch"), tr("%1 epochs"))),
                        QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* discard = box->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::buttonClicked, this, [this, training = *offered_, discard](QAbstractButton* button) {
        if (button == discard) trainer_.discard(training);
    });
    box->open();
}

void TrainingWindow::chooseWeightsFile() {
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save weights"), trainer_.order().title + QStringLiteral(".safetensors"),
                                     tr("Weights (*.safetensors)"));
    if (path.isEmpty()) return;
    if (!path.endsWith(QLatin1String(".safetensors"))) path += QLatin1String(".safetensors");
    trainer_.saveWeights(path);
}

}  // namespace bw::ui
