// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "session/space_session.h"

namespace bw::ui {

/// One option of a decision as the space panel shows it.
struct OptionChip {
    QString text;
    bool kept = true;
    bool present = false;  ///< The network as it is has it.
    QString reason;        ///< Why it was taken out.
};

/// One decision of the curated space, or a frozen block, which has none.
struct SpaceRow {
    std::string decision;  ///< Empty for a frozen block.
    DecisionKind kind = DecisionKind::Width;
    BlockId block = kNoBlock;
    QString owner;
    QString label;
    int64_t step = 1;
    bool own = false;               ///< A person chose the options.
    bool sized = false;             ///< Takes values beside those listed.
    std::vector<OptionChip> chips;  ///< Rising.

    /// All of it in words.
    QString text() const;
};

/// What curation left and took out, with own options over it, in execution order: first what concerns the whole
/// network. Frozen blocks of `network` are among them. Empty without a curation.
std::vector<SpaceRow> spaceRows(const SpaceSession& space, const Network& network);

/// A number of networks from its decimal logarithm: "12,400", "10²³".
QString networkCountText(double log10);

}  // namespace bw::ui
