// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/nas_bench_macro.h"

namespace bw::support {

/// A network of NAS-Bench-Macro with what training gave.
struct TrainedNetwork {
    std::string code;     ///< Canonical, of those with the same network.
    double accuracy = 0;  ///< Mean over the trainings of all of them, percent.
};

/// The code whose identities stand last in each stage: behind the first layer of a stage, layers that are none commute
/// with those that are.
inline std::string canonicalMacroCode(std::string code) {
    for (const size_t second : {size_t{3}, size_t{6}}) {
        if (code[second] == '0') std::swap(code[second], code[second + 1]);
    }
    return code;
}

/// The 3,969 distinct networks in the order of their codes; none where the table is not in `directory`.
inline std::vector<TrainedNetwork> distinctTrainedNetworks(const std::string& directory) {
    std::ifstream file(directory + "/nas-bench-macro_cifar10.json");
    if (!file) return {};
    std::map<std::string, std::pair<double, int>> sums;
    const nlohmann::json table = nlohmann::json::parse(file);
    for (const auto& [code, entry] : table.items()) {
        auto& [sum, count] = sums[canonicalMacroCode(code)];
        sum += entry.at("mean_acc").get<double>();
        ++count;
    }
    std::vector<TrainedNetwork> networks;
    for (const auto& [code, total] : sums)
        networks.push_back({code, total.first / total.second});
    return networks;
}

}  // namespace bw::support
