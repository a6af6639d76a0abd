// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <optional>

#include "io/open_model.h"
#include "main_window/job_indicator.h"
#include "panels/message_bar.h"
#include "session/document_session.h"
#include "session/journal.h"
#include "settings/settings.h"

class QMenu;

namespace bw::ui {

/// Opens, saves and names the document. Opening runs on a worker; until it succeeds the open document stays as it is.
class DocumentController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        DocumentSession& session;
        Settings& settings;
        JobIndicator& jobs;
        MessageBar& messages;
        QWidget* window;
    };

    DocumentController(Parts parts, QObject* parent = nullptr);

    /// "presence_detector.blockwright" or "untitled".
    QString title() const;
    /// Where Ctrl+S writes; empty until the document has been saved as our own kind of file.
    /// The ONNX or TensorFlow Lite file that the document came from; empty for others.
    const QString& importedPath() const { return imported_path_; }
    const QString& path() const { return path_; }
    /// The .tflite file that the present network was read from and equals; empty where there is none.
    QString tfliteSource() const;
    bool isDirty() const { return !parts_.session.history().isClean() || restored_; }
    bool isOpening() const { return opening_; }

    void openWithDialog();
    /// Asks about unsaved changes, then opens.
    void open(const QString& path);
    /// Opens without asking and without remembering the file.
    void openSample(const QString& path);
    bool save();
    bool saveAs();
    /// Asks what to do with unsaved changes; false where the user wants to stay.
    bool mayDiscard();
    /// Takes up the work of a crashed run.
    void restore(const LostWork& lost);
    /// The sample networks of the models folder.
    QStringList sampleFiles() const;

    /// Rebuilt each time it opens; files that are gone are greyed.
    void fillRecentMenu(QMenu* menu);

    Journal& journal() { return journal_; }
    static QString fileDialogFilter();

Q_SIGNALS:
    void titleChanged();
    /// A file was opened, with what the importer wants the user to know.
    void opened(const QString& title);
    void openFailed(const bw::Error& error);

private:
    struct Request {
        QString path;
        ImportOptions options;
        bool sample = false;
    };
    void start(const Request& request);
    void finish(const Request& request, Result<OpenedModel> opened);
    bool askForSizes(Request request);
    bool saveTo(const QString& path);
    void remember(const QString& path);

    Parts parts_;
    Journal journal_;
    QString path_;
    QString title_;
    QString tflite_path_;
    QString imported_path_;
    Network tflite_network_;  ///< As read from it.
    uint64_t newest_ = 0;
    bool opening_ = false;
    bool restored_ = false;
};

}  // namespace bw::ui
