// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/block_kind.h"

/// One function per kind of block, each in the file of the same name; builtin_kinds.cpp lists them.
namespace bw::kinds {

BlockKind makeInput();
BlockKind makeConv();
BlockKind makeDepthwiseConv();
BlockKind makeTransposedConv();
BlockKind makeDepthwiseSeparable();
BlockKind makeIbn();
BlockKind makeFusedIbn();
BlockKind makeSqueezeExcite();
BlockKind makeResidual();
BlockKind makeBottleneck();
BlockKind makeDetectionHead();
BlockKind makeSegmentationHead();
BlockKind makeDense();
BlockKind makeMaxPool();
BlockKind makeAvgPool();
BlockKind makeGlobalPool();
BlockKind makeAdd();
BlockKind makeSub();
BlockKind makeMul();
BlockKind makeDiv();
BlockKind makeElementwise();
BlockKind makeConcat();
BlockKind makeAttention();
BlockKind makeFeedForward();
BlockKind makeMatMul();
BlockKind makeSoftmax();
BlockKind makeLayerNorm();
BlockKind makeActivation();
BlockKind makeNormalize();
BlockKind makeResize();
BlockKind makePad();
BlockKind makeReshape();
BlockKind makeTranspose();
BlockKind makeSlice();
BlockKind makeReduce();
BlockKind makeArgMax();
BlockKind makeQuantize();
BlockKind makeOperator();
BlockKind makeOpaque();

}  // namespace bw::kinds
