// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace bw::cli {

/// What 'targets --derive' takes.
struct DeriveOptions {
    std::string base;               ///< Target id.
    std::vector<std::string> sets;  ///< "output_lanes=64".
    std::string id;
    std::string name;  ///< The id where it is empty.
};

/// Writes a target of the user's own and says what differs from its base. Gives the exit code.
int deriveUserTarget(const DeriveOptions& options);

}  // namespace bw::cli
