// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/run_process.h"
#include "io/export_model.h"
#include "lowering/lower.h"
#include "support/must.h"

namespace bw::test {

/// What check_exports.py found of one format's files.
struct FormatCounts {
    int wanted = 0;    ///< Networks.
    int exported = 0;  ///< Not refused.
    int ran = 0;
    int shapes_equal = 0;
    int finite = 0;
    int checked = 0;  ///< By the ONNX checker.
    int compared = 0;
    double worst = 0;  ///< Greatest difference to another runtime.
};

/// Networks exported to several formats, which one Python process then loads.
class ExportBatch {
public:
    /// `python`: interpreter with what check_exports.py needs for these formats.
    ExportBatch(std::filesystem::path folder, std::string python)
        : folder_(std::move(folder)), python_(std::move(python)) {
        std::filesystem::create_directories(folder_);
    }

    /// Exports to `format`. Files of one `group` are compared with the first of it; empty: not compared.
    void add(const Document& document, const std::string& format, const std::string& stem, const ExportOptions& options,
             const std::string& group) {
        FormatCounts& counts = counts_[format];
        ++counts.wanted;
        ExportOptions wanted = options;
        wanted.format = format;
        const auto suffix = support::must(exportFormatFor(format, {}))->suffix;
        const std::string path = (folder_ / (stem + "_" + format + std::string(suffix))).string();
        const auto report = exportModel(document, path, wanted);
        if (!report) {
            std::printf("# %s refused: %s\n", format.c_str(), report.error().text().c_str());
            return;
        }
        ++counts.exported;
        const LoweredNetwork lowered = support::must(lower(document.network, Precision::Fp32));
        const auto sizes = [&](TensorId tensor) {
            const auto all = lowered.graph.shape(tensor).sizes();
            return std::vector<int64_t>(all.begin(), all.end());
        };
        nlohmann::json entry = {{"file", path}, {"inputs", nlohmann::json::array()}};
        for (size_t i = 0; i < document.network.size(); ++i) {
            if (document.network.at(i).inputs.empty() && lowered.blocks[i].operator_count == 0)
                entry["inputs"].push_back(sizes(lowered.blocks[i].outputs.front()));
        }
        entry["outputs"] = nlohmann::json::array();
        for (const TensorId output : lowered.graph.outputs)
            entry["outputs"].push_back(sizes(output));
        if (!group.empty()) entry["group"] = group;
        manifest_ += entry.dump() + "\n";
        format_of_.emplace_back(format);
    }

    /// Has everything that was added loaded and run, counts, and removes the files.
    void check() {
        if (manifest_.empty()) return;
        const std::string list = (folder_ / "manifest.jsonl").string();
        std::ofstream(list) << manifest_;
        ProcessRequest request;
        request.program = python_;
        request.arguments = {"-B", BW_SOURCE_DIR "/tests/support/check_exports.py", list};
        request.timeout_s = 3600;
        request.max_output_bytes = size_t{64} << 20U;
        const auto output = support::must(runProcess(request));
        size_t index = 0;
        for (size_t begin = 0, end; (end = output.out.find('\n', begin)) != std::string::npos; begin = end + 1)
            count(nlohmann::json::parse(output.out.substr(begin, end - begin)), format_of_[index++]);
        // An interpreter that ends the whole program is a finding too.
        if (index < format_of_.size())
            std::printf("# the checker ended at file %zu of %zu: %s\n", index, format_of_.size(), output.err.c_str());
        manifest_.clear();
        format_of_.clear();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }

    void print(const std::string& name) const {
        for (const auto& [format, c] : counts_) {
            const std::string begin = name + "_" + format;
            std::printf("%s_exported %d of %d\n%s_ran %d of %d\n%s_shapes_equal %d of %d\n%s_finite %d of %d\n",
                        begin.c_str(), c.exported, c.wanted, begin.c_str(), c.ran, c.wanted, begin.c_str(),
                        c.shapes_equal, c.wanted, begin.c_str(), c.finite, c.wanted);
            if (format == "onnx") std::printf("%s_checked %d of %d\n", begin.c_str(), c.checked, c.wanted);
            if (c.compared > 0) {
                std::printf("%s_compared %d networks\n%s_greatest_relative_difference %.3g 1\n", begin.c_str(),
                            c.compared, begin.c_str(), c.worst);
            }
        }
        std::fflush(stdout);
    }

private:
    void count(const nlohmann::json& found, const std::string& format) {
        FormatCounts& counts = counts_[format];
        const std::string file = std::filesystem::path(found["file"].get<std::string>()).filename().string();
        for (const char* error : {"error", "checker_error"}) {
            if (found.contains(error)) std::printf("# %s: %s\n", file.c_str(), found[error].get<std::string>().c_str());
        }
        if (found.contains("error")) return;
        ++counts.ran;
        counts.shapes_equal += found["shapes_equal"].get<bool>() ? 1 : 0;
        counts.finite += found["finite"].get<bool>() ? 1 : 0;
        counts.checked += found.value("checked", false) ? 1 : 0;
        if (!found.contains("difference")) return;
        ++counts.compared;
        const double difference = found["difference"].is_null() ? HUGE_VAL : found["difference"].get<double>();
        counts.worst = std::max(counts.worst, difference);
        if (difference > 1e-4) std::printf("# %s differs by %.3g\n", file.c_str(), difference);
    }

    std::filesystem::path folder_;
    std::string python_;
    std::string manifest_;
    std::vector<std::string> format_of_;  ///< By line of the manifest.
    std::map<std::string, FormatCounts> counts_;
};

}  // namespace bw::test
