// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/kept_search.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>
#include <limits>

#include "text/wording.h"

namespace bw::ui {
namespace {

const QLatin1String kFormat("blockwright-search");
constexpr int kVersion = 1;

QLatin1String stateId(KeptSearch::State state) {
    switch (state) {
        case KeptSearch::State::Done:
            return QLatin1String("done");
        case KeptSearch::State::Failed:
            return QLatin1String("failed");
        case KeptSearch::State::Active:
        case KeptSearch::State::Interrupted:
            break;
    }
    return QLatin1String("interrupted");
}

}  // namespace

FrontLookup::FrontLookup(const KeptSearch& search) {
    if (!search.snapshot) return;
    for (const Evaluation& evaluation : search.snapshot->front)
        front_.insert(&evaluation.genome);
}

bool FrontLookup::holds(const Genome& genome) const {
    return front_.count(&genome) > 0;
}

QByteArray keptSearchText(const KeptSearch& search) {
    QJsonObject object;
    object[QLatin1String("format")] = kFormat;
    object[QLatin1String("version")] = kVersion;
    object[QLatin1String("name")] = search.name;
    object[QLatin1String("begun")] = search.begun.toString(Qt::ISODateWithMs);
    object[QLatin1String("spec")] = toQt(searchSpecText(search.spec));
    object[QLatin1String("document")] = toQt(writeDocument(search.document));
    object[QLatin1String("state")] = stateId(search.state);
    object[QLatin1String("evaluations")] = static_cast<qint64>(search.evaluations);
    QJsonArray best;
    for (const double value : search.best)
        best.append(std::isfinite(value) ? QJsonValue(value) : QJsonValue());
    object[QLatin1String("best")] = best;
    if (search.error) object[QLatin1String("error")] = errorText(*search.error);
    return QJsonDocument(object).toJson();
}

std::optional<KeptSearch> keptSearchFromText(const QByteArray& text) {
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.value(QLatin1String("format")).toString() != kFormat ||
        object.value(QLatin1String("version")).toInt() != kVersion)
        return std::nullopt;
    auto spec = parseSearchSpec(toUtf8(object.value(QLatin1String("spec")).toString()));
    auto document = readDocument(toUtf8(object.value(QLatin1String("document")).toString()), "search");
    if (!spec || !document) return std::nullopt;
    KeptSearch search;
    search.name = object.value(QLatin1String("name")).toString();
    search.begun = QDateTime::fromString(object.value(QLatin1String("begun")).toString(), Qt::ISODateWithMs);
    search.spec = std::move(*spec);
    search.document = std::move(*document);
    const QString state = object.value(QLatin1String("state")).toString();
    search.state = state == stateId(KeptSearch::State::Done)     ? KeptSearch::State::Done
                   : state == stateId(KeptSearch::State::Failed) ? KeptSearch::State::Failed
                                                                 : KeptSearch::State::Interrupted;
    search.evaluations = object.value(QLatin1String("evaluations")).toInteger();
    const QJsonArray best = object.value(QLatin1String("best")).toArray();
    for (const QJsonValue& value : best)
        search.best.push_back(value.toDouble(std::numeric_limits<double>::quiet_NaN()));
    const QString error = object.value(QLatin1String("error")).toString();
    if (!error.isEmpty()) search.error = Error{ErrorCode::Unavailable, toUtf8(error), {}, {}, {}};
    return search;
}

}  // namespace bw::ui
