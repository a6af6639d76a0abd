// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "graph/kinds/kinds.h"

namespace bw {
namespace {

const std::vector<BlockKind>& allKinds() {
    using namespace kinds;
    static const std::vector<BlockKind> kKinds = {makeInput(),
                                                  makeConv(),
                                                  makeDepthwiseConv(),
                                                  makeTransposedConv(),
                                                  makeDepthwiseSeparable(),
                                                  makeIbn(),
                                                  makeFusedIbn(),
                                                  makeSqueezeExcite(),
                                                  makeResidual(),
                                                  makeBottleneck(),
                                                  makeDetectionHead(),
                                                  makeSegmentationHead(),
                                                  makeDense(),
                                                  makeMaxPool(),
                                                  makeAvgPool(),
                                                  makeGlobalPool(),
                                                  makeAdd(),
                                                  makeSub(),
                                                  makeMul(),
                                                  makeDiv(),
                                                  makeElementwise(),
                                                  makeConcat(),
                                                  makeAttention(),
                                                  makeFeedForward(),
                                                  makeMatMul(),
                                                  makeSoftmax(),
                                                  makeLayerNorm(),
                                                  makeActivation(),
                                                  makeNormalize(),
                                                  makeResize(),
                                                  makePad(),
                                                  makeReshape(),
                                                  makeTranspose(),
                                                  makeSlice(),
                                                  makeReduce(),
                                                  makeArgMax(),
                                                  makeQuantize(),
                                                  makeOperator(),
                                                  makeOpaque()};
    return kKinds;
}

}  // namespace

std::span<const BlockKind> blockKinds() {
    return allKinds();
}

const BlockKind* findBlockKind(std::string_view id) {
    for (const BlockKind& kind : allKinds()) {
        if (kind.id == id) return &kind;
    }
    return nullptr;
}

}  // namespace bw
