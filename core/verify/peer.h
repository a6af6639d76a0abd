// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// A program of others that runs or compiles an exported network.
struct Peer {
    std::string_view id;       ///< "onnxruntime".
    std::string_view label;    ///< "ONNX Runtime".
    std::string_view format;   ///< Id of the export format that it reads.
    std::string_view script;   ///< In peerScriptsDirectory(); empty for a program of its own.
    std::string_view modules;  ///< Python modules, one of which the script needs, separated by spaces.
    std::string_view program;  ///< Of a peer without a script.
    std::string_view install;  ///< The command that installs it.
};

/// All of them.
std::span<const Peer> peers();
/// NotFound, with those there are.
Result<const Peer*> peerOf(std::string_view id);

/// A peer as it was found on this machine.
struct InstalledPeer {
    const Peer* peer = nullptr;
    std::string program;  ///< Path of Python or of the peer's own program.
    std::string script;   ///< Path; empty for a program of its own.
};

/// Looks for a peer: in the Python that $BLOCKWRIGHT_PYTHON names and beside it, in python3 on the PATH and in the
/// system's. Unavailable, with the command that installs it as remedy, where it is in none of them.
Result<InstalledPeer> findPeer(const Peer& peer, const std::stop_token& stop = {});

}  // namespace bw
