// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journal.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSet>

#include "text/wording.h"

namespace bw::ui {
namespace {

const QString kSuffix = QStringLiteral(".journal");

QString basePath(const QString& journal) {
    return journal.chopped(kSuffix.size()) + QStringLiteral(".blockwright");
}
QString lockPath(const QString& journal) {
    return journal.chopped(kSuffix.size()) + QStringLiteral(".lock");
}

QByteArray jsonLine(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

void removeFiles(const QString& journal) {
    QFile::remove(journal);
    QFile::remove(basePath(journal));
    QFile::remove(basePath(journal) + QStringLiteral(".bak"));
}

std::vector<QJsonObject> readLines(const QString& path) {
    constexpr qint64 kMaxBytes = qint64{16} << 20;
    std::vector<QJsonObject> lines;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxBytes) return lines;
    while (!file.atEnd()) {
        // A crash may have cut the last line short.
        const QJsonDocument line = QJsonDocument::fromJson(file.readLine());
        if (!line.isObject()) break;
        lines.push_back(line.object());
    }
    return lines;
}

LostWork lostWorkIn(const QString& journal, const std::vector<QJsonObject>& lines) {
    LostWork work;
    work.journal = journal;
    for (const QJsonObject& line : lines) {
        for (const QLatin1String place : {QLatin1String("document"), QLatin1String("saved")}) {
            if (!line.contains(place)) continue;
            work.document_path = line.value(place).toString();
            work.title = line.value(QLatin1String("title")).toString();
            work.steps = 0;
        }
        if (line.contains(QLatin1String("do"))) ++work.steps;
    }
    return work;
}

/// Does a step again; `edits` counts those that stand on their own.
void redo(DocumentSession& session, const QString& operation, const QString& argument, int& edits) {
    const bool merge = operation == QLatin1String("merge");
    if (merge || operation == QLatin1String("edit")) {
        // Steps merge again exactly where they did: the places in the history that "index" names depend on it.
        if (!merge) ++edits;
        session.applyEdit(toUtf8(argument), QStringLiteral("replay %1").arg(edits));
    } else if (operation == QLatin1String("edits")) {
        const QStringList lines = argument.split(QLatin1Char('\n'));
        std::vector<std::string> commands;
        for (qsizetype i = 1; i < lines.size(); ++i)
            commands.push_back(toUtf8(lines[i]));
        session.applyEdits(commands, lines.front());
    } else if (operation == QLatin1String("index")) {
        session.history().setIndex(argument.toInt());
    } else if (operation == QLatin1String("target")) {
        session.setTarget(toUtf8(argument));
    } else if (operation == QLatin1String("precision")) {
        if (const auto precision = parsePrecision(toUtf8(argument))) session.setPrecision(*precision);
    } else if (operation == QLatin1String("review") || operation == QLatin1String("review_merge")) {
        if (operation == QLatin1String("review")) ++edits;
        const qsizetype end = argument.indexOf(QLatin1Char('\n'));
        const auto review = applyReviewChange(session.document().review, toUtf8(argument.mid(end + 1)));
        if (review) session.setReview(*review, argument.left(end), QStringLiteral("replay %1").arg(edits));
    } else if (operation == QLatin1String("open_candidate")) {
        session.openCandidate(argument.toLongLong());
    } else if (operation == QLatin1String("memory_profile")) {
        session.setMemoryProfile(toUtf8(argument));
    } else if (operation == QLatin1String("pin")) {
        session.pinBaseline();
    } else if (operation == QLatin1String("unpin")) {
        session.clearBaseline();
    } else if (operation == QLatin1String("return")) {
        session.returnToBaseline();
    } else if (operation == QLatin1String("budgets")) {
        session.setBudgets(budgetsFromText(argument));
    }
}

}  // namespace

Journal::Journal(DocumentSession& session, const QString& folder, QObject* parent)
    : QObject(parent), folder_(folder), worker_(new QObject), session_(session) {
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.start(QThread::LowPriority);
    connect(&session, &DocumentSession::stepRecorded, this, [this](const QString& operation, const QString& argument) {
        write(jsonLine({{QStringLiteral("do"), operation}, {QStringLiteral("what"), argument}}));
    });
}

Journal::~Journal() {
    thread_.quit();
    thread_.wait();
}

void Journal::begin(const QString& document_path, const QString& title) {
    close();
    QDir().mkpath(folder_);
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    path_ = QDir(folder_).filePath(
        QStringLiteral("%1-%2%3").arg(stamp).arg(QCoreApplication::applicationPid()).arg(kSuffix));
    hold(path_);
    QMetaObject::invokeMethod(worker_, [document = session_.document(), base = toUtf8(basePath(path_))] {
        // Without a base there is nothing to restore; the user's own file is untouched either way.
        static_cast<void>(saveDocument(document, base));
    });
    write(jsonLine({{QStringLiteral("document"), document_path}, {QStringLiteral("title"), title}}));
}

void Journal::hold(const QString& journal) {
    lock_ = std::make_unique<QLockFile>(lockPath(journal));
    lock_->setStaleLockTime(0);
    lock_->tryLock(0);
}

void Journal::resume(const LostWork& lost) {
    close();
    // What a crash cut short must not swallow the next line.
    QFile file(lost.journal);
    if (file.open(QIODevice::ReadWrite)) {
        const qint64 whole = file.readAll().lastIndexOf('\n') + 1;
        if (whole < file.size()) file.resize(whole);
    }
    path_ = lost.journal;
    hold(path_);
}

void Journal::noteSaved(const QString& document_path, const QString& title) {
    write(jsonLine({{QStringLiteral("saved"), document_path}, {QStringLiteral("title"), title}}));
}

void Journal::write(const QByteArray& line) {
    if (path_.isEmpty()) return;
    QMetaObject::invokeMethod(worker_, [path = path_, line] {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::Append)) file.write(line);
    });
}

void Journal::flush() {
    QMetaObject::invokeMethod(
        worker_, [] {}, Qt::BlockingQueuedConnection);
}

void Journal::close() {
    if (path_.isEmpty()) return;
    flush();
    removeFiles(path_);
    path_.clear();
    lock_.reset();
}

std::vector<LostWork> Journal::findLostWork(const QString& folder) {
    std::vector<LostWork> lost;
    const QFileInfoList files =
        QDir(folder).entryInfoList({QStringLiteral("*") + kSuffix}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QFileInfo& file : files) {
        const QString path = file.absoluteFilePath();
        QLockFile lock(lockPath(path));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0)) continue;
        const std::vector<QJsonObject> lines = readLines(path);
        const LostWork work = lostWorkIn(path, lines);
        if (work.steps == 0 || !QFile::exists(basePath(path))) {
            removeFiles(path);
            continue;
        }
        lost.push_back(work);
    }
    return lost;
}

Result<void> Journal::restore(const LostWork& lost, DocumentSession& session) {
    QFile base(basePath(lost.journal));
    if (!base.open(QIODevice::ReadOnly) || base.size() > kMaxDocumentBytes) {
        return fail(ErrorCode::IoFailure, "the saved state cannot be read", toUtf8(base.fileName()));
    }
    auto document = readDocument(base.readAll().toStdString(), toUtf8(base.fileName()));
    if (!document) return tl::unexpected(document.error());
    session.load(std::move(*document));
    const std::vector<QJsonObject> lines = readLines(lost.journal);
    int edits = 0;
    for (const QJsonObject& line : lines) {
        redo(session, line.value(QLatin1String("do")).toString(), line.value(QLatin1String("what")).toString(), edits);
    }
    return {};
}

void Journal::discard(const LostWork& lost) {
    removeFiles(lost.journal);
}

}  // namespace bw::ui
