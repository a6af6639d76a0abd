// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration/calibrate_dialog.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "charts/scatter_chart.h"
#include "panels/figure_table.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QTableWidgetItem* numberItem(const QString& text, const QString& tip = {}) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(tip);
    return item;
}

QString figuresText(const HostFigures& figures) {
    return CalibrateDialog::tr(
               "%1 networks run whole and never trained on: mean error %2, within 10 % for %3 of them, "
               "rank correlation %4, inside the 90 % interval for %5")
        .arg(figures.networks)
        .arg(shareText(figures.mape), shareText(figures.within_10))
        .arg(figures.spearman, 0, 'f', 3)
        .arg(shareText(figures.coverage));
}

}  // namespace

CalibrateDialog::CalibrateDialog(Workbench& workbench, std::optional<NamedNetwork> open_network, QWidget* parent)
    : QDialog(parent), calibrator_(workbench), open_network_(std::move(open_network)) {
    setWindowTitle(tr("Calibrate Host CPU"));
    resize(980, 600);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    buildSettings(layout);
    buildResults(layout);
    buildButtons(layout);
    connect(&calibrator_, &HostCalibrator::progressed, this, &CalibrateDialog::showProgress);
    connect(&calibrator_, &HostCalibrator::checksChanged, this, &CalibrateDialog::showChecks);
    connect(&calibrator_, &HostCalibrator::finished, this, &CalibrateDialog::showEnd);
    refreshButtons();
}

void CalibrateDialog::buildSettings(QVBoxLayout* layout) {
    auto* text = new QLabel(tr("Runs networks on this machine with LibTorch in float32, times every operator in its "
                               "place, and trains an estimator for the target Host CPU on them. Then whole networks, "
                               "real ones and drawn ones, show how well it predicts. Close other programs meanwhile: "
                               "runs that they interrupt do not count."),
                            this);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto* row = new QHBoxLayout;
    const auto add = [&](const QString& title, QWidget* field) {
        auto* label = new QLabel(title, this);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field);
        row->addSpacing(18);
    };
    minutes_ = new QDoubleSpinBox(this);
    minutes_->setRange(0.5, 120.0);
    minutes_->setDecimals(1);
    minutes_->setValue(HostCalibrationOptions{}.minutes);
    minutes_->setSuffix(tr(" min"));
    minutes_->setToolTip(tr("Time for measuring; training takes up to a minute more"));
    add(tr("&Time"), minutes_);
    threads_ = new QSpinBox(this);
    threads_->setRange(1, std::max(1, thisMachine().cores));
    threads_->setToolTip(tr("Threads that LibTorch computes with, each on a core of its own"));
    add(tr("T&hreads"), threads_);
    row->addStretch();
    layout->addLayout(row);
    auto* progress = new QHBoxLayout;
    bar_ = new QProgressBar(this);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress"));
    state_ = new QLabel(tr("Not started."), this);
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    state_->setMinimumWidth(420);
    progress->addWidget(bar_, 1);
    progress->addWidget(state_, 1);
    layout->addLayout(progress);
}

void CalibrateDialog::buildResults(QVBoxLayout* layout) {
    auto* parts = new QSplitter(this);
    chart_ = new ScatterChart(parts);
    chart_->setEmptyText(tr("Predicted over measured latency appears here halfway through, and again at the end."));
    table_ = new QTableWidget(0, 5, parts);
    table_->setHorizontalHeaderLabels(
        {tr("Network"), tr("Measured"), tr("Predicted"), tr("90 % interval"), tr("Error")});
    alignHeadings(*table_);
    table_->setAccessibleName(tr("Networks as measured and predicted"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    parts->addWidget(chart_);
    parts->addWidget(table_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    parts->setSizes({380, 560});
    parts->setChildrenCollapsible(false);
    layout->addWidget(parts, 1);
    figures_ = new QLabel(this);
    figures_->setTextFormat(Qt::PlainText);
    figures_->setWordWrap(true);
    layout->addWidget(figures_);
}

void CalibrateDialog::buildButtons(QVBoxLayout* layout) {
    auto* row = new QHBoxLayout;
    start_ = new QPushButton(tr("&Start"), this);
    cancel_ = new QPushButton(tr("Cancel"), this);
    keep_ = new QPushButton(tr("&Accept"), this);
    discard_ = new QPushButton(tr("&Discard"), this);
    keep_->setToolTip(tr("Use this calibration from now on"));
    discard_->setToolTip(tr("Forget it and leave everything as it was"));
    for (QPushButton* button : {start_, cancel_, keep_, discard_})
        button->setAutoDefault(false);
    row->addStretch();
    for (QPushButton* button : {start_, cancel_, discard_, keep_})
        row->addWidget(button);
    layout->addLayout(row);
    connect(start_, &QPushButton::clicked, this, &CalibrateDialog::start);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (!calibrator_.isRunning()) return reject();
        calibrator_.cancel();
        state_->setText(tr("Stopping…"));
    });
    connect(keep_, &QPushButton::clicked, this, &CalibrateDialog::keep);
    connect(discard_, &QPushButton::clicked, this, &CalibrateDialog::reject);
}

void CalibrateDialog::refreshButtons() {
    const bool running = calibrator_.isRunning();
    const bool done = calibrator_.result() != nullptr;
    minutes_->setEnabled(!running);
    threads_->setEnabled(!running);
    start_->setVisible(!running);
    start_->setText(done ? tr("&Start Again") : tr("&Start"));
    start_->setDefault(!running && !done);
    cancel_->setVisible(running || !done);
    keep_->setVisible(done && !running);
    keep_->setDefault(done && !running);
    discard_->setVisible(done && !running);
}

void CalibrateDialog::start() {
    chart_->setPoints({});
    table_->setRowCount(0);
    figures_->clear();
    bar_->setValue(0);
    state_->setText(tr("Starting…"));
    calibrator_.start(minutes_->value(), threads_->value(), open_network_);
    refreshButtons();
}

void CalibrateDialog::showProgress(double share, const QString& activity) {
    bar_->setValue(static_cast<int>(std::lround(share * 1000)));
    const int seconds = static_cast<int>(calibrator_.elapsedSeconds());
    state_->setText(tr("%1, %2:%3 elapsed")
                        .arg(activity.isEmpty() ? tr("Preparing") : activity)
                        .arg(seconds / 60)
                        .arg(seconds % 60, 2, 10, QLatin1Char('0')));
}

void CalibrateDialog::showChecks(const std::vector<HostCheck>& checks) {
    std::vector<ScatterPoint> points;
    table_->setRowCount(static_cast<int>(checks.size()));
    int row = 0;
    // Real networks first: they are what people look for.
    for (const bool real : {true, false}) {
        for (const HostCheck& check : checks) {
            if (check.real != real) continue;
            const double ms = check.measured.median * 1e3;
            points.push_back({toQt(check.network), ms, check.predicted_ms, check.low_ms, check.high_ms, real});
            auto* name = new QTableWidgetItem(toQt(check.network));
            name->setToolTip(real ? tr("A real network, never trained on") : tr("A drawn network, never trained on"));
            table_->setItem(row, 0, name);
            table_->setItem(
                row, 1,
                numberItem(
                    millisecondsText(ms),
                    tr("Median; half of the runs lay within %1 of it").arg(shareText(check.measured.relative()))));
            table_->setItem(row, 2, numberItem(millisecondsText(check.predicted_ms)));
            table_->setItem(
                row, 3, numberItem(tr("%1 … %2").arg(millisecondsText(check.low_ms), millisecondsText(check.high_ms))));
            table_->setItem(row, 4, numberItem(changeText(check.predicted_ms / ms - 1)));
            ++row;
        }
    }
    chart_->setPoints(std::move(points));
    figures_->setText(figuresText(figuresOf(checks)));
}

void CalibrateDialog::showEnd(const std::optional<Error>& error) {
    if (error) {
        bar_->setValue(0);
        state_->setText(error->code == ErrorCode::Cancelled ? tr("Cancelled; everything is as it was.")
                                                            : errorText(*error));
    } else {
        const HostCalibration& result = *calibrator_.result();
        state_->setText(tr("Done: %1 networks measured by operator, %2 run whole, %3 left out as too noisy.")
                            .arg(result.measured.size())
                            .arg(result.whole.size())
                            .arg(result.noisy));
    }
    refreshButtons();
}

void CalibrateDialog::keep() {
    const QString name = calibrator_.target() != nullptr ? toQt(calibrator_.target()->name) : QString();
    if (const auto kept = calibrator_.accept(); !kept) {
        state_->setText(errorText(kept.error()));
        return;
    }
    Q_EMIT calibrated(name);
    accept();
}

void CalibrateDialog::reject() {
    calibrator_.cancel();
    QDialog::reject();
}

}  // namespace bw::ui
