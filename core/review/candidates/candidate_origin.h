// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "graph/network.h"

namespace bw {

/// A network that another one may have come from.
struct OriginReference {
    std::string name;
    Network network;
};

/// How `network` differs from the nearest of `references`, in words of edits: "ibn_2–ibn_5 fused; channels 32 → 24 in
/// stem (from the baseline)". Empty where there is nothing to compare with. Takes up to seconds for networks of a
/// thousand blocks: call it away from the window's thread.
std::string originOf(const Network& network, std::span<const OriginReference> references);

}  // namespace bw
