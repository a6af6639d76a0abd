// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/arithmetic.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeSub() {
    return makeArithmetic("sub", "Subtract", "Difference of the inputs.", OpType::Sub);
}

}  // namespace bw::kinds
