// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>
#include <QStringList>
#include <memory>
#include <optional>

#include "train/training_order.h"

namespace bw::ui {

/// A training that can go on, or whose weights nobody has saved yet.
struct KeptTraining {
    QString id;  ///< Names its files.
    TrainingOrder order;
    int epochs = 0;  ///< Behind it.

    bool isDone() const { return epochs >= order.options.epochs; }
};

/// Trainings of the user in a folder: what was asked, and the checkpoint from which one goes on after a stop or a
/// crash. What a running program has in hand is left alone.
class TrainingShelf {
public:
    /// `folder` is made with the first training.
    explicit TrainingShelf(QString folder) : folder_(std::move(folder)) {}

    /// Keeps a training that begins, and takes it in hand; its id, or why the disk refuses. Of those before, the newest
    /// few stay.
    Result<QString> begin(const TrainingOrder& order);
    /// Takes a kept training in hand; false where another program has it.
    bool hold(const QString& id);
    /// Lets go of what is in hand; where it has no whole epoch behind it, nothing stays.
    void release();
    /// The newest but `except` that has a whole epoch behind it and that nobody has in hand.
    std::optional<KeptTraining> newest(const QString& except = {}) const;
    void remove(const QString& id);

    QString checkpointOf(const QString& id) const;
    /// Writes down how many epochs are behind the training of a checkpoint; from any thread.
    static void noteEpochs(const QString& checkpoint, int epochs);

private:
    QString path(const QString& id, const char* suffix) const;
    /// The newest first.
    QStringList ids() const;
    /// Nobody has it in hand.
    bool isFree(const QString& id) const;

    QString folder_;
    QString held_;
    std::unique_ptr<QLockFile> lock_;
};

}  // namespace bw::ui
