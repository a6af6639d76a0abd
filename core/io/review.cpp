// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/review.h"

#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "io/field_reader.h"
#include "io/network_json.h"
#include "io/review_json.h"
#include "io/strict_json.h"

namespace bw {
namespace {

using nlohmann::json;

constexpr double kMaxPlace = 1e9;
constexpr size_t kMaxTags = 64;

json costsToJson(const CandidateCosts& costs) {
    json value = {{"target", costs.target_id},
                  {"precision", precisionId(costs.precision)},
                  {"macs", costs.macs},
                  {"parameters", costs.parameters},
                  {"parameter_bytes", costs.parameter_bytes},
                  {"peak_activation_bytes", costs.peak_activation_bytes}};
    if (!costs.memory_profile.empty()) value["memory_profile"] = costs.memory_profile;
    if (!costs.estimator_id.empty()) value["estimator"] = costs.estimator_id;
    if (costs.latency_ms) value["latency_ms"] = *costs.latency_ms;
    if (costs.latency_low_ms) value["latency_low_ms"] = *costs.latency_low_ms;
    if (costs.latency_high_ms) value["latency_high_ms"] = *costs.latency_high_ms;
    return value;
}

json candidateToJson(const Candidate& candidate) {
    json value = {{"id", candidate.id},
                  {"name", candidate.name},
                  {"target", candidate.target_id},
                  {"precision", precisionId(candidate.precision)},
                  {"network", networkToJson(candidate.network)}};
    if (!candidate.origin.empty()) value["origin"] = candidate.origin;
    if (!candidate.notes.empty()) value["notes"] = candidate.notes;
    if (!candidate.tags.empty()) value["tags"] = candidate.tags;
    if (candidate.pinned) value["pinned"] = true;
    if (candidate.score) value["score"] = *candidate.score;
    if (!candidate.score_name.empty()) value["score_name"] = candidate.score_name;
    if (candidate.score_seeds != 1) value["score_seeds"] = candidate.score_seeds;
    if (candidate.score_spread != 0) value["score_spread"] = candidate.score_spread;
    if (candidate.accuracy) {
        value["accuracy"] = {{"metric", candidate.accuracy->metric},
                             {"mean", candidate.accuracy->mean},
                             {"spread", candidate.accuracy->spread},
                             {"seeds", candidate.accuracy->seeds}};
    }
    if (candidate.costs) value["costs"] = costsToJson(*candidate.costs);
    return value;
}

json stopToJson(const Stop& stop) {
    json value = {{"title", stop.title},
                  {"decision", verdictId(stop.decision)},
                  {"view", json::array({stop.centre_x, stop.centre_y, stop.scale})}};
    if (!stop.note.empty()) value["note"] = stop.note;
    if (!stop.owner.empty()) value["owner"] = stop.owner;
    if (!stop.date.empty()) value["date"] = stop.date;
    if (!stop.overlay.empty()) value["overlay"] = stop.overlay;
    if (!stop.panel.empty()) value["panel"] = stop.panel;
    if (!stop.selection.empty()) value["selection"] = stop.selection;
    return value;
}

Result<MeasuredAccuracy> accuracyFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok = object.allowOnly({"metric", "mean", "spread", "seeds"}); !ok) return tl::unexpected(ok.error());
    const auto metric = object.text("metric", 256);
    const auto mean = object.number("mean", 0, 1);
    const auto spread = object.number("spread", 0, 1);
    const auto seeds = object.integer("seeds", 1, 1'000'000);
    if (!metric) return tl::unexpected(metric.error());
    if (!mean) return tl::unexpected(mean.error());
    if (!spread) return tl::unexpected(spread.error());
    if (!seeds) return tl::unexpected(seeds.error());
    return MeasuredAccuracy{*metric, *mean, *spread, *seeds};
}

Result<CandidateCosts> costsFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok =
            object.allowOnly({"target", "precision", "memory_profile", "estimator", "latency_ms", "latency_low_ms",
                              "latency_high_ms", "macs", "parameters", "parameter_bytes", "peak_activation_bytes"});
        !ok) {
        return tl::unexpected(ok.error());
    }
    CandidateCosts costs;
    FieldReader fields(object);
    fields.text("target", costs.target_id).text("memory_profile", costs.memory_profile);
    fields.text("estimator", costs.estimator_id).precision("precision", costs.precision);
    fields.count("macs", costs.macs).count("parameters", costs.parameters);
    fields.count("parameter_bytes", costs.parameter_bytes);
    fields.count("peak_activation_bytes", costs.peak_activation_bytes);
    fields.milliseconds("latency_ms", costs.latency_ms).milliseconds("latency_low_ms", costs.latency_low_ms);
    fields.milliseconds("latency_high_ms", costs.latency_high_ms);
    if (auto ok = fields.done(); !ok) return tl::unexpected(ok.error());
    return costs;
}

Result<std::vector<std::string>> tagsFromJson(const json& value, const std::string& place) {
    if (!value.is_array() || value.size() > kMaxTags)
        return fail(ErrorCode::InvalidFile, "must be a list of at most " + std::to_string(kMaxTags) + " texts", place);
    std::vector<std::string> tags;
    for (size_t i = 0; i < value.size(); ++i) {
        if (!value[i].is_string() || value[i].get_ref<const std::string&>().size() > 256)
            return fail(ErrorCode::InvalidFile, "must be a short text", place + "[" + std::to_string(i) + "]");
        tags.push_back(value[i].get<std::string>());
    }
    return tags;
}

Result<Candidate> candidateFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok = object.allowOnly({"id", "name", "target", "precision", "network", "origin", "notes", "tags", "pinned",
                                    "score", "score_name", "score_seeds", "score_spread", "accuracy", "costs"});
        !ok) {
        return tl::unexpected(ok.error());
    }
    Candidate candidate;
    const auto id = object.integer("id", 0, int64_t{1} << 53);
    if (!id) return tl::unexpected(id.error());
    candidate.id = *id;
    auto name = object.text("name", kMaxReviewText);
    if (!name) return tl::unexpected(name.error());
    candidate.name = *std::move(name);
    auto target = object.text("target", 256);
    if (!target) return tl::unexpected(target.error());
    candidate.target_id = *std::move(target);
    FieldReader fields(object);
    fields.precision("precision", candidate.precision).text("origin", candidate.origin).text("notes", candidate.notes);
    fields.text("score_name", candidate.score_name);
    if (auto ok = fields.done(); !ok) return tl::unexpected(ok.error());
    if (object.has("tags")) {
        auto tags = tagsFromJson(value["tags"], object.placeOf("tags"));
        if (!tags) return tl::unexpected(tags.error());
        candidate.tags = *std::move(tags);
    }
    if (object.has("pinned")) {
        const auto pinned = object.flag("pinned");
        if (!pinned) return tl::unexpected(pinned.error());
        candidate.pinned = *pinned;
    }
    if (object.has("score")) {
        const auto score = object.number("score", -1e15, 1e15);
        if (!score) return tl::unexpected(score.error());
        candidate.score = *score;
    }
    if (object.has("accuracy")) {
        auto accuracy = accuracyFromJson(value["accuracy"], object.placeOf("accuracy"));
        if (!accuracy) return tl::unexpected(accuracy.error());
        candidate.accuracy = *std::move(accuracy);
    }
    if (object.has("score_seeds")) {
        const auto seeds = object.integer("score_seeds", 1, 1'000'000);
        if (!seeds) return tl::unexpected(seeds.error());
        candidate.score_seeds = *seeds;
    }
    if (object.has("score_spread")) {
        const auto spread = object.number("score_spread", 0, 1e15);
        if (!spread) return tl::unexpected(spread.error());
        candidate.score_spread = *spread;
    }
    if (object.has("costs")) {
        auto costs = costsFromJson(value["costs"], object.placeOf("costs"));
        if (!costs) return tl::unexpected(costs.error());
        candidate.costs = *std::move(costs);
    }
    const auto network_json = object.member("network");
    if (!network_json) return tl::unexpected(network_json.error());
    auto network = networkFromJson(**network_json, object.placeOf("network"));
    if (!network) return tl::unexpected(network.error());
    candidate.network = *std::move(network);
    return candidate;
}

Result<void> readView(const json& value, const std::string& place, Stop& stop) {
    const bool numbers = value.is_array() && value.size() == 3 &&
                         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_number(); });
    if (!numbers) return fail(ErrorCode::InvalidFile, "must be [x, y, scale]", place);
    stop.centre_x = value[0].get<double>();
    stop.centre_y = value[1].get<double>();
    stop.scale = value[2].get<double>();
    const bool sane = std::abs(stop.centre_x) <= kMaxPlace && std::abs(stop.centre_y) <= kMaxPlace &&
                      stop.scale > 1e-6 && stop.scale < 1e3;
    if (!sane) return fail(ErrorCode::InvalidFile, "lies outside of any drawing", place);
    return {};
}

Result<Stop> stopFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok =
            object.allowOnly({"title", "decision", "view", "note", "owner", "date", "overlay", "panel", "selection"});
        !ok) {
        return tl::unexpected(ok.error());
    }
    Stop stop;
    auto title = object.text("title", kMaxReviewText);
    if (!title) return tl::unexpected(title.error());
    stop.title = *std::move(title);
    const auto decision_id = object.text("decision", 16);
    if (!decision_id) return tl::unexpected(decision_id.error());
    const auto decision = parseVerdict(*decision_id);
    if (!decision) return fail(ErrorCode::InvalidFile, decision.error().message, object.placeOf("decision"));
    stop.decision = *decision;
    const auto view = object.member("view");
    if (!view) return tl::unexpected(view.error());
    if (auto ok = readView(**view, object.placeOf("view"), stop); !ok) return tl::unexpected(ok.error());
    FieldReader fields(object);
    fields.text("note", stop.note).text("owner", stop.owner).text("date", stop.date);
    fields.text("overlay", stop.overlay).text("panel", stop.panel);
    if (auto ok = fields.done(); !ok) return tl::unexpected(ok.error());
    if (object.has("selection")) {
        const json& list = value["selection"];
        const std::string here = object.placeOf("selection");
        if (!list.is_array()) return fail(ErrorCode::InvalidFile, "must be a list of block ids", here);
        for (size_t i = 0; i < list.size(); ++i) {
            const auto id = exactInteger(list[i], 0, 10 * kMaxNodes, here + "[" + std::to_string(i) + "]");
            if (!id) return tl::unexpected(id.error());
            stop.selection.push_back(static_cast<BlockId>(*id));
        }
    }
    return stop;
}

/// Each entry of a list that may be absent, by `read`.
template <class Item>
Result<void> readList(const json& value, const char* name, const std::string& place, size_t most,
                      Result<Item> (*read)(const json&, const std::string&), std::vector<Item>& items) {
    if (!value.contains(name)) return {};
    const json& list = value[name];
    const std::string here = place + "." + name;
    if (!list.is_array() || list.size() > most)
        return fail(ErrorCode::InvalidFile, "must be a list of at most " + std::to_string(most) + " entries", here);
    for (size_t i = 0; i < list.size(); ++i) {
        auto item = read(list[i], here + "[" + std::to_string(i) + "]");
        if (!item) return tl::unexpected(item.error());
        items.push_back(*std::move(item));
    }
    return {};
}

}  // namespace

std::string_view verdictId(Verdict decision) {
    switch (decision) {
        case Verdict::Open:
            return "open";
        case Verdict::Adopt:
            return "adopt";
        case Verdict::Reject:
            return "reject";
    }
    return "open";
}

Result<Verdict> parseVerdict(std::string_view id) {
    for (const Verdict decision : {Verdict::Open, Verdict::Adopt, Verdict::Reject}) {
        if (verdictId(decision) == id) return decision;
    }
    return fail(ErrorCode::InvalidArgument, "'" + elide(id, 40) + "' is neither open, adopt nor reject");
}

const Candidate* findCandidate(const Review& review, int64_t id) {
    const auto found = std::find_if(review.candidates.begin(), review.candidates.end(),
                                    [id](const Candidate& candidate) { return candidate.id == id; });
    return found == review.candidates.end() ? nullptr : &*found;
}

int64_t nextCandidateId(const Review& review) {
    int64_t next = 1;
    for (const Candidate& candidate : review.candidates)
        next = std::max(next, candidate.id + 1);
    return next;
}

std::string uniqueCandidateName(const Review& review, const std::string& wanted) {
    const auto taken = [&](const std::string& name) {
        return std::any_of(review.candidates.begin(), review.candidates.end(),
                           [&](const Candidate& candidate) { return candidate.name == name; });
    };
    std::string name = wanted;
    for (int count = 2; taken(name); ++count)
        name = wanted + " (" + std::to_string(count) + ")";
    return name;
}

nlohmann::json reviewToJson(const Review& review) {
    json value = json::object();
    for (const Candidate& candidate : review.candidates)
        value["candidates"].push_back(candidateToJson(candidate));
    for (const Stop& stop : review.stops)
        value["stops"].push_back(stopToJson(stop));
    return value;
}

Result<Review> reviewFromJson(const json& value, const std::string& place) {
    if (auto ok = JsonObject(value, place).allowOnly({"candidates", "stops"}); !ok) return tl::unexpected(ok.error());
    Review review;
    if (auto ok = readList(value, "candidates", place, kMaxCandidates, candidateFromJson, review.candidates); !ok)
        return tl::unexpected(ok.error());
    for (size_t i = 0; i < review.candidates.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (review.candidates[i].id != review.candidates[j].id) continue;
            return fail(ErrorCode::InvalidFile, "another candidate has this id",
                        place + ".candidates[" + std::to_string(i) + "].id");
        }
    }
    if (auto ok = readList(value, "stops", place, kMaxStops, stopFromJson, review.stops); !ok)
        return tl::unexpected(ok.error());
    return review;
}

std::string writeReviewChange(const Review& before, const Review& after) {
    Review changed;
    json order = json::array();
    for (const Candidate& candidate : after.candidates) {
        order.push_back(candidate.id);
        const Candidate* old = findCandidate(before, candidate.id);
        if (old == nullptr || !(*old == candidate)) changed.candidates.push_back(candidate);
    }
    changed.stops = after.stops;
    json value = reviewToJson(changed);
    value["order"] = std::move(order);
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Review> applyReviewChange(const Review& before, std::string_view change) {
    auto value = parseStrictJson(change, kMaxDocumentBytes);
    if (!value) return tl::unexpected(value.error());
    if (!value->is_object() || !value->contains("order") || !(*value)["order"].is_array())
        return fail(ErrorCode::InvalidFile, "must be a list of ids", "order");
    const json order = (*value)["order"];
    value->erase("order");
    auto changed = reviewFromJson(*value, "review");
    if (!changed) return changed;
    Review after;
    after.stops = std::move(changed->stops);
    for (const json& entry : order) {
        const auto id = exactInteger(entry, 0, int64_t{1} << 53, "order");
        if (!id) return tl::unexpected(id.error());
        const Candidate* candidate = findCandidate(*changed, *id);
        if (candidate == nullptr) candidate = findCandidate(before, *id);
        if (candidate == nullptr) return fail(ErrorCode::InvalidFile, "names a candidate that is not there", "order");
        after.candidates.push_back(*candidate);
    }
    return after;
}

}  // namespace bw
