// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bw {

/// One operator as another program ran or estimated it.
struct PeerOperator {
    std::string name;  ///< The program's: what the exported file calls the operator.
    std::string type;  ///< The program's: "Conv".
    double latency_ms = 0;
    std::optional<int64_t> cycles;      ///< Vela alone.
    std::optional<int64_t> sram_bytes;  ///< Vela alone: SRAM in use while it runs.
    bool on_accelerator = false;        ///< Vela alone.
};

/// One output of a network; real numbers, NCHW.
struct PeerOutput {
    std::vector<int64_t> shape;
    std::vector<float> values;
    bool integer = false;  ///< Classes and the like, of which one is not nearer to another.
};

/// What another program gave for one network.
struct PeerResult {
    std::string tool;  ///< "ONNX Runtime".
    std::string version;
    std::vector<double> runs_ms;  ///< Of each timed run; empty for an estimate.
    double latency_ms = 0;        ///< Median of the runs, or the estimate.
    std::vector<PeerOperator> operators;
    std::vector<PeerOutput> outputs;
    bool quantized = false;             ///< It computed in integers.
    std::optional<int64_t> cycles;      ///< Vela alone.
    std::optional<int64_t> sram_bytes;  ///< Vela alone: the most in use.
};

inline constexpr int64_t kMaxPeerResultBytes = int64_t{64} << 20;
inline constexpr int64_t kMaxPeerOutputBytes = int64_t{1} << 30;

/// Reads what a script of peerScriptsDirectory() left: its JSON, and its outputs from `outputs_folder`. InvalidFile
/// where it is not what peer_io.py promises.
Result<PeerResult> readPeerResult(std::string_view json, const std::string& outputs_folder);

/// Reads the two tables that Vela writes for a network: its layers, and its summary, which has the clock.
Result<PeerResult> readVelaTables(std::string_view layers, std::string_view summary);

}  // namespace bw
