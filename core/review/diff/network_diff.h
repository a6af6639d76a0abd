// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "review/diff/block_match.h"

namespace bw {

/// By how much figures change.
struct CostChange {
    std::optional<double> latency_ms;  ///< Absent where either is unknown.
    int64_t macs = 0;
    int64_t parameters = 0;
    int64_t peak_activation_bytes = 0;
};
CostChange changeOf(const Totals& before, const Totals& after);

/// One difference as an edit, and what it costs or saves where the edits before it have been made.
struct DiffLine {
    std::string words;    ///< "ibn_2–ibn_5 fused".
    std::string command;  ///< "fuse ibn_2 ibn_3 ibn_4 ibn_5".
    /// Names of the blocks that it changes, in execution order: as B calls them, or A where they are gone.
    std::vector<std::string> blocks;
    CostChange change;
};

/// A parameter of a matched block that differs.
struct ParameterChange {
    std::string parameter;
    std::string from;
    std::string to;
};

/// A matched block that differs.
struct BlockChange {
    std::string name_a;
    std::string name_b;
    std::string kind_a;  ///< Labels; equal unless the kind was converted.
    std::string kind_b;
    std::vector<ParameterChange> parameters;
    bool rewired = false;  ///< Reads from other blocks.
};

/// How B differs from A. The lines are an edit script: applied to A in order, they give B, and their changes add up to
/// the change of the totals.
struct NetworkDiff {
    BlockMatch match;
    std::vector<std::string> removed;  ///< Names in A of blocks that B does not have.
    std::vector<std::string> added;    ///< Names in B of blocks that A does not have.
    std::vector<BlockChange> changed;
    std::vector<DiffLine> lines;
    std::vector<std::string> script;  ///< The shortest list of edits that does the same.
    Totals a;
    Totals b;
};

/// Compares two networks on the context's target. Fails where either cannot be lowered or assessed.
Result<NetworkDiff> diffNetworks(const Network& a, const Network& b, const AssessmentContext& context);
/// The same of networks that are assessed in this context already.
Result<NetworkDiff> diffNetworks(const Assessment& a, const Assessment& b, const AssessmentContext& context);

}  // namespace bw
