// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/regressor_card.h"

#include <nlohmann/json.hpp>

#include "target/json_fields.h"

namespace bw {
namespace {

constexpr size_t kMaxTextBytes = 1000;
constexpr int64_t kMaxCount = int64_t{1} << 40;
constexpr double kMaxError = 1e9;
constexpr double kMaxMilliseconds = 1e15;
constexpr size_t kMaxPoints = 20;

/// Calls `read` with each object of a list that may be absent.
template <class Read>
void readList(const nlohmann::json& json, const char* name, size_t max_size, JsonFields& card, Read read) {
    // Asking marks the field as known.
    static_cast<void>(card.has(name));
    const auto found = json.find(name);
    if (found == json.end()) {
        return;
    }
    if (!found->is_array() || found->size() > max_size) {
        card.refuse(name, "must be a list of at most " + std::to_string(max_size) + " items");
        return;
    }
    for (const nlohmann::json& item : *found) {
        JsonFields fields(item, std::string("card.") + name, {});
        read(fields);
        card.finishNested(fields);
    }
}

}  // namespace

nlohmann::ordered_json cardJson(const RegressorCard& card) {
    using Json = nlohmann::ordered_json;
    Json types = Json::array(), curve = Json::array(), held_out = Json::array();
    for (const TypeError& type : card.by_type) {
        types.push_back({{"type", type.type}, {"kernels", type.kernels}, {"mape", type.mape}});
    }
    for (const LearningPoint& point : card.learning_curve) {
        curve.push_back({{"networks", point.networks}, {"mape", point.mape}});
    }
    for (const NetworkOutcome& outcome : card.held_out) {
        held_out.push_back({{"network", outcome.network},
                            {"measured_ms", outcome.measured_ms},
                            {"predicted_ms", outcome.predicted_ms}});
    }
    Json json = {{"source", card.source},
                 {"measurements", card.measurements},
                 {"band", card.band},
                 {"seed", card.seed},
                 {"epochs", card.epochs},
                 {"train_networks", card.train_networks},
                 {"validation_networks", card.validation_networks},
                 {"test_networks", card.test_networks},
                 {"train_kernels", card.train_kernels},
                 {"network_mape", card.network_mape},
                 {"worst_network", card.worst_network},
                 {"within_5", card.within_5},
                 {"within_10", card.within_10},
                 {"spearman", card.spearman},
                 {"interval_coverage", card.interval_coverage},
                 {"interval_width", card.interval_width},
                 {"by_type", types}};
    // Cards of older versions have neither and keep their hash.
    if (!curve.empty()) json["learning_curve"] = std::move(curve);
    if (!held_out.empty()) json["held_out"] = std::move(held_out);
    return json;
}

Result<RegressorCard> readCard(const nlohmann::json& json) {
    JsonFields fields(json, "card", {});
    RegressorCard card;
    card.source = fields.text("source", kMaxTextBytes);
    card.measurements = fields.text("measurements", kMaxTextBytes);
    card.band = fields.text("band", kMaxTextBytes);
    card.seed = static_cast<uint64_t>(fields.integer("seed", 0, INT64_MAX));
    card.epochs = static_cast<int>(fields.integer("epochs", 0, 1'000'000));
    card.train_networks = fields.integer("train_networks", 0, kMaxCount);
    card.validation_networks = fields.integer("validation_networks", 0, kMaxCount);
    card.test_networks = fields.integer("test_networks", 0, kMaxCount);
    card.train_kernels = fields.integer("train_kernels", 0, kMaxCount);
    card.network_mape = fields.number("network_mape", 0, kMaxError);
    card.worst_network = fields.number("worst_network", 0, kMaxError);
    card.within_5 = fields.number("within_5", 0, 1.000001);
    card.within_10 = fields.number("within_10", 0, 1.000001);
    card.spearman = fields.number("spearman", -1.000001, 1.000001);
    card.interval_coverage = fields.number("interval_coverage", 0, 1.000001);
    card.interval_width = fields.number("interval_width", 0, kMaxError);
    readList(json, "by_type", 100, fields, [&](JsonFields& item) {
        card.by_type.push_back(
            {item.text("type", 64), item.integer("kernels", 0, kMaxCount), item.number("mape", 0, kMaxError)});
    });
    readList(json, "learning_curve", kMaxPoints, fields, [&](JsonFields& item) {
        card.learning_curve.push_back({item.integer("networks", 0, kMaxCount), item.number("mape", 0, kMaxError)});
    });
    readList(json, "held_out", kMaxCardNetworks, fields, [&](JsonFields& item) {
        NetworkOutcome outcome;
        outcome.network = item.text("network", 200);
        outcome.measured_ms = item.number("measured_ms", 1e-15, kMaxMilliseconds);
        outcome.predicted_ms = item.number("predicted_ms", 0, kMaxMilliseconds);
        card.held_out.push_back(std::move(outcome));
    });
    if (auto problem = fields.finish()) {
        return tl::unexpected(*std::move(problem));
    }
    return card;
}

}  // namespace bw
