// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "io/document.h"
#include "io/operator_numbers.h"

namespace bw {

/// A format that networks leave in.
struct ExportFormat {
    std::string_view id;      ///< "onnx".
    std::string_view label;   ///< "ONNX, float32".
    std::string_view suffix;  ///< ".onnx".
};

/// All of them; the first of a suffix is what a file of that name gets.
std::span<const ExportFormat> exportFormats();
/// The format of that id, or, where `id` is empty, that of the file's suffix. Unsupported, with those there are.
Result<const ExportFormat*> exportFormatFor(std::string_view id, const std::string& path);

struct ExportOptions {
    std::string format;  ///< Id; empty: by the file's suffix.
    uint64_t seed = 1;   ///< Draws weights where there are none.
    int64_t opset = 17;  ///< ONNX alone.
    /// The ONNX or TensorFlow Lite file that the network was imported from: what was not edited keeps its weights, and
    /// in a file of the same format its quantisation too. Empty: none.
    std::string source;
    /// Weights for the whole network, trained ones say; they go before those of `source`. Null: none.
    std::shared_ptr<const WeightSource> weights;
};

/// What was written.
struct ExportReport {
    std::string format;  ///< Id.
    std::vector<std::string> files;
    int64_t bytes = 0;               ///< Of all files.
    int operators = 0;               ///< Of the network.
    int kept_operators = 0;          ///< Those copied from the source, or whose weights were.
    std::vector<std::string> notes;  ///< What the format holds otherwise than the network does, a sentence each.
};

/// Who waits for an export.
struct ExportWatch {
    std::stop_token stop;                ///< Cancelled where it asks before the file is in place.
    std::function<void(int64_t)> wrote;  ///< Told the bytes of the file that are written so far, from the same thread.
};

/// Writes a document's network. Refuses before anything is written what the format cannot hold. Files that are there
/// are replaced whole or, where anything fails or is stopped, not at all.
Result<ExportReport> exportModel(const Document& document, const std::string& path, const ExportOptions& options,
                                 const ExportWatch& watch = {});

}  // namespace bw
