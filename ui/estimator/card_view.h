// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "estimate/target_card.h"

namespace bw::ui {

/// A target's card: its sections as text and the scatter plot of its held-out networks.
class CardView : public QWidget {
    Q_OBJECT

public:
    /// All on one wide page in columns, or one column that scrolls beside the plot.
    enum class Layout { OnePage, Scrolling };

    CardView(const std::vector<CardSection>& sections, std::vector<NetworkOutcome> outcomes, Layout layout,
             QWidget* parent = nullptr);
};

}  // namespace bw::ui
