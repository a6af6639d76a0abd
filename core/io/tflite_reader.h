// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "io/imported_model.h"

namespace bw {

/// Reads the main network of a TensorFlow Lite model. Tensors of rank 4 come out as NCHW. Weights are counted, their
/// values never read; the only data read are small constants that decide shapes (paddings, axes). Operators that
/// Blockwright does not know stay as opaque ones with their true shapes. Refused, with file, tensor or operator and
/// reason: damaged files, files over base/limits.h, models compiled for one accelerator (Ethos-U, Edge TPU).
/// `file_name` serves for messages and for the model's name only.
Result<ImportedModel> readTflite(std::string_view bytes, const std::string& file_name);

}  // namespace bw
