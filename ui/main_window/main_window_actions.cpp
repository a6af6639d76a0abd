// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QCursor>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QStandardPaths>
#include <algorithm>
#include <atomic>

#include "actions/command_palette.h"
#include "actions/help_page.h"
#include "canvas/canvas_export.h"
#include "canvas/graph_canvas.h"
#include "main_window/canvas_bridge.h"
#include "main_window/main_window.h"
#include "main_window/multiplier_popup.h"
#include "main_window/panel_docks.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::bindActions() {
    bindFileActions();
    bindViewActions();
    bindBaselineActions();
    bindTargetActions();
    bindPackageActions();
    bindReviewActions();
    bindInteropActions();
    bindTrainingActions();
    bindMemoryActions();
    bindSpaceActions();
    bindSearchActions();
    bindSuggestionActions();
    QUndoStack& history = session_.history();
    actions_->bind(
        QStringLiteral("edit.undo"), [this] { session_.undo(); },
        [&history] { return history.canUndo() ? QString() : tr("Nothing to undo."); });
    actions_->bind(
        QStringLiteral("edit.redo"), [this] { session_.redo(); },
        [&history] { return history.canRedo() ? QString() : tr("Nothing to redo."); });
    const auto name_steps = [this, &history] {
        const auto text = [](const QString& verb, const QString& step) {
            return step.isEmpty()
                       ? verb
                       : verb + QLatin1Char(' ') + QString(step).replace(QLatin1Char('&'), QStringLiteral("&&"));
        };
        actions_->action(QStringLiteral("edit.undo"))->setText(text(tr("&Undo"), history.undoText()));
        actions_->action(QStringLiteral("edit.redo"))->setText(text(tr("&Redo"), history.redoText()));
        actions_->refresh();
    };
    connect(&history, &QUndoStack::indexChanged, this, name_steps);
    const auto any_block = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    const auto any_selected = [this] { return session_.selection().empty() ? tr("Select a block first.") : QString(); };
    actions_->bind(
        QStringLiteral("edit.select_all"), [this] { canvas_->selectAll(); }, any_block);
    actions_->bind(
        QStringLiteral("edit.select_identical"), [this] { selectLike(true); }, any_selected);
    actions_->bind(
        QStringLiteral("edit.select_kind"), [this] { selectLike(false); }, any_selected);
    actions_->bind(
        QStringLiteral("edit.find"), [this] { canvas_->openSearch(); }, any_block);
    actions_->bind(QStringLiteral("edit.command"), [this] { commandPalette().open(); });
    actions_->bind(
        QStringLiteral("block.multiplier"), [this] { showMultiplier(); }, any_block);
    actions_->bind(
        QStringLiteral("block.fit_budget"), [this] { docks_->open(QStringLiteral("fit")); }, any_block);
    actions_->bind(
        QStringLiteral("block.insert"), [this] { docks_->open(QStringLiteral("palette")); }, any_block);
    const auto movable = [this](bool down) {
        if (session_.selection().size() != 1) return tr("Select one block first.");
        if (moveAnchor(down) != kNoBlock) return QString();
        return down ? tr("No block reads this one.") : tr("There is no block to move it before.");
    };
    actions_->bind(
        QStringLiteral("block.move_up"), [this] { moveBlock(false); }, [movable] { return movable(false); });
    actions_->bind(
        QStringLiteral("block.move_down"), [this] { moveBlock(true); }, [movable] { return movable(true); });
    actions_->bind(QStringLiteral("help.shortcuts"), [this] {
        auto* page = new HelpPage(*actions_, this);
        page->setAttribute(Qt::WA_DeleteOnClose);
        page->show();
    });
    actions_->bind(QStringLiteral("help.about"), [this] { showAbout(); });
}

void MainWindow::bindFileActions() {
    actions_->bind(QStringLiteral("file.open"), [this] { documents_->openWithDialog(); });
    const auto any_block = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    actions_->bind(
        QStringLiteral("file.save"),
        [this] {
            if (documents_->save()) tellUnsavedTarget();
        },
        any_block);
    actions_->bind(
        QStringLiteral("file.save_as"),
        [this] {
            if (documents_->saveAs()) tellUnsavedTarget();
        },
        any_block);
    actions_->bind(
        QStringLiteral("file.export_picture"), [this] { exportPicture(); }, any_block);
    actions_->bind(QStringLiteral("file.close"), [this] { close(); });
    actions_->bind(QStringLiteral("file.quit"), [this] { close(); });
}

void MainWindow::bindViewActions() {
    actions_->bind(QStringLiteral("view.fit"), [this] { canvas_->fitAll(); });
    actions_->bind(
        QStringLiteral("view.fit_selection"), [this] { canvas_->fitSelection(); },
        [this] { return session_.selection().empty() ? tr("Select a block first.") : QString(); });
    actions_->bind(QStringLiteral("view.zoom_in"), [this] { canvas_->zoomIn(); });
    actions_->bind(QStringLiteral("view.zoom_out"), [this] { canvas_->zoomOut(); });
    actions_->bind(QStringLiteral("view.actual_size"), [this] { canvas_->zoomToActualSize(); });
    actions_->bind(QStringLiteral("view.reset_layout"), [this] { docks_->reset(); });
    actions_->bind(QStringLiteral("view.full_screen"),
                   [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    QAction* minimap = actions_->action(QStringLiteral("view.minimap"));
    minimap->setCheckable(true);
    canvas_->setMinimapShown(settings_.value(Setting::Minimap).toBool());
    minimap->setChecked(canvas_->isMinimapShown());
    connect(minimap, &QAction::toggled, this, [this](bool shown) {
        canvas_->setMinimapShown(shown);
        settings_.set(Setting::Minimap, shown);
    });
    connect(canvas_, &GraphCanvas::minimapShownChanged, minimap, &QAction::setChecked);
}

void MainWindow::bindBaselineActions() {
    actions_->bind(
        QStringLiteral("baseline.pin"), [this] { session_.pinBaseline(); },
        [this] {
            if (session_.network().empty()) return tr("There is no network yet.");
            const auto& baseline = session_.document().baseline;
            return baseline && baseline->sharesWith(session_.network()) ? tr("The current network is the baseline.")
                                                                        : QString();
        });
    const auto any_baseline = [this] { return session_.document().baseline ? QString() : tr("There is no baseline."); };
    actions_->bind(
        QStringLiteral("baseline.return"), [this] { session_.returnToBaseline(); }, any_baseline);
    actions_->bind(
        QStringLiteral("baseline.remove"), [this] { session_.clearBaseline(); }, any_baseline);
}

void MainWindow::selectLike(bool identical) {
    std::vector<BlockId> selection = session_.selection();
    for (const BlockPtr& block : session_.network().blocks()) {
        const bool like = std::any_of(selection.begin(), selection.end(), [&](BlockId id) {
            const Block* chosen = session_.network().find(id);
            return chosen != nullptr && chosen->kind == block->kind &&
                   (!identical || chosen->attributes == block->attributes);
        });
        if (like && !session_.isSelected(block->id)) selection.push_back(block->id);
    }
    session_.setSelection(std::move(selection));
}

BlockId MainWindow::moveAnchor(bool down) const {
    if (session_.selection().size() != 1) return kNoBlock;
    const Network& network = session_.network();
    const Block* block = network.find(session_.selection().front());
    if (block == nullptr) return kNoBlock;
    if (!down) {
        const Block* before = block->inputs.empty() ? nullptr : network.find(block->inputs.front().block);
        return before == nullptr || before->inputs.empty() ? kNoBlock : before->inputs.front().block;
    }
    const std::vector<int> readers = network.consumers()[static_cast<size_t>(network.positionOf(block->id))];
    return readers.empty() ? kNoBlock : network.at(static_cast<size_t>(readers.front())).id;
}

void MainWindow::moveBlock(bool down) {
    const Block* anchor = session_.network().find(moveAnchor(down));
    if (anchor != nullptr)
        session_.applyEdit("move " + session_.selectionWords() + " after " + quoteName(anchor->name));
}

void MainWindow::insertKind(const QString& kind_id) {
    if (session_.network().empty()) {
        messages_->showMessage(MessageBar::Level::Warning, tr("Open a network first; blocks are inserted into it."));
        return;
    }
    BlockId anchor = kNoBlock;
    if (!session_.selection().empty()) {
        anchor = session_.selection().back();
    } else if (!session_.network().outputs().empty()) {
        anchor = session_.network().outputs().front().block;
    }
    const Block* behind = session_.network().find(anchor);
    if (behind == nullptr) return;
    const auto done = session_.applyEdit("insert " + toUtf8(kind_id) + " after " + quoteName(behind->name));
    if (done && !session_.touchedBlocks().empty()) session_.setSelection({session_.touchedBlocks().front()});
}

void MainWindow::showContextMenu(const QPoint& global_position) {
    QMenu menu(this);
    actions_->fillContextMenu(&menu);
    menu.exec(global_position);
}

void MainWindow::showMultiplier() {
    MultiplierPopup& popup = multiplierPopup();
    popup.openAt(canvas_->mapToGlobal(QPoint(24, 16)));
}

void MainWindow::applyOverlay() {
    const QVariant chosen = overlay_->currentData();
    const bool none = chosen.toString() == QLatin1String("none");
    bridge_->setOverlay(none ? std::nullopt : std::optional<Metric>(static_cast<Metric>(chosen.toInt())));
}

void MainWindow::exportPicture() {
    const QString png = tr("PNG picture (*.png)"), svg = tr("SVG drawing (*.svg)");
    QString filter = png;
    QString path = QFileDialog::getSaveFileName(this, tr("Export picture"),
                                                settings_.value(Setting::PictureFolder).toString() + QLatin1Char('/') +
                                                    documents_->title() + QStringLiteral(".png"),
                                                png + QStringLiteral(";;") + svg, &filter);
    if (path.isEmpty()) return;
    const bool as_svg = path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive) ||
                        (filter == svg && !path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive));
    if (QFileInfo(path).suffix().isEmpty()) path += as_svg ? QStringLiteral(".svg") : QStringLiteral(".png");
    settings_.set(Setting::PictureFolder, QFileInfo(path).absolutePath());
    ExportOptions options;
    options.palette = canvas_->palette();
    options.font = canvas_->font();
    CanvasScene scene = canvas_->scene();
    // What the last step changed is of the moment, not of the picture.
    for (CanvasNode& node : scene.nodes)
        node.changed = false;
    const CanvasSheet sheet(scene, canvas_->geometry(), options);
    // Two pixels per unit are sharp on paper and on dense screens.
    const int width = std::clamp(static_cast<int>(sheet.size().width() * 2), 16, 100000);
    auto stopped = std::make_shared<std::atomic<bool>>(false);
    jobs_->start(tr("Exporting %1…").arg(QFileInfo(path).fileName()), [stopped] { stopped->store(true); });
    runInBackground(
        workbench_.pool(), this,
        [scene = std::move(scene), geometry = canvas_->geometry(), path, options, width, as_svg, stopped] {
            return as_svg ? exportSvg(scene, geometry, path, options)
                          : exportPng(scene, geometry, path, width, options,
                                      [stopped](double) { return !stopped->load(); });
        },
        [this, path](Result<void> exported) {
            jobs_->finish();
            if (exported) {
                messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(path));
            } else if (exported.error().code != ErrorCode::Cancelled) {
                messages_->showError(exported.error());
            }
        });
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Blockwright"),
        tr("Blockwright %1\n\nShows what a neural network costs on an accelerator, block by block, while you change "
           "it.\n\nFree software under the GNU General Public License, version 3 or later.\nCycle measurements were "
           "produced with Arm Vela (Apache-2.0).")
            .arg(QApplication::applicationVersion()),
        QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace bw::ui
