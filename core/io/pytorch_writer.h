// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/network.h"
#include "io/operator_numbers.h"
#include "io/safetensors.h"

namespace bw {

struct PytorchWriteOptions {
    uint64_t seed = 1;
    /// Where weights come from; null: random ones of `seed`. Indices are those of the lowered network.
    const OperatorNumbers* weights = nullptr;
    bool channels_last_reshapes = false;  ///< Reshapes walk maps as TensorFlow does, NHWC.
    std::string weights_file;             ///< Name, without folder, of the file that the source reads its weights from.
};

/// A network as Python source and the weights that it loads.
struct PytorchExport {
    std::string source;                ///< One nn.Module; needs torch alone.
    std::vector<NamedTensor> weights;  ///< By the names of the module's parameters and buffers.
    std::vector<std::string> notes;    ///< What the source computes otherwise than the network does.
};

/// Writes a network as a readable nn.Module, float32, NCHW. Every name in it is an identifier of ours; names of the
/// network stand in comments only, stripped of what could end one. Unsupported, naming every operator concerned, where
/// PyTorch has no counterpart for some.
Result<PytorchExport> exportPytorch(const Network& network, const PytorchWriteOptions& options);

}  // namespace bw
