// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/arithmetic.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeAdd() {
    return makeArithmetic("add", "Add", "Sum of the inputs: residual connections.", OpType::Add);
}

}  // namespace bw::kinds
