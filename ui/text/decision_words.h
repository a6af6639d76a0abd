// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "search/landscape/roughness.h"
#include "space/decision.h"

namespace bw::ui {

/// "Channels", "Fusion", "Input size".
QString decisionKindLabel(DecisionKind kind);
/// What such a decision is about, one sentence without period.
QString decisionKindTip(DecisionKind kind);
/// Whose decision it is: a block's name, a stage, or the network.
QString decisionOwner(const SpaceDecision& decision, const Network& network);
/// "ibn_3, channels"; "Input size".
QString decisionTitle(const SpaceDecision& decision, const Network& network);

/// One figure of a roughness as text.
struct RoughnessFigure {
    QString name;     ///< "violations".
    QString symbol;   ///< "V".
    QString value;    ///< "41 %".
    QString meaning;  ///< What it counts and what a smooth landscape has.
};
std::vector<RoughnessFigure> roughnessFigures(const Roughness& roughness);

/// How hard a landscape is, from its roughness.
enum class Terrain : uint8_t { Smooth, Stairs, Rocky };
Terrain terrainOf(const Roughness& roughness);
QString terrainText(Terrain terrain);

}  // namespace bw::ui
