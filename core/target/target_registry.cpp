// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>

#include "base/install_paths.h"
#include "base/text.h"
#include "io/file_bytes.h"
#include "target/target_profile.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::string>> jsonFilesIn(const std::string& directory) {
    std::error_code problem;
    std::vector<std::string> files;
    fs::directory_iterator entry(directory, problem);
    while (!problem && entry != fs::directory_iterator()) {
        if (entry->path().extension() == ".json") files.push_back(entry->path().string());
        entry.increment(problem);
    }
    if (problem) {
        return tl::unexpected(Error{ErrorCode::IoFailure,
                                    "cannot list the targets: " + problem.message(),
                                    directory,
                                    {},
                                    "check the installation, or pass the folder that holds models/targets"});
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<TargetProfile> readFile(const std::string& path) {
    const Result<std::string> bytes = readFileBytes(path, kMaxTargetFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return readTargetProfile(*bytes, path);
}

}  // namespace

Result<TargetRegistry> TargetRegistry::load(const std::string& directory, const std::string& user_directory) {
    TargetRegistry registry;
    const Result<std::vector<std::string>> bundled = jsonFilesIn(directory);
    if (!bundled) return tl::unexpected(bundled.error());
    for (const std::string& path : *bundled) {
        Result<TargetProfile> profile = readFile(path);
        if (!profile) return tl::unexpected(profile.error());
        registry.add(std::move(*profile));
    }
    std::error_code ignored;
    if (user_directory.empty() || !fs::is_directory(user_directory, ignored)) return registry;
    const Result<std::vector<std::string>> own = jsonFilesIn(user_directory);
    if (!own) {
        registry.problems_.push_back(own.error());
        return registry;
    }
    for (const std::string& path : *own) {
        if (Result<TargetProfile> profile = readFile(path)) {
            registry.add(std::move(*profile));
        } else {
            registry.problems_.push_back(profile.error());
        }
    }
    return registry;
}

Result<TargetRegistry> TargetRegistry::loadInstalled() {
    return load(folderIn(modelsDirectory(), "targets"), folderIn(userModelsDirectory(), "targets"));
}

void TargetRegistry::add(TargetProfile profile) {
    std::string id = profile.id;
    profiles_.insert_or_assign(std::move(id), std::move(profile));
}

Result<TargetProfile> TargetRegistry::find(std::string_view id) const {
    const auto found = profiles_.find(id);
    if (found != profiles_.end()) return found->second;
    std::string known;
    for (const auto& [name, profile] : profiles_)
        known += (known.empty() ? "" : ", ") + name;
    return fail(ErrorCode::NotFound, "no target is called '" + elide(id, 64) + "'", {}, "known targets: " + known);
}

}  // namespace bw
