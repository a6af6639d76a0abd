// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileDialog>
#include <QFileInfo>

#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/landscape_panel.h"
#include "panels/message_bar.h"
#include "panels/space_panel.h"

namespace bw::ui {

void MainWindow::buildSpacePanels() {
    space_ = new SpacePanel(session_, space_session_);
    landscape_ = new LandscapePanel(session_, space_session_);
    docks_->add(QStringLiteral("space"), tr("Space"), QStringLiteral("space"), Qt::BottomDockWidgetArea, space_);
    docks_->add(QStringLiteral("landscape"), tr("Landscape"), QStringLiteral("landscape"), Qt::BottomDockWidgetArea,
                landscape_);
    connect(&space_session_, &SpaceSession::started, this,
            [this] { jobs_->start(tr("Curating the space"), [this] { space_session_.stop(); }); });
    connect(&space_session_, &SpaceSession::progressed, this, [this](double share) { jobs_->setProgress(share); });
    connect(&space_session_, &SpaceSession::finished, jobs_, &JobIndicator::finish);
    connect(&landscape_->sweeper(), &LandscapeSweeper::changed, actions_.get(), &ActionRegistry::refresh);
}

void MainWindow::bindSpaceActions() {
    const auto any_block = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    actions_->bind(
        QStringLiteral("block.space"),
        [this] {
            docks_->open(QStringLiteral("space"));
            if (!space_session_.curation()) space_session_.curate();
        },
        any_block);
    actions_->bind(
        QStringLiteral("block.landscape"),
        [this] {
            docks_->open(QStringLiteral("landscape"));
            if (!space_session_.curation()) space_session_.curate();
        },
        any_block);
    actions_->bind(
        QStringLiteral("file.export_landscape"), [this] { exportLandscape(); },
        [this] { return landscape_->exportObstacle(); });
}

void MainWindow::exportLandscape() {
    const QString png = tr("PNG picture (*.png)"), csv = tr("Table of points (*.csv)");
    QString filter = png;
    QString path = QFileDialog::getSaveFileName(this, tr("Export landscape"),
                                                settings_.value(Setting::PictureFolder).toString() + QLatin1Char('/') +
                                                    documents_->title() + QStringLiteral("_landscape.png"),
                                                png + QStringLiteral(";;") + csv, &filter);
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += filter == csv ? QStringLiteral(".csv") : QStringLiteral(".png");
    settings_.set(Setting::PictureFolder, QFileInfo(path).absolutePath());
    const auto written = landscape_->exportTo(path);
    if (written) {
        messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(path));
    } else {
        messages_->showError(written.error());
    }
}

}  // namespace bw::ui
