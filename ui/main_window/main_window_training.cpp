// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training the network of the document.
#include <algorithm>

#include "actions/action_registry.h"
#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "train/training_window.h"

namespace bw::ui {

TrainingWindow& MainWindow::trainingWindow() {
    if (training_ != nullptr) return *training_;
    training_ = new TrainingWindow(session_, Settings::dataFolder() + QStringLiteral("/trainings"), this);
    training_->setDocumentTitle(documents_->title());
    connect(documents_.get(), &DocumentController::titleChanged, training_,
            [this] { training_->setDocumentTitle(documents_->title()); });
    Trainer& trainer = training_->trainer();
    connect(&trainer, &Trainer::stateChanged, this, [this] {
        const Trainer& one = training_->trainer();
        const bool on = one.isActive() && one.state() != Trainer::State::Stopping;
        if (on && !training_job_->isRunning())
            training_job_->start(tr("Training"), [this] { training_->trainer().stop(); });
        if (!on && training_job_->isRunning()) training_job_->finish();
    });
    connect(&trainer, &Trainer::progressed, this, [this] {
        const TrainingView& view = training_->trainer().view();
        if (view.epoch == 0) return;
        const double epoch = static_cast<double>(view.step) / static_cast<double>(std::max<int64_t>(1, view.steps));
        training_job_->setProgress((view.epoch - 1 + epoch) / training_->trainer().order().options.epochs);
    });
    return *training_;
}

void MainWindow::bindTrainingActions() {
    actions_->bind(QStringLiteral("file.train"), [this] {
        TrainingWindow& training = trainingWindow();
        training.show();
        training.raise();
        training.activateWindow();
    });
}

}  // namespace bw::ui
