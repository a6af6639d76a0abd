// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/network.h"
#include "review/diff/block_match.h"

/// Edits that may bring one network nearer to another whose blocks have the same names; each names what it is for.
/// Texts are empty where there is nothing to do.
namespace bw::steps {

/// Which blocks that stay frozen are thawed meanwhile: some change with others although they are frozen, some only so.
enum class Thawing : uint8_t { None, Changing, All };
/// Thaws what the goal has thawed or gone, and more as told.
std::string thaws(const Network& now, const Network& goal, const BlockMatch& match, Thawing thawing);
/// Gives matched blocks the goal's names, all at once.
std::string renames(const Network& now, const Network& goal, const BlockMatch& match);
/// Deletion of blocks that the goal does not have, together and one by one.
std::vector<std::string> removals(const Network& now, const Network& goal);
/// Sizes of the input.
std::vector<std::string> inputSizes(const Network& now, const Network& goal);
/// Counts of channels that differ.
int countChanges(const Network& now, const Network& goal);
/// Depth multipliers and alignment of the whole network.
std::vector<std::string> scales(const Network& now, const Network& goal);
/// Depth multipliers of stages.
std::vector<std::string> stageScales(const Network& now, const Network& goal);
/// Fusing, unfusing, standard and depthwise convolutions: one for each verb.
std::vector<std::string> conversions(const Network& now, const Network& goal);
/// All at once.
std::vector<std::string> allParameters(const Network& now, const Network& goal);
/// One for each parameter, channel counts first; all together; one for each parameter and pair of values.
std::vector<std::string> parameters(const Network& now, const Network& goal);
/// Duplicates and insertions of the first block that is missing.
std::vector<std::string> additions(const Network& now, const Network& goal);
/// Blocks whose place in the chain differs.
std::vector<std::string> moves(const Network& now, const Network& goal);
/// Everything of kinds, parameters and wiring that is left, in one patch.
std::string patch(const Network& now, const Network& goal);
/// The execution order of the goal.
std::string order(const Network& now, const Network& goal);
/// Stages, number formats.
std::vector<std::string> settings(const Network& now, const Network& goal);
/// Freezes what the goal keeps frozen.
std::string freezes(const Network& now, const Network& goal);

}  // namespace bw::steps
