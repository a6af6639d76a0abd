// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/energy_panel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "assess/energy.h"
#include "panels/elided_label.h"
#include "panels/figure_table.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column { Target, Latency, Energy, Band, Products, Sram, Dram, Static, FleetYear, ColumnCount };

QTableWidgetItem* makeItem(const QString& text, bool left) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return item;
}

QString shareOf(double part, double whole) {
    return whole > 0 ? QStringLiteral("%1 (%2)").arg(toQt(formatEnergy(part)), shareText(part / whole))
                     : toQt(formatEnergy(part));
}

}  // namespace

EnergyPanel::EnergyPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      side_(session.workbench()),
      menu_(new QMenu(this)),
      users_(new QSpinBox(this)),
      per_day_(new QDoubleSpinBox(this)),
      pages_(new QStackedWidget(this)),
      table_(new QTableWidget(0, ColumnCount, this)),
      method_(new ElidedLabel(toQt(energyMethodText()), this)),
      origin_(new ElidedLabel({}, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    table_->setHorizontalHeaderLabels({tr("Target"), tr("Latency"), tr("Energy"), tr("90 % band"), tr("Products"),
                                       tr("SRAM"), tr("DRAM and flash"), tr("Static"), tr("Fleet, a year")});
    table_->setAccessibleName(tr("Energy of one inference by target"));
    styleFigureTable(*table_);
    auto* empty = new QLabel(tr("Open a network to see its energy here."), pages_);
    empty->setAlignment(Qt::AlignCenter);
    empty->setProperty("role", QStringLiteral("muted"));
    pages_->addWidget(table_);
    pages_->addWidget(empty);
    layout->addWidget(pages_, 1);
    for (QLabel* note : {method_, origin_}) {
        note->setProperty("role", QStringLiteral("muted"));
        layout->addWidget(note);
    }
    method_->setContentsMargins(10, 4, 10, 0);
    origin_->setContentsMargins(10, 0, 10, 6);
    connect(&side_, &SideAssessor::changed, this, &EnergyPanel::showRows);
    connect(users_, &QSpinBox::valueChanged, this, &EnergyPanel::showRows);
    connect(per_day_, &QDoubleSpinBox::valueChanged, this, &EnergyPanel::showRows);
    connect(&session.workbench(), &Workbench::targetsChanged, this, &EnergyPanel::invalidate);
}

QWidget* EnergyPanel::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(10, 4, 8, 4);
    row->setSpacing(8);
    auto* compare = new QPushButton(tr("Compare targets"), head);
    compare->setToolTip(tr("Choose targets to show beside the document's"));
    compare->setMenu(menu_);
    connect(menu_, &QMenu::aboutToShow, this, &EnergyPanel::fillMenu);
    users_->setRange(0, 2'000'000'000);
    users_->setValue(1'000'000);
    users_->setGroupSeparatorShown(true);
    users_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    users_->setAccessibleName(tr("Users"));
    per_day_->setRange(0, 1e9);
    per_day_->setDecimals(1);
    per_day_->setValue(100);
    per_day_->setGroupSeparatorShown(true);
    per_day_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    per_day_->setAccessibleName(tr("Inferences of each user a day"));
    row->addWidget(compare);
    row->addStretch();
    row->addWidget(new QLabel(tr("Fleet:"), head));
    row->addWidget(users_);
    row->addWidget(new QLabel(tr("users,"), head));
    row->addWidget(per_day_);
    row->addWidget(new QLabel(tr("inferences a day each"), head));
    return head;
}

void EnergyPanel::fillMenu() {
    menu_->clear();
    for (const auto& [id, profile] : session().workbench().targets().all()) {
        if (id == session().document().target_id) continue;
        QAction* action = menu_->addAction(toQt(profile.name));
        action->setCheckable(true);
        action->setChecked(compared_.contains(toQt(id)));
        connect(action, &QAction::triggered, this,
                [this, target = toQt(id)](bool checked) { setCompared(target, checked); });
    }
}

void EnergyPanel::setCompared(const QString& target_id, bool compared) {
    chosen_by_hand_ = true;
    compared_.removeAll(target_id);
    if (compared) compared_ << target_id;
    invalidate();
}

QStringList EnergyPanel::shownTargets() const {
    const QString own = toQt(session().document().target_id);
    QStringList shown = {own};
    for (const QString& id : compared_) {
        if (id != own) shown << id;
    }
    return shown;
}

void EnergyPanel::refresh() {
    if (!chosen_by_hand_) {
        // A processor shows best what an accelerator saves; without one, another kind of accelerator.
        compared_.clear();
        QString other;
        const TargetProfile* own = session().target();
        for (const auto& [id, profile] : session().workbench().targets().all()) {
            if (own == nullptr || profile.kind == own->kind) continue;
            if (other.isEmpty() || profile.kind == "cpu") other = toQt(id);
        }
        if (!other.isEmpty()) compared_ << other;
    }
    std::vector<SideRequest> requests;
    if (!session().network().empty()) {
        for (const QString& id : shownTargets())
            requests.push_back({session().network(), session().document().precision, toUtf8(id)});
    }
    side_.request(std::move(requests));
}

void EnergyPanel::setRow(int row, const QString& target_id, const SideOutcome& outcome) {
    const QString unknown = QStringLiteral("–");
    const TargetProfile* target = session().workbench().target(toUtf8(target_id));
    QStringList texts(ColumnCount, unknown);
    texts[Target] = (target != nullptr ? toQt(target->name) : target_id) + QStringLiteral(", ") +
                    toQt(precisionId(outcome.precision));
    QString tip;
    if (outcome.error) {
        texts[Energy] = tr("unknown");
        tip = errorText(*outcome.error);
    } else if (outcome.assessment == nullptr) {
        texts[Energy] = tr("computing…");
    } else {
        const Assessment& a = *outcome.assessment;
        if (a.totals.latency_ms) texts[Latency] = millisecondsText(*a.totals.latency_ms);
        if (!a.energy) {
            texts[Energy] = tr("not stated");
            tip = tr("This target's file states no energy figures.");
        } else {
            const EnergyEstimate& energy = *a.energy;
            const double total = energy.total();
            const auto atLeast = [&](const QString& text) {
                return energy.isLowerBound() ? tr("at least %1").arg(text) : text;
            };
            texts[Energy] = atLeast(toQt(formatEnergy(total)));
            texts[Band] =
                energy.isLowerBound()
                    ? unknown
                    : tr("%1 to %2").arg(toQt(formatEnergy(energy.low_uj)), toQt(formatEnergy(energy.high_uj)));
            texts[Products] = shareOf(energy.shares.products_uj, total);
            texts[Sram] = shareOf(energy.shares.sram_uj, total);
            texts[Dram] = shareOf(energy.shares.dram_uj + energy.shares.flash_uj, total);
            texts[Static] = energy.without_time ? unknown : shareOf(energy.shares.static_uj, total);
            const Fleet fleet{static_cast<double>(users_->value()), per_day_->value()};
            texts[FleetYear] = atLeast(toQt(formatKilowattHours(fleetKilowattHoursPerYear(total, fleet))));
            tip = toQt(energy.source) + QLatin1Char('\n') + toQt(fleetMethodText(total, fleet));
            if (energy.unknown_operators > 0)
                tip += QLatin1Char('\n') + tr("%1 operators are unknown and left out.").arg(energy.unknown_operators);
            if (energy.without_time) tip += QLatin1Char('\n') + tr("Without static power: the latency is unknown.");
        }
    }
    for (int column = 0; column < ColumnCount; ++column) {
        QTableWidgetItem* item = makeItem(texts[column], column == Target);
        item->setToolTip(tip);
        table_->setItem(row, column, item);
    }
}

void EnergyPanel::showRows() {
    const QStringList shown = shownTargets();
    const auto& outcomes = side_.outcomes();
    const bool any = !outcomes.empty();
    pages_->setCurrentIndex(any ? 0 : 1);
    method_->setVisible(any);
    origin_->setVisible(any);
    if (!any || static_cast<size_t>(shown.size()) != outcomes.size()) return;
    table_->setRowCount(static_cast<int>(outcomes.size()));
    for (size_t i = 0; i < outcomes.size(); ++i)
        setRow(static_cast<int>(i), shown[static_cast<qsizetype>(i)], outcomes[i]);
    table_->resizeColumnsToContents();
    const auto& first = outcomes.front().assessment;
    origin_->setText(first != nullptr && first->energy ? toQt(first->energy->source) : QString());
}

}  // namespace bw::ui
