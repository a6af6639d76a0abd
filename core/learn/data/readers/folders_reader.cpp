// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "learn/data/readers/data_listing.h"
#include "learn/data/readers/readers.h"

namespace bw {
namespace {

Result<void> readClasses(const std::string& root, bool validation, DataListing& listing) {
    const auto folders = foldersIn(root);
    if (!folders) return tl::unexpected(folders.error());
    std::vector<std::string>& classes = listing.info.classes;
    for (const std::string& folder : *folders) {
        const std::string path = joined(root, folder);
        const std::string name = cleanName(folder, 100);
        auto known = std::find(classes.begin(), classes.end(), name);
        if (known == classes.end() && validation && !listing.train.empty()) {
            listing.problems.add(ErrorCode::InvalidFile, path, {}, "no picture trains this class; skipped");
            continue;
        }
        const auto images = imagesIn(path, listing.problems);
        if (!images) {
            listing.problems.add(images.error());
            continue;
        }
        if (images->empty()) {
            listing.problems.add(ErrorCode::InvalidFile, path, {}, "the class holds no pictures; skipped");
            continue;
        }
        if (known == classes.end()) {
            if (classes.size() == kMaxClasses)
                return tl::unexpected(Error{ErrorCode::LimitExceeded, "there are too many classes", root, {}, {}});
            known = classes.insert(classes.end(), name);
        }
        const auto class_index = static_cast<int>(known - classes.begin());
        for (const std::string& image : *images) {
            ListedItem item;
            item.image = image;
            item.class_index = class_index;
            (validation ? listing.validation : listing.train).push_back(std::move(item));
        }
    }
    return {};
}

/// Folders of the splits, or the folder itself as the one that trains.
std::pair<std::string, std::string> parts(const std::string& root) {
    const std::string train = splitFolder(root, DataSplit::Train);
    const std::string validation = splitFolder(root, DataSplit::Validation);
    if (train.empty()) return {root, {}};
    return {train, validation};
}

bool recognises(const std::string& path) {
    if (!isFolder(path)) return false;
    const auto folders = foldersIn(parts(path).first);
    return folders && !folders->empty();
}

Result<std::shared_ptr<const DataSet>> open(const DataSource& source) {
    DataListing listing;
    listing.info.format = "folders";
    listing.info.task = LearnTask::Classification;
    const auto [train, validation] = parts(source.path);
    if (auto read = readClasses(train, false, listing); !read) return tl::unexpected(read.error());
    if (!validation.empty()) {
        if (auto read = readClasses(validation, true, listing); !read) return tl::unexpected(read.error());
    }
    return openListing(std::move(listing), source);
}

}  // namespace

DataFormat makeFoldersFormat() {
    return {"folders",
            "Folder of images",
            "One folder of PNG or JPEG pictures for each class, with or without train/ and val/ above them",
            LearnTask::Classification,
            recognises,
            open};
}

}  // namespace bw
