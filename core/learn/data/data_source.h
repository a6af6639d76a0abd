// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "learn/data/data_set.h"

namespace bw {

/// How a data set is opened; what concerns only files or only built-in sets says so.
struct DataSource {
    std::string path;    ///< Folder or file; empty for a built-in set.
    std::string format;  ///< Id of a format or of a built-in set; empty finds the format out.
    uint64_t seed = 1;   ///< Draws the built-in pictures, and which files validate where the set does not tell.
    /// Share of the samples that validate where the set itself has no such part.
    double validation_share = 0.2;
    std::optional<int> void_class;  ///< Masks: this number belongs to no class.

    int width = 96;  ///< Built-in: pixels of a picture, 16 to 1024.
    int height = 96;
    int64_t count = 2500;     ///< Built-in: samples together; `validation_share` of them validate.
    double difficulty = 0.5;  ///< Built-in: 0 easy to 1 hard, see scene_options.h.
};

/// A format of data sets on disk: one file in readers/ and one row in data_formats.cpp.
struct DataFormat {
    const char* id;           ///< "coco"
    const char* title;        ///< "COCO JSON"
    const char* description;  ///< What must lie where, one sentence.
    LearnTask task;
    /// True where the path looks like this format; cheap.
    bool (*recognises)(const std::string& path);
    Result<std::shared_ptr<const DataSet>> (*open)(const DataSource& source);
};

std::span<const DataFormat> dataFormats();

/// Opens a data set: a built-in one, or files. InvalidFile where nothing usable is left, with the first problem found.
Result<std::shared_ptr<const DataSet>> openDataSet(const DataSource& source);

}  // namespace bw
