// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/install_paths.h"

#include <cstdlib>
#include <filesystem>

namespace bw {

namespace fs = std::filesystem;

std::string programDirectory() {
    std::error_code code;
    const fs::path program = fs::read_symlink("/proc/self/exe", code);
    return code ? std::string() : program.parent_path().string();
}

std::string modelsDirectory() {
    if (const char* given = std::getenv("BW_MODELS_DIR"); given != nullptr && *given != '\0') return given;
    const fs::path program = programDirectory();
    std::error_code code;
    for (const char* relative : {"../share/blockwright/models", "../../../models"}) {
        const fs::path folder = fs::weakly_canonical(program / relative, code);
        if (!code && fs::is_directory(folder / "targets", code)) return folder.string();
    }
    return {};
}

}  // namespace bw
