// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>

#include "actions/action_registry.h"
#include "base/install_paths.h"
#include "calibration/calibrate_dialog.h"
#include "data/data_dialog.h"
#include "estimate/target_package.h"
#include "estimator/card_dialog.h"
#include "estimator/import_dialog.h"
#include "main_window/main_window.h"
#include "panels/message_bar.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::bindPackageActions() {
    const auto any_target = [this] { return session_.target() == nullptr ? tr("There is no target.") : QString(); };
    actions_->bind(
        QStringLiteral("target.card"), [this] { showEstimatorCard(); }, any_target);
    actions_->bind(QStringLiteral("target.calibrate_host"), [this] { calibrateHost(); });
    actions_->bind(
        QStringLiteral("target.import"), [this] { importMeasurements(); }, any_target);
    actions_->bind(
        QStringLiteral("target.export"), [this] { exportTarget(); }, any_target);
    actions_->bind(QStringLiteral("file.data_sets"), [this] {
        auto* dialog = new DataDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
        dialog->openSource();
    });
    actions_->bind(QStringLiteral("target.install"), [this] { chooseTargetPackage(); });
}

void MainWindow::showEstimatorCard() {
    auto* card = new CardDialog(workbench_, session_.document().target_id, this);
    card->setAttribute(Qt::WA_DeleteOnClose);
    card->open();
}

void MainWindow::importMeasurements() {
    auto* dialog = new ImportDialog(workbench_, session_.document().target_id, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::installed, this, [this](const QString& id) { session_.setTarget(toUtf8(id)); });
    dialog->open();
}

void MainWindow::calibrateHost() {
    std::optional<NamedNetwork> open_network;
    if (!session_.network().empty()) open_network = NamedNetwork{session_.network().name(), session_.network()};
    auto* dialog = new CalibrateDialog(workbench_, std::move(open_network), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CalibrateDialog::calibrated, this, [this](const QString& target) {
        messages_->showMessage(MessageBar::Level::Info, tr("Estimates for %1 use the new calibration.").arg(target));
    });
    dialog->open();
}

void MainWindow::exportTarget() {
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Choose an empty folder to write the target into"));
    const TargetProfile* target = session_.target();
    if (folder.isEmpty() || target == nullptr) return;
    runInBackground(
        workbench_.pool(), this,
        [target = *target, models = toUtf8(workbench_.modelsDir()), folder = toUtf8(folder)] {
            return writeTargetPackage(folder, packageOf(target, models, userModelsDirectory()));
        },
        [this, name = toQt(target->name), folder](Result<void> written) {
            if (written) {
                messages_->showMessage(MessageBar::Level::Info,
                                       tr("%1 written to %2").arg(name, QDir::toNativeSeparators(folder)));
            } else {
                messages_->showError(written.error());
            }
        });
}

void MainWindow::chooseTargetPackage() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder of an exported target"));
    if (folder.isEmpty()) return;
    runInBackground(
        workbench_.pool(), this, [folder = toUtf8(folder)] { return readTargetPackage(folder); },
        [this](Result<TargetPackage> package) {
            if (!package) {
                messages_->showError(package.error());
                return;
            }
            const TargetProfile* known = workbench_.target(package->target.id);
            if (known != nullptr &&
                QMessageBox::question(this, tr("Install target"),
                                      tr("Replace your target %1 by the one in this folder?").arg(toQt(known->name))) !=
                    QMessageBox::Yes) {
                return;
            }
            installPackage(*std::move(package));
        });
}

void MainWindow::installPackage(TargetPackage package) {
    using Opened = Result<std::shared_ptr<const Estimator>>;
    runInBackground(
        workbench_.pool(), this,
        [package]() -> Opened {
            if (auto done = installTarget(userModelsDirectory(), package); !done) return tl::unexpected(done.error());
            if (!package.regressor) return std::shared_ptr<const Estimator>();
            return Estimator::create(package.target, *package.regressor);
        },
        [this, target = package.target](Opened opened) {
            if (!opened) {
                messages_->showError(opened.error());
                return;
            }
            workbench_.adopt(target, *opened);
            session_.setTarget(target.id);
        });
}

}  // namespace bw::ui
