// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/kinds/common_params.h"

namespace bw::kinds {

/// A kind that combines the values in each window of a map.
BlockKind makePooling(std::string id, std::string label, std::string doc, OpType type);

}  // namespace bw::kinds
