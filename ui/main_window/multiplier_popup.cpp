// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/multiplier_popup.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>
#include <QVBoxLayout>
#include <cmath>

#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kStepsPerUnit = 100;
constexpr int kSmallest = 10;
constexpr int kLargest = 200;

}  // namespace

MultiplierPopup::MultiplierPopup(DocumentSession& session, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      session_(session),
      scope_(new QComboBox(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      number_(new QDoubleSpinBox(this)),
      effect_(new QLabel(this)),
      apply_(new QPushButton(tr("Apply"), this)),
      timer_(new QTimer(this)) {
    setObjectName(QStringLiteral("popup"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(10);
    auto* title = new QLabel(tr("Depth multiplier"), this);
    title->setProperty("role", QStringLiteral("title"));
    layout->addWidget(title);
    scope_->setAccessibleName(tr("What to scale"));
    layout->addWidget(scope_);
    auto* row = new QHBoxLayout;
    slider_->setRange(kSmallest, kLargest);
    slider_->setPageStep(25);
    slider_->setAccessibleName(tr("Depth multiplier"));
    slider_->setMinimumWidth(240);
    number_->setRange(kSmallest / 100.0, kLargest / 100.0);
    number_->setSingleStep(0.05);
    number_->setKeyboardTracking(false);
    number_->setAccessibleName(tr("Depth multiplier as a number"));
    row->addWidget(slider_, 1);
    row->addWidget(number_);
    layout->addLayout(row);
    effect_->setWordWrap(true);
    effect_->setMinimumHeight(effect_->fontMetrics().lineSpacing() * 4);
    effect_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    effect_->setProperty("role", QStringLiteral("muted"));
    layout->addWidget(effect_);
    auto* buttons = new QHBoxLayout;
    auto* cancel = new QPushButton(tr("Cancel"), this);
    apply_->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(apply_);
    layout->addLayout(buttons);
    timer_->setSingleShot(true);
    timer_->setInterval(0);
    connect(timer_, &QTimer::timeout, this, &MultiplierPopup::preview);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker quiet(number_);
        number_->setValue(value / static_cast<double>(kStepsPerUnit));
        timer_->start();
    });
    connect(number_, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { slider_->setValue(static_cast<int>(std::lround(value * kStepsPerUnit))); });
    connect(scope_, &QComboBox::currentIndexChanged, this, [this] { timer_->start(); });
    connect(apply_, &QPushButton::clicked, this, &MultiplierPopup::apply);
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    connect(&session_, &DocumentSession::assessmentChanged, this, [this] {
        if (isVisible()) showEffect();
    });
}

void MultiplierPopup::openAt(const QPoint& global_position) {
    before_ = session_.assessment();
    const QSignalBlocker quiet_scope(scope_), quiet_slider(slider_), quiet_number(number_);
    scope_->clear();
    scope_->addItem(tr("Whole model"));
    QStringList stages;
    for (const BlockPtr& block : session_.network().blocks()) {
        const QString stage = toQt(block->stage);
        if (!stage.isEmpty() && !stages.contains(stage)) stages << stage;
    }
    for (const QString& stage : std::as_const(stages))
        scope_->addItem(tr("Stage “%1”").arg(stage), stage);
    if (!session_.selection().empty()) {
        const Block* block = session_.network().find(session_.selection().front());
        if (block != nullptr && !block->stage.empty()) scope_->setCurrentIndex(scope_->findData(toQt(block->stage)));
    }
    slider_->setValue(kStepsPerUnit);
    number_->setValue(1);
    showEffect();
    adjustSize();
    move(global_position);
    show();
    slider_->setFocus();
}

std::string MultiplierPopup::command() const {
    std::string text = "scale " + std::to_string(slider_->value() / 100) + '.';
    text += QStringLiteral("%1").arg(slider_->value() % 100, 2, 10, QLatin1Char('0')).toStdString();
    text += " --multiple " + std::to_string(session_.editContext().channel_multiple);
    const QString stage = scope_->currentData().toString();
    if (!stage.isEmpty()) text += " --stage " + quoteName(toUtf8(stage));
    return text;
}

void MultiplierPopup::setMultiplier(double multiplier) {
    slider_->setValue(static_cast<int>(std::lround(multiplier * kStepsPerUnit)));
}

void MultiplierPopup::preview() {
    if (slider_->value() == kStepsPerUnit) {
        session_.endPreview(false);
        showEffect();
        return;
    }
    const auto shown = session_.previewEdit(command());
    if (!shown) {
        session_.endPreview(false);
        effect_->setText(errorText(shown.error()));
        apply_->setEnabled(false);
        return;
    }
    apply_->setEnabled(true);
    showEffect();
}

QString MultiplierPopup::effectText() const {
    const auto now = session_.assessment();
    if (!now || !before_) return {};
    const auto line = [](const QString& label, const QString& value, double before, double after) {
        const QString change = changeFromText(before, after);
        return change.isEmpty() || before == after ? QStringLiteral("%1 %2").arg(label, value)
                                                   : QStringLiteral("%1 %2 (%3)").arg(label, value, change);
    };
    QStringList lines;
    if (now->totals.latency_ms && before_->totals.latency_ms) {
        lines << line(tr("Latency"), millisecondsText(*now->totals.latency_ms), *before_->totals.latency_ms,
                      *now->totals.latency_ms);
    }
    const auto bytes = [&](const QString& label, int64_t Totals::*field) {
        lines << line(label, bytesText(now->totals.*field), static_cast<double>(before_->totals.*field),
                      static_cast<double>(now->totals.*field));
    };
    bytes(tr("Parameters"), &Totals::parameter_bytes);
    bytes(tr("Peak activation"), &Totals::peak_activation_bytes);
    lines << tr("Channels are multiples of %1; frozen blocks stay.").arg(session_.editContext().channel_multiple);
    return lines.join(QLatin1Char('\n'));
}

void MultiplierPopup::showEffect() {
    effect_->setText(effectText());
    apply_->setEnabled(session_.isPreviewing());
}

void MultiplierPopup::apply() {
    if (timer_->isActive()) preview();
    session_.endPreview(true);
    hide();
}

void MultiplierPopup::hideEvent(QHideEvent* event) {
    timer_->stop();
    session_.endPreview(false);
    QFrame::hideEvent(event);
}

void MultiplierPopup::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && apply_->isEnabled()) {
        apply();
    } else {
        QFrame::keyPressEvent(event);
    }
}

}  // namespace bw::ui
