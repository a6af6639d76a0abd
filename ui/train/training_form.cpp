// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_form.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

#include "data/data_source_form.h"
#include "learn/train/fit_to_data.h"

namespace bw::ui {
namespace {

constexpr int kMostEpochs = 100'000;
constexpr int kMostBatch = 4096;
constexpr int kMostSide = 4096;

/// Writes no zeros that say nothing.
class RateBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;

protected:
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 6); }
};

QSpinBox* makeNumber(int low, int high, int value, const QString& tip, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(low, high);
    box->setValue(value);
    box->setToolTip(tip);
    return box;
}

}  // namespace

TrainingForm::TrainingForm(QWidget* parent) : QWidget(parent), source_(new DataSourceForm(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(source_);
    auto* row = new QHBoxLayout;
    addNumbers(row);
    layout->addLayout(row);
    connect(source_, &DataSourceForm::changed, this, &TrainingForm::followSource);
    connect(source_, &DataSourceForm::submitted, this, &TrainingForm::submitted);
    followSource();
}

void TrainingForm::addNumbers(QHBoxLayout* row) {
    const auto add = [&](const QString& title, QWidget* field) {
        auto* label = new QLabel(title, this);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field);
        row->addSpacing(10);
    };
    const TrainOptions usual;
    epochs_ = makeNumber(1, kMostEpochs, usual.epochs, tr("Times that all samples are seen"), this);
    add(tr("&Epochs"), epochs_);
    batch_ = makeNumber(2, kMostBatch, usual.batch, tr("Samples of one step"), this);
    add(tr("&Batch"), batch_);
    rate_ = new RateBox(this);
    rate_->setDecimals(6);
    rate_->setRange(1e-6, 10);
    rate_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    rate_->setValue(usual.learning_rate);
    rate_->setToolTip(
        tr("At its highest, for a batch of 32; it rises over the first epoch and falls as a half cosine"));
    add(tr("Learning &rate"), rate_);
    height_ = makeNumber(1, kMostSide, DataSource{}.height, tr("Height of the pictures that the network reads"), this);
    width_ = makeNumber(1, kMostSide, DataSource{}.height, tr("Width of the pictures that the network reads"), this);
    for (QSpinBox* side : {height_, width_}) {
        side->setSuffix(tr(" px"));
        connect(side, &QSpinBox::valueChanged, this, [this] { size_chosen_ = true; });
    }
    height_->setAccessibleName(tr("Input height"));
    width_->setAccessibleName(tr("Input width"));
    auto* label = new QLabel(tr("&Input"), this);
    label->setBuddy(height_);
    row->addWidget(label);
    row->addWidget(height_);
    row->addWidget(new QLabel(QStringLiteral("×"), this));
    row->addWidget(width_);
    row->addSpacing(10);
    const int cores = std::max(1, QThread::idealThreadCount());
    threads_ = makeNumber(1, std::max(cores, 1), std::max(1, cores - 1),
                          tr("Threads that compute; one core less than there are keeps the window quick"), this);
    add(tr("&Threads"), threads_);
    row->addStretch();
}

void TrainingForm::setNetworkInput(QSize size) {
    network_input_ = size;
    followSource();
}

QSize TrainingForm::usualSize() const {
    const DataSource source = source_->source();
    const bool built_in = source.path.empty() && source_->isComplete();
    return built_in ? QSize(source.width, source.height) : network_input_;
}

void TrainingForm::followSource() {
    const QSize size = usualSize();
    if (!size_chosen_ && !size.isEmpty()) {
        const QSignalBlocker quiet_height(height_), quiet_width(width_);
        height_->setValue(size.height());
        width_->setValue(size.width());
    }
    Q_EMIT changed();
}

void TrainingForm::suggestFor(const Network& network) {
    DataSource source;
    source.format = suitableSet(network);
    source_->setSource(source);
}

void TrainingForm::fill(TrainingOrder& order) const {
    order.source = source_->source();
    order.height = height_->value();
    order.width = width_->value();
    order.options.epochs = epochs_->value();
    order.options.batch = batch_->value();
    order.options.learning_rate = rate_->value();
    order.options.threads = threads_->value();
    order.options.seed = order.source.seed;
}

void TrainingForm::show(const TrainingOrder& order) {
    source_->setSource(order.source);
    epochs_->setValue(order.options.epochs);
    batch_->setValue(order.options.batch);
    rate_->setValue(order.options.learning_rate);
    height_->setValue(order.height);
    width_->setValue(order.width);
    size_chosen_ = usualSize() != QSize(order.width, order.height);
    threads_->setValue(order.options.threads);
}

}  // namespace bw::ui
