// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/data_source.h"

namespace bw {

/// No set on disk holds more pictures, and no file of labels is larger.
inline constexpr size_t kMaxListedFiles = size_t{4} << 20;
inline constexpr int64_t kMaxLabelFileBytes = int64_t{16} << 20;
inline constexpr int64_t kMaxCocoFileBytes = int64_t{1} << 30;
inline constexpr size_t kMaxClasses = 4096;

/// One picture on disk with what its set's files say of it.
struct ListedItem {
    std::string image;  ///< Path.
    std::string mask;   ///< Path; segmentation only.
    int class_index = -1;
    std::vector<LabelBox> boxes;  ///< In pixels; or in shares of the picture where `relative_boxes`.
    bool relative_boxes = false;
    std::string labels;  ///< File that the boxes come from, for messages.
};

/// What a reader found: items whose files exist and whose labels make sense, and what is wrong with the others.
struct DataListing {
    DataInfo info;
    std::vector<ListedItem> train;
    std::vector<ListedItem> validation;
    DataProblems problems;
    std::optional<int> void_class;
};

/// A set over the listing, which decodes a picture whenever it is asked for. Where it has no part that validates, some
/// items become it, drawn by the source's seed. InvalidFile where there are no items.
Result<std::shared_ptr<const DataSet>> openListing(DataListing listing, const DataSource& source);

/// A label's box cut to a picture of this size, or to 1 x 1 for relative boxes. A box that reaches beyond by more than
/// `slack`, is empty or lies outside is reported; nothing where none of it is left.
std::optional<LabelBox> boxInside(LabelBox box, double width, double height, double slack, const std::string& file,
                                  const std::string& place, DataProblems& problems);

/// Names of a folder's entries, sorted, without hidden ones; folders or plain files.
Result<std::vector<std::string>> foldersIn(const std::string& folder);
Result<std::vector<std::string>> filesIn(const std::string& folder);
/// Paths of the pictures in a folder, sorted; files that are none are reported.
Result<std::vector<std::string>> imagesIn(const std::string& folder, DataProblems& problems);

bool isFolder(const std::string& path);
bool isFile(const std::string& path);
/// The last part of a path.
std::string fileName(const std::string& path);
/// The file's name without its ending.
std::string fileStem(const std::string& path);
/// `folder`/`name`.
std::string joined(const std::string& folder, const std::string& name);

/// Names that folders of the two splits go by.
std::span<const char* const> splitFolderNames(DataSplit split);
/// The first of these folders that exists inside `folder`; empty if none.
std::string splitFolder(const std::string& folder, DataSplit split);

/// Class names, one a line, from "classes.txt"; empty where there is none. Errors name the line.
Result<std::vector<std::string>> readClassList(const std::string& folder);

}  // namespace bw
