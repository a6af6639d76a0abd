// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "learn/data/image/image_codec.h"
#include "learn/data/readers/paired_folders.h"
#include "learn/data/readers/readers.h"

namespace bw {
namespace {

/// Masks that are looked through for the highest class where no classes.txt names them.
constexpr size_t kMasksLookedAt = 200;

void readPair(const FolderPair& pair, std::vector<ListedItem>& items, DataListing& listing) {
    const auto images = imagesIn(pair.images, listing.problems);
    if (!images) return listing.problems.add(images.error());
    for (const std::string& image : *images) {
        ListedItem item;
        item.image = image;
        item.mask = joined(pair.labels, fileStem(image) + ".png");
        if (isFile(item.mask)) {
            items.push_back(std::move(item));
        } else {
            listing.problems.add(ErrorCode::NotFound, image, {},
                                 "has no mask '" + elide(fileName(item.mask), 60) + "'; skipped");
        }
    }
}

/// "class 0" to the highest number in some masks spread over the set.
std::vector<std::string> classesFound(const DataListing& listing) {
    std::vector<const ListedItem*> all;
    for (const auto* items : {&listing.train, &listing.validation}) {
        for (const ListedItem& item : *items)
            all.push_back(&item);
    }
    const size_t step = std::max<size_t>(1, all.size() / kMasksLookedAt);
    int highest = 0;
    for (size_t i = 0; i < all.size(); i += step) {
        const auto mask = readMask(all[i]->mask);
        if (!mask) continue;
        for (const uint8_t value : mask->classes) {
            if (value != kVoidClass && value != listing.void_class) highest = std::max<int>(highest, value);
        }
    }
    std::vector<std::string> classes;
    for (int i = 0; i <= highest; ++i)
        classes.push_back("class " + std::to_string(i));
    return classes;
}

bool recognises(const std::string& path) {
    return isFolder(path) && hasPairedFolders(path, "masks");
}

Result<std::shared_ptr<const DataSet>> open(const DataSource& source) {
    DataListing listing;
    listing.info.format = "masks";
    listing.info.task = LearnTask::Segmentation;
    listing.void_class = source.void_class;
    if (!recognises(source.path)) {
        return tl::unexpected(Error{ErrorCode::NotFound,
                                    "has no folders 'images' and 'masks'",
                                    source.path,
                                    {},
                                    "put pictures into images/ and masks of the same names into masks/"});
    }
    for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
        const FolderPair pair = pairedFolders(source.path, "masks", split);
        if (!pair.images.empty())
            readPair(pair, split == DataSplit::Train ? listing.train : listing.validation, listing);
    }
    auto classes = readClassList(source.path);
    if (!classes) return tl::unexpected(classes.error());
    listing.info.classes = classes->empty() ? classesFound(listing) : std::move(*classes);
    if (listing.info.classes.size() >= kVoidClass) {
        return tl::unexpected(Error{ErrorCode::LimitExceeded, "masks hold at most 255 classes", source.path, {}, {}});
    }
    return openListing(std::move(listing), source);
}

}  // namespace

DataFormat makeMasksFormat() {
    return {
        "masks",
        "Images and masks",
        "Pictures in images/, PNG masks of the same names in masks/ whose palette or grey numbers are classes (255: "
        "none), names of the classes in classes.txt",
        LearnTask::Segmentation,
        recognises,
        open};
}

}  // namespace bw
