// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The accelerator under edit: its panel, its actions, and what is asked and told about it.
#include <QInputDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include "accelerator/accelerator_panel.h"
#include "base/install_paths.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "target/user_targets.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// What a document falls back to when its target is deleted.
constexpr const char* kReferenceTarget = "neural-engine";

}  // namespace

void MainWindow::buildAcceleratorPanel() {
    const QString id = QStringLiteral("accelerator");
    accelerator_ = new AcceleratorPanel(session_, target_editor_);
    QDockWidget* dock =
        docks_->add(id, tr("Accelerator"), QStringLiteral("target"), Qt::LeftDockWidgetArea, accelerator_);
    connect(accelerator_, &AcceleratorPanel::saveRequested, this, &MainWindow::saveTarget);
    connect(accelerator_, &AcceleratorPanel::deleteRequested, this, &MainWindow::deleteTarget);
    connect(&target_editor_, &TargetEditor::sourceChanged, this, &MainWindow::showEstimator);
    connect(&target_editor_, &TargetEditor::changed, this, [this] { actions_->refresh(); });
    // Who closes the form has no more use for a regressor of it; a panel that only gave way to another has.
    connect(dock, &QDockWidget::visibilityChanged, this, [this, dock, id] {
        QTimer::singleShot(0, this, [this, dock, id] {
            const bool replaced =
                docks_->isOpen(QStringLiteral("outline")) || docks_->isOpen(QStringLiteral("palette"));
            if (isVisible() && dock->isHidden() && !docks_->isFolded(id) && !replaced) target_editor_.cancelTraining();
        });
    });
}

void MainWindow::bindTargetActions() {
    const auto none = [this] {
        return target_editor_.isEditable() ? QString() : tr("This target has no parameters to edit.");
    };
    actions_->bind(QStringLiteral("target.edit"), [this] {
        docks_->open(QStringLiteral("accelerator"));
        accelerator_->setFocus();
    });
    actions_->bind(
        QStringLiteral("target.reset"), [this] { target_editor_.resetAll(); },
        [this] { return target_editor_.isVariant() ? QString() : tr("No parameter is changed."); });
    actions_->bind(
        QStringLiteral("target.save"), [this] { saveTarget(); },
        [this, none] {
            return target_editor_.isEditable() && !target_editor_.problems().empty()
                       ? tr("This accelerator cannot be; mend the marked parameters first.")
                       : none();
        });
    actions_->bind(
        QStringLiteral("target.delete"), [this] { deleteTarget(); },
        [this] {
            return target_editor_.isOwnTarget() ? QString() : tr("Only a saved target of your own can be deleted.");
        });
}

void MainWindow::saveTarget() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save accelerator"));
    dialog->setLabelText(tr("Name among your own targets:"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setTextValue(target_editor_.isOwnTarget() ? toQt(target_editor_.base().name)
                                                      : tr("My %1").arg(toQt(target_editor_.base().name)));
    connect(dialog, &QInputDialog::textValueSelected, this, &MainWindow::saveTargetAs);
    dialog->open();
}

void MainWindow::saveTargetAs(const QString& name) {
    const std::string id = targetIdFromName(toUtf8(name));
    const auto save = [this, name] {
        if (const auto saved = target_editor_.saveAs(name); !saved) {
            messages_->showError(saved.error());
        } else {
            messages_->showMessage(MessageBar::Level::Info,
                                   tr("Saved %1 in %2.").arg(name, toQt(folderIn(userModelsDirectory(), "targets"))));
        }
    };
    if (!isUserTarget(userModelsDirectory(), id)) {
        save();
        return;
    }
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Replace the target?"),
                        tr("You have a target of the name %1. Replace it?").arg(name), QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* replace = box->addButton(tr("Replace"), QMessageBox::DestructiveRole);
    connect(box, &QMessageBox::buttonClicked, this, [replace, save](const QAbstractButton* button) {
        if (button == replace) save();
    });
    box->open();
}

bool MainWindow::mayDiscardTarget() {
    if (!target_editor_.hasUnsavedChanges()) return true;
    QMessageBox box(this);
    box.setObjectName(QStringLiteral("unsavedTarget"));
    box.setWindowTitle(tr("Save the accelerator?"));
    box.setText(tr("%1 is not saved among your own targets.").arg(toQt(target_editor_.edited().name)));
    box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box.setDefaultButton(QMessageBox::Save);
    const int answer = box.exec();
    if (answer != QMessageBox::Save) return answer == QMessageBox::Discard;
    saveTarget();
    return false;
}

void MainWindow::deleteTarget() {
    if (!target_editor_.isOwnTarget()) return;
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Delete the target?"),
                                tr("Delete %1 and its regressor? Documents that name it will ask for another target.")
                                    .arg(toQt(target_editor_.base().name)),
                                QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, remove](const QAbstractButton* button) {
        if (button != remove) return;
        if (const auto done = target_editor_.deleteTarget(kReferenceTarget); !done) messages_->showError(done.error());
    });
    box->open();
}

void MainWindow::tellUnsavedTarget() {
    if (!target_editor_.isVariant()) return;
    messages_->showMessage(
        MessageBar::Level::Warning,
        tr("The document names %1, which is not saved: others, and you after the end of the program, "
           "cannot estimate for it. Save it with Target ▸ Save Accelerator As.")
            .arg(toQt(target_editor_.edited().name)));
}

QString MainWindow::estimatorSource() const {
    switch (target_editor_.source()) {
        case TargetEditor::Source::Parametric:
            return tr("parametric model");
        case TargetEditor::Source::Training:
            return tr("parametric model, regressor %1").arg(shareText(target_editor_.trainer().progress()));
        case TargetEditor::Source::Trained:
            return tr("regressor trained just now");
        case TargetEditor::Source::Saved:
            break;
    }
    return {};
}

}  // namespace bw::ui
