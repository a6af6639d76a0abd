// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/fusion_view.h"

#include <QLabel>
#include <QVBoxLayout>
#include <cmath>

#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

QString fusionWords(const FusionEffect& effect) {
    const FusionForm &ibn = effect.as_ibn, &fused = effect.as_fused;
    if (!ibn.latency_ms || !fused.latency_ms || ibn.macs <= 0 || *ibn.latency_ms <= 0) return {};
    const QString times = QString::number(static_cast<double>(fused.macs) / static_cast<double>(ibn.macs), 'f', 1);
    const double change = *fused.latency_ms / *ibn.latency_ms - 1;
    const QString percent = shareText(std::abs(change));
    if (change <= 0) {
        return effect.fused ? FusionView::tr("Fused, it makes %1 times the multiply-accumulates in %2 less time.")
                                  .arg(times, percent)
                            : FusionView::tr("Fused, it would make %1 times the multiply-accumulates in %2 less time.")
                                  .arg(times, percent);
    }
    return effect.fused
               ? FusionView::tr("Fused, it makes %1 times the multiply-accumulates and takes %2 longer than unfused.")
                     .arg(times, percent)
               : FusionView::tr("Fused, it would make %1 times the multiply-accumulates and take %2 longer.")
                     .arg(times, percent);
}

FusionView::FusionView(DocumentSession& session, BlockId block, QWidget* parent)
    : QWidget(parent), table_(new QLabel(this)), words_(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(2);
    layout->addWidget(table_);
    layout->addWidget(words_);
    table_->setTextFormat(Qt::RichText);
    words_->setWordWrap(true);
    words_->setProperty("role", QStringLiteral("muted"));
    setVisible(false);
    const auto assessment = session.assessment();
    if (!assessment) return;
    runInBackground(
        session.workbench().pool(), this,
        [assessment, block, context = session.assessmentContext()] {
            return fusionEffect(assessment->network, block, context);
        },
        [this](const Result<FusionEffect>& effect) {
            if (effect) fill(*effect);
        });
}

void FusionView::fill(const FusionEffect& effect) {
    const QString words = fusionWords(effect);
    if (words.isEmpty()) return;
    const auto row = [](const QString& name, const FusionForm& form, bool present) {
        const QString cells =
            QStringLiteral(
                "<td>%1&nbsp;&nbsp;</td><td align=\"right\">%2&nbsp;&nbsp;</td>"
                "<td align=\"right\">%3</td>")
                .arg(name, countText(static_cast<double>(form.macs)), millisecondsText(*form.latency_ms));
        return QStringLiteral("<tr style=\"font-weight:%1\">%2</tr>").arg(present ? 600 : 400).arg(cells);
    };
    table_->setText(QStringLiteral("<table cellspacing=\"1\"><tr><td></td><td align=\"right\">%1&nbsp;&nbsp;</td>"
                                   "<td align=\"right\">%2</td></tr>%3%4</table>")
                        .arg(tr("MACs"), tr("latency"), row(tr("IBN"), effect.as_ibn, !effect.fused),
                             row(tr("fused IBN"), effect.as_fused, effect.fused)));
    table_->setAccessibleName(words);
    words_->setText(words);
    setVisible(true);
}

}  // namespace bw::ui
