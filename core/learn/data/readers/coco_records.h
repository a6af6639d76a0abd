// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace bw {

/// One object of a COCO file's lists, as far as boxes need it. What a file leaves out stays at the value here.
struct CocoRecord {
    int64_t id = -1;
    int64_t image_id = -1;
    int64_t category_id = -1;
    double width = 0;
    double height = 0;
    double is_crowd = 0;
    std::string name;          ///< "name" of a category, "file_name" of an image.
    std::vector<double> bbox;  ///< x, y, width, height where well-formed.
    bool has_id = false;
};

struct CocoRecords {
    std::vector<CocoRecord> images;
    std::vector<CocoRecord> annotations;
    std::vector<CocoRecord> categories;
};

/// Reads the three lists event by event, so that memory grows with the boxes and not with the file: masks, licences and
/// captions are passed over. InvalidFile with line and column where it is not JSON or not in COCO's shape.
Result<CocoRecords> readCocoRecords(const std::string& bytes);

}  // namespace bw
