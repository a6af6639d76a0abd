// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace bw::probe {

/// Opens one file as the window would and prints one line: "accepted" or "refused", milliseconds, file, and what was
/// found or why not. True where it was accepted.
bool openFile(const std::string& path);

/// openFile for every file below `folder`, in the order of their names, then a line with the counts. False where
/// there is no such folder.
bool openAll(const std::string& folder);

}  // namespace bw::probe
