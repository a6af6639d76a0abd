// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimator/import_dialog.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "base/install_paths.h"
#include "estimate/target_card.h"
#include "estimator/card_view.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// New and present estimator beside each other, above the card.
CardSection comparisonSection(const ImportReport& report) {
    CardSection section{toUtf8(ImportDialog::tr("New estimator against the present one")), {}, {}};
    const auto row = [&](const QString& label, double now, std::optional<double> before) {
        QString text = toQt(percentText(now));
        if (before) text = ImportDialog::tr("%1, present %2").arg(text, toQt(percentText(*before)));
        section.rows.push_back({toUtf8(label), toUtf8(text)});
    };
    const auto of = [&](double EstimateErrors::*field) {
        return report.present ? std::optional<double>(*report.present.*field) : std::nullopt;
    };
    row(ImportDialog::tr("Mean error"), report.test.mape, of(&EstimateErrors::mape));
    row(ImportDialog::tr("Within 5 %"), report.test.within_5, of(&EstimateErrors::within_5));
    row(ImportDialog::tr("Within 10 %"), report.test.within_10, of(&EstimateErrors::within_10));
    row(ImportDialog::tr("Worst network"), report.test.worst, of(&EstimateErrors::worst));
    if (!report.present) {
        section.notes.push_back(toUtf8(ImportDialog::tr("There is no present estimator to compare with")));
    } else if (report.isWorse()) {
        section.notes.push_back(toUtf8(ImportDialog::tr(
            "It is worse than the present one on the same held-out networks: better keep the present one")));
    }
    return section;
}

QLabel* wrappedLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString columnsHelp() {
    QString rows;
    for (const ColumnDoc& column : measurementColumnDocs()) {
        rows += QStringLiteral(
                    "<tr><td style='padding:2px 16px 2px 0'><b>%1</b></td><td style='padding:2px 0'>%2</td></tr>")
                    .arg(toQt(column.name).toHtmlEscaped(), toQt(column.doc).toHtmlEscaped());
    }
    return ImportDialog::tr(
               "Choose a CSV file with one measured operator, block or network a row. Its first line names "
               "the columns; those that you do not need may be absent.") +
           QStringLiteral("<table style='margin-top:12px'>") + rows + QStringLiteral("</table>");
}

}  // namespace

ImportDialog::ImportDialog(Workbench& workbench, const std::string& target_id, QWidget* parent)
    : QDialog(parent), workbench_(workbench) {
    setObjectName(QStringLiteral("importMeasurements"));
    setWindowTitle(tr("Import measurements"));
    new QVBoxLayout(this);
    layout()->setContentsMargins(20, 16, 20, 16);
    buildFields(target_id);
    buildPages();
    tick_.setInterval(100);
    connect(&tick_, &QTimer::timeout, this, &ImportDialog::refresh);
    resize(940, 600);
    text_->setTextFormat(Qt::RichText);
    text_->setText(columnsHelp());
    refresh();
}

ImportDialog::~ImportDialog() {
    if (stop_ != nullptr) stop_->store(true);
}

void ImportDialog::buildFields(const std::string& target_id) {
    auto* form = new QFormLayout;
    auto* file_row = new QHBoxLayout;
    file_ = new QLineEdit(this);
    file_->setReadOnly(true);
    file_->setAccessibleName(tr("File of measurements"));
    file_->setPlaceholderText(tr("No file yet"));
    browse_ = new QPushButton(tr("Choose &File…"), this);
    file_row->addWidget(file_, 1);
    file_row->addWidget(browse_);
    form->addRow(tr("Measurements"), file_row);
    target_ = new QComboBox(this);
    target_->setAccessibleName(tr("Target that was measured"));
    for (const auto& [id, profile] : workbench_.targets().all())
        target_->addItem(toQt(profile.name), toQt(id));
    target_->setCurrentIndex(std::max(0, target_->findData(toQt(target_id))));
    form->addRow(tr("Measured on"), target_);
    id_ = new QLineEdit(this);
    id_->setAccessibleName(tr("Id of the new target"));
    id_->setMaxLength(60);
    id_->setPlaceholderText(tr("empty: replaces the estimator of the target above"));
    form->addRow(tr("New target"), id_);
    static_cast<QVBoxLayout*>(layout())->addLayout(form);
    connect(browse_, &QPushButton::clicked, this, &ImportDialog::choose);
    connect(target_, &QComboBox::activated, this, [this] {
        if (!file_->text().isEmpty()) read();
    });
}

void ImportDialog::buildPages() {
    auto* box = static_cast<QVBoxLayout*>(layout());
    pages_ = new QStackedWidget(this);
    text_ = wrappedLabel(this);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    pages_->addWidget(text_);
    auto* problems_page = new QWidget(this);
    auto* problems_box = new QVBoxLayout(problems_page);
    problems_box->setContentsMargins(0, 0, 0, 0);
    problems_text_ = wrappedLabel(problems_page);
    problems_ = new QTableWidget(0, 3, problems_page);
    problems_->setAccessibleName(tr("Rows that are refused"));
    problems_->setHorizontalHeaderLabels({tr("Line"), tr("Column"), tr("Why it is refused")});
    problems_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    problems_->setSelectionBehavior(QAbstractItemView::SelectRows);
    problems_->horizontalHeader()->setStretchLastSection(true);
    problems_->verticalHeader()->hide();
    problems_box->addWidget(problems_text_);
    problems_box->addWidget(problems_, 1);
    pages_->addWidget(problems_page);
    report_page_ = new QWidget(this);
    new QVBoxLayout(report_page_);
    report_page_->layout()->setContentsMargins(0, 0, 0, 0);
    pages_->addWidget(report_page_);
    box->addWidget(pages_, 1);
    auto* job = new QHBoxLayout;
    activity_ = new QLabel(this);
    bar_ = new QProgressBar(this);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    job->addWidget(activity_);
    job->addWidget(bar_, 1);
    box->addLayout(job);
    auto* buttons = new QHBoxLayout;
    train_ = new QPushButton(tr("&Train"), this);
    accept_ = new QPushButton(this);
    close_ = new QPushButton(this);
    buttons->addStretch();
    buttons->addWidget(train_);
    buttons->addWidget(accept_);
    buttons->addWidget(close_);
    box->addLayout(buttons);
    connect(train_, &QPushButton::clicked, this, &ImportDialog::startTraining);
    connect(accept_, &QPushButton::clicked, this, &ImportDialog::acceptEstimator);
    connect(close_, &QPushButton::clicked, this, [this] {
        if (stop_ != nullptr) {
            stop_->store(true);
        } else {
            reject();
        }
    });
}

void ImportDialog::choose() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose measurements"), file_->text(),
                                                      tr("Comma-separated values (*.csv);;All files (*)"));
    if (!path.isEmpty()) setFile(path);
}

void ImportDialog::setFile(const QString& path) {
    file_->setText(path);
    read();
}

ImportRequest ImportDialog::request() const {
    ImportRequest request;
    const std::string id = toUtf8(target_->currentData().toString());
    if (const TargetProfile* base = workbench_.target(id)) request.base = *base;
    request.present = workbench_.estimator(id);
    request.new_id = toUtf8(id_->text().trimmed());
    return request;
}

void ImportDialog::begin(const QString& activity) {
    stop_ = std::make_shared<std::atomic<bool>>(false);
    progress_ = std::make_shared<std::atomic<double>>(0.0);
    activity_->setProperty("activity", activity);
    elapsed_.start();
    tick_.start();
    refresh();
}

void ImportDialog::end() {
    stop_.reset();
    tick_.stop();
    refresh();
}

void ImportDialog::refresh() {
    const bool busy = isBusy();
    activity_->setVisible(busy);
    bar_->setVisible(busy);
    if (busy) {
        activity_->setText(
            tr("%1, %2 s").arg(activity_->property("activity").toString()).arg(elapsed_.elapsed() / 1000));
        bar_->setValue(static_cast<int>(progress_->load() * 1000));
    }
    browse_->setEnabled(!busy);
    target_->setEnabled(!busy);
    id_->setEnabled(!busy && !report_);
    train_->setVisible(!report_);
    train_->setEnabled(!busy && labelled_ != nullptr);
    accept_->setVisible(report_.has_value());
    accept_->setEnabled(!busy);
    accept_->setText(report_ && report_->isWorse() ? tr("&Accept Although Worse") : tr("&Accept"));
    close_->setText(busy ? tr("&Cancel") : report_ ? tr("&Discard") : tr("&Close"));
}

void ImportDialog::read() {
    if (isBusy()) return;
    report_.reset();
    measurements_.reset();
    labelled_.reset();
    workbench_.requestEstimator(toUtf8(target_->currentData().toString()));
    begin(tr("Reading the file"));
    runInBackground(
        workbench_.pool(), this,
        [path = toUtf8(file_->text()), base = request().base, stop = stop_, progress = progress_] {
            ReadFile file{readMeasurementFile(
                              path, [progress](double share) { progress->store(share); }, stop.get()),
                          {}};
            if (file.measurements && file.measurements->problems.empty()) {
                file.labelled = labelImport(*file.measurements, base);
            }
            return file;
        },
        [this](ReadFile file) { showRead(std::move(file)); });
}

void ImportDialog::showRead(ReadFile file) {
    end();
    if (!file.measurements) {
        showText(errorText(file.measurements.error()));
    } else if (!file.measurements->problems.empty()) {
        showProblems(file.measurements->problems);
    } else if (!file.labelled.problems.empty()) {
        showProblems(file.labelled.problems);
    } else {
        const QString how = file.labelled.sums_only
                                ? tr("Times cover several kernels at once: the estimator is learnt from their sums.")
                                : tr("Each time is that of one kernel: the estimator is learnt kernel by kernel.");
        const auto networks = file.measurements->networks.size();
        const auto held_out = splitNetworks(networks, request().training.seed).test.size();
        showText(tr("%1 rows, %2 networks, and every row is fine.\n\n%3\n\n%4 of the networks are held out to tell the "
                    "error, chosen by a fixed seed. The present estimator stays in use until you accept the new one.")
                     .arg(file.measurements->rows)
                     .arg(networks)
                     .arg(how)
                     .arg(held_out));
        measurements_ = std::make_shared<const ImportedMeasurements>(*std::move(file.measurements));
        labelled_ = std::make_shared<const LabelledImport>(std::move(file.labelled));
    }
    refresh();
    Q_EMIT stepEnded();
}

void ImportDialog::showText(const QString& text) {
    text_->setTextFormat(Qt::PlainText);
    text_->setText(text);
    pages_->setCurrentIndex(0);
}

void ImportDialog::showProblems(const RowProblems& problems) {
    problems_text_->setText(
        problems.count == 1
            ? tr("Nothing was imported: a cell or row is wrong. Mend or remove it and choose the file again; the "
                 "present estimator stays in use.")
            : tr("Nothing was imported: %1 cells or rows are wrong. Mend or remove them and choose the file "
                 "again; the present estimator stays in use.")
                  .arg(problems.count));
    problems_->setRowCount(static_cast<int>(problems.shown.size()));
    for (int row = 0; row < problems_->rowCount(); ++row) {
        const RowProblem& problem = problems.shown[static_cast<size_t>(row)];
        problems_->setItem(row, 0, new QTableWidgetItem(QString::number(problem.line)));
        problems_->setItem(row, 1, new QTableWidgetItem(toQt(problem.column)));
        problems_->setItem(row, 2, new QTableWidgetItem(sentence(toQt(problem.reason))));
    }
    problems_->resizeColumnToContents(1);
    pages_->setCurrentIndex(1);
}

void ImportDialog::startTraining() {
    if (isBusy() || labelled_ == nullptr) return;
    const ImportRequest request = this->request();
    if (const auto target = importedTarget(request, measurements_->file); !target) {
        showText(errorText(target.error()));
        return;
    }
    if (!request.new_id.empty() && request.new_id != request.base.id && workbench_.target(request.new_id) != nullptr) {
        showText(tr("There is a target of the id %1 already; choose another one.").arg(id_->text().trimmed()));
        return;
    }
    begin(tr("Training"));
    runInBackground(
        workbench_.pool(), this,
        [measurements = measurements_, labelled = labelled_, request, stop = stop_, progress = progress_] {
            return trainFromImport(
                *measurements, *labelled, request, [progress](double share) { progress->store(share); }, stop.get());
        },
        [this](Result<ImportReport> report) { showReport(std::move(report)); });
}

void ImportDialog::showReport(Result<ImportReport> report) {
    end();
    if (report) {
        report_ = *std::move(report);
        std::vector<CardSection> sections = {comparisonSection(*report_)};
        const Regressor& regressor = *report_->package.regressor;
        const auto card = targetCard(report_->package.target, {&regressor.card, regressor.id, false, {}});
        sections.insert(sections.end(), card.begin(), card.end());
        delete report_page_->findChild<CardView*>();
        report_page_->layout()->addWidget(
            new CardView(sections, report_->test.outcomes, CardView::Layout::Scrolling, report_page_));
        pages_->setCurrentWidget(report_page_);
    } else {
        showText(errorText(report.error()));
    }
    refresh();
    Q_EMIT stepEnded();
}

void ImportDialog::acceptEstimator() {
    if (isBusy() || !report_) return;
    using Opened = Result<std::shared_ptr<const Estimator>>;
    begin(tr("Installing"));
    runInBackground(
        workbench_.pool(), this,
        [package = report_->package]() -> Opened {
            if (auto done = installTarget(userModelsDirectory(), package); !done) return tl::unexpected(done.error());
            return Estimator::create(package.target, *package.regressor);
        },
        [this](Opened opened) {
            end();
            if (!opened) {
                showText(errorText(opened.error()));
            } else {
                workbench_.adopt(report_->package.target, *opened);
                Q_EMIT installed(toQt(report_->package.target.id));
                accept();
            }
            Q_EMIT stepEnded();
        });
}

}  // namespace bw::ui
