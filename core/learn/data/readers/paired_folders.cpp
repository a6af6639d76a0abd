// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/readers/paired_folders.h"

namespace bw {
namespace {

bool bothThere(const FolderPair& pair) {
    return isFolder(pair.images) && isFolder(pair.labels);
}

}  // namespace

FolderPair pairedFolders(const std::string& root, const std::string& second, DataSplit split) {
    for (const char* name : splitFolderNames(split)) {
        const std::string part = joined(root, name);
        const FolderPair inside{joined(part, "images"), joined(part, second)};
        if (bothThere(inside)) return inside;
        const FolderPair around{joined(joined(root, "images"), name), joined(joined(root, second), name)};
        if (bothThere(around)) return around;
    }
    const FolderPair flat{joined(root, "images"), joined(root, second)};
    const bool has_parts = !splitFolder(flat.images, DataSplit::Train).empty();
    if (split == DataSplit::Train && !has_parts && bothThere(flat)) return flat;
    return {};
}

bool hasPairedFolders(const std::string& root, const std::string& second) {
    return !pairedFolders(root, second, DataSplit::Train).images.empty() ||
           !pairedFolders(root, second, DataSplit::Validation).images.empty();
}

}  // namespace bw
