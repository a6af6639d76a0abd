// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "io/document.h"
#include "io/imported_model.h"

namespace bw {

/// A file opened as blocks.
struct OpenedModel {
    Document document;
    std::string format;              ///< "blockwright", "onnx" or "tflite".
    std::vector<std::string> notes;  ///< What the importer wants the user to know.
};

/// Opens a .blockwright, ONNX or TensorFlow Lite file, told apart by content rather than by name. Reads nothing but this
/// file and runs nothing in it; PyTorch and pickle files are refused. Errors name file, place and reason.
Result<OpenedModel> openModel(const std::string& path, const ImportOptions& options = {});

}  // namespace bw
