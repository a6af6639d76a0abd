// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe/open_files.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "base/text.h"
#include "io/open_model.h"
#include "lowering/lower.h"

namespace bw::probe {

namespace fs = std::filesystem;

bool openFile(const std::string& path) {
    const auto start = std::chrono::steady_clock::now();
    const auto opened = openModel(path);
    std::string found = opened ? std::string() : opened.error().text();
    if (opened) {
        const auto lowered = lower(opened->document.network);
        found = std::to_string(opened->document.network.size()) + " blocks, " +
                std::to_string(lowered ? lowered->graph.operators.size() : 0) + " operators";
    }
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    std::printf("%s %.1f ms %s: %s\n", opened ? "accepted" : "refused", elapsed.count(), elide(path, 120).c_str(),
                found.c_str());
    return opened.has_value();
}

bool openAll(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code code;
    if (!fs::is_directory(folder, code)) {
        std::fprintf(stderr, "blockwright-probe: %s: is no folder\n", elide(folder, 120).c_str());
        return false;
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder, code)) {
        if (!entry.is_directory(code)) files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    size_t accepted = 0;
    for (const std::string& file : files)
        accepted += openFile(file) ? 1 : 0;
    std::printf("%zu files: %zu accepted, %zu refused\n", files.size(), accepted, files.size() - accepted);
    return true;
}

}  // namespace bw::probe
