// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "search/explore/search_spec.h"
#include "target/budgets.h"

namespace bw::ui {

/// A question that people ask often.
struct SearchPreset {
    QString id;     ///< "faster".
    QString label;  ///< "Faster at the same score".
    QString tip;
    SearchSpec spec;
    QString obstacle;  ///< Why it cannot be asked now; empty where it can.
};

/// All presets for a network with these budgets; the first is what the form begins with.
std::vector<SearchPreset> searchPresets(const Budgets& budgets);

}  // namespace bw::ui
