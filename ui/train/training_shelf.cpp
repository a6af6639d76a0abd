// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_shelf.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <utility>

#include "io/atomic_write.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr const char* kOrder = ".training";
constexpr const char* kCheckpoint = ".checkpoint";
constexpr const char* kEpochs = ".epochs";  // Behind the checkpoint's name.
constexpr const char* kLock = ".lock";
/// Each may be as large as four copies of its network's weights.
constexpr qsizetype kMostKept = 10;

int epochsOf(const QString& checkpoint) {
    QFile file(checkpoint + QLatin1String(kEpochs));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

}  // namespace

QString TrainingShelf::path(const QString& id, const char* suffix) const {
    return QDir(folder_).filePath(id + QLatin1String(suffix));
}

QString TrainingShelf::checkpointOf(const QString& id) const {
    return path(id, kCheckpoint);
}

QStringList TrainingShelf::ids() const {
    const QString pattern = QLatin1Char('*') + QLatin1String(kOrder);
    QStringList found = QDir(folder_).entryList({pattern}, QDir::Files, QDir::Name | QDir::Reversed);
    for (QString& file : found)
        file.chop(static_cast<qsizetype>(qstrlen(kOrder)));
    return found;
}

bool TrainingShelf::isFree(const QString& id) const {
    if (id == held_) return false;
    QLockFile lock(path(id, kLock));
    lock.setStaleLockTime(0);
    return lock.tryLock(0);
}

Result<QString> TrainingShelf::begin(const TrainingOrder& order) {
    QDir().mkpath(folder_);
    const QStringList old = ids().mid(kMostKept - 1);
    for (const QString& one : old) {
        if (isFree(one)) remove(one);
    }
    QString id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    while (QFile::exists(path(id, kOrder)))
        id += QLatin1Char('a');
    const auto written = writeFileAtomically(toUtf8(path(id, kOrder)), trainingOrderText(order).toStdString());
    if (!written) return tl::unexpected(written.error());
    hold(id);
    return id;
}

bool TrainingShelf::hold(const QString& id) {
    release();
    lock_ = std::make_unique<QLockFile>(path(id, kLock));
    lock_->setStaleLockTime(0);
    if (!lock_->tryLock(0)) return false;
    held_ = id;
    return true;
}

void TrainingShelf::release() {
    if (held_.isEmpty()) return;
    const QString id = std::exchange(held_, {});
    lock_.reset();
    if (!QFile::exists(checkpointOf(id))) remove(id);
}

std::optional<KeptTraining> TrainingShelf::newest(const QString& except) const {
    const QStringList all = ids();
    for (const QString& id : all) {
        if (id == except || !QFile::exists(checkpointOf(id)) || !isFree(id)) continue;
        QFile stored(path(id, kOrder));
        if (!stored.open(QIODevice::ReadOnly)) continue;
        auto order = trainingOrderFromText(stored.readAll());
        if (order) return KeptTraining{id, std::move(*order), epochsOf(checkpointOf(id))};
    }
    return std::nullopt;
}

void TrainingShelf::remove(const QString& id) {
    // The lock file goes with its lock, which whoever holds it releases.
    const QString checkpoint = checkpointOf(id);
    QFile::remove(path(id, kOrder));
    QFile::remove(checkpoint);
    QFile::remove(checkpoint + QLatin1String(kEpochs));
}

void TrainingShelf::noteEpochs(const QString& checkpoint, int epochs) {
    // A number that cannot be written costs a word in the offer to go on, no more: the checkpoint itself counts.
    static_cast<void>(writeFileAtomically(toUtf8(checkpoint + QLatin1String(kEpochs)), std::to_string(epochs)));
}

}  // namespace bw::ui
