// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/figures_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <cmath>

#include "assess/energy.h"
#include "inspector/operator_text.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

/// Long lists of operators belong to the canvas.
constexpr int kShownOperators = 24;

QLabel* plainLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

int improvement(double before, double now) {
    return std::abs(now - before) <= std::abs(before) * 5e-4 ? 0 : now < before ? 1 : -1;
}

struct Sums {
    double latency_ms = 0, low_ms = 0, high_ms = 0;
    bool latency_known = true;
    double energy_uj = 0;
    bool energy_known = true;
    int64_t macs = 0, parameters = 0, parameter_bytes = 0, live_bytes = 0;
    void add(const BlockFigures& f) {
        latency_ms += f.latency_ms.value_or(0);
        low_ms += f.latency_low_ms;
        high_ms += f.latency_high_ms;
        latency_known = latency_known && f.latency_ms.has_value();
        energy_uj += f.energy_uj.value_or(0);
        energy_known = energy_known && f.energy_uj.has_value();
        macs += f.macs;
        parameters += f.parameters;
        parameter_bytes += f.parameter_bytes;
        live_bytes = std::max(live_bytes, f.live_bytes);
    }
};

QString rangeText(double low_ms, double high_ms) {
    return QStringLiteral("%1 – %2").arg(millisecondsText(low_ms), millisecondsText(high_ms));
}

}  // namespace

FiguresView::FiguresView(DocumentSession& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void FiguresView::addHeading(const QString& text) {
    QLabel* label = plainLabel(text, content_);
    label->setProperty("role", QStringLiteral("heading"));
    label->setContentsMargins(0, 8, 0, 2);
    rows_->addWidget(label);
}

void FiguresView::addRow(const QString& label, const QString& value, const QString& change, int better) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    QLabel* name = plainLabel(label, content_);
    name->setProperty("role", QStringLiteral("muted"));
    row->addWidget(name);
    row->addStretch();
    if (!change.isEmpty()) {
        QLabel* delta = plainLabel(change, content_);
        const Colors colors = Colors::fromPalette(palette());
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, better > 0 ? colors.good : better < 0 ? colors.bad : colors.muted_text);
        delta->setPalette(ink);
        delta->setToolTip(tr("Change against the baseline"));
        row->addWidget(delta);
    }
    QLabel* figure = plainLabel(value, content_);
    figure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figure->setFocusPolicy(Qt::NoFocus);
    row->addWidget(figure);
    rows_->addLayout(row);
}

void FiguresView::addComparedRow(const QString& label, const QString& text, int64_t now,
                                 std::optional<int64_t> before) {
    const double then = static_cast<double>(before.value_or(0));
    const QString change = before && *before != now ? changeFromText(then, static_cast<double>(now)) : QString();
    addRow(label, text, change, before ? improvement(then, static_cast<double>(now)) : 0);
}

void FiguresView::addByteRow(const QString& label, int64_t now, std::optional<int64_t> before) {
    addComparedRow(label, bytesText(now), now, before);
}

void FiguresView::addNote(const QString& text) {
    QLabel* label = plainLabel(text, content_);
    label->setWordWrap(true);
    label->setProperty("role", QStringLiteral("muted"));
    rows_->addWidget(label);
}

void FiguresView::refresh() {
    delete content_;
    content_ = new QWidget(this);
    rows_ = new QVBoxLayout(content_);
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(3);
    layout()->addWidget(content_);
    if (session_.selection().empty()) {
        showNetwork();
    } else {
        showBlocks(session_.selection());
    }
}

void FiguresView::showNetwork() {
    const auto assessment = session_.assessment();
    if (const auto& error = session_.assessmentError()) addNote(errorText(*error));
    if (!assessment || assessment->network.empty()) {
        addNote(tr("Open a network to see what it costs."));
        return;
    }
    const Totals& now = assessment->totals;
    const auto baseline = session_.baselineAssessment();
    const Totals* before = baseline ? &baseline->totals : nullptr;
    addHeading(tr("Whole network"));
    addRow(tr("Blocks"), QString::number(assessment->network.size()));
    addRow(tr("Operators"), QString::number(assessment->lowered.graph.operators.size()));
    if (now.latency_ms) {
        const auto then = before != nullptr ? before->latency_ms : std::nullopt;
        addRow(tr("Latency"), millisecondsText(*now.latency_ms),
               then && *then != *now.latency_ms ? changeFromText(*then, *now.latency_ms) : QString(),
               then ? improvement(*then, *now.latency_ms) : 0);
        if (now.latency_low_ms && now.latency_high_ms)
            addRow(tr("90 % interval"), rangeText(*now.latency_low_ms, *now.latency_high_ms));
    } else {
        addRow(tr("Latency"), QStringLiteral("–"));
        if (!assessment->latency_problem.empty()) addNote(sentence(toQt(assessment->latency_problem)));
    }
    const auto then = [before](int64_t Totals::*field) {
        return before != nullptr ? std::optional<int64_t>(before->*field) : std::nullopt;
    };
    addComparedRow(tr("MACs"), countText(static_cast<double>(now.macs)), now.macs, then(&Totals::macs));
    addComparedRow(tr("Parameters"), countText(static_cast<double>(now.parameters)), now.parameters,
                   then(&Totals::parameters));
    addByteRow(tr("Parameter bytes"), now.parameter_bytes, then(&Totals::parameter_bytes));
    addByteRow(tr("Peak activation"), now.peak_activation_bytes, then(&Totals::peak_activation_bytes));
    addByteRow(tr("Arena (greedy plan)"), now.arena_bytes, then(&Totals::arena_bytes));
    if (assessment->energy) {
        const EnergyEstimate& energy = *assessment->energy;
        const QString total = toQt(formatEnergy(energy.total()));
        addRow(tr("Energy"), energy.isLowerBound() ? tr("at least %1").arg(total) : total);
    }
    addNote(tr("Select blocks on the canvas to see and change their parameters."));
}

void FiguresView::showBlocks(const std::vector<BlockId>& blocks) {
    Sums now, before;
    bool comparable = session_.document().baseline.has_value();
    for (const BlockId id : blocks) {
        const BlockFigures* figures = session_.figures(id);
        if (figures == nullptr) return;
        now.add(*figures);
        const BlockFigures* old = session_.baselineFigures(id);
        comparable = comparable && old != nullptr;
        if (old != nullptr) before.add(*old);
    }
    const auto assessment = session_.assessment();
    addHeading(blocks.size() == 1 ? tr("Figures") : tr("%1 blocks together").arg(blocks.size()));
    if (now.latency_known) {
        QString value = millisecondsText(now.latency_ms);
        const auto total = assessment->totals.latency_ms;
        if (total && *total > 0) value += QStringLiteral("  (%1)").arg(shareText(now.latency_ms / *total));
        const bool changed = comparable && before.latency_known && before.latency_ms != now.latency_ms;
        addRow(tr("Latency"), value, changed ? changeFromText(before.latency_ms, now.latency_ms) : QString(),
               changed ? improvement(before.latency_ms, now.latency_ms) : 0);
        if (now.high_ms > now.low_ms) addRow(tr("90 % interval"), rangeText(now.low_ms, now.high_ms));
    } else {
        addRow(tr("Latency"), tr("unknown"));
    }
    if (blocks.size() == 1) addRow(tr("Output"), shapeText(session_.figures(blocks.front())->output_shape));
    const auto then = [comparable](int64_t value) { return comparable ? std::optional<int64_t>(value) : std::nullopt; };
    addComparedRow(tr("MACs"), countText(static_cast<double>(now.macs)), now.macs, then(before.macs));
    addComparedRow(tr("Parameters"), exactCountText(now.parameters), now.parameters, then(before.parameters));
    addByteRow(tr("Parameter bytes"), now.parameter_bytes, then(before.parameter_bytes));
    addByteRow(tr("Live memory"), now.live_bytes, then(before.live_bytes));
    if (now.energy_known) addRow(tr("Energy"), toQt(formatEnergy(now.energy_uj)));
    if (blocks.size() != 1) return;
    const Block* block = session_.network().find(blocks.front());
    const int position = assessment->network.positionOf(blocks.front());
    if (block == nullptr || position < 0) return;
    showWhy(*block, position);
    showOperators(position);
}

void FiguresView::showOperators(int position) {
    const auto assessment = session_.assessment();
    const BlockSpan& span = assessment->lowered.blocks[static_cast<size_t>(position)];
    if (span.operator_count == 0) return;
    addHeading(tr("Operators"));
    for (int i = 0; i < std::min(span.operator_count, kShownOperators); ++i) {
        const OperatorLine line = operatorLine(*assessment, span.first_operator + i);
        addRow(line.name, line.figure);
    }
    if (span.operator_count > kShownOperators) {
        addNote(tr("and %1 more").arg(span.operator_count - kShownOperators));
    }
}

}  // namespace bw::ui
