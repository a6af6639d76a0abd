// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/data_source_options.h"
#include "io/atomic_write.h"
#include "learn/data/data_check.h"
#include "learn/data/data_export.h"
#include "learn/data/data_source.h"
#include "learn/data/image/image_codec.h"
#include "learn/data/preview/label_drawing.h"
#include "learn/data/scenes/scene_sets.h"

namespace bw::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Samples that are read for statistics where --check does not ask for all.
constexpr int64_t kGlance = 500;
constexpr int64_t kMaxPrinted = 50;

struct DataOptions : DataSourceOptions {
    std::string sheet;
    std::string split = "train";
    std::string export_folder;
    int tiles = 48;
    bool bare = false;
    bool check = false;
    bool json = false;
};

void printKnown() {
    std::cout << "Built-in sets (--set ID):\n";
    for (const SceneSet& set : sceneSets())
        std::printf("  %-10s %s\n             %s\n", set.id, taskName(set.task), set.description);
    std::cout << "Formats of sets on disk (--format ID; found out where left away):\n";
    for (const DataFormat& format : dataFormats())
        std::printf("  %-10s %s, %s\n             %s\n", format.id, format.title, taskName(format.task),
                    format.description);
}

Json splitJson(const SplitStatistics& s, const DataSet& set, DataSplit split) {
    Json classes = Json::array();
    for (size_t i = 0; i < s.per_class.size(); ++i)
        classes.push_back(
            {{"name", set.info().classes[i]}, {"count", s.per_class[i]}, {"images", s.images_with_class[i]}});
    Json json = {{"samples", set.size(split)},
                 {"read", s.images},
                 {"width", {s.min_width, s.max_width}},
                 {"height", {s.min_height, s.max_height}},
                 {"classes", classes}};
    if (set.info().task == LearnTask::Detection) {
        json["boxes"] = s.boxes;
        json["ignored_boxes"] = s.ignored_boxes;
        json["small_medium_large"] = {s.small_boxes, s.medium_boxes, s.large_boxes};
        json["images_without_boxes"] = s.unlabelled;
    }
    if (set.info().task == LearnTask::Segmentation) json["void_pixels"] = s.void_pixels;
    return json;
}

void printJson(const DataSet& set, const DataStatistics& statistics) {
    Json problems = Json::array();
    for (const Error& error : statistics.problems.items())
        problems.push_back({{"file", error.file}, {"place", error.place}, {"message", error.message}});
    const Json json = {{"name", set.info().name},
                       {"format", set.info().format},
                       {"task", taskName(set.info().task)},
                       {"classes", set.info().classes},
                       {"train", splitJson(statistics.train, set, DataSplit::Train)},
                       {"validation", splitJson(statistics.validation, set, DataSplit::Validation)},
                       {"problem_count", statistics.problems.count()},
                       {"problems", problems}};
    std::cout << json.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
}

const char* countedThing(LearnTask task) {
    return task == LearnTask::Classification ? "pictures" : (task == LearnTask::Detection ? "boxes" : "pixels");
}

void printText(const DataSet& set, const DataStatistics& statistics) {
    const DataInfo& info = set.info();
    std::printf("%s: %s (%s), %zu classes\n", info.name.c_str(), taskName(info.task), info.format.c_str(),
                info.classes.size());
    for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
        const SplitStatistics& s = statistics.of(split);
        std::printf("%-11s%9s pictures, %d to %d x %d to %d\n", splitName(split), groupDigits(set.size(split)).c_str(),
                    s.min_width, s.max_width, s.min_height, s.max_height);
        if (info.task != LearnTask::Detection) continue;
        std::printf("           %9s boxes: %lld small, %lld medium, %lld large; %lld ignored; %lld pictures without\n",
                    groupDigits(s.boxes).c_str(), static_cast<long long>(s.small_boxes),
                    static_cast<long long>(s.medium_boxes), static_cast<long long>(s.large_boxes),
                    static_cast<long long>(s.ignored_boxes), static_cast<long long>(s.unlabelled));
    }
    if (statistics.read < statistics.total) {
        std::printf("Counted in %s samples spread over both; --check reads all.\n",
                    groupDigits(statistics.read).c_str());
    }
    std::printf("\n%-20s%14s%14s  (%s)\n", "class", "train", "validation", countedThing(info.task));
    for (size_t i = 0; i < info.classes.size(); ++i) {
        std::printf("%-20s%14s%14s\n", elide(info.classes[i], 20).c_str(),
                    groupDigits(statistics.train.per_class[i]).c_str(),
                    groupDigits(statistics.validation.per_class[i]).c_str());
    }
    std::fflush(stdout);
}

void printProblems(const DataProblems& problems) {
    if (problems.empty()) return;
    std::cout << "\n" << groupDigits(problems.count()) << " problems:\n";
    int64_t printed = 0;
    for (const Error& error : problems.items()) {
        if (printed++ == kMaxPrinted) break;
        std::cout << "  " << error.text() << "\n";
    }
    if (problems.count() > kMaxPrinted)
        std::cout << "  and " << groupDigits(problems.count() - kMaxPrinted) << " more\n";
}

Result<void> writeSheet(const DataSet& set, const DataOptions& options) {
    SheetOptions sheet;
    sheet.split = options.split == "train" ? DataSplit::Train : DataSplit::Validation;
    sheet.count = options.tiles;
    sheet.labels = !options.bare;
    const auto image = contactSheet(set, sheet);
    if (!image) return tl::unexpected(image.error());
    const auto png = encodePng(*image);
    if (!png) return tl::unexpected(png.error());
    return writeFileAtomically(options.sheet, *png);
}

int run(const DataOptions& options) {
    if (options.none()) {
        printKnown();
        return kExitFits;
    }
    const auto source = options.chosen();
    if (!source) return reportError(source.error());
    const auto set = openDataSet(*source);
    if (!set) return reportError(set.error());
    const int64_t limit = options.count > 0 ? options.count : std::numeric_limits<int64_t>::max();
    const auto statistics = checkDataSet(**set, options.check ? limit : std::min(limit, kGlance));
    if (!statistics) return reportError(statistics.error());
    DataProblems problems = statistics->problems;
    if (!options.sheet.empty()) {
        if (auto written = writeSheet(**set, options); !written) return reportError(written.error());
    }
    if (!options.export_folder.empty()) {
        DataProblems left_out;
        const auto written = exportDataSet(**set, options.export_folder, limit, left_out);
        if (!written) return reportError(written.error());
        if (!options.json)
            std::cout << "Wrote " << groupDigits(*written) << " samples into " << options.export_folder << "\n";
    }
    if (options.json) {
        printJson(**set, *statistics);
    } else {
        printText(**set, *statistics);
        printProblems(problems);
    }
    return options.check && !problems.empty() ? kExitExceeds : kExitFits;
}

}  // namespace

void addData(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "data",
        "Open a data set for training: statistics, problems, a sheet of labelled pictures, export. Without a source it "
        "lists the built-in sets and the formats");
    auto options = std::make_shared<DataOptions>();
    command->add_option("source", options->source.path, "Folder or file of a data set");
    options->addTo(*command);
    command->add_flag("--check", options->check, "Read every picture; exit 1 where there are problems");
    command->add_option("--contact-sheet", options->sheet, "PNG file with labelled samples");
    command->add_option("--sheet-count", options->tiles, "Samples on the sheet")->check(CLI::Range(1, 400));
    command->add_option("--split", options->split, "Part that the sheet shows")
        ->check(CLI::IsMember({"train", "validation"}));
    command->add_flag("--no-labels", options->bare, "Draw no labels on the sheet");
    command->add_option("--export", options->export_folder,
                        "Write the set into a new folder: class folders, COCO and YOLO, or images and masks");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
