// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/arithmetic.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeElementwise() {
    return makeArithmetic("elementwise", "Element-wise", "Another function of each element.", OpType::Elementwise);
}

}  // namespace bw::kinds
