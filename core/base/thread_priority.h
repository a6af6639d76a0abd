// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace bw {

/// Lets every other thread of the user go before the calling one and those that it starts, for background work.
/// Cannot be taken back. Does nothing where the system knows no such thing.
void lowerThreadPriority();

}  // namespace bw
