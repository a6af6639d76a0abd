// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates_model.h"

#include <QFont>
#include <limits>

#include "text/wording.h"

namespace bw::ui {
namespace {

const QString kUnknown = QStringLiteral("–");

QVariant sortable(std::optional<double> value) {
    return value.value_or(-std::numeric_limits<double>::infinity());
}

QString accuracyText(const MeasuredAccuracy& accuracy) {
    return CandidatesModel::tr("%1 ± %2 % %3, %4")
        .arg(accuracy.mean * 100, 0, 'f', 1)
        .arg(accuracy.spread * 100, 0, 'f', 1)
        .arg(toQt(accuracy.metric),
             pluralText(accuracy.seeds, CandidatesModel::tr("one seed"), CandidatesModel::tr("%1 seeds")));
}

QString joinedTags(const std::vector<std::string>& tags) {
    QStringList list;
    for (const std::string& tag : tags)
        list << toQt(tag);
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> splitTags(const QString& text) {
    std::vector<std::string> tags;
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!part.trimmed().isEmpty()) tags.push_back(toUtf8(part.trimmed().left(60)));
    }
    return tags;
}

}  // namespace

CandidatesModel::CandidatesModel(DocumentSession& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session), assessor_(session.workbench()) {
    connect(&assessor_, &SideAssessor::changed, this, &CandidatesModel::takeOutcomes);
}

void CandidatesModel::update() {
    const Document& document = session_.document();
    std::vector<CandidateRow> rows;
    const auto now = session_.assessment();
    CandidateRow present{CandidateRow::Kind::Present, nullptr, tr("This document"), {}, {}};
    if (now) present.totals = now->totals;
    rows.push_back(std::move(present));
    if (document.baseline) {
        CandidateRow baseline{CandidateRow::Kind::Baseline, nullptr, tr("Baseline"), {}, {}};
        if (const auto assessed = session_.baselineAssessment()) baseline.totals = assessed->totals;
        rows.push_back(std::move(baseline));
    }
    std::vector<SideRequest> requests;
    for (const Candidate& candidate : document.review.candidates) {
        rows.push_back({CandidateRow::Kind::Candidate, &candidate, toQt(candidate.name), {}, {}});
        requests.push_back({candidate.network, document.precision, document.target_id});
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    assessor_.request(std::move(requests));
    takeOutcomes();
}

void CandidatesModel::takeOutcomes() {
    const auto& outcomes = assessor_.outcomes();
    size_t next = 0;
    for (CandidateRow& row : rows_) {
        if (row.kind != CandidateRow::Kind::Candidate) continue;
        if (next >= outcomes.size()) break;
        const SideOutcome& outcome = outcomes[next++];
        if (outcome.assessment) row.totals = outcome.assessment->totals;
        row.problem = outcome.error ? errorText(*outcome.error) : QString();
    }
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CandidatesModel::rowOf(int64_t candidate) const {
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].candidate != nullptr && rows_[i].candidate->id == candidate) return static_cast<int>(i);
    }
    return -1;
}

int CandidatesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int CandidatesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> CandidatesModel::latencyChange(const CandidateRow& row) const {
    const auto baseline = session_.baselineAssessment();
    if (!baseline || !baseline->totals.latency_ms || !row.totals || !row.totals->latency_ms) return std::nullopt;
    if (!(*baseline->totals.latency_ms > 0)) return std::nullopt;
    return *row.totals->latency_ms / *baseline->totals.latency_ms - 1;
}

QString CandidatesModel::text(const CandidateRow& row, int column) const {
    switch (column) {
        case Name:
            return row.candidate != nullptr && row.candidate->pinned ? QStringLiteral("★ ") + row.name : row.name;
        case Latency:
            return row.totals && row.totals->latency_ms ? millisecondsText(*row.totals->latency_ms) : kUnknown;
        case Change: {
            const auto change = latencyChange(row);
            return change ? changeText(*change) : kUnknown;
        }
        case Parameters:
            return row.totals ? bytesText(row.totals->parameter_bytes) : kUnknown;
        case Peak:
            return row.totals ? bytesText(row.totals->peak_activation_bytes) : kUnknown;
        case Macs:
            return row.totals ? countText(static_cast<double>(row.totals->macs)) : kUnknown;
        case Score:
            return row.candidate != nullptr && row.candidate->score ? QString::number(*row.candidate->score, 'g', 4)
                                                                    : kUnknown;
        case Accuracy:
            return row.candidate != nullptr && row.candidate->accuracy ? accuracyText(*row.candidate->accuracy)
                                                                       : kUnknown;
        case Origin:
            return row.candidate != nullptr ? toQt(row.candidate->origin) : QString();
        case Tags:
            return row.candidate != nullptr ? joinedTags(row.candidate->tags) : QString();
        case Notes:
            return row.candidate != nullptr ? toQt(row.candidate->notes) : QString();
    }
    return {};
}

QVariant CandidatesModel::sortValue(const CandidateRow& row, int column) const {
    const auto total = [&](auto member) {
        return sortable(row.totals ? std::optional(static_cast<double>((*row.totals).*member)) : std::nullopt);
    };
    switch (column) {
        case Latency:
            return sortable(row.totals ? row.totals->latency_ms : std::nullopt);
        case Change:
            return sortable(latencyChange(row));
        case Parameters:
            return total(&Totals::parameter_bytes);
        case Peak:
            return total(&Totals::peak_activation_bytes);
        case Macs:
            return total(&Totals::macs);
        case Score:
            return sortable(row.candidate != nullptr ? row.candidate->score : std::nullopt);
        case Accuracy:
            return sortable(row.candidate != nullptr && row.candidate->accuracy
                                ? std::optional(row.candidate->accuracy->mean)
                                : std::nullopt);
        default:
            return text(row, column).toCaseFolded();
    }
}

QVariant CandidatesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const CandidateRow& row = at(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::EditRole:
            return column == Name ? row.name : text(row, column);
        case Qt::UserRole:
            return sortValue(row, column);
        case Qt::ToolTipRole: {
            QString hint = row.problem.isEmpty() ? text(row, column) : row.problem;
            if (row.candidate != nullptr && column == Origin &&
                row.candidate->target_id != session_.document().target_id)
                hint += QLatin1Char('\n') + tr("Kept for the target %1; the costs are those of the present target.")
                                                .arg(toQt(row.candidate->target_id));
            // Escaped: tool tips take what looks like markup for markup.
            return hint.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
        }
        case Qt::TextAlignmentRole:
            return static_cast<int>(Qt::AlignVCenter |
                                    (column >= Latency && column <= Score ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::FontRole: {
            QFont font;
            font.setItalic(row.kind != CandidateRow::Kind::Candidate && column == Name);
            return font;
        }
        default:
            return {};
    }
}

bool CandidatesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || at(index.row()).candidate == nullptr) return false;
    const int64_t id = at(index.row()).candidate->id;
    Review review = session_.document().review;
    for (Candidate& candidate : review.candidates) {
        if (candidate.id != id) continue;
        const QString text = value.toString();
        if (index.column() == Name) {
            const std::string wanted = toUtf8(text.trimmed().left(200));
            if (wanted.empty() || wanted == candidate.name) return false;
            candidate.name = uniqueCandidateName(session_.document().review, wanted);
        } else if (index.column() == Tags) {
            candidate.tags = splitTags(text);
        } else if (index.column() == Notes) {
            candidate.notes = toUtf8(text.left(static_cast<qsizetype>(kMaxReviewText / 4)));
        } else {
            return false;
        }
    }
    session_.setReview(std::move(review), tr("Change candidate"));
    return true;
}

Qt::ItemFlags CandidatesModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool editable = index.column() == Name || index.column() == Tags || index.column() == Notes;
    if (index.isValid() && editable && at(index.row()).candidate != nullptr) flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant CandidatesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section >= Latency && section <= Score ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name:
            return tr("Network");
        case Latency:
            return tr("Latency");
        case Change:
            return tr("vs baseline");
        case Parameters:
            return tr("Parameters");
        case Peak:
            return tr("Peak");
        case Macs:
            return tr("MACs");
        case Score:
            return tr("Score");
        case Accuracy:
            return tr("Accuracy");
        case Origin:
            return tr("Origin");
        case Tags:
            return tr("Tags");
        case Notes:
            return tr("Notes");
        default:
            return {};
    }
}

}  // namespace bw::ui
