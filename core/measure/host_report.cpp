// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a calibration leaves behind: figures, rows and files.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "base/text.h"
#include "io/atomic_write.h"
#include "measure/host_calibration.h"
#include "measure/statistics.h"

namespace bw {
namespace {

/// A cell without separators, quotes or line ends.
std::string cell(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }, ' ');
    return text;
}

void writeSpread(std::ostream& out, const Spread& seconds) {
    out << ',' << formatNumber(seconds.median * 1e6) << ',' << formatNumber(seconds.q1 * 1e6) << ','
        << formatNumber(seconds.q3 * 1e6);
}

void writeOperator(std::ostream& out, const OperatorGraph& graph, const Operator& op) {
    const Window& w = op.window;
    out << opTypeId(op.type) << ',' << graph.shape(op.inputs[0]).text() << ',' << graph.shape(op.outputs[0]).text()
        << ',' << w.kernel_h << 'x' << w.kernel_w << ',' << w.stride_h << 'x' << w.stride_w << ',' << w.dilation_h
        << 'x' << w.dilation_w << ',' << op.groups << ',' << activationId(op.activation);
}

}  // namespace

HostFigures figuresOf(const std::vector<HostCheck>& checks) {
    HostFigures figures;
    std::vector<double> measured, predicted;
    const double part = 1.0 / static_cast<double>(std::max<size_t>(1, checks.size()));
    for (const HostCheck& check : checks) {
        const double ms = check.measured.median * 1e3;
        const double error = std::abs(check.predicted_ms / ms - 1.0);
        ++figures.networks;
        figures.mape += error * part;
        figures.worst = std::max(figures.worst, error);
        figures.within_10 += error <= 0.10 ? part : 0.0;
        figures.coverage += ms >= check.low_ms && ms <= check.high_ms ? part : 0.0;
        figures.width += (check.high_ms - check.low_ms) / check.predicted_ms * part;
        measured.push_back(ms);
        predicted.push_back(check.predicted_ms);
    }
    figures.spearman = spearman(measured, predicted);
    return figures;
}

std::string hostRowsCsv(const HostCalibration& calibration) {
    std::ostringstream out;
    out << "network,row,type,input,output,kernel,stride,dilation,groups,activation,median_us,q1_us,q3_us,repetitions,"
           "disturbed,machine,cpu,library,threads,date\n";
    const auto finish = [&](const NetworkTiming& timing) {
        out << ',' << timing.repetitions << ',' << timing.disturbed << ',' << cell(calibration.machine.name) << ','
            << cell(calibration.machine.cpu) << ',' << cell(calibration.library) << ',' << calibration.threads << ','
            << calibration.date << '\n';
    };
    const auto whole = [&](const HostMeasurement& network) {
        out << cell(network.planned.id) << ",network,,,,,,,,";
        writeSpread(out, network.timing.whole);
        finish(network.timing);
    };
    for (const HostMeasurement& network : calibration.measured) {
        const OperatorGraph& graph = network.planned.graph;
        for (size_t i = 0; i < graph.operators.size(); ++i) {
            // What could not be run has no time, and no row.
            if (std::isnan(network.timing.operators[i].median)) continue;
            out << cell(network.planned.id) << ',' << i << ',';
            writeOperator(out, graph, graph.operators[i]);
            writeSpread(out, network.timing.operators[i]);
            finish(network.timing);
        }
        whole(network);
    }
    for (const HostMeasurement& network : calibration.whole)
        whole(network);
    return out.str();
}

Result<void> saveHostCalibration(const std::string& directory, const TargetProfile& target,
                                 const HostCalibration& calibration) {
    namespace fs = std::filesystem;
    const fs::path rows = fs::path(directory) / "measurements" / (target.id + ".csv");
    const fs::path regressors = fs::path(directory) / "regressors";
    std::error_code problem;
    fs::create_directories(rows.parent_path(), problem);
    if (!problem) fs::create_directories(regressors, problem);
    if (problem) {
        return tl::unexpected(Error{ErrorCode::IoFailure,
                                    "cannot make the folder: " + problem.message(),
                                    directory,
                                    {},
                                    "choose another folder"});
    }
    if (auto saved = writeFileAtomically(rows.string(), hostRowsCsv(calibration)); !saved) return saved;
    return saveRegressor(regressors.string(), calibration.training.regressor);
}

}  // namespace bw
