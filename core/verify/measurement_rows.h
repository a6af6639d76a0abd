// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "verify/verify_network.h"

namespace bw {

/// What a peer measured or compiled as the CSV that 'import-measurements' reads: a row for each block of the network,
/// its time the sum of its operators' times; without a time where the peer runs all of them inside other kernels. Empty
/// where the peer gave no times.
std::string measurementRows(const Assessment& assessment, const PeerReport& peer);

}  // namespace bw
