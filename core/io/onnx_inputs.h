// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/onnx_import.h"
#include "io/onnx_reader.h"

namespace bw::onnx {

/// The graph's inputs that no initializer fills.
std::vector<const RawValueInfo*> trueInputs(const RawGraph& graph);

OnnxInput describeInput(const RawValueInfo& info);

/// Adds the network's inputs with sizes from the file and the options to `state`.
Result<void> addInputs(ImportState& state, const ImportOptions& options);

}  // namespace bw::onnx
