// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "memory/arena.h"

namespace bw::support {

inline std::filesystem::path minimallocFolder() {
    return std::filesystem::path(BW_SHARED_DATA) / "memory" / "minimalloc";
}

/// The names of the shared allocation problems ("A.1048576.csv"), sorted; empty where the folder is absent.
inline std::vector<std::string> minimallocInstances() {
    std::vector<std::string> names;
    std::error_code absent;
    for (const auto& entry : std::filesystem::directory_iterator(minimallocFolder(), absent))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Rows "id,lower,upper,size" below one line of titles, a buffer living in [lower, upper).
inline std::vector<ArenaBuffer> readMinimallocInstance(const std::string& name) {
    std::ifstream file(minimallocFolder() / name);
    std::string line;
    std::getline(file, line);
    std::vector<ArenaBuffer> buffers;
    char comma = 0;
    int64_t id = 0, lower = 0, upper = 0, size = 0;
    while (file >> id >> comma >> lower >> comma >> upper >> comma >> size)
        buffers.push_back({static_cast<int32_t>(lower), static_cast<int32_t>(upper) - 1, size});
    if (buffers.empty() || !file.eof()) throw std::runtime_error("cannot read " + name);
    return buffers;
}

/// The capacity that the instance's name carries.
inline int64_t minimallocCapacity(const std::string& name) {
    return std::stoll(name.substr(name.find('.') + 1));
}

}  // namespace bw::support
