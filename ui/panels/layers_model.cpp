// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/layers_model.h"

#include <algorithm>
#include <limits>

#include "inspector/format_editor.h"
#include "session/metric.h"
#include "text/wording.h"
#include "theme/kind_icon.h"

namespace bw::ui {
namespace {

const QString kUnknown = QStringLiteral("–");

/// Unknown figures sort behind all known ones.
QVariant sortable(std::optional<double> value) {
    return value.value_or(-std::numeric_limits<double>::infinity());
}

}  // namespace

LayersModel::LayersModel(DocumentSession& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {}

void LayersModel::update() {
    std::vector<BlockId> blocks;
    blocks.reserve(session_.network().size());
    for (const BlockPtr& block : session_.network().blocks())
        blocks.push_back(block->id);
    if (blocks != blocks_) {
        beginResetModel();
        blocks_ = std::move(blocks);
        endResetModel();
    } else if (!blocks_.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int LayersModel::rowOf(BlockId block) const {
    const auto found = std::find(blocks_.begin(), blocks_.end(), block);
    return found == blocks_.end() ? -1 : static_cast<int>(found - blocks_.begin());
}

int LayersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(blocks_.size());
}

int LayersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> LayersModel::latencyShare(BlockId block) const {
    const BlockFigures* figures = session_.figures(block);
    const auto assessment = session_.assessment();
    if (figures == nullptr || !figures->latency_ms || !assessment->totals.latency_ms) return std::nullopt;
    if (!(*assessment->totals.latency_ms > 0)) return std::nullopt;
    return *figures->latency_ms / *assessment->totals.latency_ms;
}

QString LayersModel::text(const Block& block, int row, int column) const {
    const BlockFigures* figures = session_.figures(block.id);
    switch (column) {
        case Position:
            return QString::number(row + 1);
        case Name:
            return toQt(block.name);
        case Kind:
            return toQt(block.kind->label);
        case Format: {
            const QString own = formatText(block.precision);
            return own.isEmpty() ? toQt(precisionId(session_.document().precision)) : own;
        }
        default:
            break;
    }
    if (figures == nullptr) return kUnknown;
    const auto shown = [](std::optional<double> value, auto&& format) { return value ? format(*value) : kUnknown; };
    switch (column) {
        case Output:
            return shapeText(figures->output_shape);
        case Latency:
            return shown(figures->latency_ms, millisecondsText);
        case Share:
            return shown(latencyShare(block.id), shareText);
        case Change: {
            const auto change = metricValue(session_, block.id, Metric::Change);
            return change ? metricText(Metric::Change, *change) : kUnknown;
        }
        case Macs:
            return exactCountText(figures->macs);
        case Parameters:
            return exactCountText(figures->parameters);
        case ParameterBytes:
            return bytesText(figures->parameter_bytes);
        case Activation:
            return bytesText(figures->live_bytes);
        case Utilisation:
            return figures->macs > 0 && figures->latency_ms ? shareText(figures->utilisation) : kUnknown;
        case IdleLanes:
            return figures->macs > 0 ? shareText(figures->idle_lanes) : kUnknown;
        case Energy:
            return shown(figures->energy_uj, [](double value) { return metricText(Metric::Energy, value); });
        default:
            return {};
    }
}

QVariant LayersModel::sortValue(const Block& block, int row, int column) const {
    const BlockFigures* figures = session_.figures(block.id);
    if (column == Position) return row;
    if (column == Name || column == Kind || column == Format || figures == nullptr) return text(block, row, column);
    switch (column) {
        case Output:
            return static_cast<double>(figures->output_shape.elements());
        case Latency:
        case Share:
            return sortable(figures->latency_ms);
        case Change:
            return sortable(metricValue(session_, block.id, Metric::Change));
        case Macs:
            return static_cast<double>(figures->macs);
        case Parameters:
            return static_cast<double>(figures->parameters);
        case ParameterBytes:
            return static_cast<double>(figures->parameter_bytes);
        case Activation:
            return static_cast<double>(figures->live_bytes);
        case Utilisation:
            return figures->utilisation;
        case IdleLanes:
            return figures->idle_lanes;
        case Energy:
            return sortable(figures->energy_uj);
        default:
            return {};
    }
}

QVariant LayersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Block* block = session_.network().find(blockAt(index.row()));
    if (block == nullptr) return {};
    switch (role) {
        case Qt::DisplayRole:
            return text(*block, index.row(), index.column());
        case Qt::UserRole:
            return sortValue(*block, index.row(), index.column());
        case Qt::DecorationRole:
            return index.column() == Name ? QVariant(kindIcon(*block->kind)) : QVariant();
        case Qt::TextAlignmentRole:
            return index.column() == Name || index.column() == Kind ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                                                    : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        default:
            return {};
    }
}

QVariant LayersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    struct Head {
        QString label, tip;
    };
    const Head heads[ColumnCount] = {
        {tr("#"), tr("Position in execution order")},
        {tr("Block"), {}},
        {tr("Kind"), {}},
        {tr("Output"), tr("Height × width × channels of the output")},
        {tr("Latency"), tr("Estimated time of the block on the target")},
        {tr("Share"), tr("Share of the network's latency")},
        {tr("Δ latency"), tr("Change of the latency against the baseline")},
        {tr("MACs"), tr("Multiply-accumulate operations")},
        {tr("Parameters"), tr("Weights and biases")},
        {tr("Flash"), tr("Bytes of the parameters at the chosen precision")},
        {tr("Live memory"), tr("Most bytes of activations live while the block runs")},
        {tr("Utilisation"), tr("MACs done per cycle, of what the accelerator could do")},
        {tr("Idle lanes"), tr("Share of the multipliers that compute on padding because channels are off the target's "
                              "parallelism factor")},
        {tr("Energy"), tr("Energy of the block in one inference, from the figures of the target's file")},
        {tr("Format"), tr("Number format of the block: its own, or that of the network")},
    };
    if (section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return heads[section].label;
    if (role == Qt::ToolTipRole && !heads[section].tip.isEmpty()) return heads[section].tip;
    if (role == Qt::TextAlignmentRole) {
        return section == Name || section == Kind ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                                  : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    return {};
}

}  // namespace bw::ui
