// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews: comparing networks, reports.
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include "actions/action_registry.h"
#include "compare/compare_window.h"
#include "io/atomic_write.h"
#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "panels/message_bar.h"
#include "report/report_pdf.h"
#include "review/report/report.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::bindReviewActions() {
    const auto no_network = [this] { return session_.network().empty() ? tr("There is no network.") : QString(); };
    actions_->bind(
        QStringLiteral("view.compare"),
        [this] {
            compareWindow().show();
            compareWindow().raise();
            compareWindow().activateWindow();
        },
        no_network);
    actions_->bind(
        QStringLiteral("file.report"), [this] { chooseReportFile(); }, no_network);
}

CompareWindow& MainWindow::compareWindow() {
    if (compare_ == nullptr) compare_ = new CompareWindow(session_, this);
    return *compare_;
}

void MainWindow::chooseReportFile() {
    const QString html = tr("Web page (*.html)"), pdf = tr("PDF document (*.pdf)");
    QString filter = html;
    QString path = QFileDialog::getSaveFileName(this, tr("Save report"),
                                                settings_.value(Setting::PictureFolder).toString() + QLatin1Char('/') +
                                                    documents_->title() + QStringLiteral(".html"),
                                                html + QStringLiteral(";;") + pdf, &filter);
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += filter == pdf ? QStringLiteral(".pdf") : QStringLiteral(".html");
    settings_.set(Setting::PictureFolder, QFileInfo(path).absolutePath());
    saveReport(path);
}

void MainWindow::saveReport(const QString& path) {
    const bool as_pdf = path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
    const QString file_name =
        documents_->path().isEmpty() ? documents_->title() : QFileInfo(documents_->path()).fileName();
    std::string estimator_problem;
    if (const auto error = workbench_.estimatorError(session_.document().target_id))
        estimator_problem = toUtf8(errorText(*error));
    const auto size = QLocale().measurementSystem() == QLocale::ImperialUSSystem ? QPageSize::Letter : QPageSize::A4;
    jobs_->start(tr("Writing %1…").arg(QFileInfo(path).fileName()), {});
    runInBackground(
        workbench_.pool(), this,
        [document = session_.document(), context = session_.assessmentContext(), file_name = toUtf8(file_name),
         version = toUtf8(QApplication::applicationVersion()), estimator_problem, path, as_pdf,
         size]() -> Result<void> {
            const auto report = composeReport({document, context, file_name, version, estimator_problem});
            if (!report) return tl::unexpected(report.error());
            const std::string bytes = as_pdf ? reportPdf(*report, QPageSize(size)).toStdString() : reportHtml(*report);
            return writeFileAtomically(toUtf8(path), bytes);
        },
        [this, path](Result<void> written) {
            jobs_->finish();
            if (written)
                messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(path));
            else
                messages_->showError(written.error());
        });
}

}  // namespace bw::ui
