// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/study_report.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/number_text.h"
#include "base/text.h"
#include "study/study_picture.h"
#include "study/study_statistics.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

double reductionOf(double now, double before) {
    return before > 0 ? 100 * (1 - now / before) : 0;
}

std::string percent(double value) {
    return fixedText(value, 1) + " %";
}

std::string pointsText(const MeanInterval& interval) {
    if (interval.count == 0) return "not trained";
    return fixedText(interval.mean, 2) + (interval.half_width ? " ± " + fixedText(*interval.half_width, 2) : "");
}

std::string metricName(const StudyResult& result) {
    return result.runs.empty() ? "accuracy" : result.runs.front().metrics.values.front().name;
}

ReportTable costTable(const StudyResult& result) {
    ReportTable table{"costs",
                      {{"Network", false},
                       {"Latency", true},
                       {"Less by", true},
                       {"Speed-up", true},
                       {"Published", true},
                       {"Parameters", true},
                       {"Less by", true},
                       {"Peak activations", true},
                       {"Less by", true},
                       {"MACs", true}},
                      {}};
    const Totals& first = result.costs.front().totals;
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const StudyNetwork& network = result.plan.networks[i];
        const Totals& totals = result.costs[i].totals;
        const auto reduction = latencyReduction(result, i);
        const bool known = totals.latency_ms && first.latency_ms;
        table.rows.push_back(
            {network.title, totals.latency_ms ? formatMilliseconds(*totals.latency_ms) : "unknown",
             reduction ? percent(*reduction) : "–", known ? fixedText(*first.latency_ms / *totals.latency_ms, 2) : "–",
             network.published_reduction ? percent(*network.published_reduction) : "–",
             formatBytes(totals.parameter_bytes),
             percent(reductionOf(double(totals.parameter_bytes), double(first.parameter_bytes))),
             formatBytes(totals.peak_activation_bytes),
             percent(reductionOf(double(totals.peak_activation_bytes), double(first.peak_activation_bytes))),
             groupDigits(totals.macs)});
    }
    return table;
}

ReportTable accuracyTable(const StudyResult& result) {
    ReportTable table{"accuracy", {{"Network", false}, {metricName(result) + ", points", true}}, {}};
    if (!result.runs.empty()) {
        const auto& values = result.runs.front().metrics.values;
        for (size_t v = 1; v < values.size(); ++v)
            table.columns.push_back({values[v].name, true});
    }
    table.columns.push_back({"Against the first", true});
    table.columns.push_back({"By seed", false});
    const auto first = result.points(0);
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const auto points = result.points(i);
        if (points.empty()) continue;
        std::vector<std::string> row = {result.plan.networks[i].title, pointsText(meanInterval(points))};
        for (size_t v = 1; v + 3 < table.columns.size(); ++v) {
            std::vector<double> other;
            for (const StudyRun& run : result.runs) {
                if (run.network == i) other.push_back(100 * run.metrics.values[v].value);
            }
            row.push_back(pointsText(meanInterval(other)));
        }
        const MeanInterval difference = pairedDifference(points, first);
        row.push_back(i == 0 ? "–"
                             : signedText(difference.mean, 2) +
                                   (difference.half_width ? " ± " + fixedText(*difference.half_width, 2) : ""));
        std::string seeds;
        for (const double value : points)
            seeds += (seeds.empty() ? "" : ", ") + fixedText(value, 2);
        row.push_back(seeds);
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Fused among all IBN blocks by stage; empty where no network has such blocks.
ReportTable fusionTable(const StudyResult& result) {
    ReportTable table{"fusion", {{"Network", false}}, {}};
    for (const StudyCost::Stage& stage : result.costs.front().stages)
        table.columns.push_back({stage.name.empty() ? "IBN blocks" : stage.name, true});
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        std::vector<std::string> row = {result.plan.networks[i].title};
        for (const StudyCost::Stage& stage : result.costs.front().stages) {
            std::string text = "–";
            for (const StudyCost::Stage& own : result.costs[i].stages) {
                if (own.name == stage.name) text = std::to_string(own.fused) + " of " + std::to_string(own.all);
            }
            row.push_back(text);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable originTable(const StudyResult& result) {
    ReportTable table{"origins", {{"Network", false}, {"Where it comes from", false}}, {}};
    for (const StudyNetwork& network : result.plan.networks)
        table.rows.push_back({network.title, network.origin});
    return table;
}

std::string methodText(const StudyResult& result, const std::string& command) {
    const StudyPlan& plan = result.plan;
    std::string text =
        "Costs are told for " + result.target.name +
        " at the networks' full input size. Accuracy is that of trainings from random weights at " +
        std::to_string(plan.train_side) + " px on the same channels: " + groupDigits(plan.data.count) +
        " pictures of the built-in set '" + plan.data.format + "' (" +
        groupDigits(static_cast<int64_t>(plan.data.validation_share * double(plan.data.count) + 0.5)) +
        " of them judge), difficulty " + formatNumber(plan.data.difficulty) + ", " + std::to_string(plan.train.epochs) +
        " epochs in batches of " + std::to_string(plan.train.batch) + ", " + std::to_string(plan.seeds) +
        (plan.seeds == 1 ? " seed" : " seeds") +
        ". The best epoch counts. Intervals are 95 % by Student's t; differences are taken seed by seed.";
    if (plan.seeds < 3) text += " With fewer than three seeds no difference of accuracy is certain.";
    text += " All trainings together took " + groupDigits(static_cast<int64_t>(result.seconds)) +
            " s of one processor core. Reproduced by: " + command;
    return text;
}

}  // namespace

std::optional<double> latencyReduction(const StudyResult& result, size_t network) {
    const auto& now = result.costs[network].totals.latency_ms;
    const auto& before = result.costs.front().totals.latency_ms;
    if (!now || !before) return std::nullopt;
    return reductionOf(*now, *before);
}

Report studyReport(const StudyResult& result, const std::string& command) {
    Report report;
    report.title = result.plan.title + (result.quick ? ", quick study" : ", study");
    ReportSection question{"What is asked", {ReportText{result.plan.question}, ReportText{result.plan.aims}}};
    for (const std::string& note : result.plan.notes)
        question.parts.emplace_back(ReportText{note});
    ReportSection accuracy{"Accuracy", {accuracyTable(result)}};
    if (auto picture = accuracyPicture(result)) accuracy.parts.emplace_back(std::move(*picture));
    report.sections = {std::move(question), {"Cost", {costTable(result)}}, std::move(accuracy)};
    if (!result.costs.front().stages.empty())
        report.sections.push_back({"Fused blocks by stage", {fusionTable(result)}});
    report.sections.push_back({"Networks", {originTable(result)}});
    ReportSection method{"How it was measured", {ReportText{methodText(result, command)}}};
    for (const std::string& warning : result.warnings)
        method.parts.emplace_back(ReportText{"Note: " + warning});
    report.sections.push_back(std::move(method));
    return report;
}

std::string studyJson(const StudyResult& result, const std::string& command) {
    Json networks = Json::array();
    for (size_t i = 0; i < result.plan.networks.size(); ++i) {
        const Totals& totals = result.costs[i].totals;
        const auto reduction = latencyReduction(result, i);
        Json runs = Json::array();
        for (const StudyRun& run : result.runs) {
            if (run.network != i) continue;
            Json metrics = Json::object();
            for (const TrainMetrics::Value& value : run.metrics.values)
                metrics[value.name] = value.value;
            runs.push_back({{"seed", run.seed},
                            {"metrics", metrics},
                            {"best_epoch", run.best_epoch},
                            {"seconds", run.seconds},
                            {"device", run.device}});
        }
        networks.push_back({{"id", result.plan.networks[i].id},
                            {"title", result.plan.networks[i].title},
                            {"latency_ms", totals.latency_ms ? Json(*totals.latency_ms) : Json()},
                            {"latency_reduction_percent", reduction ? Json(*reduction) : Json()},
                            {"parameter_bytes", totals.parameter_bytes},
                            {"peak_activation_bytes", totals.peak_activation_bytes},
                            {"macs", totals.macs},
                            {"runs", runs}});
    }
    const Json json = {{"study", result.plan.id},
                       {"quick", result.quick},
                       {"target", result.target.id},
                       {"pictures", result.plan.data.count},
                       {"epochs", result.plan.train.epochs},
                       {"seconds", result.seconds},
                       {"command", command},
                       {"networks", networks},
                       {"warnings", result.warnings}};
    return json.dump(1) + "\n";
}

}  // namespace bw
