// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "io/file_bytes.h"
#include "learn/data/readers/coco_records.h"
#include "learn/data/readers/data_listing.h"
#include "learn/data/readers/readers.h"

namespace bw {
namespace {

/// COCO's own boxes end up to a pixel beyond their pictures.
constexpr double kSlackPixels = 1.0;

std::string placeOf(const char* list, size_t index, const char* field) {
    return std::string(list) + "[" + std::to_string(index) + "]" + (*field != '\0' ? "." : "") + field;
}

std::string parentFolder(const std::string& path) {
    const size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? "." : (slash == 0 ? "/" : path.substr(0, slash));
}

/// A name that stays below the folder that it is looked up in.
bool staysInside(const std::string& name) {
    if (name.empty() || name.front() == '/') return false;
    const std::vector<std::string> parts = split(name, '/');
    return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

/// Where the pictures of a JSON file lie: beside it, or in folders called images, train, val … near it.
std::string imageFolder(const std::string& json, DataSplit split, const std::string& first_image) {
    const std::string here = parentFolder(json);
    std::vector<std::string> folders = {here, joined(here, "images")};
    for (const std::string& root : {here, parentFolder(here)}) {
        for (const char* name : splitFolderNames(split)) {
            folders.push_back(joined(root, name));
            folders.push_back(joined(joined(root, "images"), name));
        }
    }
    folders.push_back(joined(parentFolder(here), "images"));
    for (const std::string& folder : folders) {
        if (isFile(joined(folder, first_image))) return folder;
    }
    return here;
}

class CocoFile {
public:
    CocoFile(std::string path, DataSplit split, DataListing& listing)
        : path_(std::move(path)), split_(split), listing_(listing) {}

    Result<void> read() {
        const auto bytes = readFileBytes(path_, kMaxCocoFileBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        auto records = readCocoRecords(*bytes);
        if (!records) {
            Error error = records.error();
            error.file = path_;
            return tl::unexpected(std::move(error));
        }
        if (auto read = readCategories(records->categories); !read) return read;
        readImages(records->images);
        readAnnotations(records->annotations);
        auto& target = split_ == DataSplit::Train ? listing_.train : listing_.validation;
        for (ListedItem& item : items_)
            target.push_back(std::move(item));
        return {};
    }

private:
    void problem(const std::string& place, std::string message) {
        listing_.problems.add(ErrorCode::InvalidFile, path_, place, std::move(message));
    }

    /// Classes in the order of the first file; a second file must know no others.
    Result<void> readCategories(const std::vector<CocoRecord>& categories) {
        const bool first = listing_.info.classes.empty();
        for (size_t i = 0; i < categories.size(); ++i) {
            const CocoRecord& record = categories[i];
            const std::string name = cleanName(record.name, 100);
            if (!record.has_id || name.empty()) {
                problem(placeOf("categories", i, ""), "the class lacks 'id' or 'name'; skipped");
                continue;
            }
            auto& classes = listing_.info.classes;
            auto known = std::find(classes.begin(), classes.end(), name);
            if (known == classes.end() && !first) {
                problem(placeOf("categories", i, "name"), "the other file does not know class '" + name + "'; skipped");
                continue;
            }
            if (known == classes.end()) known = classes.insert(classes.end(), name);
            class_of_[record.id] = static_cast<int>(known - classes.begin());
        }
        if (listing_.info.classes.empty() || listing_.info.classes.size() > kMaxClasses)
            return tl::unexpected(Error{ErrorCode::InvalidFile, "names no classes", path_, "categories", {}});
        return {};
    }

    void readImages(const std::vector<CocoRecord>& images) {
        std::string folder;
        for (size_t i = 0; i < images.size(); ++i) {
            const CocoRecord& record = images[i];
            const std::string place = placeOf("images", i, "");
            if (!record.has_id || record.name.empty()) {
                problem(place, "the picture lacks 'id' or 'file_name'; skipped");
                continue;
            }
            const std::string name = cleanName(record.name, 4096);
            if (!staysInside(name)) {
                problem(placeOf("images", i, "file_name"), "the name leads out of the set's folder; skipped");
                continue;
            }
            if (folder.empty()) folder = imageFolder(path_, split_, name);
            ListedItem item;
            item.image = joined(folder, name);
            item.labels = path_;
            if (!isFile(item.image)) {
                listing_.problems.add(ErrorCode::NotFound, item.image, {}, "the picture is missing; skipped");
                missing_[record.id] = true;
                continue;
            }
            if (!item_of_.emplace(record.id, items_.size()).second) {
                problem(placeOf("images", i, "id"),
                        "two pictures have the id " + std::to_string(record.id) + "; skipped");
                continue;
            }
            sizes_.push_back({record.width, record.height});
            items_.push_back(std::move(item));
        }
    }

    void readAnnotations(const std::vector<CocoRecord>& annotations) {
        for (size_t i = 0; i < annotations.size(); ++i) {
            const CocoRecord& record = annotations[i];
            if (missing_.contains(record.image_id)) continue;  // Told once, for the picture.
            const auto item = item_of_.find(record.image_id);
            if (item == item_of_.end()) {
                problem(placeOf("annotations", i, "image_id"),
                        "there is no picture " + std::to_string(record.image_id) + "; skipped");
                continue;
            }
            const auto known = class_of_.find(record.category_id);
            if (known == class_of_.end()) {
                problem(placeOf("annotations", i, "category_id"),
                        "there is no class " + std::to_string(record.category_id) + "; skipped");
                continue;
            }
            if (record.bbox.size() != 4) {
                problem(placeOf("annotations", i, "bbox"), "expected four numbers: x, y, width, height; skipped");
                continue;
            }
            LabelBox box;
            box.x0 = static_cast<float>(record.bbox[0]);
            box.y0 = static_cast<float>(record.bbox[1]);
            box.x1 = static_cast<float>(record.bbox[0] + record.bbox[2]);
            box.y1 = static_cast<float>(record.bbox[1] + record.bbox[3]);
            box.class_index = known->second;
            box.ignored = record.is_crowd != 0;
            addBox(box, item->second, placeOf("annotations", i, "bbox"));
        }
    }

    void addBox(const LabelBox& box, size_t item, const std::string& place) {
        auto [width, height] = sizes_[item];
        // Files that tell no sizes are checked against the picture itself when it is read.
        if (!(width > 0) || !(height > 0)) width = height = 1e6;
        if (const auto inside = boxInside(box, width, height, kSlackPixels, path_, place, listing_.problems))
            items_[item].boxes.push_back(*inside);
    }

    std::string path_;
    DataSplit split_;
    DataListing& listing_;
    std::vector<ListedItem> items_;
    std::vector<std::pair<double, double>> sizes_;
    std::map<int64_t, int> class_of_;
    std::map<int64_t, size_t> item_of_;
    std::map<int64_t, bool> missing_;
};

/// JSON files of a folder that hold boxes, by split; captions and keypoints of COCO's own folders do not.
std::vector<std::pair<std::string, DataSplit>> jsonFiles(const std::string& path) {
    if (isFile(path)) return {{path, DataSplit::Train}};
    std::vector<std::pair<std::string, DataSplit>> found;
    for (const std::string& folder : {path, joined(path, "annotations")}) {
        const auto names = filesIn(folder);
        if (!names) continue;
        for (const std::string& name : *names) {
            if (!name.ends_with(".json") || name.starts_with("captions") || name.starts_with("person_keypoints"))
                continue;
            const bool validates = name.find("val") != std::string::npos || name.find("test") != std::string::npos;
            found.emplace_back(joined(folder, name), validates ? DataSplit::Validation : DataSplit::Train);
        }
        if (!found.empty()) break;
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return found;
}

bool recognises(const std::string& path) {
    if (isFile(path)) return path.ends_with(".json");
    return isFolder(path) && !jsonFiles(path).empty();
}

Result<std::shared_ptr<const DataSet>> open(const DataSource& source) {
    DataListing listing;
    listing.info.format = "coco";
    listing.info.task = LearnTask::Detection;
    const auto files = jsonFiles(source.path);
    if (files.empty()) {
        return tl::unexpected(Error{ErrorCode::NotFound,
                                    "has no JSON file",
                                    source.path,
                                    {},
                                    "name the file, or put instances_train.json into the folder"});
    }
    for (const auto& [path, split] : files) {
        if (auto read = CocoFile(path, split, listing).read(); !read) return tl::unexpected(read.error());
    }
    return openListing(std::move(listing), source);
}

}  // namespace

DataFormat makeCocoFormat() {
    return {"coco",
            "COCO JSON",
            "A JSON file with images, annotations and categories, or a folder with one for train and one for val; the "
            "pictures beside it or in images/, train/, val/",
            LearnTask::Detection,
            recognises,
            open};
}

}  // namespace bw
