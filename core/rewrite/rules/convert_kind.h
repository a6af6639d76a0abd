// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/edit_support.h"

namespace bw::rules {

/// Makes blocks of one kind blocks of another that has the same parameters.
Rewrite makeKindExchange(std::string id, std::string label, std::string doc, std::string from, std::string to);

/// Refuses blocks whose kind is not among `kinds`.
Result<void> requireKind(const Network& network, std::span<const BlockId> blocks, std::span<const std::string> kinds);

}  // namespace bw::rules
