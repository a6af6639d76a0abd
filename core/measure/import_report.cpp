// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/import_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/markup.h"
#include "base/number_text.h"
#include "base/text.h"
#include "estimate/target_card.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kShownWorstCases = 10;
constexpr double kPlotSize = 420.0;
constexpr double kPlotMargin = 60.0;

Json evaluationJson(const EstimateErrors& evaluation) {
    return {{"networks", evaluation.networks},          {"mape", evaluation.mape},
            {"within_5", evaluation.within_5},          {"within_10", evaluation.within_10},
            {"spearman", evaluation.spearman},          {"worst", evaluation.worst},
            {"interval_coverage", evaluation.coverage}, {"interval_width", evaluation.width}};
}

std::string cells(const std::vector<std::string>& row, const char* tag) {
    std::string html = "<tr>";
    for (const std::string& cell : row) {
        html += std::string("<") + tag + ">" + markupText(cell) + "</" + tag + ">";
    }
    return html + "</tr>\n";
}

/// Figures of new and present estimator, row by row.
std::vector<std::vector<std::string>> comparison(const ImportReport& report) {
    const auto row = [&](const char* label, auto text) {
        std::vector<std::string> words = {label, text(report.test)};
        if (report.present) words.push_back(text(*report.present));
        return words;
    };
    return {row("Mean error (MAPE)", [](const EstimateErrors& e) { return percentText(e.mape); }),
            row("Within 5 %", [](const EstimateErrors& e) { return percentText(e.within_5); }),
            row("Within 10 %", [](const EstimateErrors& e) { return percentText(e.within_10); }),
            row("Rank correlation (Spearman)", [](const EstimateErrors& e) { return fixedText(e.spearman, 4); }),
            row("Worst network", [](const EstimateErrors& e) { return percentText(e.worst); }),
            row("Inside the 90 % interval", [](const EstimateErrors& e) { return percentText(e.coverage); }),
            row("Mean width of the interval", [](const EstimateErrors& e) { return percentText(e.width); })};
}

/// Predicted against measured on logarithmic axes, with the diagonal and its 10 % band.
std::string scatterSvg(const std::vector<NetworkOutcome>& outcomes) {
    double low = 1e300, high = 0.0;
    for (const NetworkOutcome& outcome : outcomes) {
        low = std::min({low, outcome.measured_ms, outcome.predicted_ms});
        high = std::max({high, outcome.measured_ms, outcome.predicted_ms});
    }
    if (!(low > 0.0) || !(high > 0.0)) return {};
    const double from = std::log(low / 1.2), to = std::log(high * 1.2);
    const auto x = [&](double ms) { return kPlotMargin + (std::log(ms) - from) / (to - from) * kPlotSize; };
    const auto y = [&](double ms) { return 20 + kPlotSize - (std::log(ms) - from) / (to - from) * kPlotSize; };
    const auto at = [](double value) { return fixedText(value, 1); };
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"520\" height=\"500\" role=\"img\" "
        "aria-label=\"Predicted against measured latency\">\n";
    const double a = std::exp(from), b = std::exp(to);
    svg += "<polygon class=\"band\" points=\"" + at(x(a)) + "," + at(y(a * 0.9)) + " " + at(x(b)) + "," +
           at(y(b * 0.9)) + " " + at(x(b)) + "," + at(y(b * 1.1)) + " " + at(x(a)) + "," + at(y(a * 1.1)) + "\"/>\n";
    svg += "<line class=\"axis\" x1=\"" + at(x(a)) + "\" y1=\"" + at(y(a)) + "\" x2=\"" + at(x(b)) + "\" y2=\"" +
           at(y(b)) + "\"/>\n";
    svg += "<rect class=\"frame\" x=\"" + at(kPlotMargin) + "\" y=\"20\" width=\"" + at(kPlotSize) + "\" height=\"" +
           at(kPlotSize) + "\"/>\n";
    for (const NetworkOutcome& outcome : outcomes) {
        svg += "<circle cx=\"" + at(x(outcome.measured_ms)) + "\" cy=\"" + at(y(outcome.predicted_ms)) +
               "\" r=\"3\"><title>" + markupText(outcome.network) + ": " + formatMilliseconds(outcome.predicted_ms) +
               " predicted, " + formatMilliseconds(outcome.measured_ms) + " measured</title></circle>\n";
    }
    for (const double ms : {low, std::sqrt(low * high), high}) {
        svg += "<text x=\"" + at(x(ms)) + "\" y=\"" + at(36 + kPlotSize) + "\" text-anchor=\"middle\">" +
               formatMilliseconds(ms) + "</text><text x=\"" + at(kPlotMargin - 4) + "\" y=\"" + at(y(ms) + 4) +
               "\" text-anchor=\"end\">" + formatMilliseconds(ms) + "</text>\n";
    }
    svg += "<text x=\"" + at(kPlotMargin + kPlotSize / 2) + "\" y=\"" + at(54 + kPlotSize) +
           "\" text-anchor=\"middle\">measured; the shaded band is within 10 %</text>\n";
    return svg + "</svg>\n";
}

std::string table(const char* title, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return {};
    std::string html = "<h2>" + markupText(title) + "</h2>\n<table>\n" + cells(head, "th");
    for (const auto& row : rows) {
        html += cells(row, "td");
    }
    return html + "</table>\n";
}

std::string verdict(const ImportReport& report) {
    if (!report.present) {
        return report.present_problem.empty() ? "The target had no estimator to compare with."
                                              : "Not compared with the present estimator: " + report.present_problem;
    }
    return report.isWorse() ? "Worse than the present estimator on the same held-out networks."
                            : "Better than the present estimator on the same held-out networks.";
}

std::string signedPercent(double fraction) {
    return (fraction >= 0 ? "+" : "-") + percentText(std::abs(fraction));
}

}  // namespace

Json problemsJson(const RowProblems& problems) {
    Json rows = Json::array();
    for (const RowProblem& problem : problems.shown) {
        rows.push_back({{"line", problem.line},
                        {"column", problem.column.empty() ? Json(nullptr) : Json(problem.column)},
                        {"reason", problem.reason}});
    }
    return {{"count", problems.count}, {"rows", std::move(rows)}};
}

Json importReportJson(const ImportReport& report) {
    const Regressor& regressor = *report.package.regressor;
    Json json = {{"target", report.package.target.id},
                 {"regressor_sha256", regressor.id},
                 {"held_out", evaluationJson(report.test)},
                 {"present", report.present ? evaluationJson(*report.present) : Json(nullptr)},
                 {"worse", report.isWorse()},
                 {"seconds", report.seconds},
                 {"card", cardJson(regressor.card)}};
    if (!report.present_problem.empty()) json["present_problem"] = report.present_problem;
    return json;
}

std::string importReportHtml(const ImportReport& report) {
    const RegressorCard& card = report.package.regressor->card;
    std::vector<std::vector<std::string>> worst, types, curve;
    for (size_t i = 0; i < std::min(kShownWorstCases, report.test.outcomes.size()); ++i) {
        const NetworkOutcome& outcome = report.test.outcomes[i];
        worst.push_back({outcome.network, formatMilliseconds(outcome.measured_ms),
                         formatMilliseconds(outcome.predicted_ms), signedPercent(outcome.error())});
    }
    for (const TypeError& type : card.by_type) {
        types.push_back({type.type, groupDigits(type.kernels), percentText(type.mape)});
    }
    for (const LearningPoint& point : card.learning_curve) {
        curve.push_back({groupDigits(point.networks), percentText(point.mape)});
    }
    std::vector<std::string> head = {"", "new"};
    if (report.present) head.emplace_back("present");
    const std::string title = "Latency estimator of " + report.package.target.name;
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + markupText(title) +
           "</title>\n<style>body{font:15px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em;color:#222;"
           "background:#fff}table{border-collapse:collapse}td,th{padding:.2em 1em .2em 0;text-align:left;"
           "border-bottom:1px solid #ddd}circle{fill:#1a5fb4;fill-opacity:.6}.band{fill:#1a5fb4;fill-opacity:.12}"
           ".axis,.frame{stroke:#888;fill:none}text{font-size:12px;fill:#555}</style></head>\n<body>\n<h1>" +
           markupText(title) + "</h1>\n<p>" + markupText(card.source) + ": " + markupText(card.measurements) + ". " +
           groupDigits(card.train_networks) + " networks trained on, " + groupDigits(card.test_networks) +
           " held out. " + markupText(verdict(report)) + "</p>\n" +
           table("Held-out networks", head, comparison(report)) + "<h2>Predicted against measured</h2>\n" +
           scatterSvg(report.test.outcomes) +
           table("Worst cases", {"network", "measured", "predicted", "error"}, worst) +
           table("Error of single kernels", {"operator", "kernels", "mean error"}, types) +
           table("Learning curve", {"training networks", "mean error"}, curve) + "</body></html>\n";
}

std::string importReportText(const ImportReport& report) {
    const RegressorCard& card = report.package.regressor->card;
    std::string text = "trained on " + groupDigits(card.train_networks) + " networks, tested on " +
                       groupDigits(card.test_networks) + " held-out ones in " + fixedText(report.seconds, 1) + " s\n";
    text += std::string(30, ' ') + "new" + (report.present ? "       present" : "") + "\n";
    for (const auto& row : comparison(report)) {
        std::string line = row[0] + std::string(30 - row[0].size(), ' ') + row[1];
        if (row.size() > 2) line += std::string(line.size() < 40 ? 40 - line.size() : 1, ' ') + row[2];
        text += line + "\n";
    }
    for (const TypeError& type : card.by_type) {
        text += "error of " + type.type + std::string(type.type.size() < 21 ? 21 - type.type.size() : 1, ' ') +
                percentText(type.mape) + " over " + groupDigits(type.kernels) + " kernels\n";
    }
    for (const LearningPoint& point : card.learning_curve) {
        text += "with " + groupDigits(point.networks) + " networks: " + percentText(point.mape) + " mean error\n";
    }
    for (size_t i = 0; i < std::min<size_t>(5, report.test.outcomes.size()); ++i) {
        const NetworkOutcome& outcome = report.test.outcomes[i];
        text += "worst: " + elide(outcome.network, 40) + ", " + formatMilliseconds(outcome.predicted_ms) +
                " predicted, " + formatMilliseconds(outcome.measured_ms) + " measured (" +
                signedPercent(outcome.error()) + ")\n";
    }
    return text + verdict(report) + "\n";
}

}  // namespace bw
