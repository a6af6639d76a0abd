// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/checkpoint.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/strict_json.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kHistory = "history";
constexpr const char* kStatePrefix = "state/";
constexpr const char* kBestPrefix = "best/";
constexpr int64_t kMaxHistoryBytes = int64_t{16} << 20;
constexpr int64_t kMaxEpochs = 1'000'000;

Json epochJson(const TrainEpoch& epoch) {
    Json json = {{"epoch", epoch.epoch},     {"loss", epoch.loss},         {"learning_rate", epoch.learning_rate},
                 {"seconds", epoch.seconds}, {"waited_s", epoch.waited_s}, {"judge_s", epoch.judge_s}};
    if (!epoch.judged) return json;
    Json values = Json::array();
    for (const TrainMetrics::Value& value : epoch.metrics.values)
        values.push_back({{"name", value.name}, {"value", value.value}});
    json["metrics"] = values;
    json["per_class"] = epoch.metrics.per_class;
    return json;
}

Result<TrainEpoch> epochFrom(const nlohmann::json& json, const std::string& place) {
    constexpr double kMost = 1e300;
    const JsonObject object(json, place);
    const auto number = object.integer("epoch", 1, kMaxEpochs);
    const auto loss = object.number("loss", -kMost, kMost);
    const auto rate = object.number("learning_rate", 0, kMost);
    const auto seconds = object.number("seconds", 0, kMost);
    const auto waited = object.number("waited_s", 0, kMost);
    const auto judging = object.number("judge_s", 0, kMost);
    if (!number) return tl::unexpected(number.error());
    for (const auto* value : {&loss, &rate, &seconds, &waited, &judging}) {
        if (!*value) return tl::unexpected(value->error());
    }
    TrainEpoch epoch{static_cast<int>(*number), *loss, *rate, false, {}, *seconds, *waited, *judging};
    if (!object.has("metrics")) return epoch;
    epoch.judged = true;
    const auto values = object.member("metrics");
    for (const nlohmann::json& value : **values) {
        const JsonObject one(value, place + ".metrics");
        const auto name = one.text("name", 100);
        const auto figure = one.number("value", -kMost, kMost);
        if (!name) return tl::unexpected(name.error());
        if (!figure) return tl::unexpected(figure.error());
        epoch.metrics.values.push_back({*name, *figure});
    }
    if (!object.has("per_class")) return epoch;
    for (const nlohmann::json& value : **object.member("per_class")) {
        if (!value.is_number()) return fail(ErrorCode::InvalidFile, "needs numbers", place + ".per_class");
        epoch.metrics.per_class.push_back(value.get<double>());
    }
    return epoch;
}

NamedTensor textTensor(const std::string& name, const std::string& text) {
    NamedTensor tensor{name, {static_cast<int64_t>(text.size())}, {}};
    for (const char c : text)
        tensor.values.push_back(static_cast<float>(static_cast<unsigned char>(c)));
    return tensor;
}

std::string textOf(const NamedTensor& tensor) {
    std::string text;
    for (const float value : tensor.values)
        text += static_cast<char>(static_cast<unsigned char>(value));
    return text;
}

Result<void> readHistory(const std::string& text, Checkpoint& checkpoint) {
    const auto json = parseStrictJson(text, kMaxHistoryBytes);
    if (!json) return tl::unexpected(json.error());
    const JsonObject object(*json, kHistory);
    const auto identity = object.text("identity", 200);
    const auto best = object.integer("best_epoch", 0, kMaxEpochs);
    const auto seconds = object.number("seconds", 0, 1e300);
    const auto factor = object.number("rate_factor", 0, 1);
    const auto skipped = object.integer("skipped", 0, INT64_MAX);
    const auto epochs = object.member("epochs");
    if (!identity) return tl::unexpected(identity.error());
    if (!best) return tl::unexpected(best.error());
    if (!seconds) return tl::unexpected(seconds.error());
    if (!factor) return tl::unexpected(factor.error());
    if (!skipped) return tl::unexpected(skipped.error());
    if (!epochs) return tl::unexpected(epochs.error());
    checkpoint.identity = *identity;
    checkpoint.best_epoch = static_cast<int>(*best);
    checkpoint.seconds = *seconds;
    checkpoint.rate_factor = *factor;
    checkpoint.skipped = *skipped;
    for (size_t i = 0; i < (*epochs)->size(); ++i) {
        auto epoch = epochFrom((**epochs)[i], "epoch " + std::to_string(i + 1));
        if (!epoch) return tl::unexpected(epoch.error());
        checkpoint.history.push_back(std::move(*epoch));
    }
    return {};
}

tl::unexpected<Error> inFile(Error error, const std::string& path) {
    error.file = path;
    return tl::unexpected(std::move(error));
}

}  // namespace

Result<void> saveCheckpoint(const std::string& path, const Checkpoint& checkpoint) {
    Json epochs = Json::array();
    for (const TrainEpoch& epoch : checkpoint.history)
        epochs.push_back(epochJson(epoch));
    const Json json = {{"identity", checkpoint.identity}, {"best_epoch", checkpoint.best_epoch},
                       {"seconds", checkpoint.seconds},   {"rate_factor", checkpoint.rate_factor},
                       {"skipped", checkpoint.skipped},   {"epochs", epochs}};
    std::vector<NamedTensor> tensors = {textTensor(kHistory, json.dump())};
    for (const NamedTensor& tensor : checkpoint.state)
        tensors.push_back({kStatePrefix + tensor.name, tensor.shape, tensor.values});
    for (const NamedTensor& tensor : checkpoint.best)
        tensors.push_back({kBestPrefix + tensor.name, tensor.shape, tensor.values});
    return saveNumbers(path, tensors);
}

Result<Checkpoint> loadCheckpoint(const std::string& path) {
    auto tensors = loadNumbers(path);
    if (!tensors) return tl::unexpected(tensors.error());
    Checkpoint checkpoint;
    bool found = false;
    for (NamedTensor& tensor : *tensors) {
        if (tensor.name == kHistory) {
            found = true;
            if (auto read = readHistory(textOf(tensor), checkpoint); !read) return inFile(read.error(), path);
        } else if (tensor.name.starts_with(kStatePrefix)) {
            checkpoint.state.push_back(
                {tensor.name.substr(std::string_view(kStatePrefix).size()), tensor.shape, std::move(tensor.values)});
        } else if (tensor.name.starts_with(kBestPrefix)) {
            checkpoint.best.push_back(
                {tensor.name.substr(std::string_view(kBestPrefix).size()), tensor.shape, std::move(tensor.values)});
        }
    }
    if (!found) return inFile({ErrorCode::InvalidFile, "it is no checkpoint of a training", {}, {}, {}}, path);
    return checkpoint;
}

Result<void> saveNumbers(const std::string& path, const std::vector<NamedTensor>& numbers) {
    return writeFileAtomically(path, [&](const ByteSink& sink) { return writeSafetensors(numbers, sink); });
}

Result<std::vector<NamedTensor>> loadNumbers(const std::string& path) {
    const auto bytes = readFileBytes(path, kMaxSafetensorsBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto numbers = readSafetensors(*bytes);
    if (!numbers) return inFile(numbers.error(), path);
    return numbers;
}

}  // namespace bw
