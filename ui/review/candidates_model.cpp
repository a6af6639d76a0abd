// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates_model.h"

#include <QFont>
#include <QPalette>
#include <limits>

#include "review/candidates/accuracy_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

const QString kUnknown = QStringLiteral("–");

QVariant sortable(std::optional<double> value) {
    return value.value_or(-std::numeric_limits<double>::infinity());
}

QString costsText(const CandidateCosts& costs) {
    QStringList parts;
    if (costs.latency_ms) parts << millisecondsText(*costs.latency_ms);
    parts << CandidatesModel::tr("%1 parameters").arg(bytesText(costs.parameter_bytes))
          << CandidatesModel::tr("peak %1").arg(bytesText(costs.peak_activation_bytes))
          << CandidatesModel::tr("%1 MACs").arg(countText(static_cast<double>(costs.macs)));
    return parts.join(QStringLiteral(", "));
}

bool isFigure(int column) {
    return column >= CandidatesModel::Latency && column <= CandidatesModel::Accuracy;
}

bool isCost(int column) {
    return column >= CandidatesModel::Latency && column <= CandidatesModel::Macs;
}

QString joinedTags(const std::vector<std::string>& tags) {
    QStringList list;
    for (const std::string& tag : tags)
        list << toQt(tag);
    return list.join(QStringLiteral(", "));
}

QString scoreText(const Candidate& candidate) {
    QString text = QString::number(*candidate.score, 'g', 4);
    if (candidate.score_spread > 0) text += QStringLiteral(" ± ") + QString::number(candidate.score_spread, 'g', 2);
    return candidate.score_name.empty() ? text : text + QLatin1Char(' ') + toQt(candidate.score_name);
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
    : QAbstractTableModel(parent), session_(session), weigher_(session) {
    connect(&weigher_, &CandidateWeigher::changed, this, &CandidatesModel::takeWeights);
}

void CandidatesModel::update() {
    const Document& document = session_.document();
    const AssessmentContext& context = session_.assessmentContext();
    std::vector<CandidateRow> rows;
    CandidateRow present{CandidateRow::Kind::Present, {}, tr("This document")};
    if (const auto now = session_.assessment()) present.costs = costsOf(now->totals, context);
    rows.push_back(std::move(present));
    if (document.baseline) {
        CandidateRow baseline{CandidateRow::Kind::Baseline, {}, tr("Baseline")};
        if (const auto assessed = session_.baselineAssessment()) baseline.costs = costsOf(assessed->totals, context);
        rows.push_back(std::move(baseline));
    }
    std::vector<Network> networks;
    for (const Candidate& candidate : document.review.candidates) {
        rows.push_back({CandidateRow::Kind::Candidate, candidate, toQt(candidate.name)});
        networks.push_back(candidate.network);
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    weigher_.request(std::move(networks));
    takeWeights();
}

void CandidatesModel::takeWeights() {
    const AssessmentContext& context = session_.assessmentContext();
    const bool known_target = session_.target() != nullptr;
    for (CandidateRow& row : rows_) {
        if (!row.candidate) continue;
        const CandidateWeigher::Weight* weight = weigher_.find(row.candidate->network);
        row.problem = weight != nullptr && weight->error ? errorText(*weight->error) : QString();
        row.costs = weight != nullptr ? weight->costs : row.candidate->costs;
        row.stale.clear();
        if (!row.costs || (weight != nullptr && weight->costs)) continue;
        // The figures that it was kept with stand in until it is weighed, or for good where it cannot be.
        row.stale = known_target ? toQt(staleReason(*row.costs, context))
                                 : tr("weighed for %1").arg(toQt(row.costs->target_id));
    }
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CandidatesModel::rowOf(int64_t candidate) const {
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].candidate && rows_[i].candidate->id == candidate) return static_cast<int>(i);
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
    if (!baseline || !baseline->totals.latency_ms || !row.costs || !row.costs->latency_ms) return std::nullopt;
    if (!row.stale.isEmpty()) return std::nullopt;
    if (!(*baseline->totals.latency_ms > 0)) return std::nullopt;
    return *row.costs->latency_ms / *baseline->totals.latency_ms - 1;
}

QString CandidatesModel::text(const CandidateRow& row, int column) const {
    switch (column) {
        case Name:
            return row.candidate && row.candidate->pinned ? QStringLiteral("★ ") + row.name : row.name;
        case Latency:
            return row.costs && row.costs->latency_ms ? millisecondsText(*row.costs->latency_ms) : kUnknown;
        case Change: {
            const auto change = latencyChange(row);
            return change ? changeText(*change) : kUnknown;
        }
        case Parameters:
            return row.costs ? bytesText(row.costs->parameter_bytes) : kUnknown;
        case Peak:
            return row.costs ? bytesText(row.costs->peak_activation_bytes) : kUnknown;
        case Macs:
            return row.costs ? countText(static_cast<double>(row.costs->macs)) : kUnknown;
        case Score:
            return row.candidate && row.candidate->score ? scoreText(*row.candidate) : kUnknown;
        case Accuracy:
            return row.candidate && row.candidate->accuracy ? toQt(accuracyText(*row.candidate->accuracy)) : kUnknown;
        case Origin:
            return row.candidate ? originText(*row.candidate) : QString();
        case Tags:
            return row.candidate ? joinedTags(row.candidate->tags) : QString();
        case Notes:
            return row.candidate ? toQt(row.candidate->notes) : QString();
    }
    return {};
}

QVariant CandidatesModel::sortValue(const CandidateRow& row, int column) const {
    const auto total = [&](auto member) {
        return sortable(row.costs ? std::optional(static_cast<double>((*row.costs).*member)) : std::nullopt);
    };
    switch (column) {
        case Latency:
            return sortable(row.costs ? row.costs->latency_ms : std::nullopt);
        case Change:
            return sortable(latencyChange(row));
        case Parameters:
            return total(&CandidateCosts::parameter_bytes);
        case Peak:
            return total(&CandidateCosts::peak_activation_bytes);
        case Macs:
            return total(&CandidateCosts::macs);
        case Score:
            return sortable(row.candidate ? row.candidate->score : std::nullopt);
        case Accuracy:
            return sortable(row.candidate && row.candidate->accuracy ? std::optional(row.candidate->accuracy->mean)
                                                                     : std::nullopt);
        default:
            return text(row, column).toCaseFolded();
    }
}

QString CandidatesModel::originText(const Candidate& candidate) const {
    const Document& document = session_.document();
    QStringList parts;
    if (candidate.target_id != document.target_id || candidate.precision != document.precision)
        parts << tr("kept for %1, %2").arg(toQt(candidate.target_id), toQt(precisionId(candidate.precision)));
    if (!candidate.origin.empty()) parts << toQt(candidate.origin);
    return parts.join(QStringLiteral(" · "));
}

QString CandidatesModel::hint(const CandidateRow& row, int column) const {
    QStringList lines;
    if (!row.problem.isEmpty()) lines << row.problem;
    if (isCost(column)) {
        if (row.costs) lines << costsText(*row.costs);
        if (row.costs && column == Latency && row.costs->latency_low_ms && row.costs->latency_high_ms) {
            lines << tr("90 % within %1 to %2")
                         .arg(millisecondsText(*row.costs->latency_low_ms),
                              millisecondsText(*row.costs->latency_high_ms));
        }
        if (!row.stale.isEmpty()) lines << sentence(row.stale);
        const bool differ = row.candidate && row.candidate->costs && row.costs &&
                            !staleReason(*row.candidate->costs, session_.assessmentContext()).empty();
        if (differ && row.stale.isEmpty()) {
            const CandidateCosts& kept = *row.candidate->costs;
            lines << tr("When it was kept, for %1, %2: %3")
                         .arg(toQt(kept.target_id), toQt(precisionId(kept.precision)), costsText(kept));
        }
    } else {
        lines << text(row, column);
    }
    if (column == Score && row.candidate && row.candidate->score && row.candidate->score_seeds > 1)
        lines << tr("mean of %1 seeds").arg(row.candidate->score_seeds);
    if (column == Accuracy && row.candidate)
        lines << tr(
            "Mean and half-width of the 95 % interval, as measured; write them like 71.3 ± 0.4 % top-1, 5 seeds");
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QVariant CandidatesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const CandidateRow& row = at(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::EditRole:
            return column == Name                                                       ? row.name
                   : column == Accuracy && (!row.candidate || !row.candidate->accuracy) ? QString()
                                                                                        : text(row, column);
        case Qt::UserRole:
            return sortValue(row, column);
        case Qt::ToolTipRole:
            // Escaped: tool tips take what looks like markup for markup.
            return hint(row, column).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
        case Qt::TextAlignmentRole:
            return static_cast<int>(Qt::AlignVCenter | (isFigure(column) ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ForegroundRole:
            if (isCost(column) && !row.stale.isEmpty()) return QPalette().color(QPalette::PlaceholderText);
            return {};
        case Qt::FontRole: {
            QFont font;
            font.setItalic((row.kind != CandidateRow::Kind::Candidate && column == Name) ||
                           (isCost(column) && !row.stale.isEmpty()));
            return font;
        }
        default:
            return {};
    }
}

bool CandidatesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || !at(index.row()).candidate) return false;
    if (value.toString() == data(index, Qt::EditRole).toString()) return false;
    const int64_t id = at(index.row()).candidate->id;
    Review review = session_.document().review;
    for (Candidate& candidate : review.candidates) {
        if (candidate.id != id) continue;
        const QString text = value.toString();
        if (index.column() == Name) {
            const std::string wanted = toUtf8(text.trimmed().left(200));
            if (wanted.empty() || wanted == candidate.name) return false;
            candidate.name = uniqueCandidateName(session_.document().review, wanted);
        } else if (index.column() == Accuracy) {
            const auto accuracy = parseAccuracy(toUtf8(text));
            const bool none = text.trimmed().isEmpty() || text == kUnknown;
            if (!accuracy && !none) {
                Q_EMIT refused(accuracy.error());
                return false;
            }
            candidate.accuracy = none ? std::nullopt : std::optional(*accuracy);
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
    const int column = index.column();
    const bool editable = column == Name || column == Accuracy || column == Tags || column == Notes;
    if (index.isValid() && editable && at(index.row()).candidate) flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant CandidatesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
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
