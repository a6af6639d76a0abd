// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/edit_support.h"

/// One maker for each rewrite; each lives in the file of its name.
namespace bw::rules {

Rewrite makeAlign();
Rewrite makeChannels();
Rewrite makeDelete();
Rewrite makeDuplicate();
Rewrite makeFreeze();
Rewrite makeFuse();
Rewrite makeIdentical();
Rewrite makeInputSize();
Rewrite makeInsert();
Rewrite makeMove();
Rewrite makeOutputStride();
Rewrite makePatch();
Rewrite makePrecision();
Rewrite makeRename();
Rewrite makeReorder();
Rewrite makeScale();
Rewrite makeSet();
Rewrite makeSqueeze();
Rewrite makeStage();
Rewrite makeThaw();
Rewrite makeToDepthwise();
Rewrite makeToStandard();
Rewrite makeUnfuse();
Rewrite makeWeights();

}  // namespace bw::rules
