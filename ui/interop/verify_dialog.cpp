// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interop/verify_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "io/atomic_write.h"
#include "panels/figure_table.h"
#include "session/background.h"
#include "text/wording.h"
#include "verify/measurement_rows.h"
#include "verify/verify_words.h"

namespace bw::ui {
namespace {

constexpr int kFixedColumns = 3;  // Operator, type, estimate.

QTableWidgetItem* cell(const QString& text, bool figure) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignVCenter | (figure ? Qt::AlignRight : Qt::AlignLeft));
    return item;
}

}  // namespace

VerifyDialog::VerifyDialog(Workbench& workbench, Document document, std::shared_ptr<const Assessment> assessment,
                           const QString& source, QWidget* parent)
    : QDialog(parent),
      workbench_(workbench),
      document_(std::move(document)),
      assessment_(std::move(assessment)),
      source_(source),
      told_(new QPlainTextEdit(this)),
      table_(new QTableWidget(0, kFixedColumns, this)),
      progress_(new QProgressBar(this)),
      run_(new QPushButton(tr("&Run"), this)),
      save_(new QPushButton(tr("Save as &Measurements…"), this)) {
    setObjectName(QStringLiteral("verifyDialog"));
    setWindowTitle(tr("Verify with Other Programs"));
    auto* layout = new QVBoxLayout(this);
    auto* intro =
        new QLabel(tr("Exports the network, runs it in each program on one random input, and compares."), this);
    intro->setWordWrap(true);
    layout->addWidget(intro);
    auto* list = new QWidget(this);
    buildPeers(list);
    layout->addWidget(list);
    told_->setReadOnly(true);
    told_->setTabChangesFocus(true);
    told_->setAccessibleName(tr("What the programs gave"));
    told_->setMaximumHeight(6 * fontMetrics().height());
    layout->addWidget(told_);
    styleFigureTable(*table_);
    table_->setAccessibleName(tr("Operators"));
    layout->addWidget(table_, 1);
    layout->addWidget(progress_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(run_, QDialogButtonBox::ActionRole);
    buttons->addButton(save_, QDialogButtonBox::ActionRole);
    save_->setToolTip(tr("Write what a program measured as rows that Target ▸ Import Measurements reads"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(run_, &QPushButton::clicked, this, [this] { isRunning() ? cancel() : start(); });
    connect(save_, &QPushButton::clicked, this, [this] { chooseRowsFile(); });
    layout->addWidget(buttons);
    resize(820, 600);
    refresh();
    look();
}

VerifyDialog::~VerifyDialog() {
    if (stop_) stop_->request_stop();
}

void VerifyDialog::buildPeers(QWidget* list) {
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(1, 1);
    for (const Peer& peer : peers()) {
        Row row;
        row.peer = &peer;
        row.box = new QCheckBox(toQt(peer.label), list);
        row.state = new QLabel(tr("looking…"), list);
        row.state->setTextFormat(Qt::PlainText);
        row.state->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row.state->setProperty("role", QStringLiteral("muted"));
        row.copy = new QPushButton(tr("Copy Command"), list);
        row.copy->setToolTip(tr("Copy the command that installs it"));
        row.copy->hide();
        const int line = static_cast<int>(rows_.size());
        grid->addWidget(row.box, line, 0);
        grid->addWidget(row.state, line, 1);
        grid->addWidget(row.copy, line, 2);
        row.box->setEnabled(false);
        connect(row.box, &QCheckBox::toggled, this, [this] { refresh(); });
        connect(row.copy, &QPushButton::clicked, this,
                [install = toQt(peer.install)] { QGuiApplication::clipboard()->setText(install); });
        rows_.push_back(row);
    }
}

/// Starting Python to ask for its modules takes a second or two.
void VerifyDialog::look() {
    runInBackground(
        workbench_.pool(), this,
        [] {
            std::vector<std::string> programs;
            for (const Peer& peer : peers()) {
                const auto found = findPeer(peer);
                programs.push_back(found ? found->program : std::string());
            }
            return programs;
        },
        [this](const std::vector<std::string>& programs) {
            for (size_t i = 0; i < rows_.size(); ++i) {
                Row& row = rows_[i];
                row.installed = !programs[i].empty();
                row.box->setEnabled(row.installed);
                row.box->setChecked(row.installed && row.peer->id != "vela");
                row.copy->setVisible(!row.installed);
                row.state->setText(row.installed ? toQt(programs[i])
                                                 : tr("not installed: %1").arg(toQt(row.peer->install)));
            }
            looked_ = true;
            refresh();
            Q_EMIT looked();
        });
}

bool VerifyDialog::isInstalled(const QString& peer) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [&](const Row& row) { return row.installed && toQt(row.peer->id) == peer; });
}

void VerifyDialog::setWanted(const QString& peer, bool wanted) {
    for (Row& row : rows_) {
        if (toQt(row.peer->id) == peer && row.installed) row.box->setChecked(wanted);
    }
}

void VerifyDialog::start() {
    std::vector<const Peer*> wanted;
    for (const Row& row : rows_) {
        if (row.box->isChecked()) wanted.push_back(row.peer);
    }
    const TargetProfile* target = workbench_.target(document_.target_id);
    if (isRunning() || wanted.empty() || target == nullptr || assessment_ == nullptr) return;
    stop_ = std::make_shared<std::stop_source>();
    report_.reset();
    VerifyOptions options;
    options.source = toUtf8(source_);
    const VerifyWatcher watcher = [guard = QPointer<VerifyDialog>(this)](double share, const std::string& what) {
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, share, what = toQt(what)] {
            if (guard == nullptr || !guard->isRunning()) return;
            guard->progress_->setValue(static_cast<int>(share * 100));
            guard->told_->setPlainText(what);
        });
    };
    refresh();
    runInBackground(
        workbench_.pool(), this,
        [document = document_, assessment = assessment_, target = *target, wanted = std::move(wanted), options, watcher,
         token = stop_->get_token()] {
            return verifyNetwork(document, *assessment, target, wanted, options, watcher, token);
        },
        [this](Result<VerifyReport> report) { present(std::move(report)); });
}

void VerifyDialog::cancel() {
    if (stop_) stop_->request_stop();
}

void VerifyDialog::present(Result<VerifyReport> report) {
    stop_.reset();
    if (report) {
        report_ = *std::move(report);
        QStringList lines;
        for (const PeerReport& peer : report_->peers) {
            lines << toQt(peerWords(peer));
            for (const std::string& note : peer.notes)
                lines << QStringLiteral("   ") + sentence(toQt(note));
        }
        for (const Agreement& agreement : report_->agreements)
            lines << toQt(agreementWords(*report_, agreement));
        told_->setPlainText(lines.join(QLatin1Char('\n')));
    } else {
        told_->setPlainText(report.error().code == ErrorCode::Cancelled ? tr("Cancelled.") : errorText(report.error()));
    }
    fillTable();
    refresh();
    Q_EMIT ended();
}

void VerifyDialog::fillTable() {
    table_->setRowCount(0);
    table_->setColumnCount(kFixedColumns);
    if (!report_) return;
    std::vector<const PeerReport*> timed;
    QStringList headings = {tr("Operator"), tr("Type"), tr("Estimate")};
    for (const PeerReport& peer : report_->peers) {
        if (!peer.result || peer.result->operators.empty()) continue;
        timed.push_back(&peer);
        headings << toQt(peer.peer->label);
    }
    table_->setColumnCount(static_cast<int>(headings.size()));
    table_->setHorizontalHeaderLabels(headings);
    alignHeadings(*table_);
    const auto count = report_->operator_names.size();
    table_->setRowCount(static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
        const int row = static_cast<int>(i);
        const bool known = !assessment_->operators.empty() && assessment_->operators[i].known;
        table_->setItem(row, 0, cell(toQt(report_->operator_names[i]), false));
        table_->setItem(row, 1, cell(toQt(opTypeId(assessment_->lowered.graph.operators[i].type)), false));
        table_->setItem(row, 2,
                        cell(known ? millisecondsText(assessment_->operators[i].latency_ms) : tr("unknown"), true));
        for (size_t k = 0; k < timed.size(); ++k) {
            const auto& op = timed[k]->operators[i];
            QString text = op ? millisecondsText(op->latency_ms) : QStringLiteral("–");
            if (op && op->cycles) text += tr(", %1 cycles").arg(exactCountText(*op->cycles));
            if (op && op->sram_bytes) text += tr(", %1 SRAM").arg(bytesText(*op->sram_bytes));
            if (op && op->cycles && !op->on_accelerator) text += tr(", on the processor");
            table_->setItem(row, kFixedColumns + static_cast<int>(k), cell(text, true));
        }
    }
    table_->horizontalHeaderItem(1)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->resizeColumnsToContents();
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

QString VerifyDialog::told() const {
    return told_->toPlainText();
}

Result<void> VerifyDialog::saveRows(const QString& peer, const QString& path) const {
    for (const PeerReport& each : report_ ? report_->peers : std::vector<PeerReport>()) {
        if (toQt(each.peer->id) != peer) continue;
        const std::string rows = measurementRows(*assessment_, each);
        if (!rows.empty()) return writeFileAtomically(toUtf8(path), rows);
    }
    return fail(ErrorCode::NotFound, "the program gave no times of operators", toUtf8(peer));
}

void VerifyDialog::chooseRowsFile() {
    QStringList ids, labels;
    for (const PeerReport& peer : report_->peers) {
        if (measurementRows(*assessment_, peer).empty()) continue;
        ids << toQt(peer.peer->id);
        labels << toQt(peer.peer->label);
    }
    if (ids.isEmpty()) return told_->setPlainText(tr("No program gave times of operators."));
    QString id = ids.front();
    if (ids.size() > 1) {
        bool chosen = false;
        const QString label =
            QInputDialog::getItem(this, tr("Save as measurements"), tr("Measured by"), labels, 0, false, &chosen);
        if (!chosen) return;
        id = ids[labels.indexOf(label)];
    }
    const QString path = QFileDialog::getSaveFileName(this, tr("Save as measurements"), id + QStringLiteral(".csv"),
                                                      tr("Measurements (*.csv)"));
    if (path.isEmpty()) return;
    const auto saved = saveRows(id, path);
    told_->setPlainText(saved ? tr("Wrote %1. Training needs the rows of 20 networks or more in one file.").arg(path)
                              : errorText(saved.error()));
}

void VerifyDialog::refresh() {
    const bool any = std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.box->isChecked(); });
    progress_->setVisible(isRunning());
    run_->setText(isRunning() ? tr("&Cancel") : tr("&Run"));
    run_->setEnabled(isRunning() || (looked_ && any && assessment_ != nullptr));
    run_->setToolTip(looked_ && !any ? tr("Choose a program that is installed") : QString());
    save_->setEnabled(report_.has_value());
}

}  // namespace bw::ui
