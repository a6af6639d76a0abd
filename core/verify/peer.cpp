// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/peer.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "base/install_paths.h"
#include "base/run_process.h"
#include "base/text.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Peer, 4> kPeers = {{
    {"onnxruntime", "ONNX Runtime", "onnx", "run_onnxruntime.py", "onnxruntime", "", "pip install onnxruntime numpy"},
    {"torch", "PyTorch", "pytorch", "run_torch.py", "torch", "",
     "pip install torch (on Debian: apt install python3-torch)"},
    {"tflite", "TFLite interpreter", "tflite-float", "run_tflite.py", "ai_edge_litert tflite_runtime", "",
     "pip install ai-edge-litert numpy"},
    {"vela", "Arm Vela", "tflite-int8", "", "", "vela", "pip install ethos-u-vela"},
}};

/// Exit code 0 where one of the modules named as arguments is installed. Imports none of them.
constexpr const char* kHasModule =
    "import importlib.util, sys; sys.exit(not any(importlib.util.find_spec(name) for name in sys.argv[1:]))";

std::vector<std::string> pythons() {
    std::vector<std::string> found;
    const auto add = [&found](const std::string& path) {
        if (!path.empty() && ::access(path.c_str(), X_OK) == 0) found.push_back(path);
    };
    if (const char* given = std::getenv("BLOCKWRIGHT_PYTHON"); given != nullptr) add(given);
    add(findOnPath("python3"));
    add("/usr/bin/python3");
    return found;
}

Error missing(const Peer& peer) {
    Error error;
    error.code = ErrorCode::Unavailable;
    error.message = std::string(peer.label) + " is not installed where Blockwright looks";
    error.place = peer.id;
    error.remedy = std::string(peer.install) + "; BLOCKWRIGHT_PYTHON names the Python that has it";
    return error;
}

}  // namespace

std::span<const Peer> peers() {
    return kPeers;
}

Result<const Peer*> peerOf(std::string_view id) {
    std::string known;
    for (const Peer& peer : kPeers) {
        if (peer.id == id) return &peer;
        known += (known.empty() ? "" : ", ") + std::string(peer.id);
    }
    return fail(ErrorCode::NotFound, "there is no tool '" + cleanName(id, 60) + "' to verify with", {},
                "choose among " + known);
}

Result<InstalledPeer> findPeer(const Peer& peer, const std::stop_token& stop) {
    if (peer.script.empty()) {
        for (const std::string& python : pythons()) {
            const std::string beside = (fs::path(python).parent_path() / peer.program).string();
            if (::access(beside.c_str(), X_OK) == 0) return InstalledPeer{&peer, beside, {}};
        }
        const std::string program = findOnPath(std::string(peer.program));
        if (program.empty()) return tl::unexpected(missing(peer));
        return InstalledPeer{&peer, program, {}};
    }
    const std::string scripts = peerScriptsDirectory();
    if (scripts.empty())
        return fail(ErrorCode::Unavailable, "the scripts that come with Blockwright are missing", "peers");
    std::vector<std::string> arguments = {"-c", kHasModule};
    for (const std::string& module : split(peer.modules, ' '))
        arguments.push_back(module);
    for (const std::string& python : pythons()) {
        // Not in the working directory, where a user's file may be called as a module is.
        const auto asked = runProcess({python, arguments, "/", 30}, stop);
        if (!asked && asked.error().code == ErrorCode::Cancelled) return tl::unexpected(asked.error());
        if (asked && asked->exit_code == 0) {
            return InstalledPeer{&peer, python, (fs::path(scripts) / peer.script).string()};
        }
    }
    return tl::unexpected(missing(peer));
}

}  // namespace bw
