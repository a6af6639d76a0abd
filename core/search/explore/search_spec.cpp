// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explore/search_spec.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "io/strict_json.h"
#include "search/explore/limit_text.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kMostBytes = int64_t{4} << 20;
constexpr size_t kMostText = 4096;
constexpr int64_t kMostEvaluations = 100'000'000;
constexpr double kMostSeconds = 30.0 * 24 * 3600;
constexpr std::array<std::string_view, 3> kGrains = {"model", "stage", "class"};

/// Reads members where they are there; the first failure is kept, and everything after it does nothing.
class Fields {
public:
    Fields(const nlohmann::json& value, std::string place) : value_(value), object_(value, std::move(place)) {}

    bool has(std::string_view name) const { return !error_ && object_.has(name); }
    const nlohmann::json& at(std::string_view name) const { return value_.at(std::string(name)); }
    std::string placeOf(std::string_view name) const { return object_.placeOf(name); }
    void allowOnly(std::initializer_list<std::string_view> names) { keep(object_.allowOnly(names)); }

    void read(std::string_view name, std::string& into) { take(name, into, object_.text(name, kMostText)); }
    void read(std::string_view name, bool& into) { take(name, into, object_.flag(name)); }
    void read(std::string_view name, double& into, double min, double max) {
        if (has(name)) take(name, into, object_.number(name, min, max));
    }
    template <class Integer>
    void read(std::string_view name, Integer& into, int64_t min, int64_t max) {
        if (!has(name)) return;
        const auto value = object_.integer(name, min, max);
        if (keep(value)) into = static_cast<Integer>(*value);
    }
    /// A list of texts.
    std::vector<std::string> texts(std::string_view name) {
        std::vector<std::string> list;
        if (!has(name)) return list;
        const nlohmann::json& value = at(name);
        const bool legal = value.is_array() && std::all_of(value.begin(), value.end(), [](const nlohmann::json& text) {
                               return text.is_string() && text.get_ref<const std::string&>().size() <= kMostText;
                           });
        if (!legal) {
            refuse(fail(ErrorCode::InvalidFile, "must be a list of texts", placeOf(name)).value());
            return list;
        }
        for (const nlohmann::json& text : value)
            list.push_back(text.get<std::string>());
        return list;
    }
    void refuse(const Error& error) {
        if (!error_) error_ = error;
    }
    template <class T>
    bool keep(const Result<T>& result) {
        if (!result) refuse(result.error());
        return result.has_value();
    }
    const std::optional<Error>& error() const { return error_; }

private:
    template <class T>
    void take(std::string_view name, T& into, const Result<T>& value) {
        if (has(name) && keep(value)) into = *value;
    }

    const nlohmann::json& value_;
    JsonObject object_;
    std::optional<Error> error_;
};

Error atPlace(Error error, const std::string& place) {
    error.code = ErrorCode::InvalidFile;
    error.place = place;
    return error;
}

void readOwnOptions(Fields& space, std::vector<OwnOptions>& own) {
    if (!space.has("options")) return;
    const nlohmann::json& options = space.at("options");
    const std::string place = space.placeOf("options");
    if (!options.is_object()) {
        return space.refuse(fail(ErrorCode::InvalidFile, "must be an object", place).value());
    }
    for (const auto& [decision, list] : options.items()) {
        OwnOptions one{decision, {}};
        for (const nlohmann::json& option : list.is_array() ? list : nlohmann::json::array()) {
            if (option.is_string()) one.options.push_back(option.get<std::string>());
            if (option.is_number()) one.options.push_back(formatNumber(option.get<double>()));
        }
        if (!list.is_array() || one.options.size() != list.size() || one.options.empty()) {
            return space.refuse(fail(ErrorCode::InvalidFile, "must be a list of options, texts or numbers",
                                     place + "." + elide(decision, 60))
                                    .value());
        }
        own.push_back(std::move(one));
    }
}

Result<void> readSpace(const nlohmann::json& value, SearchSpec& spec) {
    Fields fields(value, "space");
    fields.allowOnly({"decide", "grain", "multiple", "least_width", "most_width", "most_expansion", "most_kernel",
                      "most_input", "most_copies", "may_skip", "keep", "curated", "options"});
    SpaceOptions& space = spec.space;
    if (fields.has("decide")) {
        space.open.fill(false);
        for (const std::string& id : fields.texts("decide")) {
            const auto kind = parseDecisionKind(id);
            if (!kind) {
                fields.refuse(atPlace(kind.error(), fields.placeOf("decide")));
                break;
            }
            space[*kind] = true;
        }
    }
    std::string grain;
    fields.read("grain", grain);
    if (!grain.empty()) {
        const auto* const known = std::find(kGrains.begin(), kGrains.end(), grain);
        if (known == kGrains.end()) {
            fields.refuse(
                fail(ErrorCode::InvalidFile, "must be model, stage or class", fields.placeOf("grain")).value());
        } else {
            space.grain = static_cast<WidthGrain>(known - kGrains.begin());
        }
    }
    fields.read("multiple", space.multiple, 0, 65536);
    fields.read("least_width", space.least_width, 0.01, 1);
    fields.read("most_width", space.most_width, 1, 8);
    fields.read("most_expansion", space.most_expansion, 1, 32);
    fields.read("most_kernel", space.most_kernel, 1, 31);
    fields.read("most_input", space.most_input, 1, 8);
    fields.read("most_copies", space.most_copies, 0, 8);
    fields.read("may_skip", space.may_skip);
    fields.read("curated", spec.curated);
    if (fields.has("keep")) space.closed = fields.texts("keep");
    readOwnOptions(fields, spec.own);
    if (fields.error()) return tl::unexpected(*fields.error());
    return {};
}

Result<void> readLimits(const nlohmann::json& value, SearchSpec& spec) {
    if (!value.is_object()) return fail(ErrorCode::InvalidFile, "must be an object", "limits");
    for (const auto& [id, limit] : value.items()) {
        const std::string place = "limits." + elide(id, 40);
        const auto figure = parseFigure(id);
        if (!figure) return tl::unexpected(atPlace(figure.error(), "limits"));
        if (limit.is_object()) {
            const JsonObject object(limit, place);
            if (auto ok = object.allowOnly({"times_present"}); !ok) return ok;
            const auto times = object.number("times_present", 0.001, 1000);
            if (!times) return tl::unexpected(times.error());
            if (*figure == Figure::Score && *times != 1) {
                return fail(ErrorCode::InvalidFile, "must be 1: the zero of a score means nothing",
                            place + ".times_present");
            }
            spec.relative.push_back({*figure, *times});
            continue;
        }
        const auto amount = limit.is_number()   ? std::optional(limit.get<double>())
                            : limit.is_string() ? parseAmount(*figure, limit.get_ref<const std::string&>())
                                                : std::nullopt;
        if (!amount || !std::isfinite(*amount)) {
            return fail(ErrorCode::InvalidFile, "must be a number, a size such as \"256KiB\" or {\"times_present\": 1}",
                        place);
        }
        spec.limits.push_back({*figure, *amount});
    }
    return {};
}

}  // namespace

Result<SearchSpec> parseSearchSpec(std::string_view json) {
    const auto value = parseStrictJson(json, kMostBytes);
    if (!value) return tl::unexpected(value.error());
    SearchSpec spec;
    Fields fields(*value, "");
    fields.allowOnly({"network", "target", "precision", "space", "objectives", "limits", "score", "strategy", "seed",
                      "evaluations", "seconds", "threads", "with_prior"});
    if (fields.error()) return tl::unexpected(*fields.error());
    fields.read("network", spec.network);
    fields.read("target", spec.target);
    fields.read("precision", spec.precision);
    fields.read("score", spec.score);
    fields.read("strategy", spec.run.strategy);
    fields.read("seed", spec.run.seed, 0, std::numeric_limits<int64_t>::max());
    fields.read("evaluations", spec.run.evaluations, 1, kMostEvaluations);
    fields.read("seconds", spec.run.seconds, 0.0, kMostSeconds);
    fields.read("threads", spec.run.threads, 1, 256);
    fields.read("with_prior", spec.run.with_prior);
    if (fields.has("space")) fields.keep(readSpace(fields.at("space"), spec));
    if (fields.has("limits")) fields.keep(readLimits(fields.at("limits"), spec));
    if (fields.has("objectives")) {
        spec.objectives.clear();
        for (const std::string& id : fields.texts("objectives")) {
            const auto figure = parseFigure(id);
            if (!figure) return tl::unexpected(atPlace(figure.error(), "objectives"));
            spec.objectives.push_back(*figure);
        }
    }
    if (fields.error()) return tl::unexpected(*fields.error());
    return spec;
}

std::string searchSpecText(const SearchSpec& spec) {
    Json decide = Json::array();
    for (const DecisionKind kind : kDecisionKinds) {
        if (spec.space[kind]) decide.push_back(decisionKindId(kind));
    }
    Json options = Json::object();
    for (const OwnOptions& own : spec.own)
        options[own.decision] = own.options;
    Json objectives = Json::array();
    for (const Figure figure : spec.objectives)
        objectives.push_back(figureInfo(figure).id);
    Json limits = Json::object();
    for (const FigureLimit& limit : spec.limits)
        limits[std::string(figureInfo(limit.figure).id)] = limit.limit;
    for (const FigureLimit& limit : spec.relative)
        limits[std::string(figureInfo(limit.figure).id)] = {{"times_present", limit.limit}};
    const SpaceOptions& space = spec.space;
    const Json text = {{"network", spec.network},
                       {"target", spec.target},
                       {"precision", spec.precision},
                       {"space",
                        {{"decide", decide},
                         {"grain", kGrains[static_cast<size_t>(space.grain)]},
                         {"multiple", space.multiple},
                         {"least_width", space.least_width},
                         {"most_width", space.most_width},
                         {"most_expansion", space.most_expansion},
                         {"most_kernel", space.most_kernel},
                         {"most_input", space.most_input},
                         {"most_copies", space.most_copies},
                         {"may_skip", space.may_skip},
                         {"keep", space.closed},
                         {"curated", spec.curated},
                         {"options", options}}},
                       {"objectives", objectives},
                       {"limits", limits},
                       {"score", spec.score},
                       {"strategy", spec.run.strategy},
                       {"seed", spec.run.seed},
                       {"evaluations", spec.run.evaluations},
                       {"seconds", spec.run.seconds},
                       {"threads", spec.run.threads},
                       {"with_prior", spec.run.with_prior}};
    return text.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bw
