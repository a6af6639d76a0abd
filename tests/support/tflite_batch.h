// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/tflite_writer.h"
#include "support/must.h"

namespace bw::test {

/// Shapes that a file may give for `shape`: of rank 4 in either order of axes.
inline nlohmann::json shapesOf(const Shape& shape) {
    const std::vector<int64_t> plain(shape.sizes().begin(), shape.sizes().end());
    nlohmann::json allowed = nlohmann::json::array({plain});
    if (shape.rank() == 4) allowed.push_back({shape[0], shape[2], shape[3], shape[1]});
    return allowed;
}

/// The Python that BLOCKWRIGHT_PYTHON names, else the one that packaging/peers made, where it has `module`; else empty.
inline std::string pythonWith(const std::string& module) {
    const char* given = std::getenv("BLOCKWRIGHT_PYTHON");
    const std::string python = given != nullptr ? given : BW_SOURCE_DIR "/build/peers/bin/python";
    const std::string command = "'" + python + "' -c 'import " + module + "' >/dev/null 2>&1";
    return std::filesystem::exists(python) && std::system(command.c_str()) == 0 ? python : std::string();
}

/// Files to be looked at by check_tflite.py.
class TfliteBatch {
public:
    /// `python`: path of an interpreter that has what the checker needs; empty: nothing is checked.
    TfliteBatch(std::filesystem::path folder, std::string python, bool vela)
        : folder_(std::move(folder)), python_(std::move(python)), vela_(vela) {
        std::filesystem::create_directories(folder_);
    }

    /// Writes one file; its path, or nothing where the network cannot be exported.
    std::string add(const Network& network, const std::string& stem, const TfliteWriteOptions& options,
                    nlohmann::json entry = nlohmann::json::object()) {
        const auto start = std::chrono::steady_clock::now();
        const auto made = bw::exportTflite(network, options);
        const std::string path = (folder_ / (stem + ".tflite")).string();
        if (made) support::must(saveTflite(*made, path).map([] { return 0; }));
        last_ms_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        ++networks_;
        if (!made) {
            refused_.push_back(stem + ": " + made.error().text());
            return {};
        }
        entry["file"] = path;
        entry["outputs"] = nlohmann::json::array();
        for (const TensorId output : made->lowered().graph.outputs)
            entry["outputs"].push_back(shapesOf(made->lowered().graph.shape(output)));
        manifest_ += entry.dump() + "\n";
        return path;
    }
    /// A file that was written elsewhere, whose shapes are not known here.
    void addFile(const std::string& file, nlohmann::json entry) {
        entry["file"] = file;
        entry["outputs"] = nlohmann::json::array();
        manifest_ += entry.dump() + "\n";
    }
    /// Has a file that is not ours compared with one of ours.
    void compare(const std::string& file, const std::string& real) {
        manifest_ +=
            nlohmann::json{{"file", file}, {"float", real}, {"outputs", nlohmann::json::array()}}.dump() + "\n";
    }
    double lastMilliseconds() const { return last_ms_; }

    /// Runs the checker over what was added, removes the files, and gives what it found.
    std::vector<nlohmann::json> check() {
        std::vector<nlohmann::json> found;
        if (!manifest_.empty() && !python_.empty()) {
            const std::string list = (folder_ / "manifest.jsonl").string();
            std::ofstream(list) << manifest_;
            const std::string command = "'" + python_ + "' '" BW_SOURCE_DIR "/tests/support/check_tflite.py' '" + list +
                                        "'" + (vela_ ? " --vela" : "") + " 2>/dev/null";
            FILE* pipe = popen(command.c_str(), "r");
            std::string line;
            for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) {
                if (c != '\n') {
                    line.push_back(static_cast<char>(c));
                    continue;
                }
                found.push_back(nlohmann::json::parse(line));
                line.clear();
            }
            pclose(pipe);
            // An interpreter that ends the whole program is a finding too.
            const auto wanted = std::count(manifest_.begin(), manifest_.end(), '\n');
            if (static_cast<std::ptrdiff_t>(found.size()) < wanted) {
                std::printf("# the checker ended after %zu of %td files of %s\n", found.size(), wanted,
                            folder_.string().c_str());
                std::filesystem::copy(folder_, folder_.string() + ".kept", std::filesystem::copy_options::recursive);
            }
        }
        manifest_.clear();
        return found;
    }
    void clear() { std::filesystem::remove_all(folder_), std::filesystem::create_directories(folder_); }

    int networks() const { return networks_; }
    const std::vector<std::string>& refused() const { return refused_; }

private:
    std::filesystem::path folder_;
    std::string python_;
    bool vela_;
    std::string manifest_;
    double last_ms_ = 0;
    int networks_ = 0;
    std::vector<std::string> refused_;
};

}  // namespace bw::test
