// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "session/document_session.h"
#include "train/answer_model.h"
#include "train/trainer.h"

class QCheckBox;
class QFrame;
class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace bw::ui {

class MessageBar;
class ProgressChart;
class TrainingForm;

/// Trains the network of the document: what on and how, curves, what the network says of pictures, figures by class,
/// and its weights. Training goes on while the window is closed.
class TrainingWindow : public QWidget {
    Q_OBJECT

public:
    /// `folder` keeps trainings that can go on.
    TrainingWindow(DocumentSession& session, const QString& folder, QWidget* parent = nullptr);

    /// What trainings of the open document are called.
    void setDocumentTitle(const QString& title);
    TrainingForm& form() { return *form_; }
    Trainer& trainer() { return trainer_; }

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // training_window.cpp: parts and what they do
    void buildControls();
    void buildOffer();
    void buildViews();
    QWidget* makeFigures();
    QWidget* makePictures();
    void connectTrainer();
    void start();
    void pauseOrGoOn();
    void resume();
    void askToDiscard();
    void chooseWeightsFile();

    // training_window_show.cpp: what is shown of the state of things
    QString obstacle() const;
    QString stateText() const;
    QString endText() const;
    QString notesText() const;
    void refresh();
    void refreshOffer();
    void refreshState();
    void refreshCurves();
    void refreshFigures();
    void refreshPictures();
    void showEnd(const std::optional<Error>& error);
    void followNetwork();

    DocumentSession& session_;
    Trainer trainer_;
    AnswerModel answers_;
    QString title_;
    std::optional<KeptTraining> offered_;
    std::optional<Error> error_;  ///< Of the last training.
    TrainingForm* form_ = nullptr;
    QPushButton* start_ = nullptr;
    QPushButton* pause_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPushButton* save_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* notes_ = nullptr;
    MessageBar* messages_ = nullptr;
    QFrame* offer_ = nullptr;
    QLabel* offer_text_ = nullptr;
    QPushButton* resume_ = nullptr;
    ProgressChart* curves_ = nullptr;
    QWidget* figures_ = nullptr;
    QLabel* best_ = nullptr;
    QTableWidget* classes_ = nullptr;
    QCheckBox* truth_ = nullptr;
    QStackedWidget* picture_pages_ = nullptr;
    QLabel* no_pictures_ = nullptr;
    QListView* pictures_ = nullptr;
};

}  // namespace bw::ui
