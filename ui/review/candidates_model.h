// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "session/document_session.h"
#include "session/side_assessor.h"

namespace bw::ui {

/// A network of the table: the present one, the baseline, or a candidate of the document.
struct CandidateRow {
    enum class Kind : uint8_t { Present, Baseline, Candidate };
    Kind kind = Kind::Candidate;
    const Candidate* candidate = nullptr;  ///< Null for the present network and the baseline.
    QString name;
    std::optional<Totals> totals;  ///< On the document's target; absent while they are computed.
    QString problem;               ///< Why there are none.
};

/// The networks of a review with their costs on the document's target. Names, tags and notes of candidates can be
/// edited. Qt::UserRole gives what a column sorts by.
class CandidatesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : int {
        Name,
        Latency,
        Change,
        Parameters,
        Peak,
        Macs,
        Score,
        Accuracy,
        Origin,
        Tags,
        Notes,
        ColumnCount
    };

    explicit CandidatesModel(DocumentSession& session, QObject* parent = nullptr);

    /// Takes over the document's networks and asks for the costs that are not known.
    void update();
    const CandidateRow& at(int row) const { return rows_[static_cast<size_t>(row)]; }
    int rowOf(int64_t candidate) const;
    bool isBusy() const { return assessor_.isBusy(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void takeOutcomes();
    QString text(const CandidateRow& row, int column) const;
    QVariant sortValue(const CandidateRow& row, int column) const;
    /// Latency over the baseline's less 1; nothing where either is unknown.
    std::optional<double> latencyChange(const CandidateRow& row) const;

    DocumentSession& session_;
    SideAssessor assessor_;
    std::vector<CandidateRow> rows_;
};

}  // namespace bw::ui
