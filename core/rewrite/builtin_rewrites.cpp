// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/rules.h"

namespace bw {

std::span<const Rewrite> rewrites() {
    using namespace rules;
    static const std::vector<Rewrite> kRewrites = {
        makeSet(),         makeChannels(),  makeSqueeze(), makeFuse(),    makeUnfuse(),    makeToStandard(),
        makeToDepthwise(), makeIdentical(), makeScale(),   makeAlign(),   makeInputSize(), makeOutputStride(),
        makeInsert(),      makeDuplicate(), makeMove(),    makeReorder(), makeDelete(),    makePrecision(),
        makeWeights(),     makeFreeze(),    makeThaw(),    makeRename(),  makeStage(),     makePatch()};
    return kRewrites;
}

}  // namespace bw
