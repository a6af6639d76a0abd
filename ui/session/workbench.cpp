// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/workbench.h"

#include <QCoreApplication>
#include <QDir>

#include "base/install_paths.h"
#include "estimate/parametric_estimator.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

Workbench::Workbench(const QString& models_dir, QObject* parent) : QObject(parent), models_dir_(models_dir) {
    auto targets = TargetRegistry::load(toUtf8(QDir(models_dir).filePath(QStringLiteral("targets"))),
                                        folderIn(userModelsDirectory(), "targets"));
    if (targets) {
        targets_ = std::move(*targets);
        problems_ = targets_.problems();
    } else {
        problems_.push_back(targets.error());
    }
}

Workbench::~Workbench() {
    pool_.clear();
    pool_.waitForDone();
}

QString Workbench::findModelsDir() {
    const QString from_environment = qEnvironmentVariable("BW_MODELS_DIR");
    if (!from_environment.isEmpty()) return from_environment;
    const QDir program(QCoreApplication::applicationDirPath());
    for (const QString& candidate :
         {QStringLiteral("../share/blockwright/models"), QStringLiteral("../../../models")}) {
        const QString path = QDir::cleanPath(program.filePath(candidate));
        if (QDir(path).exists()) return path;
    }
    return QDir::cleanPath(program.filePath(QStringLiteral("../share/blockwright/models")));
}

const TargetProfile* Workbench::target(const std::string& id) const {
    const auto found = targets_.all().find(id);
    return found == targets_.all().end() ? nullptr : &found->second;
}

void Workbench::startEstimators() {
    if (started_) return;
    started_ = true;
    const QStringList waiting = estimators_.keys();
    for (const QString& id : waiting) {
        if (estimators_[id].state == EstimatorState::Loading) open(toUtf8(id));
    }
}

void Workbench::requestEstimator(const std::string& target_id) {
    Entry& entry = estimators_[toQt(target_id)];
    if (entry.state != EstimatorState::Waiting) return;
    entry.state = EstimatorState::Loading;
    if (started_) open(target_id);
}

void Workbench::open(const std::string& target_id) {
    const TargetProfile* profile = target(target_id);
    if (profile == nullptr) {
        estimators_[toQt(target_id)].state = EstimatorState::Unavailable;
        return;
    }
    runInBackground(
        pool_, this,
        [profile = *profile, models_dir = toUtf8(models_dir_)] {
            return openOrParametric(profile, models_dir, userModelsDirectory());
        },
        [this, id = toQt(target_id), generation = estimators_[toQt(target_id)].generation](OpenedEstimator opened) {
            Entry& entry = estimators_[id];
            if (entry.generation != generation) return;
            if (opened.estimator) {
                entry.state = EstimatorState::Ready;
                entry.estimator = std::move(*opened.estimator);
                entry.error = opened.no_regressor;
            } else {
                entry.state = EstimatorState::Unavailable;
                entry.error = opened.estimator.error();
            }
            Q_EMIT estimatorChanged(id);
        });
}

void Workbench::adopt(const TargetProfile& profile, std::shared_ptr<const Estimator> estimator) {
    const QString id = toQt(profile.id);
    const TargetProfile* known = target(profile.id);
    const bool changed = known == nullptr || *known != profile;
    Entry& entry = estimators_[id];
    if (estimator != nullptr) {
        entry = {EstimatorState::Ready, std::move(estimator), {}, entry.generation + 1};
    } else if (changed) {
        entry = {EstimatorState::Waiting, {}, {}, entry.generation + 1};
    }
    if (changed) {
        targets_.add(profile);
        Q_EMIT targetsChanged();
    }
    Q_EMIT estimatorChanged(id);
}

void Workbench::forget(const std::string& target_id) {
    TargetRegistry rest;
    for (const auto& [id, profile] : targets_.all()) {
        if (id != target_id) rest.add(profile);
    }
    targets_ = std::move(rest);
    estimators_.remove(toQt(target_id));
    Q_EMIT targetsChanged();
}

std::shared_ptr<const Estimator> Workbench::estimator(const std::string& target_id) const {
    return estimators_.value(toQt(target_id)).estimator;
}

Workbench::EstimatorState Workbench::estimatorState(const std::string& target_id) const {
    return estimators_.value(toQt(target_id)).state;
}

std::optional<Error> Workbench::estimatorError(const std::string& target_id) const {
    return estimators_.value(toQt(target_id)).error;
}

}  // namespace bw::ui
