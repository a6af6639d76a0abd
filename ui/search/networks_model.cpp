// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/networks_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// The number first, then the figures.
constexpr int kFigureColumns = 1;

}  // namespace

void NetworksModel::setNetworks(std::vector<SearchPoint> networks, const NetworkFigures& now) {
    beginResetModel();
    networks_ = std::move(networks);
    now_ = now;
    endResetModel();
}

int NetworksModel::rowOf(const Genome& genome) const {
    const auto found = std::find_if(networks_.begin(), networks_.end(),
                                    [&genome](const SearchPoint& point) { return point.genome == genome; });
    return found == networks_.end() ? -1 : static_cast<int>(found - networks_.begin());
}

int NetworksModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(networks_.size());
}

int NetworksModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kFigureColumns + static_cast<int>(kFigures.size());
}

QVariant NetworksModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const SearchPoint& point = at(index.row());
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (index.column() < kFigureColumns) {
        if (role == Qt::DisplayRole) return point.number < 0 ? QStringLiteral("–") : exactCountText(point.number + 1);
        return role == kSortRole ? QVariant(static_cast<qint64>(point.number)) : QVariant();
    }
    const Figure figure = kFigures[static_cast<size_t>(index.column() - kFigureColumns)];
    const double value = point.figures.value(figure);
    if (role == kSortRole) return std::isfinite(value) ? value : std::numeric_limits<double>::max();
    if (role == Qt::ToolTipRole) {
        return tr("now %1").arg(figureText(figure, now_.value(figure)));
    }
    if (role != Qt::DisplayRole) return {};
    const QString change = figureChange(figure, now_.value(figure), value);
    const bool told = !change.isEmpty() && (figure == Figure::Latency || figure == Figure::ParameterBytes ||
                                            figure == Figure::PeakBytes || figure == Figure::Macs);
    return told ? QStringLiteral("%1  %2").arg(figureText(figure, value), change) : figureText(figure, value);
}

QVariant NetworksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section < kFigureColumns ? tr("No.") : figureTitle(kFigures[static_cast<size_t>(section - kFigureColumns)]);
}

}  // namespace bw::ui
