// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "graph/network.h"

namespace bw {

/// A network and what people call it.
struct NamedNetwork {
    std::string name;
    Network network;
};

}  // namespace bw
