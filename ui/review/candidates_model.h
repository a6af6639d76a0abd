// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "session/candidate_weigher.h"
#include "session/document_session.h"

namespace bw::ui {

/// A network of the table: the present one, the baseline, or a candidate of the document.
struct CandidateRow {
    enum class Kind : uint8_t { Present, Baseline, Candidate };
    Kind kind = Kind::Candidate;
    std::optional<Candidate> candidate = {};  ///< Absent for the present network and the baseline.
    QString name;
    std::optional<CandidateCosts> costs = {};  ///< As weighed now, else as it was kept with.
    QString stale = {};                        ///< Why the costs are not those of now; empty where they are.
    QString problem = {};                      ///< Why it cannot be weighed.
};

/// The networks of a review with their costs on the document's target. Names, accuracies, tags and notes of
/// candidates can be edited. Qt::UserRole gives what a column sorts by.
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
    bool isBusy() const { return weigher_.isBusy(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// What was written is no accuracy.
    void refused(const bw::Error& error);

private:
    void takeWeights();
    QString originText(const Candidate& candidate) const;
    /// The tool tip, as plain text.
    QString hint(const CandidateRow& row, int column) const;
    QString text(const CandidateRow& row, int column) const;
    QVariant sortValue(const CandidateRow& row, int column) const;
    /// Latency over the baseline's less 1; nothing where either is unknown.
    std::optional<double> latencyChange(const CandidateRow& row) const;

    DocumentSession& session_;
    CandidateWeigher weigher_;
    std::vector<CandidateRow> rows_;
};

}  // namespace bw::ui
