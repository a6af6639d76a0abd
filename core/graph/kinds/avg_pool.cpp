// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/pooling.h"

namespace bw::kinds {

BlockKind makeAvgPool() {
    return makePooling("avg_pool", "Average pooling", "Mean of each window.", OpType::AvgPool);
}

}  // namespace bw::kinds
