// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_package.h"

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/install_paths.h"
#include "base/sha256.h"
#include "estimate/target_fingerprint.h"
#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/safetensors.h"
#include "io/strict_json.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFormat = "blockwright-target";
constexpr int kVersion = 1;
constexpr int64_t kMaxManifestBytes = 1 << 16;
constexpr int64_t kMaxRegressorJsonBytes = int64_t{1} << 20;

struct PackageFile {
    const char* name;
    int64_t max_bytes;
};
constexpr PackageFile kTargetFile = {"target.json", kMaxTargetFileBytes};
constexpr std::array kRegressorFiles = {PackageFile{"regressor.json", kMaxRegressorJsonBytes},
                                        PackageFile{"regressor.safetensors", kMaxSafetensorsBytes}};

tl::unexpected<Error> damaged(const std::string& folder, const char* name, std::string message) {
    return tl::unexpected(Error{ErrorCode::InvalidFile,
                                std::move(message),
                                (fs::path(folder) / name).string(),
                                {},
                                "ask for the package again"});
}

Result<void> checkFits(const TargetPackage& package) {
    if (!package.regressor) return {};
    if (package.regressor->target_id != package.target.id ||
        package.regressor->target_sha256 != targetFingerprint(package.target)) {
        return fail(ErrorCode::InvalidArgument, "the regressor was trained for another target or other parameters",
                    package.target.id, "train it for this target first");
    }
    return {};
}

/// One file whose hash the manifest names.
Result<std::string> verifiedFile(const std::string& folder, const PackageFile& file, const nlohmann::json& hashes) {
    auto bytes = readFileBytes((fs::path(folder) / file.name).string(), file.max_bytes);
    if (!bytes) return bytes;
    if (hashes.at(file.name) != sha256Hex(*bytes)) {
        return damaged(folder, file.name, "does not match the SHA-256 in package.json");
    }
    return bytes;
}

/// The manifest of files that are there: canonical, so that any other text is a changed one.
std::string manifestText(const std::string& target_id, const nlohmann::ordered_json& hashes) {
    const nlohmann::ordered_json manifest = {
        {"format", kFormat}, {"version", kVersion}, {"target", target_id}, {"files", hashes}};
    return manifest.dump(1) + "\n";
}

Result<TargetPackage> readVerified(const std::string& folder, const nlohmann::json& manifest) {
    if (manifest.at("format") != kFormat || manifest.at("version") != kVersion) {
        return damaged(folder, "package.json", "is no target package that this version reads");
    }
    const nlohmann::json& hashes = manifest.at("files");
    const auto target_bytes = verifiedFile(folder, kTargetFile, hashes);
    if (!target_bytes) return tl::unexpected(target_bytes.error());
    auto target = readTargetProfile(*target_bytes, (fs::path(folder) / kTargetFile.name).string());
    if (!target) return tl::unexpected(target.error());
    TargetPackage package{*std::move(target), {}};
    if (hashes.size() == 1) return package;
    const auto json = verifiedFile(folder, kRegressorFiles[0], hashes);
    if (!json) return tl::unexpected(json.error());
    const auto weights = verifiedFile(folder, kRegressorFiles[1], hashes);
    if (!weights) return tl::unexpected(weights.error());
    auto regressor = readRegressor({*json, *weights});
    if (!regressor) {
        regressor.error().file = (fs::path(folder) / kRegressorFiles[0].name).string();
        return tl::unexpected(regressor.error());
    }
    package.regressor = *std::move(regressor);
    if (auto fits = checkFits(package); !fits) return damaged(folder, "regressor.json", fits.error().message);
    return package;
}

/// A file of the user's, what it held, and what it is to hold.
struct Replacement {
    std::string path;
    std::optional<std::string> before;
    std::string after;
};

Result<void> replaceAll(std::vector<Replacement> files) {
    for (Replacement& file : files) {
        std::error_code code;
        fs::create_directories(fs::path(file.path).parent_path(), code);
        if (!fs::exists(file.path, code)) continue;
        auto bytes = readFileBytes(file.path, kMaxSafetensorsBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        file.before = *std::move(bytes);
    }
    for (size_t i = 0; i < files.size(); ++i) {
        auto written = writeFileAtomically(files[i].path, files[i].after);
        if (written) continue;
        while (i-- > 0) {
            std::error_code code;
            if (files[i].before) {
                static_cast<void>(writeFileAtomically(files[i].path, *files[i].before));
            } else {
                fs::remove(files[i].path, code);
            }
        }
        return written;
    }
    return {};
}

std::string userFile(const std::string& user_models_dir, const char* folder, const std::string& name) {
    return (fs::path(user_models_dir) / folder / name).string();
}

}  // namespace

Result<void> writeTargetPackage(const std::string& folder, const TargetPackage& package) {
    if (auto fits = checkFits(package); !fits) return fits;
    std::vector<std::pair<const char*, std::string>> files = {{kTargetFile.name, writeTargetProfile(package.target)}};
    if (package.regressor) {
        auto written = writeRegressor(*package.regressor);
        if (!written) return tl::unexpected(written.error());
        files.emplace_back(kRegressorFiles[0].name, std::move(written->json));
        files.emplace_back(kRegressorFiles[1].name, std::move(written->weights));
    }
    nlohmann::ordered_json hashes;
    std::error_code code;
    fs::create_directories(folder, code);
    for (const auto& [name, bytes] : files) {
        hashes[name] = sha256Hex(bytes);
        if (auto done = writeFileAtomically((fs::path(folder) / name).string(), bytes); !done) return done;
    }
    return writeFileAtomically((fs::path(folder) / "package.json").string(), manifestText(package.target.id, hashes));
}

Result<TargetPackage> readTargetPackage(const std::string& folder) {
    const std::string manifest_path = (fs::path(folder) / "package.json").string();
    const auto bytes = readFileBytes(manifest_path, kMaxManifestBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto manifest = parseStrictJson(*bytes, kMaxManifestBytes);
    if (!manifest) return damaged(folder, "package.json", manifest.error().message);
    try {
        auto package = readVerified(folder, *manifest);
        if (package && manifestText(package->target.id, nlohmann::ordered_json::parse(*bytes).at("files")) != *bytes) {
            return damaged(folder, "package.json", "is not as the package was written");
        }
        return package;
    } catch (const nlohmann::json::exception&) {
        return damaged(folder, "package.json", "lacks a field or holds a wrong type");
    }
}

Result<void> installTarget(const std::string& user_models_dir, const TargetPackage& package) {
    if (user_models_dir.empty()) {
        return fail(ErrorCode::Unavailable, "no folder for your own targets is known", {},
                    "set BLOCKWRIGHT_CONFIG_DIR or HOME");
    }
    if (auto fits = checkFits(package); !fits) return fits;
    std::vector<Replacement> files;
    if (package.regressor) {
        auto written = writeRegressor(*package.regressor);
        if (!written) return tl::unexpected(written.error());
        files.push_back({userFile(user_models_dir, "regressors", package.target.id + ".safetensors"),
                         {},
                         std::move(written->weights)});
        files.push_back(
            {userFile(user_models_dir, "regressors", package.target.id + ".json"), {}, std::move(written->json)});
    }
    files.push_back(
        {userFile(user_models_dir, "targets", package.target.id + ".json"), {}, writeTargetProfile(package.target)});
    return replaceAll(std::move(files));
}

TargetPackage packageOf(const TargetProfile& target, const std::string& models_dir,
                        const std::string& user_models_dir) {
    for (const std::string& directory : {user_models_dir, models_dir}) {
        if (directory.empty()) continue;
        auto regressor = loadRegressor(folderIn(directory, "regressors"), target.id);
        TargetPackage package{target, regressor ? std::optional<Regressor>(*std::move(regressor)) : std::nullopt};
        if (package.regressor && checkFits(package)) return package;
    }
    return {target, {}};
}

}  // namespace bw
