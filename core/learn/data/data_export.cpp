// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/data_export.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "learn/data/image/image_codec.h"

namespace bw {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

tl::unexpected<Error> ioError(const std::string& path, const std::string& message) {
    return tl::unexpected(Error{ErrorCode::IoFailure, message, path, {}, {}});
}

/// Writes a new file. No sync: what a power cut loses can be exported again.
Result<void> writeFile(const std::string& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return ioError(path, std::string("cannot be written: ") + std::strerror(errno));
    return {};
}

Result<void> makeFolder(const std::string& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return ioError(path, "cannot be made: " + code.message());
    return {};
}

Result<void> prepareFolder(const std::string& folder) {
    std::error_code code;
    if (fs::exists(folder, code) && !fs::is_empty(folder, code))
        return tl::unexpected(
            Error{ErrorCode::InvalidArgument, "the folder is not empty", folder, {}, "name a new one"});
    return makeFolder(folder);
}

/// A class's name as that of a folder.
std::string folderName(const std::string& name) {
    std::string result = name;
    for (char& c : result)
        c = c == '/' || c == '\\' || c == '\0' ? '_' : c;
    return result.empty() || result.front() == '.' ? "_" + result : result;
}

class Exporter {
public:
    Exporter(const DataSet& set, std::string folder) : set_(set), folder_(std::move(folder)) {}

    Result<void> begin() {
        if (auto made = prepareFolder(folder_); !made) return made;
        for (const char* part : {"train", "val"}) {
            for (const std::string& kind : kinds(part)) {
                if (auto made = makeFolder(folder_ + "/" + kind); !made) return made;
            }
        }
        return {};
    }

    Result<void> add(DataSplit split, const DataSample& sample) {
        const std::string part = split == DataSplit::Train ? "train" : "val";
        int64_t& number = split == DataSplit::Train ? train_ : validation_;
        char stem[24];
        std::snprintf(stem, sizeof stem, "%06lld", static_cast<long long>(number++));
        const auto png = encodePng(sample.image);
        if (!png) return tl::unexpected(png.error());
        const std::string name = std::string(stem) + ".png";
        if (set_.info().task == LearnTask::Classification) {
            const std::string& label = set_.info().classes[static_cast<size_t>(sample.class_index)];
            return writeFile(folder_ + "/" + part + "/" + folderName(label) + "/" + name, *png);
        }
        if (auto written = writeFile(folder_ + "/images/" + part + "/" + name, *png); !written) return written;
        if (set_.info().task == LearnTask::Detection) {
            addCoco(part, number, name, sample);
            return writeFile(folder_ + "/labels/" + part + "/" + stem + ".txt", yoloText(sample));
        }
        const auto mask = encodeMask(sample.mask);
        if (!mask) return tl::unexpected(mask.error());
        return writeFile(folder_ + "/masks/" + part + "/" + name, *mask);
    }

    Result<void> end() {
        if (set_.info().task == LearnTask::Classification) return {};
        std::string names;
        for (const std::string& name : set_.info().classes)
            names += name + "\n";
        if (auto written = writeFile(folder_ + "/classes.txt", names); !written) return written;
        if (set_.info().task != LearnTask::Detection) return {};
        for (auto& [part, json] : coco_) {
            json["categories"] = Json::array();
            for (size_t i = 0; i < set_.info().classes.size(); ++i)
                json["categories"].push_back({{"id", i + 1}, {"name", set_.info().classes[i]}});
            const std::string path = folder_ + "/instances_" + part + ".json";
            if (auto written = writeFile(path, json.dump(-1, ' ', false, Json::error_handler_t::replace)); !written)
                return written;
        }
        return {};
    }

private:
    std::vector<std::string> kinds(const std::string& part) const {
        std::vector<std::string> result;
        switch (set_.info().task) {
            case LearnTask::Classification:
                for (const std::string& name : set_.info().classes)
                    result.push_back(part + "/" + folderName(name));
                return result;
            case LearnTask::Detection:
                return {"images/" + part, "labels/" + part};
            case LearnTask::Segmentation:
                return {"images/" + part, "masks/" + part};
        }
        return result;
    }

    /// Boxes in shares of the picture. The format knows no ignored boxes; they are left out.
    static std::string yoloText(const DataSample& sample) {
        std::string text;
        const auto width = static_cast<float>(sample.image.width);
        const auto height = static_cast<float>(sample.image.height);
        for (const LabelBox& box : sample.boxes) {
            if (box.ignored) continue;
            char line[120];
            std::snprintf(line, sizeof line, "%d %.6f %.6f %.6f %.6f\n", box.class_index,
                          static_cast<double>((box.x0 + box.x1) / 2 / width),
                          static_cast<double>((box.y0 + box.y1) / 2 / height), static_cast<double>(box.width() / width),
                          static_cast<double>(box.height() / height));
            text += line;
        }
        return text;
    }

    void addCoco(const std::string& part, int64_t id, const std::string& name, const DataSample& sample) {
        Json& json = part == "train" ? coco_[0].second : coco_[1].second;
        json["images"].push_back(
            {{"id", id}, {"file_name", name}, {"width", sample.image.width}, {"height", sample.image.height}});
        for (const LabelBox& box : sample.boxes) {
            json["annotations"].push_back({{"id", ++annotations_},
                                           {"image_id", id},
                                           {"category_id", box.class_index + 1},
                                           {"bbox", {box.x0, box.y0, box.width(), box.height()}},
                                           {"area", box.area()},
                                           {"iscrowd", box.ignored ? 1 : 0}});
        }
    }

    static Json emptyCoco() { return {{"images", Json::array()}, {"annotations", Json::array()}}; }

    const DataSet& set_;
    std::string folder_;
    int64_t train_ = 0;
    int64_t validation_ = 0;
    int64_t annotations_ = 0;
    std::pair<std::string, Json> coco_[2] = {{"train", emptyCoco()}, {"val", emptyCoco()}};
};

}  // namespace

Result<int64_t> exportDataSet(const DataSet& set, const std::string& folder, int64_t limit, DataProblems& problems,
                              const std::function<void(double)>& progress, const std::atomic<bool>* stop) {
    Exporter exporter(set, folder);
    if (auto begun = exporter.begin(); !begun) return tl::unexpected(begun.error());
    const int64_t train = set.size(DataSplit::Train);
    const int64_t total = train + set.size(DataSplit::Validation);
    const int64_t wanted = std::min(total, limit);
    int64_t written = 0;
    for (int64_t i = 0; i < wanted; ++i) {
        if (stop != nullptr && *stop) return fail(ErrorCode::Cancelled, "the export was cancelled");
        if (progress) progress(static_cast<double>(i) / static_cast<double>(wanted));
        const auto place =
            static_cast<int64_t>(static_cast<double>(total) * static_cast<double>(i) / static_cast<double>(wanted));
        const DataSplit split = place < train ? DataSplit::Train : DataSplit::Validation;
        const auto sample = set.load(split, split == DataSplit::Train ? place : place - train);
        if (!sample) {
            problems.add(sample.error());
            continue;
        }
        if (auto added = exporter.add(split, **sample); !added) return tl::unexpected(added.error());
        ++written;
    }
    if (auto ended = exporter.end(); !ended) return tl::unexpected(ended.error());
    return written;
}

}  // namespace bw
