// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <memory>
#include <optional>

#include "estimate/estimator.h"
#include "target/target_profile.h"

namespace bw::ui {

/// What every document shares: the folder of models, the targets, and their estimators, which are opened on a worker.
class Workbench : public QObject {
    Q_OBJECT

public:
    enum class EstimatorState : uint8_t { Waiting, Loading, Ready, Unavailable };

    /// Loads the targets of `models_dir`; problems() says what could not be read.
    explicit Workbench(const QString& models_dir, QObject* parent = nullptr);
    ~Workbench() override;

    /// BW_MODELS_DIR, else ../share/blockwright/models beside the program, else the models folder of the source tree.
    static QString findModelsDir();

    const QString& modelsDir() const { return models_dir_; }
    const TargetRegistry& targets() const { return targets_; }
    /// Null where there is no such target.
    const TargetProfile* target(const std::string& id) const;
    const std::vector<Error>& problems() const { return problems_; }

    /// Estimators are opened from now on; call it after the first paint.
    void startEstimators();
    /// Asks for the estimator of a target; estimatorChanged follows when it is there or cannot be.
    void requestEstimator(const std::string& target_id);
    std::shared_ptr<const Estimator> estimator(const std::string& target_id) const;
    EstimatorState estimatorState(const std::string& target_id) const;
    /// Why it is unavailable, or why it is the parametric model.
    std::optional<Error> estimatorError(const std::string& target_id) const;

    /// Puts a target and its estimator into use, as training or installing them gives them: replaces what has the same
    /// id, keeps the rest. A null estimator leaves the one in use where `profile` is unchanged, else it is opened.
    void adopt(const TargetProfile& profile, std::shared_ptr<const Estimator> estimator);

    /// Takes a target out of use; a document that names it says so.
    void forget(const std::string& target_id);

    /// For short work off the window's thread.
    QThreadPool& pool() { return pool_; }

Q_SIGNALS:
    void estimatorChanged(const QString& target_id);
    /// A target was added, replaced or removed.
    void targetsChanged();

private:
    struct Entry {
        EstimatorState state = EstimatorState::Waiting;
        std::shared_ptr<const Estimator> estimator;
        std::optional<Error> error;
        int generation = 0;  ///< Counts adoptions, so that an opening begun before one is dropped.
    };
    void open(const std::string& target_id);

    QString models_dir_;
    TargetRegistry targets_;
    std::vector<Error> problems_;
    QHash<QString, Entry> estimators_;
    bool started_ = false;
    QThreadPool pool_;
};

}  // namespace bw::ui
