// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/onnx_import.h"

namespace bw::onnx {

/// How the end of a window that does not fit counts.
enum class CeilMode {
    Never,       ///< Convolutions round down.
    Attribute,   ///< Pools may round up: the end pad grows until the last window fits.
    Transposed,  ///< Transposed convolutions: pads are taken from the output and are not derived here.
};

struct StatedWindow {
    Window window;
    Padding padding = Padding::Explicit;
};

/// Reads kernel_shape, strides, dilations, pads, auto_pad and ceil_mode of a node whose input is `in` (rank 3 or 4).
/// `kernel` holds the weights' spatial sizes, which kernel_shape must repeat; empty where only the attribute says.
Result<StatedWindow> readWindow(const NodeImport& node, const Shape& in, std::span<const int64_t> kernel,
                                CeilMode ceil_mode);

}  // namespace bw::onnx
