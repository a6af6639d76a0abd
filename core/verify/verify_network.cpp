// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/verify_network.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "base/random.h"
#include "base/run_process.h"
#include "base/text.h"
#include "io/atomic_write.h"
#include "io/export_model.h"
#include "io/file_bytes.h"
#include "io/operator_names.h"
#include "verify/scratch_folder.h"

namespace bw {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Everything that the steps for one peer share.
struct Job {
    const Document& document;
    const Assessment& assessment;
    const TargetProfile& target;
    const VerifyOptions& options;
    const std::string& folder;
    const std::stop_token& stop;
};

json shapeJson(const Shape& shape) {
    return std::vector<int64_t>(shape.sizes().begin(), shape.sizes().end());
}

/// Draws the inputs, standard normal, once for all peers; gives their list for the request.
Result<json> writeInputs(const Job& job) {
    Random random(job.options.seed);
    json inputs = json::array();
    for (size_t i = 0; i < job.assessment.network.size(); ++i) {
        const Block& block = job.assessment.network.at(i);
        const BlockSpan& span = job.assessment.lowered.blocks[i];
        if (!block.inputs.empty() || span.operator_count != 0) continue;
        const Shape& shape = job.assessment.lowered.graph.shape(span.outputs.front());
        std::vector<float> values(static_cast<size_t>(shape.elements()));
        for (float& value : values)
            value = static_cast<float>(random.normal());
        std::string bytes(values.size() * sizeof(float), '\0');
        std::memcpy(bytes.data(), values.data(), bytes.size());
        const std::string file = job.folder + "/input" + std::to_string(inputs.size()) + ".bin";
        if (auto ok = writeFileAtomically(file, bytes); !ok) return tl::unexpected(ok.error());
        inputs.push_back({{"shape", shapeJson(shape)}, {"file", file}});
    }
    return inputs;
}

/// The last line that a failed program wrote, which is where Python says what went wrong.
std::string lastLine(const ProcessOutput& output) {
    const std::string_view text = trim(output.err.empty() ? output.out : output.err);
    const size_t newline = text.rfind('\n');
    return cleanName(trim(newline == std::string_view::npos ? text : text.substr(newline + 1)), 400);
}

Result<void> run(const InstalledPeer& installed, std::vector<std::string> arguments, const std::string& folder,
                 const Job& job) {
    const auto ended = runProcess({installed.program, std::move(arguments), folder, job.options.timeout_s}, job.stop);
    if (!ended) return tl::unexpected(ended.error());
    if (ended->exit_code == 0) return {};
    const std::string said = lastLine(*ended);
    return fail(ErrorCode::Unsupported,
                std::string(installed.peer->label) + " refuses the network" + (said.empty() ? "" : ": " + said));
}

Result<PeerResult> runScript(const InstalledPeer& installed, const std::string& model, const json& inputs,
                             const std::string& folder, const Job& job) {
    json outputs = json::array();
    for (const TensorId tensor : job.assessment.lowered.graph.outputs)
        outputs.push_back(shapeJson(job.assessment.lowered.graph.shape(tensor)));
    const json request = {{"model", model},    {"runs", job.options.runs}, {"threads", job.options.threads},
                          {"outputs", folder}, {"inputs", inputs},         {"output_shapes", outputs}};
    const std::string request_file = folder + "/request.json";
    const std::string result_file = folder + "/result.json";
    if (auto ok = writeFileAtomically(request_file, request.dump()); !ok) return tl::unexpected(ok.error());
    // -B: the folder of the scripts may not be ours to write in.
    if (auto ok = run(installed, {"-B", installed.script, request_file, result_file}, folder, job); !ok)
        return tl::unexpected(ok.error());
    const auto bytes = readFileBytes(result_file, kMaxPeerResultBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return readPeerResult(*bytes, folder);
}

/// The file of `folder` whose name holds `part`; empty where there is none.
std::string fileWith(const std::string& folder, const std::string& part) {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
        if (entry.path().filename().string().find(part) != std::string::npos) return entry.path().string();
    }
    return {};
}

Result<PeerResult> runVela(const InstalledPeer& installed, const std::string& model, const std::string& folder,
                           const Job& job) {
    if (!job.target.id.starts_with("ethos-u")) {
        return fail(ErrorCode::Unsupported, "Vela compiles for Ethos-U alone, and the target is " + job.target.name,
                    "vela", "choose an Ethos-U target");
    }
    if (auto ok = run(installed,
                      {model, "--accelerator-config", job.target.id, "--output-dir", folder, "--verbose-performance"},
                      folder, job);
        !ok) {
        return tl::unexpected(ok.error());
    }
    const auto layers = readFileBytes(fileWith(folder, "_per-layer"), kMaxPeerResultBytes);
    const auto summary = readFileBytes(fileWith(folder, "_summary_"), kMaxPeerResultBytes);
    if (!layers || !summary)
        return fail(ErrorCode::Unsupported, "Vela left no table of layers: the network has no part for the accelerator",
                    "vela");
    return readVelaTables(*layers, *summary);
}

/// Lays the peer's operators beside ours, by name.
void matchOperators(const std::vector<std::string>& names, PeerReport& report) {
    report.operators.resize(names.size());
    std::map<std::string, size_t> by_name;
    for (size_t i = 0; i < names.size(); ++i)
        by_name.emplace(names[i], i);
    for (const PeerOperator& op : report.result->operators) {
        // What an exporter adds to an operator is called "name/part"; the longest name wins.
        std::string name = op.name;
        auto found = by_name.find(name);
        while (found == by_name.end() && name.find('/') != std::string::npos) {
            name.resize(name.rfind('/'));
            found = by_name.find(name);
        }
        if (found == by_name.end()) {
            report.other_ms += op.latency_ms;
            continue;
        }
        auto& slot = report.operators[found->second];
        if (!slot) {
            slot = op;
            continue;
        }
        slot->latency_ms += op.latency_ms;
        if (slot->cycles) *slot->cycles += op.cycles.value_or(0);
        if (slot->sram_bytes) slot->sram_bytes = std::max(*slot->sram_bytes, op.sram_bytes.value_or(0));
        slot->on_accelerator = slot->on_accelerator && op.on_accelerator;
    }
}

Result<PeerResult> runPeer(const Peer& peer, const json& inputs, const Job& job, PeerReport& report) {
    const auto installed = findPeer(peer, job.stop);
    if (!installed) return tl::unexpected(installed.error());
    const std::string folder = job.folder + "/" + std::string(peer.id);
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) return fail(ErrorCode::IoFailure, code.message(), folder);
    ExportOptions wanted;
    wanted.format = std::string(peer.format);
    wanted.seed = job.options.seed;
    wanted.source = job.options.source;
    wanted.weights = job.options.weights;
    const auto format = exportFormatFor(peer.format, {});
    if (!format) return tl::unexpected(format.error());
    const auto exported = exportModel(job.document, folder + "/network" + std::string((*format)->suffix), wanted);
    if (!exported) return tl::unexpected(exported.error());
    report.notes = exported->notes;
    if (peer.script.empty()) return runVela(*installed, exported->files.front(), folder, job);
    return runScript(*installed, exported->files.front(), inputs, folder, job);
}

/// Greatest difference over the greatest value of either; infinite where one is no number and the other is.
double relativeDifference(const std::vector<float>& a, const std::vector<float>& b) {
    double greatest = 0;
    double difference = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        const double x = a[i];
        const double y = b[i];
        if (std::isfinite(x)) greatest = std::max(greatest, std::abs(x));
        if (std::isfinite(y)) greatest = std::max(greatest, std::abs(y));
        if (x == y || (std::isnan(x) && std::isnan(y))) continue;
        difference = std::max(difference, std::isfinite(x) && std::isfinite(y) ? std::abs(x - y) : HUGE_VAL);
    }
    return difference > 0 ? difference / std::max(greatest, 1e-30) : 0.0;
}

double shareApart(const std::vector<float>& a, const std::vector<float>& b) {
    size_t apart = 0;
    for (size_t i = 0; i < a.size(); ++i)
        apart += a[i] == b[i] ? 0 : 1;
    return a.empty() ? 0.0 : static_cast<double>(apart) / static_cast<double>(a.size());
}

void compareAll(VerifyReport& report) {
    for (size_t i = 0; i < report.peers.size(); ++i) {
        for (size_t j = i + 1; j < report.peers.size(); ++j) {
            const auto& first = report.peers[i].result;
            const auto& second = report.peers[j].result;
            if (!first || !second || first->outputs.empty() || second->outputs.empty()) continue;
            Agreement agreement = compareOutputs(first->outputs, second->outputs);
            agreement.first = i;
            agreement.second = j;
            agreement.quantized = first->quantized || second->quantized;
            report.agreements.push_back(agreement);
        }
    }
}

}  // namespace

bool VerifyReport::holds() const {
    return std::all_of(peers.begin(), peers.end(), [](const PeerReport& peer) { return peer.result.has_value(); }) &&
           std::all_of(agreements.begin(), agreements.end(), [](const Agreement& a) { return a.holds(); });
}

Agreement compareOutputs(const std::vector<PeerOutput>& a, const std::vector<PeerOutput>& b) {
    Agreement agreement;
    if (a.size() != b.size()) return agreement;
    for (size_t i = 0; i < a.size(); ++i) {
        if (a[i].shape != b[i].shape) return agreement;
        if (a[i].integer || b[i].integer) {
            agreement.other_labels = std::max(agreement.other_labels, shareApart(a[i].values, b[i].values));
        } else {
            agreement.worst = std::max(agreement.worst, relativeDifference(a[i].values, b[i].values));
        }
    }
    agreement.same_shapes = true;
    return agreement;
}

Result<VerifyReport> verifyNetwork(const Document& document, const Assessment& assessment, const TargetProfile& target,
                                   std::span<const Peer* const> wanted, const VerifyOptions& options,
                                   const VerifyWatcher& watcher, const std::stop_token& stop) {
    const auto tell = [&](double done, const std::string& what) {
        if (watcher) watcher(done, what);
    };
    const auto scratch = ScratchFolder::create();
    if (!scratch) return tl::unexpected(scratch.error());
    const std::string folder = options.keep_folder.empty() ? scratch->path() : options.keep_folder;
    const Job job{document, assessment, target, options, folder, stop};
    tell(0, "Drawing an input");
    const auto inputs = writeInputs(job);
    if (!inputs) return tl::unexpected(inputs.error());
    VerifyReport report;
    report.operator_names = operatorNames(assessment.network, assessment.lowered);
    for (const Peer* peer : wanted) {
        tell(static_cast<double>(report.peers.size()) / static_cast<double>(wanted.size()), std::string(peer->label));
        PeerReport& made = report.peers.emplace_back();
        made.peer = peer;
        auto result = runPeer(*peer, *inputs, job, made);
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
        if (result) {
            made.result = *std::move(result);
            matchOperators(report.operator_names, made);
        } else {
            made.error = result.error();
        }
    }
    compareAll(report);
    tell(1, {});
    return report;
}

}  // namespace bw
