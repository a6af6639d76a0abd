// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/job_indicator.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "theme/icons.h"

namespace bw::ui {

JobIndicator::JobIndicator(QWidget* parent)
    : QWidget(parent), label_(new QLabel(this)), bar_(new QProgressBar(this)), cancel_button_(new QToolButton(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label_);
    layout->addWidget(bar_);
    layout->addWidget(cancel_button_);
    bar_->setFixedWidth(110);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress of the background job"));
    cancel_button_->setIcon(symbolicIcon(QStringLiteral("close")));
    cancel_button_->setToolTip(tr("Cancel"));
    cancel_button_->setAccessibleName(tr("Cancel the background job"));
    tick_.setInterval(500);
    connect(&tick_, &QTimer::timeout, this, &JobIndicator::refresh);
    connect(cancel_button_, &QToolButton::clicked, this, [this] {
        const auto cancel = cancel_;
        finish();
        if (cancel) cancel();
    });
    hide();
}

void JobIndicator::start(const QString& label, std::function<void()> cancel) {
    job_ = label;
    cancel_ = std::move(cancel);
    running_ = true;
    elapsed_.start();
    cancel_button_->setVisible(static_cast<bool>(cancel_));
    setProgress(-1);
    refresh();
    show();
    tick_.start();
}

void JobIndicator::refresh() {
    const qint64 seconds = elapsed_.elapsed() / 1000;
    label_->setText(seconds > 0 ? tr("%1 (%2 s)").arg(job_).arg(seconds) : job_);
}

void JobIndicator::setProgress(double share) {
    bar_->setRange(0, share < 0 ? 0 : 100);
    if (share >= 0) bar_->setValue(static_cast<int>(share * 100));
}

void JobIndicator::finish() {
    running_ = false;
    tick_.stop();
    cancel_ = {};
    hide();
}

}  // namespace bw::ui
