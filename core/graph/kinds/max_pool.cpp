// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/pooling.h"

namespace bw::kinds {

BlockKind makeMaxPool() {
    return makePooling("max_pool", "Max pooling", "Greatest value in each window.", OpType::MaxPool);
}

}  // namespace bw::kinds
