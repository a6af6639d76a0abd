// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <memory>

#include "assess/assessment.h"
#include "canvas/canvas_scene.h"
#include "review/diff/network_diff.h"

namespace bw::ui {

/// Two networks assessed on one target, and how they differ.
struct Comparison {
    std::shared_ptr<const Assessment> a;
    std::shared_ptr<const Assessment> b;
    NetworkDiff diff;
};
Result<Comparison> compareNetworks(const Network& a, const Network& b, const AssessmentContext& context);

enum class Side : uint8_t { A, B };

/// Id of the block of the other side that is the same block; kNoNode where there is none.
int partnerOf(const Comparison& comparison, Side side, int id);

/// One side's graph; each block coloured by how much its latency changes, what differs marked.
CanvasScene sideScene(const Comparison& comparison, Side side);

/// B's graph with the blocks that are gone as ghosts, coloured the same way. Ghosts have ids of their own.
CanvasScene mergedScene(const Comparison& comparison);
/// The id that mergedScene() gives a block that only A has.
int ghostId(const Comparison& comparison, int id_in_a);

}  // namespace bw::ui
