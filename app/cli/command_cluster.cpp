// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/model_source.h"
#include "learn/cluster/cluster_weights.h"
#include "learn/train/checkpoint.h"

namespace bw::cli {
namespace {

struct ClusterCommand : ModelOptions {
    std::string weights;
    std::string weights_out;
    ClusterOptions cluster;
};

using Layer = ClusteredWeights::Layer;

nlohmann::json layerJson(const Layer& layer) {
    return {{"weights", layer.weights},
            {"plain_bytes", layer.plain_bytes},
            {"palette_bytes", layer.palette_bytes},
            {"coded_bytes", layer.coded_bytes}};
}

nlohmann::json resultJson(const ClusteredWeights& result, const ClusterCommand& options) {
    nlohmann::json layers = nlohmann::json::array();
    for (const Layer& layer : result.layers) {
        nlohmann::json json = layerJson(layer);
        json["kernel"] = layer.key;
        json["colours"] = layer.colours;
        json["error"] = layer.error;
        layers.push_back(std::move(json));
    }
    return {{"file", options.file},
            {"colours", options.cluster.colours},
            {"weight_bits", options.cluster.weight_bits},
            {"total", layerJson(result.total())},
            {"layers", layers},
            {"weights_out", options.weights_out}};
}

void printRow(const std::string& name, const std::string& colours, const Layer& layer, const std::string& error) {
    std::printf("%-34s%9s%12s%12s%12s%10s\n", elide(name, 33).c_str(), colours.c_str(),
                groupDigits(layer.plain_bytes).c_str(), groupDigits(layer.palette_bytes).c_str(),
                groupDigits(layer.coded_bytes).c_str(), error.c_str());
}

void printText(const ClusteredWeights& result) {
    std::printf("%-34s%9s%12s%12s%12s%10s\n", "kernel", "colours", "plain, B", "palette, B", "coded, B", "error");
    for (const Layer& layer : result.layers) {
        printRow(layer.key, layer.colours > 0 ? std::to_string(layer.colours) : "-", layer,
                 formatNumber(std::round(layer.error * 1e3) / 10) + " %");
    }
    printRow("together", "", result.total(), "");
    std::printf(
        "Coded is what indices of their entropy would take, the least a lossless coder needs. 'train FILE --judge "
        "--start WEIGHTS' tells what clustering costs in accuracy.\n");
}

int run(ClusterCommand& options) {
    const auto model = openFile(options);
    if (!model) return reportError(model.error());
    const auto numbers = loadNumbers(options.weights);
    if (!numbers) return reportError(numbers.error());
    const auto result = clusterWeights(model->document.network, *numbers, options.cluster);
    if (!result) return reportError(result.error());
    if (!options.weights_out.empty()) {
        if (auto ok = saveNumbers(options.weights_out, result->numbers); !ok) return reportError(ok.error());
    }
    if (options.json) {
        std::cout << resultJson(*result, options).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        printText(*result);
    }
    return kExitFits;
}

}  // namespace

void addCluster(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "cluster",
        "Replace the weights of each kernel of a trained network by a palette of few values, and tell what "
        "it takes then");
    auto options = std::make_shared<ClusterCommand>();
    options->addTo(*command);
    command->add_option("--weights", options->weights, "Weights of the network as safetensors, as 'train' writes them")
        ->required();
    command->add_option("--colours", options->cluster.colours, "Values of a palette; 16 unless given")
        ->check(CLI::Range(2, 65536));
    command
        ->add_option("--bits", options->cluster.weight_bits,
                     "Of a weight as it is stored, and of a colour; 8 unless given")
        ->check(CLI::Range(1, 32));
    command
        ->add_option("--least", options->cluster.least_weights,
                     "Kernels of fewer weights stay as they are; 256 unless given")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--weights-out", options->weights_out, "Write the clustered weights as safetensors");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
