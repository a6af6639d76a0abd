// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "base/text.h"
#include "learn/data/readers/data_listing.h"
#include "learn/data/readers/readers.h"
#include "learn/data/scenes/scene_sets.h"

namespace bw {

std::span<const DataFormat> dataFormats() {
    // In the order in which they are tried: what is easiest to tell comes first.
    static const std::array<DataFormat, 5> formats = {makeCifarFormat(), makeCocoFormat(), makeMasksFormat(),
                                                      makeYoloFormat(), makeFoldersFormat()};
    return formats;
}

namespace {

std::string knownIds() {
    std::string ids;
    for (const SceneSet& set : sceneSets())
        ids += (ids.empty() ? "" : ", ") + std::string(set.id);
    for (const DataFormat& format : dataFormats())
        ids += ", " + std::string(format.id);
    return ids;
}

}  // namespace

Result<std::shared_ptr<const DataSet>> openDataSet(const DataSource& source) {
    if (!(source.validation_share >= 0 && source.validation_share < 1))
        return fail(ErrorCode::InvalidArgument, "the share that validates must be from 0 to below 1");
    for (const SceneSet& set : sceneSets()) {
        if (source.format == set.id) return openSceneSet(set, source);
    }
    for (const DataFormat& format : dataFormats()) {
        if (source.format == format.id) return format.open(source);
    }
    if (!source.format.empty()) {
        return fail(ErrorCode::NotFound, "there is no data set or format '" + elide(source.format, 40) + "'", {},
                    "known are " + knownIds());
    }
    if (!isFolder(source.path) && !isFile(source.path)) {
        return tl::unexpected(Error{ErrorCode::NotFound,
                                    "there is no such file or folder",
                                    source.path,
                                    {},
                                    "name a folder, a file, or a built-in set"});
    }
    for (const DataFormat& format : dataFormats()) {
        if (format.recognises(source.path)) return format.open(source);
    }
    return tl::unexpected(Error{ErrorCode::Unsupported,
                                "looks like no format of data sets",
                                source.path,
                                {},
                                "name the format: one of " + knownIds()});
}

}  // namespace bw
