// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explore/front_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

Json orNull(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

const char* endId(RunEnd end) {
    switch (end) {
        case RunEnd::Evaluations:
            return "evaluations";
        case RunEnd::Seconds:
            return "seconds";
        case RunEnd::Exhausted:
            return "exhausted";
        case RunEnd::Cancelled:
            break;
    }
    return "cancelled";
}

Json limitsJson(const NetworkProblem& problem) {
    Json limits = Json::object();
    for (const FigureLimit& limit : problem.goals().limits)
        limits[std::string(figureInfo(limit.figure).id)] = limit.limit;
    return limits;
}

Json frontJson(const NetworkProblem& problem, const std::vector<Evaluation>& front) {
    std::vector<Genome> genomes;
    for (const Evaluation& evaluation : front)
        genomes.push_back(evaluation.genome);
    const auto figures = problem.figures(genomes);
    Json list = Json::array();
    for (size_t i = 0; i < front.size(); ++i) {
        if (!figures[i]) continue;
        list.push_back({{"number", front[i].number},
                        {"figures", figuresJson(*figures[i])},
                        {"commands", problem.space().commands(front[i].genome)}});
    }
    return list;
}

}  // namespace

nlohmann::ordered_json figuresJson(const NetworkFigures& figures) {
    Json json = {{"latency_ms", figures.latency_ms ? Json(*figures.latency_ms) : Json(nullptr)}};
    if (figures.latency_ms) {
        json["latency_low_ms"] = figures.latency_low_ms;
        json["latency_high_ms"] = figures.latency_high_ms;
    }
    json["parameters"] = figures.parameters;
    json["parameter_bytes"] = figures.parameter_bytes;
    json["peak_bytes"] = figures.peak_bytes;
    json["macs"] = figures.macs;
    json["score"] = orNull(figures.score);
    json["kept_width"] = figures.kept_width;
    json["fused_share"] = figures.fused_share;
    return json;
}

std::string frontText(const PreparedSearch& prepared, const SearchSpec& spec, const SearchResult& result) {
    const NetworkProblem& problem = *prepared.problem;
    const AssessmentContext& context = problem.context();
    Json objectives = Json::array();
    for (const ObjectiveInfo& objective : problem.objectives())
        objectives.push_back(objective.id);
    Json reference = Json::array();
    for (const double value : result.reference)
        reference.push_back(orNull(value));
    const double hypervolume = result.last.points.empty() ? 0 : result.last.points.back().hypervolume;
    const Json text = {
        {"format", "blockwright-front"},
        {"version", 1},
        {"target", context.target.id},
        {"precision", precisionId(context.precision)},
        {"estimator", context.estimator ? Json(context.estimator->id()) : Json(nullptr)},
        {"strategy", spec.run.strategy},
        {"score", spec.score},
        {"seed", spec.run.seed},
        {"objectives", objectives},
        {"limits", limitsJson(problem)},
        {"log10_space", problem.space().log10Size()},
        {"evaluations", result.last.evaluations},
        {"feasible", result.last.feasible},
        {"ended_by", endId(result.end)},
        {"hypervolume", orNull(hypervolume)},
        {"reference", reference},
        {"present", figuresJson(prepared.now)},
        {"front", frontJson(problem, result.last.front)},
    };
    return text.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bw
