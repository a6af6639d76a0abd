// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_order.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "io/document.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

const QLatin1String kFormat("blockwright-training");
constexpr int kVersion = 1;

}  // namespace

QByteArray trainingOrderText(const TrainingOrder& order) {
    Document document;
    document.network = order.network;
    const DataSource& source = order.source;
    QJsonObject data;
    data[QLatin1String("path")] = toQt(source.path);
    data[QLatin1String("format")] = toQt(source.format);
    data[QLatin1String("seed")] = static_cast<qint64>(source.seed);
    data[QLatin1String("width")] = source.width;
    data[QLatin1String("height")] = source.height;
    data[QLatin1String("count")] = static_cast<qint64>(source.count);
    data[QLatin1String("difficulty")] = source.difficulty;
    QJsonObject object;
    object[QLatin1String("format")] = kFormat;
    object[QLatin1String("version")] = kVersion;
    object[QLatin1String("title")] = order.title;
    object[QLatin1String("data")] = data;
    object[QLatin1String("width")] = order.width;
    object[QLatin1String("height")] = order.height;
    object[QLatin1String("epochs")] = order.options.epochs;
    object[QLatin1String("batch")] = order.options.batch;
    object[QLatin1String("learning_rate")] = order.options.learning_rate;
    object[QLatin1String("seed")] = static_cast<qint64>(order.options.seed);
    object[QLatin1String("threads")] = order.options.threads;
    object[QLatin1String("document")] = toQt(writeDocument(document));
    return QJsonDocument(object).toJson();
}

std::optional<TrainingOrder> trainingOrderFromText(const QByteArray& text) {
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.value(QLatin1String("format")).toString() != kFormat ||
        object.value(QLatin1String("version")).toInt() != kVersion)
        return std::nullopt;
    auto document = readDocument(toUtf8(object.value(QLatin1String("document")).toString()), "training");
    if (!document) return std::nullopt;
    TrainingOrder order;
    order.title = object.value(QLatin1String("title")).toString();
    order.network = std::move(document->network);
    const QJsonObject data = object.value(QLatin1String("data")).toObject();
    order.source.path = toUtf8(data.value(QLatin1String("path")).toString());
    order.source.format = toUtf8(data.value(QLatin1String("format")).toString());
    order.source.seed = static_cast<uint64_t>(data.value(QLatin1String("seed")).toInteger());
    order.source.width = data.value(QLatin1String("width")).toInt();
    order.source.height = data.value(QLatin1String("height")).toInt();
    order.source.count = data.value(QLatin1String("count")).toInteger();
    order.source.difficulty = data.value(QLatin1String("difficulty")).toDouble();
    order.width = object.value(QLatin1String("width")).toInt();
    order.height = object.value(QLatin1String("height")).toInt();
    order.options.epochs = object.value(QLatin1String("epochs")).toInt();
    order.options.batch = object.value(QLatin1String("batch")).toInt();
    order.options.learning_rate = object.value(QLatin1String("learning_rate")).toDouble();
    order.options.seed = static_cast<uint64_t>(object.value(QLatin1String("seed")).toInteger());
    order.options.threads = object.value(QLatin1String("threads")).toInt();
    const bool whole = order.options.epochs > 0 && order.options.batch > 0 && order.options.threads > 0;
    return whole ? std::optional(std::move(order)) : std::nullopt;
}

}  // namespace bw::ui
