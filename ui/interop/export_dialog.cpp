// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interop/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "session/background.h"
#include "text/wording.h"
#include "verify/scratch_folder.h"

namespace bw::ui {
namespace {

constexpr int kFirstOpset = 13;
constexpr int kUsualOpset = 17;
constexpr int kLastOpset = 21;
constexpr int kTickMs = 100;
constexpr int kProgressSteps = 1000;

/// A file's name as the text of a button, where an ampersand would underline what follows.
QString buttonText(QString name) {
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

}  // namespace

ExportDialog::ExportDialog(Workbench& workbench, Document document, const QString& source, const QString& folder,
                           const QString& name, QWidget* parent)
    : QDialog(parent),
      workbench_(workbench),
      document_(std::move(document)),
      source_(source),
      folder_(folder.isEmpty() ? QDir::homePath() : folder),
      name_(name),
      format_(new QComboBox(this)),
      file_(new QLineEdit(this)),
      browse_(new QPushButton(tr("&Browse…"), this)),
      opset_(new QSpinBox(this)),
      opset_label_(new QLabel(tr("&Operator set"), this)),
      seed_(new QSpinBox(this)),
      keep_weights_(new QCheckBox(this)),
      told_(new QPlainTextEdit(this)),
      progress_(new QProgressBar(this)),
      export_(new QPushButton(tr("&Export"), this)) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export Network"));
    buildFields(source);
    auto* layout = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    form->addRow(tr("&Format"), format_);
    auto* path = new QHBoxLayout;
    connect(browse_, &QPushButton::clicked, this, [this] { choose(); });
    path->addWidget(file_, 1);
    path->addWidget(browse_);
    auto* file_label = new QLabel(tr("F&ile"), this);
    file_label->setBuddy(file_);
    form->addRow(file_label, path);
    form->addRow(opset_label_, opset_);
    form->addRow(tr("&Seed of new weights"), seed_);
    form->addRow(QString(), keep_weights_);
    layout->addLayout(form);
    layout->addWidget(told_, 1);
    layout->addWidget(progress_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(export_, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(export_, &QPushButton::clicked, this, [this] { writing_ ? cancel() : startExport(); });
    layout->addWidget(buttons);
    tick_.setInterval(kTickMs);
    connect(&tick_, &QTimer::timeout, this, [this] {
        const int64_t whole = trial_ && *trial_ ? (*trial_)->bytes : 0;
        progress_->setRange(0, whole > 0 ? kProgressSteps : 0);
        if (whole > 0)
            progress_->setValue(static_cast<int>(std::min(written_->load(), whole) * kProgressSteps / whole));
    });
    resize(640, 380);
    setFormat(toQt(exportFormats().front().id));
}

ExportDialog::~ExportDialog() {
    stop_.request_stop();
}

void ExportDialog::buildFields(const QString& source) {
    for (const ExportFormat& format : exportFormats()) {
        if (format.id == "blockwright") continue;
        // What is copied from a TensorFlow Lite file needs one.
        if (format.id == "tflite" && !source.endsWith(QLatin1String(".tflite"), Qt::CaseInsensitive)) continue;
        format_->addItem(toQt(format.label), toQt(format.id));
    }
    opset_->setRange(kFirstOpset, kLastOpset);
    opset_->setValue(kUsualOpset);
    opset_label_->setBuddy(opset_);
    seed_->setRange(0, std::numeric_limits<int>::max());
    seed_->setValue(1);
    seed_->setToolTip(tr("Draws weights where there are none; equal seeds give equal files"));
    keep_weights_->setText(
        source.isEmpty()
            ? tr("Keep weights (the network was not imported from a file: all are drawn)")
            : tr("Keep the weights of %1 where nothing was edited").arg(buttonText(QFileInfo(source).fileName())));
    keep_weights_->setEnabled(!source.isEmpty());
    keep_weights_->setChecked(!source.isEmpty());
    told_->setReadOnly(true);
    told_->setAccessibleName(tr("What the file will hold"));
    told_->setTabChangesFocus(true);
    progress_->setRange(0, 0);
    progress_->setTextVisible(false);
    for (QWidget* widget : {static_cast<QWidget*>(format_), static_cast<QWidget*>(file_)})
        widget->setMinimumWidth(360);
    connect(format_, &QComboBox::currentIndexChanged, this, [this] {
        QFileInfo old(file_->text());
        const QString base = file_->text().isEmpty() ? name_ : old.completeBaseName();
        const QString folder = file_->text().isEmpty() ? folder_ : old.path();
        file_->setText(QDir(folder).filePath(base + toQt(format().suffix)));
        tryOut();
    });
    connect(opset_, &QSpinBox::valueChanged, this, [this] { tryOut(); });
    connect(seed_, &QSpinBox::valueChanged, this, [this] { refresh(); });
    connect(keep_weights_, &QCheckBox::toggled, this, [this] { tryOut(); });
    connect(file_, &QLineEdit::textChanged, this, [this] { refresh(); });
}

const ExportFormat& ExportDialog::format() const {
    const std::string id = toUtf8(format_->currentData().toString());
    for (const ExportFormat& format : exportFormats()) {
        if (format.id == id) return format;
    }
    return exportFormats().front();
}

void ExportDialog::setFormat(const QString& id) {
    const int index = format_->findData(id);
    if (index < 0) return;
    format_->setCurrentIndex(index);
    if (!trial_ && !running_) Q_EMIT format_->currentIndexChanged(index);
}

void ExportDialog::setFile(const QString& path) {
    file_->setText(path);
}

QString ExportDialog::told() const {
    return told_->toPlainText();
}

ExportOptions ExportDialog::options() const {
    ExportOptions options;
    options.format = format().id;
    options.seed = static_cast<uint64_t>(seed_->value());
    options.opset = opset_->value();
    if (keep_weights_->isChecked()) options.source = toUtf8(source_);
    return options;
}

void ExportDialog::tryOut() {
    trial_.reset();
    if (running_) {
        again_ = true;
        if (!writing_) stop_.request_stop();
        return refresh();
    }
    running_ = true;
    stop_ = std::stop_source();
    refresh();
    runInBackground(
        workbench_.pool(), this,
        [document = document_, options = options(), suffix = std::string(format().suffix),
         watch = ExportWatch{stop_.get_token(), {}}]() -> Result<ExportReport> {
            const auto folder = ScratchFolder::create();
            if (!folder) return tl::unexpected(folder.error());
            return exportModel(document, folder->file("trial" + suffix), options, watch);
        },
        [this](Result<ExportReport> tried) {
            running_ = false;
            if (std::exchange(again_, false)) return tryOut();
            trial_ = std::move(tried);
            showTrial();
            refresh();
            Q_EMIT stepEnded();
        });
}

void ExportDialog::showTrial() {
    if (!*trial_) {
        told_->setPlainText(tr("This format cannot hold the network: %1").arg(errorText(trial_->error())));
        return;
    }
    const ExportReport& report = **trial_;
    QStringList lines;
    lines << tr("%1 in %2.")
                 .arg(bytesText(report.bytes),
                      pluralText(static_cast<qint64>(report.files.size()), tr("one file"), tr("%1 files")));
    if (options().source.empty())
        lines << tr("All weights are drawn from the seed; the file says so.");
    else if (report.kept_operators == report.operators)
        lines << tr("All %1 operators keep what the file has of them.").arg(report.operators);
    else
        lines << tr("%1 of %2 operators keep what the file has of them; other weights are drawn from the seed.")
                     .arg(report.kept_operators)
                     .arg(report.operators);
    for (const std::string& note : report.notes)
        lines << sentence(toQt(note));
    told_->setPlainText(lines.join(QLatin1Char('\n')));
}

void ExportDialog::choose() {
    const QString suffix = toQt(format().suffix);
    const QString path = QFileDialog::getSaveFileName(this, tr("Export as"), file_->text(),
                                                      QStringLiteral("%1 (*%2)").arg(toQt(format().label), suffix),
                                                      nullptr, QFileDialog::DontConfirmOverwrite);
    if (path.isEmpty()) return;
    file_->setText(QFileInfo(path).suffix().isEmpty() ? path + suffix : path);
}

QStringList ExportDialog::replaced() const {
    const QFileInfo file(file_->text());
    QStringList names;
    if (file.exists()) names << file.fileName();
    // The weights lie beside a Python source.
    const QFileInfo weights(file.dir(), file.completeBaseName() + QStringLiteral(".safetensors"));
    if (format().suffix == ".py" && weights.exists()) names << weights.fileName();
    return names;
}

void ExportDialog::startExport() {
    if (running_ || file_->text().trimmed().isEmpty()) return;
    const QStringList names = replaced();
    if (names.isEmpty()) return write();
    auto* box = new QMessageBox(QMessageBox::Question, tr("Replace File"), tr("Replace what is there?"),
                                QMessageBox::NoButton, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(names.join(QStringLiteral(", ")));
    QPushButton* replace = box->addButton(tr("&Replace"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(replace, &QPushButton::clicked, this, [this] { write(); });
    box->open();
}

void ExportDialog::write() {
    if (running_) return;
    running_ = writing_ = true;
    stop_ = std::stop_source();
    written_ = std::make_shared<std::atomic<int64_t>>(0);
    tick_.start();
    refresh();
    const ExportWatch watch{stop_.get_token(), [written = written_](int64_t bytes) { written->store(bytes); }};
    runInBackground(
        workbench_.pool(), this,
        [document = document_, options = options(), path = toUtf8(file_->text()), watch] {
            return exportModel(document, path, options, watch);
        },
        [this](Result<ExportReport> written) {
            running_ = writing_ = false;
            tick_.stop();
            progress_->setRange(0, 0);
            refresh();
            if (written) {
                QStringList files;
                for (const std::string& file : written->files)
                    files << toQt(file);
                Q_EMIT exported(files);
                accept();
            } else {
                told_->setPlainText(written.error().code == ErrorCode::Cancelled ? tr("Cancelled; nothing was written.")
                                                                                 : errorText(written.error()));
            }
            if (std::exchange(again_, false)) tryOut();
            Q_EMIT stepEnded();
        });
}

void ExportDialog::cancel() {
    if (writing_) stop_.request_stop();
}

void ExportDialog::done(int result) {
    cancel();
    QDialog::done(result);
}

void ExportDialog::refresh() {
    const bool onnx = format().suffix == ".onnx";
    opset_->setVisible(onnx);
    opset_label_->setVisible(onnx);
    progress_->setVisible(running_);
    const bool possible = trial_ && trial_->has_value();
    export_->setText(writing_ ? tr("&Cancel") : tr("&Export"));
    export_->setEnabled(writing_ || (!running_ && possible && !file_->text().trimmed().isEmpty()));
    // What is being written stays what the fields say.
    for (QWidget* field : {static_cast<QWidget*>(format_), static_cast<QWidget*>(file_), static_cast<QWidget*>(opset_),
                           static_cast<QWidget*>(seed_)})
        field->setEnabled(!writing_);
    browse_->setEnabled(!writing_);
    keep_weights_->setEnabled(!writing_ && !source_.isEmpty());
    export_->setToolTip(possible || !trial_ ? QString() : tr("This format cannot hold the network."));
    if (running_ && !trial_) told_->setPlainText(tr("Looking at what the format can hold…"));
}

}  // namespace bw::ui
