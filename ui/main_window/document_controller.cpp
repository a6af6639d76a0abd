// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/document_controller.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include "io/file_bytes.h"
#include "main_window/input_size_dialog.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kRecentFiles = 12;
const QString kSuffix = QStringLiteral(".blockwright");

/// What to do about a file that cannot be opened, where its reader knows nothing better.
QString readRemedy(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidFile:
            return DocumentController::tr("check that the file is complete, or export it again");
        case ErrorCode::IoFailure:
        case ErrorCode::NotFound:
            return DocumentController::tr("check that the file is there and that you may read it");
        default:
            return {};
    }
}

}  // namespace

DocumentController::DocumentController(Parts parts, QObject* parent)
    : QObject(parent), parts_(parts), journal_(parts.session, Settings::dataFolder() + QStringLiteral("/journals")) {
    connect(&parts_.session.history(), &QUndoStack::cleanChanged, this, &DocumentController::titleChanged);
}

QString DocumentController::title() const {
    return title_.isEmpty() ? tr("untitled") : title_;
}

QString DocumentController::tfliteSource() const {
    const bool same = !tflite_path_.isEmpty() && parts_.session.settledNetwork().sharesWith(tflite_network_);
    return same ? tflite_path_ : QString();
}

QString DocumentController::fileDialogFilter() {
    return tr("Networks (*.blockwright *.onnx *.tflite)") + QStringLiteral(";;") +
           tr("Blockwright documents (*.blockwright)") + QStringLiteral(";;") + tr("ONNX (*.onnx)") +
           QStringLiteral(";;") + tr("TensorFlow Lite (*.tflite)") + QStringLiteral(";;") + tr("All files (*)");
}

void DocumentController::openWithDialog() {
    const QString path = QFileDialog::getOpenFileName(
        parts_.window, tr("Open a network"), parts_.settings.value(Setting::LastFolder).toString(), fileDialogFilter());
    if (!path.isEmpty()) open(path);
}

void DocumentController::open(const QString& path) {
    if (!mayDiscard()) return;
    parts_.settings.set(Setting::LastFolder, QFileInfo(path).absolutePath());
    start({QFileInfo(path).absoluteFilePath(), {}, false});
}

void DocumentController::openSample(const QString& path) {
    start({path, {}, true});
}

void DocumentController::start(const Request& request) {
    const uint64_t number = ++newest_;
    opening_ = true;
    parts_.jobs.start(tr("Opening %1…").arg(QFileInfo(request.path).fileName()), [this] {
        ++newest_;
        opening_ = false;
        parts_.messages.showMessage(MessageBar::Level::Info, tr("Opening was cancelled."));
    });
    runInBackground(
        parts_.session.workbench().pool(), this, [request] { return openModel(toUtf8(request.path), request.options); },
        [this, request, number](Result<OpenedModel> opened) {
            if (number != newest_) return;
            opening_ = false;
            parts_.jobs.finish();
            finish(request, std::move(opened));
        });
}

void DocumentController::finish(const Request& request, Result<OpenedModel> opened) {
    if (!opened) {
        if (opened.error().code == ErrorCode::InvalidArgument && askForSizes(request)) return;
        Error error = opened.error();
        if (error.file.empty()) error.file = toUtf8(request.path);
        if (error.remedy.empty()) error.remedy = toUtf8(readRemedy(error.code));
        parts_.messages.showError(error);
        Q_EMIT openFailed(error);
        return;
    }
    const QFileInfo file(request.path);
    const bool own = opened->format == "blockwright" && !request.sample;
    path_ = own ? request.path : QString();
    title_ = request.sample ? file.completeBaseName() : file.fileName();
    restored_ = false;
    Document document = std::move(opened->document);
    tflite_path_ = opened->format == "tflite" ? request.path : QString();
    tflite_network_ = document.network;
    imported_path_ = opened->format == "blockwright" ? QString() : request.path;
    // What was imported is what every change is compared with, until the user pins something else.
    if (!document.baseline && !own) document.baseline = document.network;
    parts_.session.load(std::move(document));
    journal_.begin(path_, title_);
    if (!request.sample) remember(request.path);
    parts_.messages.hide();
    if (!opened->notes.empty()) {
        QStringList notes;
        for (const std::string& note : opened->notes)
            notes << sentence(toQt(note));
        parts_.messages.showMessage(MessageBar::Level::Note, notes.mid(0, 4).join(QLatin1Char('\n')));
    }
    Q_EMIT titleChanged();
    Q_EMIT this->opened(title_);
}

bool DocumentController::askForSizes(Request request) {
    if (!request.options.input_shapes.empty()) return false;
    const auto bytes = readFileBytes(toUtf8(request.path), kMaxModelFileBytes);
    if (!bytes) return false;
    auto inputs = onnxInputs(*bytes);
    if (!inputs) return false;
    const bool any = std::any_of(inputs->begin(), inputs->end(), [](const OnnxInput& i) { return i.needs_shape; });
    if (!any) return false;
    auto* dialog = new InputSizeDialog(std::move(*inputs), QFileInfo(request.path).fileName(), parts_.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, request]() mutable {
        request.options = dialog->options();
        start(request);
    });
    dialog->open();
    return true;
}

bool DocumentController::save() {
    return path_.isEmpty() ? saveAs() : saveTo(path_);
}

bool DocumentController::saveAs() {
    QString proposal = path_;
    if (proposal.isEmpty()) {
        const QString name = QFileInfo(title()).completeBaseName() + kSuffix;
        proposal = QDir(parts_.settings.value(Setting::LastFolder).toString()).filePath(name);
    }
    QString path = QFileDialog::getSaveFileName(parts_.window, tr("Save document"), proposal,
                                                tr("Blockwright documents (*.blockwright)"));
    if (path.isEmpty()) return false;
    if (!path.endsWith(kSuffix)) path += kSuffix;
    return saveTo(path);
}

bool DocumentController::saveTo(const QString& path) {
    parts_.session.endPreview(false);
    const auto saved = saveDocument(parts_.session.document(), toUtf8(path));
    if (!saved) {
        parts_.messages.showError(saved.error());
        return false;
    }
    path_ = path;
    title_ = QFileInfo(path).fileName();
    restored_ = false;
    parts_.session.history().setClean();
    journal_.noteSaved(path_, title_);
    parts_.settings.set(Setting::LastFolder, QFileInfo(path).absolutePath());
    remember(path);
    Q_EMIT titleChanged();
    return true;
}

bool DocumentController::mayDiscard() {
    if (!isDirty()) return true;
    QMessageBox box(parts_.window);
    box.setWindowTitle(tr("Save changes?"));
    box.setText(tr("%1 has changes that are not saved.").arg(title()));
    box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
        case QMessageBox::Save:
            return save();
        case QMessageBox::Discard:
            return true;
        default:
            return false;
    }
}

void DocumentController::restore(const LostWork& lost) {
    // A file still on its way must not replace what comes back.
    if (opening_) {
        ++newest_;
        opening_ = false;
        parts_.jobs.finish();
    }
    const auto restored = Journal::restore(lost, parts_.session);
    if (!restored) {
        parts_.messages.showError(restored.error());
        return;
    }
    path_ = lost.document_path;
    tflite_path_.clear();
    title_ = lost.title;
    restored_ = true;
    journal_.resume(lost);
    Q_EMIT titleChanged();
    Q_EMIT opened(title_);
}

QStringList DocumentController::sampleFiles() const {
    const QDir folder(parts_.session.workbench().modelsDir() + QStringLiteral("/samples"));
    QStringList paths;
    const QStringList names = folder.entryList({QStringLiteral("*.blockwright")}, QDir::Files, QDir::Name);
    for (const QString& name : names)
        paths << folder.filePath(name);
    return paths;
}

void DocumentController::remember(const QString& path) {
    QStringList recent = parts_.settings.value(Setting::RecentFiles).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    parts_.settings.set(Setting::RecentFiles, QStringList(recent.mid(0, kRecentFiles)));
}

void DocumentController::fillRecentMenu(QMenu* menu) {
    menu->clear();
    menu->setToolTipsVisible(true);
    const QStringList recent = parts_.settings.value(Setting::RecentFiles).toStringList();
    for (const QString& path : recent) {
        const QFileInfo file(path);
        QString name = file.fileName();
        QAction* action = menu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setToolTip(QDir::toNativeSeparators(path));
        if (!file.exists()) {
            action->setEnabled(false);
            action->setToolTip(tr("%1 is no longer there.").arg(QDir::toNativeSeparators(path)));
        }
        connect(action, &QAction::triggered, this, [this, path] { open(path); });
    }
    if (recent.isEmpty()) menu->addAction(tr("No files yet"))->setEnabled(false);
    menu->addSeparator();
    QAction* clear = menu->addAction(tr("&Clear List"));
    clear->setEnabled(!recent.isEmpty());
    connect(clear, &QAction::triggered, this, [this] { parts_.settings.set(Setting::RecentFiles, QStringList()); });
}

}  // namespace bw::ui
