// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/kinds/common_params.h"

namespace bw::kinds {

/// shortcut and projection_first, as residual and bottleneck blocks have them; `convolutions` is how many the
/// projection may precede, in words.
std::vector<ParamSpec> shortcutParams(const std::string& convolutions);
/// True where the shortcut is the input itself, which ties the channels of input and output.
bool isIdentityShortcut(const Attributes& attributes);

/// Runs `main_path` and adds the block's input, or its strided 1 x 1 projection, to its result, followed by the
/// block's activation.
Result<std::vector<TensorId>> lowerWithShortcut(const LowerContext& context,
                                                const std::function<Result<TensorId>()>& main_path);

}  // namespace bw::kinds
