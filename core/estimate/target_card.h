// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "estimate/regressor_card.h"
#include "target/target_profile.h"

namespace bw {

/// One line of a card: what, and the figure.
struct CardRow {
    std::string label;
    std::string value;
};

/// A part of a target's card; any of the three may be empty.
struct CardSection {
    std::string title;
    std::vector<CardRow> rows;
    std::vector<std::string> notes;  ///< Whole sentences.
};

/// What stands behind a target's latencies.
struct CardEstimator {
    const RegressorCard* card = nullptr;  ///< Null where the target has no estimator.
    std::string id;                       ///< SHA-256 of regressor and training.
    bool parametric = false;              ///< The parametric model itself answers.
    std::string problem;                  ///< Why there is no estimator, or why the user's own is passed over.
};

/// The one-page card of a target: hardware, what its runtime fuses, what its estimator was trained on, errors on
/// held-out networks, what the interval means, errors by operator type, learning curve, worst cases. The same words in
/// the window and on the command line.
std::vector<CardSection> targetCard(const TargetProfile& target, const CardEstimator& estimator);

/// The card as plain text for a terminal.
std::string cardText(const std::vector<CardSection>& sections);

/// "2.3 %" of a fraction, "0.96 %" below one per cent.
std::string percentText(double fraction);

}  // namespace bw
