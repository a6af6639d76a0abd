// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/run_store.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"
#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/network_json.h"
#include "io/strict_json.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;
constexpr int64_t kMaxBytes = int64_t{1} << 20;

}  // namespace

RunStore::RunStore(std::string folder, const StudyPlan& plan) : folder_(std::move(folder)), plan_(plan) {}

std::string RunStore::stem(size_t network, uint64_t seed) const {
    return folder_ + "/" + plan_.networks[network].id + "-seed" + std::to_string(seed);
}

std::string RunStore::checkpointOf(size_t network, uint64_t seed) const {
    return folder_.empty() ? std::string() : stem(network, seed) + ".checkpoint";
}

std::string RunStore::weightsOf(size_t network, uint64_t seed) const {
    return folder_.empty() ? std::string() : stem(network, seed) + ".safetensors";
}

std::string RunStore::identity(size_t network) const {
    const DataSource& data = plan_.data;
    std::string text = networkToJson(plan_.networks[network].network).dump() + data.format;
    for (const int64_t count : {data.count, static_cast<int64_t>(data.seed), int64_t{plan_.train.epochs},
                                int64_t{plan_.train.batch}, int64_t{plan_.train_side}})
        text += " " + std::to_string(count);
    text += " " + formatNumber(plan_.train.learning_rate) + " " + formatNumber(data.difficulty);
    return sha256Hex(text);
}

std::optional<StudyRun> RunStore::find(size_t network, uint64_t seed) const {
    if (folder_.empty()) return std::nullopt;
    const auto bytes = readFileBytes(stem(network, seed) + ".json", kMaxBytes);
    if (!bytes) return std::nullopt;
    const auto json = parseStrictJson(*bytes, kMaxBytes);
    if (!json) return std::nullopt;
    const JsonObject object(*json, "run");
    const auto identity_there = object.text("identity", 100);
    const auto best = object.integer("best_epoch", 0, 1'000'000);
    const auto seconds = object.number("seconds", 0, 1e12);
    const auto device = object.text("device", 200);
    const auto values = object.member("metrics");
    if (!identity_there || *identity_there != identity(network) || !best || !seconds || !device || !values ||
        !(*values)->is_object()) {
        return std::nullopt;
    }
    StudyRun run{network, seed, {}, static_cast<int>(*best), *seconds, *device};
    if (const auto names = object.member("metric_names"); names && (*names)->is_array()) {
        for (const auto& name : **names) {
            if (!name.is_string()) return std::nullopt;
            const auto value = JsonObject(**values, "run.metrics").number(name.get<std::string>(), 0, 1);
            if (!value) return std::nullopt;
            run.metrics.values.push_back({name.get<std::string>(), *value});
        }
    }
    if (run.metrics.values.empty()) return std::nullopt;
    return run;
}

Result<void> RunStore::keep(const StudyRun& run) const {
    if (folder_.empty()) return {};
    Json names = Json::array(), values = Json::object();
    for (const TrainMetrics::Value& value : run.metrics.values) {
        names.push_back(value.name);
        values[value.name] = value.value;
    }
    const Json json = {{"identity", identity(run.network)},
                       {"network", plan_.networks[run.network].title},
                       {"seed", run.seed},
                       {"best_epoch", run.best_epoch},
                       {"seconds", run.seconds},
                       {"device", run.device},
                       {"metric_names", names},
                       {"metrics", values}};
    return writeFileAtomically(stem(run.network, run.seed) + ".json", json.dump(1) + "\n");
}

}  // namespace bw
