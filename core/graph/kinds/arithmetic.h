// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/kinds/common_params.h"

namespace bw::kinds {

/// A kind that combines its inputs element by element, one of them possibly constant.
BlockKind makeArithmetic(std::string id, std::string label, std::string doc, OpType type);

}  // namespace bw::kinds
