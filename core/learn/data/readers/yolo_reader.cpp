// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "base/text.h"
#include "io/file_bytes.h"
#include "learn/data/readers/paired_folders.h"
#include "learn/data/readers/readers.h"

namespace bw {
namespace {

/// Rounding in text may put a box this far beyond its picture without harm.
constexpr double kSlack = 0.005;

/// Names from "names:" in data.yaml: [a, b], lines "- a", or lines "0: a" in order. Other keys are passed over.
std::vector<std::string> namesInYaml(const std::string& text) {
    std::vector<std::string> names;
    const auto add = [&names](std::string_view raw) {
        std::string_view name = trim(raw);
        if (name.size() >= 2 && (name.front() == '\'' || name.front() == '"') && name.back() == name.front())
            name = name.substr(1, name.size() - 2);
        if (!name.empty() && names.size() < kMaxClasses) names.push_back(cleanName(name, 100));
    };
    bool inside = false;
    for (const std::string& line : split(text, '\n')) {
        const std::string_view content = trim(line);
        if (!inside) {
            if (!content.starts_with("names:")) continue;
            inside = true;
            std::string_view rest = trim(content.substr(6));
            if (!rest.starts_with('[')) continue;
            rest.remove_prefix(1);
            for (const std::string& name : split(rest.substr(0, rest.find(']')), ','))
                add(name);
            break;
        }
        const size_t colon = content.find(':');
        if (content.starts_with("- ")) {
            add(content.substr(2));
        } else if (colon != std::string_view::npos && parseInteger(content.substr(0, colon))) {
            add(content.substr(colon + 1));
        } else if (!content.empty() && !content.starts_with('#')) {
            break;
        }
    }
    return names;
}

Result<std::vector<std::string>> readNames(const std::string& root) {
    auto classes = readClassList(root);
    if (!classes || !classes->empty()) return classes;
    const std::string yaml = joined(root, "data.yaml");
    if (isFile(yaml)) {
        const auto bytes = readFileBytes(yaml, kMaxLabelFileBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        *classes = namesInYaml(*bytes);
    }
    if (classes->empty()) {
        return tl::unexpected(Error{ErrorCode::NotFound,
                                    "names no classes",
                                    root,
                                    {},
                                    "add classes.txt with one name a line, or 'names:' in data.yaml"});
    }
    return classes;
}

/// "class center_x center_y width height", the last four as shares of the picture.
std::optional<LabelBox> parseLine(std::string_view line, size_t classes, const std::string& file,
                                  const std::string& place, DataProblems& problems) {
    std::vector<double> numbers;
    size_t words = 0;
    for (const std::string& word : split(line, ' ')) {
        if (trim(word).empty()) continue;
        ++words;
        if (const auto number = parseNumber(trim(word))) numbers.push_back(*number);
    }
    const auto refuse = [&](std::string message) {
        problems.add(ErrorCode::InvalidFile, file, place, std::move(message));
        return std::nullopt;
    };
    if (words != 5 || numbers.size() != 5)
        return refuse("expected five numbers: class, center x, center y, width, height; skipped");
    if (numbers[0] != std::floor(numbers[0]) || numbers[0] < 0 || numbers[0] >= static_cast<double>(classes)) {
        return refuse("class " + formatNumber(numbers[0]) + " is out of range; the set has " + std::to_string(classes) +
                      " classes; skipped");
    }
    LabelBox box;
    box.class_index = static_cast<int>(numbers[0]);
    box.x0 = static_cast<float>(numbers[1] - numbers[3] / 2);
    box.x1 = static_cast<float>(numbers[1] + numbers[3] / 2);
    box.y0 = static_cast<float>(numbers[2] - numbers[4] / 2);
    box.y1 = static_cast<float>(numbers[2] + numbers[4] / 2);
    return boxInside(box, 1, 1, kSlack, file, place, problems);
}

void readLabels(ListedItem& item, size_t classes, DataProblems& problems) {
    const auto bytes = readFileBytes(item.labels, kMaxLabelFileBytes);
    if (!bytes) return problems.add(bytes.error());
    int64_t number = 0;
    for (std::string& line : split(*bytes, '\n')) {
        ++number;
        for (char& c : line)
            c = c == '\t' ? ' ' : c;
        if (trim(line).empty()) continue;
        const auto box = parseLine(line, classes, item.labels, "line " + std::to_string(number), problems);
        if (box) item.boxes.push_back(*box);
    }
}

void readPair(const FolderPair& pair, std::vector<ListedItem>& items, DataListing& listing) {
    const auto images = imagesIn(pair.images, listing.problems);
    if (!images) return listing.problems.add(images.error());
    for (const std::string& image : *images) {
        ListedItem item;
        item.image = image;
        item.relative_boxes = true;
        item.labels = joined(pair.labels, fileStem(image) + ".txt");
        // A picture without a file of labels shows none of the classes: so the format has it.
        if (isFile(item.labels)) readLabels(item, listing.info.classes.size(), listing.problems);
        items.push_back(std::move(item));
    }
}

bool recognises(const std::string& path) {
    return isFolder(path) && hasPairedFolders(path, "labels");
}

Result<std::shared_ptr<const DataSet>> open(const DataSource& source) {
    DataListing listing;
    listing.info.format = "yolo";
    listing.info.task = LearnTask::Detection;
    if (!recognises(source.path)) {
        return tl::unexpected(Error{ErrorCode::NotFound,
                                    "has no folders 'images' and 'labels'",
                                    source.path,
                                    {},
                                    "put pictures into images/ and text files of the same names into labels/"});
    }
    auto classes = readNames(source.path);
    if (!classes) return tl::unexpected(classes.error());
    listing.info.classes = std::move(*classes);
    for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
        const FolderPair pair = pairedFolders(source.path, "labels", split);
        if (!pair.images.empty())
            readPair(pair, split == DataSplit::Train ? listing.train : listing.validation, listing);
    }
    return openListing(std::move(listing), source);
}

}  // namespace

DataFormat makeYoloFormat() {
    return {
        "yolo",
        "YOLO text",
        "Pictures in images/, text files of the same names in labels/ with 'class x y width height' a line in shares "
        "of the picture, names in classes.txt or data.yaml",
        LearnTask::Detection,
        recognises,
        open};
}

}  // namespace bw
