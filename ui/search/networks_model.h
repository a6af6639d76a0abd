// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "session/search_runner.h"

namespace bw::ui {

/// Networks of a search as rows, figures as columns, with the change from the network as it is.
class NetworksModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// The value to sort by; unknown ones come last.
    static constexpr int kSortRole = Qt::UserRole;

    explicit NetworksModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setNetworks(std::vector<SearchPoint> networks, const NetworkFigures& now);
    const SearchPoint& at(int row) const { return networks_[static_cast<size_t>(row)]; }
    /// -1 where it is not there.
    int rowOf(const Genome& genome) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<SearchPoint> networks_;
    NetworkFigures now_;
};

}  // namespace bw::ui
