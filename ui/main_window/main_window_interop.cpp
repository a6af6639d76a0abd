// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>

#include "actions/action_registry.h"
#include "interop/export_dialog.h"
#include "interop/verify_dialog.h"
#include "main_window/main_window.h"
#include "panels/message_bar.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::bindInteropActions() {
    const auto no_network = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    actions_->bind(
        QStringLiteral("file.export"), [this] { exportNetwork(); }, no_network);
    actions_->bind(
        QStringLiteral("file.verify"), [this] { verifyWithOthers(); },
        [this] { return session_.assessment() == nullptr ? tr("There is no network yet.") : QString(); });
}

void MainWindow::exportNetwork() {
    const QString folder = settings_.value(Setting::LastFolder).toString();
    auto* dialog = new ExportDialog(workbench_, session_.document(), documents_->importedPath(), folder,
                                    QFileInfo(documents_->title()).completeBaseName(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exported, this, [this](const QStringList& files) {
        settings_.set(Setting::LastFolder, QFileInfo(files.front()).absolutePath());
        messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(files.join(QStringLiteral(", "))));
    });
    dialog->open();
}

void MainWindow::verifyWithOthers() {
    auto* dialog =
        new VerifyDialog(workbench_, session_.document(), session_.assessment(), documents_->importedPath(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace bw::ui
