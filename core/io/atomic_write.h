// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// Replaces the file at `path` by `bytes`, or leaves it as it was. Writes a temporary beside it, checks every write,
/// syncs, reads back, keeps the previous version as `path`.bak where `keep_backup` is set, renames, and syncs the
/// folder. Left-over temporaries of killed programs are swept first.
Result<void> writeFileAtomically(const std::string& path, std::string_view bytes, bool keep_backup = false);

/// Takes the bytes of a file piece by piece; an error ends the writing.
using ByteSink = std::function<Result<void>(std::string_view)>;

/// The same for a file too large to be held as a whole: `produce` hands its pieces to the sink. What was written is
/// read back piece by piece and compared by its checksum. An error of `produce` leaves the file as it was.
Result<void> writeFileAtomically(const std::string& path, const std::function<Result<void>(const ByteSink&)>& produce,
                                 bool keep_backup = false);

}  // namespace bw
