// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/sharing_panel.h"

#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "assess/sharing.h"
#include "io/open_model.h"
#include "panels/figure_table.h"
#include "session/background.h"
#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

enum Column { Model, Rate, Deadline, Latency, Load, Response, Highest, Activations, Parameters, Remove, ColumnCount };

QString bandText(double low, double middle, double high) {
    return SharingPanel::tr("%1 (%2 to %3)").arg(shareText(middle), shareText(low), shareText(high));
}

QString rateText(double rate) {
    return SharingPanel::tr("%1/s").arg(QString::number(rate, 'g', 3));
}

}  // namespace

SharingPanel::SharingPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      side_(session.workbench()),
      pages_(new QStackedWidget(this)),
      table_(new QTableWidget(0, ColumnCount, this)),
      totals_(new QLabel(this)),
      problems_(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    table_->setHorizontalHeaderLabels({tr("Model"), tr("Rate"), tr("Deadline"), tr("Latency"), tr("Load"),
                                       tr("Worst response"), tr("Highest rate"), tr("Activations"), tr("Parameters"),
                                       QString()});
    alignHeadings(*table_);
    table_->setAccessibleName(tr("Models on one accelerator"));
    table_->verticalHeader()->hide();
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    auto* empty = new QLabel(tr("Add the open network, samples or files to see whether they fit on one accelerator "
                                "together at the rates you need."),
                             pages_);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setProperty("role", QStringLiteral("muted"));
    pages_->addWidget(table_);
    pages_->addWidget(empty);
    pages_->setCurrentIndex(1);
    layout->addWidget(pages_, 1);
    for (QLabel* label : {problems_, totals_}) {
        label->setWordWrap(true);
        label->setContentsMargins(10, 3, 10, 3);
        label->hide();
        layout->addWidget(label);
    }
    totals_->setToolTip(toQt(sharingMethodText()));
    connect(&side_, &SideAssessor::changed, this, &SharingPanel::showReport);
}

QWidget* SharingPanel::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(10, 4, 8, 4);
    row->setSpacing(8);
    auto* open = new QPushButton(tr("Add open network"), head);
    open->setToolTip(tr("Adds the network of the window; its figures follow every edit"));
    auto* sample = new QPushButton(tr("Add sample"), head);
    auto* menu = new QMenu(sample);
    sample->setMenu(menu);
    auto* file = new QPushButton(tr("Add file…"), head);
    row->addWidget(open);
    row->addWidget(sample);
    row->addWidget(file);
    row->addStretch();
    connect(open, &QPushButton::clicked, this, &SharingPanel::addOpenNetwork);
    connect(file, &QPushButton::clicked, this, &SharingPanel::chooseFile);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillSamples(menu); });
    return head;
}

void SharingPanel::fillSamples(QMenu* menu) {
    menu->clear();
    const QDir folder(session().workbench().modelsDir() + QStringLiteral("/samples"));
    for (const QFileInfo& file : folder.entryInfoList({QStringLiteral("*.blockwright")}, QDir::Files, QDir::Name)) {
        connect(menu->addAction(file.completeBaseName()), &QAction::triggered, this,
                [this, path = file.filePath()] { addFile(path); });
    }
    if (menu->isEmpty()) menu->addAction(tr("No samples are installed"))->setEnabled(false);
}

void SharingPanel::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Add a model"), {}, tr("Networks (*.blockwright *.onnx *.tflite)"));
    if (!path.isEmpty()) addFile(path);
}

void SharingPanel::addOpenNetwork() {
    if (session().network().empty()) return;
    Entry entry;
    entry.live = true;
    addEntry(std::move(entry));
}

void SharingPanel::addFile(const QString& path) {
    runInBackground(
        session().workbench().pool(), this, [file = toUtf8(path)] { return openModel(file); },
        [this](Result<OpenedModel> opened) {
            if (!opened) {
                Q_EMIT session().editRefused(opened.error());
                return;
            }
            Entry entry;
            entry.name = toQt(opened->document.network.name());
            entry.network = opened->document.network;
            entry.precision = opened->document.precision;
            addEntry(std::move(entry));
        });
}

void SharingPanel::addEntry(Entry entry) {
    const int row = table_->rowCount();
    table_->insertRow(row);
    const auto makeSpin = [this](const QString& name, const QString& suffix) {
        auto* spin = new QDoubleSpinBox(table_);
        spin->setRange(0, 1e6);
        spin->setDecimals(2);
        spin->setSuffix(suffix);
        spin->setFrame(false);
        spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        spin->setAccessibleName(name);
        connect(spin, &QDoubleSpinBox::valueChanged, this, &SharingPanel::showReport);
        return spin;
    };
    entry.rate = makeSpin(tr("Inferences per second"), tr(" /s"));
    entry.rate->setMinimum(0.01);
    entry.rate->setValue(10);
    entry.deadline = makeSpin(tr("Deadline"), tr(" ms"));
    entry.deadline->setSpecialValueText(tr("next request"));
    entry.deadline->setToolTip(tr("Time from request to answer; 0: until the next request"));
    table_->setCellWidget(row, Rate, entry.rate);
    table_->setCellWidget(row, Deadline, entry.deadline);
    auto* remove = new QToolButton(table_);
    remove->setIcon(symbolicIcon(QStringLiteral("close")));
    remove->setAutoRaise(true);
    remove->setToolTip(tr("Remove"));
    remove->setAccessibleName(tr("Remove the model"));
    table_->setCellWidget(row, Remove, remove);
    connect(remove, &QToolButton::clicked, this, [this, rate = entry.rate] {
        for (size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].rate == rate) return removeEntry(static_cast<int>(i));
        }
    });
    entries_.push_back(std::move(entry));
    ask();
}

void SharingPanel::removeEntry(int row) {
    entries_.erase(entries_.begin() + row);
    // The button that asked for it lives in the row.
    QMetaObject::invokeMethod(
        this,
        [this, row] {
            table_->removeRow(row);
            ask();
        },
        Qt::QueuedConnection);
}

void SharingPanel::refresh() {
    ask();
}

void SharingPanel::ask() {
    std::vector<SideRequest> requests;
    for (const Entry& entry : entries_) {
        const Network& network = entry.live ? session().network() : entry.network;
        const Precision precision = entry.live ? session().document().precision : entry.precision;
        requests.push_back({network, precision, session().document().target_id});
    }
    side_.request(std::move(requests));
}

void SharingPanel::setText(int row, int column, const QString& text, bool bad, const QString& tip) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment((column == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    item->setToolTip(tip);
    if (bad) item->setForeground(Colors::fromPalette(palette()).bad);
    table_->setItem(row, column, item);
}

void SharingPanel::showReport() {
    const auto& outcomes = side_.outcomes();
    pages_->setCurrentIndex(entries_.empty() ? 1 : 0);
    totals_->setVisible(!entries_.empty());
    problems_->hide();
    const TargetProfile* target = session().target();
    if (entries_.empty() || outcomes.size() != entries_.size() || target == nullptr) return;
    std::vector<SharedModel> models;
    for (size_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        const auto row = static_cast<int>(i);
        const auto& a = outcomes[i].assessment;
        const QString name = entry.live ? tr("%1 (open)").arg(toQt(session().network().name())) : entry.name;
        const QString error = outcomes[i].error ? errorText(*outcomes[i].error) : QString();
        setText(row, Model, name, !error.isEmpty(), error);
        if (a == nullptr) continue;
        models.push_back(sharedModelOf(*a, entry.rate->value()));
        models.back().name = toUtf8(name);
        if (entry.deadline->value() > 0) models.back().deadline_ms = entry.deadline->value();
        setText(row, Latency, a->totals.latency_ms ? millisecondsText(*a->totals.latency_ms) : QStringLiteral("–"));
        setText(row, Activations, bytesText(models.back().arena_bytes));
        setText(row, Parameters, bytesText(models.back().parameter_bytes));
    }
    const bool loads = std::any_of(outcomes.begin(), outcomes.end(), [](const SideOutcome& outcome) {
        return outcome.estimator_loads && outcome.assessment != nullptr && !outcome.assessment->totals.latency_ms;
    });
    if (loads) return totals_->setText(tr("The estimator of %1 is loading…").arg(toQt(target->name)));
    if (models.size() != entries_.size()) return totals_->setText(tr("Computing…"));
    const auto report = shareAccelerator(models, *target);
    if (!report) return totals_->setText(errorText(report.error()));
    for (size_t i = 0; i < models.size() && report->known; ++i) {
        const ModelShare& share = report->models[i];
        const auto row = static_cast<int>(i);
        setText(row, Load, bandText(share.load_low, share.load, share.load_high), share.load_high > 1);
        setText(row, Response, millisecondsText(share.response_ms), !share.meets_deadline,
                tr("Of %1. Another model that runs already keeps it waiting for up to %2.")
                    .arg(millisecondsText(models[i].deadline()), millisecondsText(share.blocking_ms)));
        setText(row, Highest, rateText(share.highest_rate_hz), share.highest_rate_hz < models[i].rate_hz,
                tr("The others staying as they are"));
    }
    QStringList parts;
    if (report->known) {
        const QString load = bandText(report->load_low, report->load, report->load_high);
        parts << (report->lower_bound ? tr("Load at least %1").arg(load) : tr("Load %1").arg(load))
              << tr("%1 left").arg(shareText(report->remaining_load));
    }
    parts << tr("activations %1 in one shared arena (%2 if each kept its own)")
                 .arg(bytesText(report->arena_bytes), bytesText(report->separate_arena_bytes))
          << tr("parameters %1 together").arg(bytesText(report->parameter_bytes));
    if (report->sram_bytes) {
        const int64_t left = *report->sram_bytes - report->sram_need_bytes;
        parts << (left >= 0 ? tr("%1 of SRAM left").arg(bytesText(left))
                            : tr("%1 more than the SRAM").arg(bytesText(-left)));
    }
    totals_->setText(toQt(target->name) + QStringLiteral(": ") + parts.join(QStringLiteral(" · ")));
    QStringList problems;
    for (const std::string& problem : report->problems)
        problems << sentence(toQt(problem));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, Colors::fromPalette(palette()).bad);
    problems_->setPalette(ink);
    problems_->setText(problems.join(QLatin1Char('\n')));
    problems_->setVisible(!problems.isEmpty());
    table_->resizeColumnsToContents();
}

}  // namespace bw::ui
