// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>
#include <optional>

#include "train/answer_model.h"
#include "train/training_shelf.h"

namespace bw::ui {

/// What is known of a training while it goes on.
struct TrainingView {
    DataInfo data;
    std::vector<std::string> changes;  ///< What was edited to fit the network to the data.
    bool ready = false;                ///< The data is open and the network fits it.
    int epoch = 0;                     ///< Under way, from 1; 0 before the first step.
    int64_t step = 0, steps = 0;
    double loss = 0;
    double remaining_s = 0;
    std::string device;
    std::vector<std::string> warnings;
    std::vector<TrainEpoch> history;
    std::vector<AnswerTile> answers;  ///< Of the last judgement.
};

/// Trains one network at a time on a thread of its own. After every epoch a checkpoint lies in a folder, so that a
/// training goes on where it was stopped or where the program ended.
class Trainer : public QObject {
    Q_OBJECT

public:
    enum class State : uint8_t { Idle, Preparing, Running, Paused, Stopping };

    explicit Trainer(const QString& folder, QObject* parent = nullptr);
    /// Stops what runs and waits for it, which takes as long as one step.
    ~Trainer() override;

    void start(const TrainingOrder& order);
    void resume(const KeptTraining& training);
    /// Holds it after the step that is under way.
    void pause();
    void goOn();
    /// Ends it after the step that is under way; finished() follows. What whole epochs brought stays.
    void stop();

    State state() const { return state_; }
    bool isActive() const { return state_ != State::Idle; }
    /// Of the training under way, else of the last one.
    const TrainingOrder& order() const { return order_; }
    const TrainingView& view() const { return view_; }
    /// What training gave, a stopped one too; null before there is a whole epoch.
    const std::shared_ptr<const TrainResult>& result() const { return result_; }
    /// False where result() is that of a training that was stopped or failed.
    bool isWhole() const { return whole_; }

    /// What can go on; nothing while a training is under way.
    std::optional<KeptTraining> unfinished() const;
    void discard(const KeptTraining& training);
    /// Writes the weights of the best epoch; saved() or failed() follows.
    void saveWeights(const QString& path);

Q_SIGNALS:
    void stateChanged();
    /// Several times a second while it runs.
    void progressed();
    /// A whole epoch more, with its answers.
    void epochEnded();
    void finished(const std::optional<bw::Error>& error);
    void saved(const QString& path);
    void failed(const bw::Error& error);

private:
    struct Shared;
    struct Outcome;
    void run(const QString& id);
    void setState(State state);
    void poll();
    void end(Outcome outcome);

    TrainingShelf shelf_;
    State state_ = State::Idle;
    TrainingOrder order_;
    QString id_;  ///< Of the training under way or that of result(); empty where nothing of it is kept.
    TrainingView view_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<const TrainResult> result_;
    bool whole_ = false;
    QTimer tick_;
    QThreadPool pool_;
};

}  // namespace bw::ui
