// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/block_finder.h"

#include <QCoreApplication>

#include "query/query.h"
#include "query/query_field.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("BlockFinder", text);
}

QString undecidedText(const Query& query, const QueryHits& hits, const Assessment& assessment) {
    if (!query.needsEstimate() || hits.undecided == 0) return {};
    if (!assessment.latency_problem.empty()) return sentence(toQt(assessment.latency_problem));
    return pluralText(static_cast<qint64>(hits.undecided), tr("1 block is left out: its figure is not known."),
                      tr("%1 blocks are left out: their figures are not known."));
}

}  // namespace

std::optional<SearchAnswer> findBlocks(const Assessment* assessment, const QString& query) {
    const std::string text = toUtf8(query);
    if (!looksLikeQuery(text)) return std::nullopt;
    SearchAnswer answer;
    const auto parsed = Query::parse(text);
    if (!parsed) {
        answer.note = errorText(parsed.error());
        answer.refused = true;
        return answer;
    }
    if (assessment == nullptr) {
        answer.note = tr("The network is being assessed.");
        return answer;
    }
    const QueryHits hits = parsed->run(*assessment);
    for (const size_t position : hits.positions)
        answer.ids.append(assessment->network.at(position).id);
    answer.note = undecidedText(*parsed, hits, *assessment);
    return answer;
}

QList<SearchExample> searchExamples() {
    QList<SearchExample> examples;
    for (const QueryField& field : queryFields())
        if (!field.of_parameter) examples.append({toQt(field.example), toQt(field.doc)});
    return examples;
}

}  // namespace bw::ui
