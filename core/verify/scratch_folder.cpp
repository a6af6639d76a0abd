// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace bw {

namespace fs = std::filesystem;

Result<ScratchFolder> ScratchFolder::create() {
    std::error_code code;
    const fs::path parent = fs::temp_directory_path(code);
    std::string pattern = (parent / "blockwright-XXXXXX").string();
    if (code || ::mkdtemp(pattern.data()) == nullptr) {
        return fail(ErrorCode::IoFailure, std::string("no temporary folder can be made: ") + std::strerror(errno),
                    parent.string(), "set TMPDIR to a folder that can be written");
    }
    return ScratchFolder(std::move(pattern));
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace bw
