// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "learn/data/data_sample.h"

namespace bw {

/// What a built-in picture is drawn with. Equal options and seeds give equal pictures; the draws do not depend on the
/// size, so that a scene can be drawn small and large.
struct SceneOptions {
    int width = 96;
    int height = 96;
    /// 0 to 1. Raises noise, darkness and weak contrast; the distance, and so the smallness, of people; what stands in
    /// front of them; clothes in the colour of the wall; and the number of things that look like people. At 0 a person
    /// is well lit and near.
    double difficulty = 0.5;
};

}  // namespace bw
