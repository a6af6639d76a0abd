// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

#include "text/wording.h"
#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kInfoMilliseconds = 6000;

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      icon_(new QLabel(this)),
      text_(new QLabel(this)),
      close_(new QToolButton(this)),
      timer_(new QTimer(this)) {
    setObjectName(QStringLiteral("messageBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 5, 6, 5);
    layout->setSpacing(8);
    layout->addWidget(icon_, 0, Qt::AlignVCenter);
    layout->addWidget(text_, 1);
    layout->addWidget(close_, 0, Qt::AlignVCenter);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setFocusPolicy(Qt::NoFocus);
    close_->setIcon(symbolicIcon(QStringLiteral("close")));
    close_->setAccessibleName(tr("Close message"));
    close_->setToolTip(tr("Close"));
    close_->setAutoRaise(true);
    timer_->setSingleShot(true);
    timer_->setInterval(kInfoMilliseconds);
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    connect(timer_, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void MessageBar::showError(const Error& error) {
    showMessage(Level::Error, errorText(error));
}

void MessageBar::showMessage(Level level, const QString& text) {
    level_ = level;
    text_->setText(text);
    setAccessibleName(text);
    recolor();
    show();
    if (level == Level::Info) {
        timer_->start();
    } else {
        timer_->stop();
    }
}

void MessageBar::recolor() {
    const Colors colors = Colors::fromPalette(palette());
    const QColor ink = level_ == Level::Error ? colors.bad : level_ == Level::Warning ? colors.warning : colors.info;
    const QString drawing = level_ == Level::Error     ? QStringLiteral("error")
                            : level_ == Level::Warning ? QStringLiteral("problems")
                                                       : QStringLiteral("info");
    icon_->setPixmap(symbolicPixmap(drawing, 16, devicePixelRatioF(), ink));
    update();
}

void MessageBar::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const Colors colors = Colors::fromPalette(palette());
    const QColor ink = level_ == Level::Error ? colors.bad : level_ == Level::Warning ? colors.warning : colors.info;
    const QColor ground = palette().color(QPalette::Base);
    QPainter painter(this);
    painter.fillRect(rect(), mix(ground, ink, 0.12));
    painter.fillRect(QRect(0, 0, 3, height()), ink);
    painter.fillRect(QRect(0, height() - 1, width(), 1), mix(ground, ink, 0.35));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !text_->text().isEmpty()) recolor();
}

}  // namespace bw::ui
