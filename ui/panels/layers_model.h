// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "session/document_session.h"

namespace bw::ui {

/// The blocks with their figures as a table. Qt::UserRole gives what a column sorts by.
class LayersModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : int {
        Position,
        Name,
        Kind,
        Output,
        Latency,
        Share,
        Change,
        Macs,
        Parameters,
        ParameterBytes,
        Activation,
        Utilisation,
        IdleLanes,
        Energy,
        Format,
        ColumnCount
    };

    explicit LayersModel(DocumentSession& session, QObject* parent = nullptr);

    /// Takes over the session's present blocks and figures.
    void update();

    BlockId blockAt(int row) const { return blocks_[static_cast<size_t>(row)]; }
    int rowOf(BlockId block) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Block& block, int row, int column) const;
    QVariant sortValue(const Block& block, int row, int column) const;
    std::optional<double> latencyShare(BlockId block) const;

    DocumentSession& session_;
    std::vector<BlockId> blocks_;
};

}  // namespace bw::ui
