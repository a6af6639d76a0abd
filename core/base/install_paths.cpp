// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/install_paths.h"

#include <cstdlib>
#include <filesystem>
#include <initializer_list>

namespace bw {

namespace fs = std::filesystem;

std::string programDirectory() {
    std::error_code code;
    const fs::path program = fs::read_symlink("/proc/self/exe", code);
    return code ? std::string() : program.parent_path().string();
}

namespace {

/// The folder that the variable names, else the first of those beside the program that holds `content`.
std::string sharedFolder(const char* variable, std::initializer_list<const char*> beside, const char* content) {
    if (const char* given = std::getenv(variable); given != nullptr && *given != '\0') return given;
    const fs::path program = programDirectory();
    std::error_code code;
    for (const char* relative : beside) {
        const fs::path folder = fs::weakly_canonical(program / relative, code);
        if (!code && fs::exists(folder / content, code)) return folder.string();
    }
    return {};
}

}  // namespace

std::string modelsDirectory() {
    return sharedFolder("BW_MODELS_DIR", {"../share/blockwright/models", "../../../models"}, "targets");
}

std::string peerScriptsDirectory() {
    return sharedFolder("BW_PEERS_DIR", {"../share/blockwright/peers", "../../../resources/peers"}, "peer_io.py");
}

std::string userModelsDirectory() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value != nullptr ? value : "");
    };
    if (const std::string redirected = set("BLOCKWRIGHT_CONFIG_DIR"); !redirected.empty()) {
        return folderIn(redirected, "models");
    }
    // The XDG base directory specification has relative paths ignored.
    if (const fs::path data = set("XDG_DATA_HOME"); data.is_absolute()) return (data / "blockwright/models").string();
    if (const fs::path home = set("HOME"); home.is_absolute())
        return (home / ".local/share/blockwright/models").string();
    return {};
}

std::string folderIn(const std::string& directory, const std::string& folder) {
    return directory.empty() ? std::string() : (fs::path(directory) / folder).string();
}

}  // namespace bw
