// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimator/card_dialog.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "estimator/card_view.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// Room for the whole card, and what is left of a smaller window around it.
constexpr QSize kPage(1240, 760);
constexpr QSize kMargin(20, 20);

}  // namespace

CardDialog::CardDialog(const Workbench& workbench, const std::string& target_id, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("targetCard"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    const TargetProfile* target = workbench.target(target_id);
    setWindowTitle(target != nullptr ? tr("Card of %1").arg(toQt(target->name)) : tr("Card of the target"));
    const auto estimator = workbench.estimator(target_id);
    CardEstimator shown;
    std::vector<NetworkOutcome> outcomes;
    if (estimator != nullptr) {
        shown = {&estimator->card(), estimator->id(), estimator->isParametric(), {}};
        outcomes = estimator->card().held_out;
        if (const auto& passed_over = estimator->passedOver()) {
            shown.problem =
                toUtf8(tr("Your own estimator of this target is not in use: %1").arg(errorText(*passed_over)));
        }
    } else if (const auto error = workbench.estimatorError(target_id)) {
        shown.problem = toUtf8(errorText(*error));
    } else {
        shown.problem = toUtf8(tr("The estimator is still loading"));
    }
    if (target != nullptr) {
        layout->addWidget(
            new CardView(targetCard(*target, shown), std::move(outcomes), CardView::Layout::OnePage, this), 1);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(parent != nullptr ? kPage.boundedTo(parent->window()->size() - kMargin) : kPage);
}

}  // namespace bw::ui
