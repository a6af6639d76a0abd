// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/readers/data_listing.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "io/file_bytes.h"
#include "learn/data/image/image_codec.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTrainNames[] = {"train", "training", "train2017", "train2014"};
constexpr const char* kValidationNames[] = {"val", "valid", "validation", "val2017", "val2014", "test"};

tl::unexpected<Error> folderError(const std::string& folder, const std::string& message) {
    return tl::unexpected(Error{ErrorCode::IoFailure, message, folder, {}, {}});
}

Result<std::vector<std::string>> entriesIn(const std::string& folder, bool folders) {
    std::error_code code;
    fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, code);
    if (code) return folderError(folder, "cannot be listed: " + code.message());
    std::vector<std::string> names;
    while (entries != fs::directory_iterator()) {
        const std::string name = entries->path().filename().string();
        std::error_code ignored;
        const bool wanted = folders ? entries->is_directory(ignored) : entries->is_regular_file(ignored);
        if (wanted && !name.starts_with('.')) names.push_back(name);
        if (names.size() > kMaxListedFiles)
            return folderError(folder, "holds more than " + groupDigits(kMaxListedFiles) + " files");
        entries.increment(code);
        if (code) return folderError(folder, "cannot be listed: " + code.message());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

Result<std::vector<std::string>> foldersIn(const std::string& folder) {
    return entriesIn(folder, true);
}

Result<std::vector<std::string>> filesIn(const std::string& folder) {
    return entriesIn(folder, false);
}

Result<std::vector<std::string>> imagesIn(const std::string& folder, DataProblems& problems) {
    auto names = filesIn(folder);
    if (!names) return names;
    std::vector<std::string> images;
    for (const std::string& name : *names) {
        const std::string path = joined(folder, name);
        if (isImageFileName(name)) {
            images.push_back(path);
        } else {
            problems.add(ErrorCode::Unsupported, path, {}, "is not named as a PNG or JPEG picture; skipped");
        }
    }
    return images;
}

bool isFolder(const std::string& path) {
    std::error_code code;
    return fs::is_directory(path, code);
}

bool isFile(const std::string& path) {
    std::error_code code;
    return fs::is_regular_file(path, code);
}

std::string fileName(const std::string& path) {
    const fs::path whole(path);
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::string fileStem(const std::string& path) {
    return fs::path(path).stem().string();
}

std::string joined(const std::string& folder, const std::string& name) {
    return (fs::path(folder) / name).string();
}

std::span<const char* const> splitFolderNames(DataSplit split) {
    if (split == DataSplit::Train) return kTrainNames;
    return kValidationNames;
}

std::string splitFolder(const std::string& folder, DataSplit split) {
    for (const char* name : splitFolderNames(split)) {
        if (isFolder(joined(folder, name))) return joined(folder, name);
    }
    return {};
}

Result<std::vector<std::string>> readClassList(const std::string& folder) {
    const std::string path = joined(folder, "classes.txt");
    if (!isFile(path)) return std::vector<std::string>();
    const auto bytes = readFileBytes(path, kMaxLabelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    std::vector<std::string> classes;
    std::set<std::string> seen;
    int64_t line_number = 0;
    std::vector<std::string> lines = split(*bytes, '\n');
    while (!lines.empty() && trim(lines.back()).empty())
        lines.pop_back();
    for (const std::string& line : lines) {
        ++line_number;
        const std::string name = cleanName(trim(line), 100);
        const std::string place = "line " + std::to_string(line_number);
        const auto error = [&](const char* message) {
            return tl::unexpected(Error{ErrorCode::InvalidFile, message, path, place, "write one class name a line"});
        };
        if (name.empty()) return error("the line is empty");
        if (!seen.insert(name).second) return error("the class is named twice");
        if (classes.size() == kMaxClasses) return error("there are too many classes");
        classes.push_back(name);
    }
    return classes;
}

std::optional<LabelBox> boxInside(LabelBox box, double width, double height, double slack, const std::string& file,
                                  const std::string& place, DataProblems& problems) {
    if (!(box.x1 > box.x0) || !(box.y1 > box.y0)) {
        problems.add(ErrorCode::InvalidFile, file, place, "the box has no area; skipped");
        return std::nullopt;
    }
    const auto w = static_cast<float>(width);
    const auto h = static_cast<float>(height);
    if (box.x0 >= w || box.y0 >= h || box.x1 <= 0 || box.y1 <= 0) {
        problems.add(ErrorCode::InvalidFile, file, place, "the box lies outside the picture; skipped");
        return std::nullopt;
    }
    const auto s = static_cast<float>(slack);
    if (box.x0 < -s || box.y0 < -s || box.x1 > w + s || box.y1 > h + s)
        problems.add(ErrorCode::InvalidFile, file, place, "the box reaches beyond the picture; cut to it");
    box.x0 = std::clamp(box.x0, 0.0F, w);
    box.x1 = std::clamp(box.x1, 0.0F, w);
    box.y0 = std::clamp(box.y0, 0.0F, h);
    box.y1 = std::clamp(box.y1, 0.0F, h);
    return box;
}

}  // namespace bw
