// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "verify/verify_network.h"

namespace bw {

/// What a peer gave, one line: "ONNX Runtime: 1.23.2, 3.41 ms, median of 20 runs on this machine".
std::string peerWords(const PeerReport& peer);
/// Whether two peers agree, one line.
std::string agreementWords(const VerifyReport& report, const Agreement& agreement);

}  // namespace bw
