// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// Replaces the file at `path` by `bytes`, or leaves it as it was. Writes a temporary beside it, checks every write,
/// syncs, reads back, keeps the previous version as `path`.bak where `keep_backup` is set, renames, and syncs the
/// folder. Left-over temporaries of killed programs are swept first.
Result<void> writeFileAtomically(const std::string& path, std::string_view bytes, bool keep_backup = false);

}  // namespace bw
