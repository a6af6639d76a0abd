// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/edit_support.h"

/// One maker for each rewrite; each lives in the file of its name.
namespace bw::rules {

Rewrite makeFuse();
Rewrite makeScale();
Rewrite makeSet();
Rewrite makeUnfuse();

}  // namespace bw::rules
