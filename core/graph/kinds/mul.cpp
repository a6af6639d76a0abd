// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/arithmetic.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeMul() {
    return makeArithmetic("mul", "Multiply", "Product of the inputs: gates and scales.", OpType::Mul);
}

}  // namespace bw::kinds
