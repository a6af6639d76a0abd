// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
#include <memory>

#include "session/document_session.h"

class QLockFile;

namespace bw::ui {

/// A document as a crash left it.
struct LostWork {
    QString journal;        ///< The journal's path, for discard().
    QString document_path;  ///< Where the user had it; empty for a new one.
    QString title;
    int steps = 0;  ///< Since it was last saved.
};

/// Writes every step of a session to a file as it happens, off the window's thread, so that a crash loses nothing. Each
/// line is one step; the first names the document, whose state at opening lies beside as a .blockwright file.
class Journal : public QObject {
    Q_OBJECT

public:
    Journal(DocumentSession& session, const QString& folder, QObject* parent = nullptr);
    ~Journal() override;

    /// Begins anew: the session's present document becomes the base.
    void begin(const QString& document_path, const QString& title);
    /// Goes on with a journal that restore() has just replayed, so that its steps stay restorable and undoable.
    void resume(const LostWork& lost);
    /// The document now lies at `document_path`: what came before is no longer lost with a crash.
    void noteSaved(const QString& document_path, const QString& title);
    /// Waits until everything is written.
    void flush();
    /// Removes the journal: there is nothing to restore.
    void close();

    /// Journals in `folder` that no running program holds and that hold at least one step since the document was
    /// saved, newest first. Others are removed.
    static std::vector<LostWork> findLostWork(const QString& folder);
    /// Loads the base into the session and does the steps again; those that no longer apply are skipped.
    static Result<void> restore(const LostWork& lost, DocumentSession& session);
    static void discard(const LostWork& lost);

private:
    void hold(const QString& journal);
    void write(const QByteArray& line);

    QString folder_;
    QString path_;
    std::unique_ptr<QLockFile> lock_;
    QThread thread_;
    QObject* worker_;
    DocumentSession& session_;
};

}  // namespace bw::ui
