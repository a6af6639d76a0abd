// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accelerator/comparison_view.h"

#include <QGridLayout>
#include <QLabel>
#include <cmath>

#include "session/background.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

struct Both {
    std::optional<TargetFigures> base, edited;
};

std::optional<TargetFigures> figures(const Network& network, const TargetProfile& target, Precision precision) {
    const auto found = figuresOn(network, target, precision);
    return found ? std::optional(*found) : std::nullopt;
}

QString stepsText(const TargetProfile& target) {
    const ChannelSteps& steps = target.channel_steps;
    return QStringLiteral("%1 · %2 · %3").arg(steps.output).arg(steps.input).arg(steps.depthwise);
}

QString latencyText(const TargetFigures& figures) {
    if (!figures.latency_ms) return ComparisonView::tr("unknown");
    const QString text = millisecondsText(*figures.latency_ms);
    return figures.coverage < 1 ? QStringLiteral("≥ ") + text : text;
}

std::optional<double> ratio(double before, double now) {
    return before > 0 ? std::optional(now / before - 1) : std::nullopt;
}

}  // namespace

ComparisonView::ComparisonView(DocumentSession& session, TargetEditor& editor, QWidget* parent)
    : QWidget(parent), session_(session), editor_(editor), grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(8);
    grid_->setVerticalSpacing(3);
    base_name_ = new QLabel(tr("preset"), this);
    edited_name_ = new QLabel(tr("edited"), this);
    for (QLabel* label : {base_name_, edited_name_})
        label->setProperty("role", QStringLiteral("muted"));
    grid_->addWidget(base_name_, 0, 1, Qt::AlignRight);
    grid_->addWidget(edited_name_, 0, 2, Qt::AlignRight);
    grid_->setColumnStretch(0, 1);
    latency_ = addRow(tr("Latency"), tr("Of the open network, by the parametric model on both sides"));
    throughput_ = addRow(tr("Peak"), tr("Products and sums that the array makes a second when no lane idles"));
    utilisation_ =
        addRow(tr("Utilisation"), tr("Multiply-accumulates over those that the array could make in the time"));
    idle_ = addRow(tr("Idle lanes"), tr("Multipliers that compute on padding, weighted by time"));
    crossover_ =
        addRow(tr("Fuse up to"), tr("Input channels up to which fusing a 3 × 3 inverted bottleneck pays (C*)"));
    memory_ = addRow(tr("Activations"), tr("Peak bytes of feature maps, channels rounded up to the brick"));
    steps_ = addRow(tr("Channel steps"), tr("Multiples to keep: output · input · depthwise channels"));
}

ComparisonView::Row ComparisonView::addRow(const QString& label, const QString& tip) {
    const int at = grid_->rowCount();
    auto* name = new QLabel(label, this);
    name->setToolTip(tip);
    name->setProperty("role", QStringLiteral("muted"));
    Row row{new QLabel(this), new QLabel(this), new QLabel(this)};
    grid_->addWidget(name, at, 0);
    int column = 1;
    for (QLabel* figure : {row.before, row.now, row.change}) {
        figure->setToolTip(tip);
        grid_->addWidget(figure, at, column++, Qt::AlignRight);
    }
    return row;
}

void ComparisonView::refresh() {
    const uint64_t number = ++newest_;
    if (!editor_.isEditable() || session_.network().empty() || !editor_.problems().empty()) {
        if (editor_.problems().empty()) base_ = edited_ = std::nullopt;
        showFigures();
        Q_EMIT refreshed();
        return;
    }
    base_target_ = editor_.base();
    edited_target_ = editor_.edited();
    const bool variant = editor_.isVariant();
    runInBackground(
        session_.workbench().pool(), this,
        [network = session_.network(), base = base_target_, edited = edited_target_, variant,
         precision = session_.document().precision] {
            Both both;
            both.base = figures(network, base, precision);
            if (variant) both.edited = figures(network, edited, precision);
            return both;
        },
        [this, number](Both both) {
            if (number != newest_) return;
            base_ = both.base;
            edited_ = both.edited;
            showFigures();
            Q_EMIT refreshed();
        });
}

void ComparisonView::showRow(const Row& row, const QString& before, const QString& now, std::optional<double> change,
                             bool less_is_better) {
    row.before->setText(before);
    row.now->setText(now);
    const bool told = change && std::abs(*change) >= 5e-4;
    row.change->setText(told ? changeText(*change) : QString());
    const Colors colors = Colors::fromPalette(palette());
    QPalette ink = palette();
    if (told) ink.setColor(QPalette::WindowText, (*change < 0) == less_is_better ? colors.good : colors.bad);
    row.change->setPalette(ink);
}

void ComparisonView::showFigures() {
    setEnabled(editor_.problems().empty());
    edited_name_->setVisible(edited_.has_value());
    const auto text = [](const std::optional<TargetFigures>& figures, auto format) {
        return figures ? format(*figures) : QString();
    };
    const auto tell = [&](const Row& row, auto format, auto value, bool less_is_better) {
        std::optional<double> change;
        if (base_ && edited_) change = ratio(value(*base_), value(*edited_));
        showRow(row, text(base_, format), text(edited_, format), change, less_is_better);
    };
    tell(
        latency_, latencyText, [](const TargetFigures& f) { return f.latency_ms.value_or(0); }, true);
    tell(
        throughput_, [](const TargetFigures& f) { return tr("%1 TOPS").arg(f.peak_tops, 0, 'g', 3); },
        [](const TargetFigures& f) { return f.peak_tops; }, false);
    tell(
        utilisation_, [](const TargetFigures& f) { return shareText(f.utilisation); },
        [](const TargetFigures& f) { return f.utilisation; }, false);
    tell(
        idle_, [](const TargetFigures& f) { return shareText(f.idle_lanes); },
        [](const TargetFigures& f) { return f.idle_lanes; }, true);
    const auto none = [](const TargetFigures&) { return 0.0; };
    tell(
        crossover_, [](const TargetFigures& f) { return tr("%1 ch").arg(std::floor(f.crossover_channels)); }, none,
        true);
    tell(
        memory_, [](const TargetFigures& f) { return bytesText(f.peak_activation_bytes); },
        [](const TargetFigures& f) { return static_cast<double>(f.peak_activation_bytes); }, true);
    showRow(steps_, base_ ? stepsText(base_target_) : QString(), edited_ ? stepsText(edited_target_) : QString(), {},
            true);
}

}  // namespace bw::ui
