// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/verify_output.h"
#include "learn/train/checkpoint.h"
#include "learn/train/trained_numbers.h"

namespace bw::cli {
namespace {

struct VerifyCommand : ModelOptions {
    std::vector<std::string> with;
    VerifyOptions options;
    std::string weights;
    bool new_weights = false;
    bool list = false;
};

/// Which peers this machine has, and how the others are installed.
int listPeers(const VerifyCommand& command) {
    nlohmann::json found = nlohmann::json::array();
    for (const Peer& peer : peers()) {
        const auto installed = findPeer(peer);
        if (command.json) {
            found.push_back({{"tool", peer.id},
                             {"label", peer.label},
                             {"program", installed ? nlohmann::json(installed->program) : nlohmann::json(nullptr)},
                             {"install", peer.install}});
        } else {
            std::cout << peer.id << ": "
                      << (installed ? installed->program : "not installed; " + std::string(peer.install)) << "\n";
        }
    }
    if (command.json) std::cout << found.dump(1) << "\n";
    return kExitFits;
}

int verify(VerifyCommand& command) {
    if (command.list) return listPeers(command);
    if (command.file.empty() || command.with.empty())
        return reportError({ErrorCode::InvalidArgument, "a network and --with are needed", {}, {}, "see --help"});
    std::vector<const Peer*> wanted;
    for (const std::string& ids : command.with) {
        for (const std::string& id : split(ids, ',')) {
            const auto peer = peerOf(trim(id));
            if (!peer) return reportError(peer.error());
            if (std::find(wanted.begin(), wanted.end(), *peer) == wanted.end()) wanted.push_back(*peer);
        }
    }
    const auto opened = openForTarget(command);
    if (!opened) return reportError(opened.error());
    const auto assessment = assess(opened->model.document.network, opened->context);
    if (!assessment) return reportError(assessment.error());
    if (!command.options.keep_folder.empty()) {
        std::error_code code;
        std::filesystem::create_directories(command.options.keep_folder, code);
        command.options.keep_folder = std::filesystem::absolute(command.options.keep_folder, code).string();
        if (code) return reportError({ErrorCode::IoFailure, code.message(), command.options.keep_folder, {}, {}});
    }
    if (opened->model.format != "blockwright" && !command.new_weights) command.options.source = command.file;
    if (!command.weights.empty()) {
        auto numbers = loadNumbers(command.weights);
        if (!numbers) return reportError(numbers.error());
        command.options.weights = std::make_shared<const TrainedWeights>(std::move(*numbers));
    }
    std::stop_source stop;
    const InterruptWatch watch([&stop] { stop.request_stop(); });
    const auto report = verifyNetwork(opened->model.document, *assessment, opened->context.target, wanted,
                                      command.options, {}, stop.get_token());
    if (!report) return reportError(report.error());
    if (command.json) {
        std::cout << verifyJson(*opened, *assessment, *report, command.file)
                         .dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        std::cout << verifyText(*opened, *assessment, *report);
    }
    const bool failed = std::any_of(report->peers.begin(), report->peers.end(),
                                    [](const PeerReport& peer) { return peer.error.has_value(); });
    if (failed) return kExitError;
    return report->holds() ? kExitFits : kExitExceeds;
}

}  // namespace

void addVerify(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "verify",
        "Run a network in other programs on one random input and compare outputs, and times with the estimate. "
        "Exit code 0: all agree, 1: outputs differ by more than 1e-4 of the greatest value, 2: a program is missing "
        "or refuses");
    auto options = std::make_shared<VerifyCommand>();
    options->addTo(*command);
    command->get_option("FILE")->required(false);
    command->add_option("--with", options->with, "Of " + peerIds() + ", separated by commas");
    command->add_flag("--list", options->list, "Say which of these programs this machine has");
    command->add_option("--runs", options->options.runs, "Timed runs")->check(CLI::Range(1, 1000));
    command->add_option("--threads", options->options.threads, "Threads of the processor")->check(CLI::Range(1, 256));
    command->add_option("--timeout", options->options.timeout_s, "Seconds for each program")
        ->check(CLI::Range(1.0, 86400.0));
    command->add_option("--seed", options->options.seed, "Draws the input, and weights where there are none");
    command->add_option("--keep", options->options.keep_folder, "Folder that keeps the exports and raw results");
    command->add_option("--weights", options->weights, "Weights that 'train' wrote for this network, safetensors");
    command->add_flag("--new-weights", options->new_weights, "Draw all weights, take none from FILE");
    command->callback([options, &exit_code] { exit_code = verify(*options); });
}

}  // namespace bw::cli
