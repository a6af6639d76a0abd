// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/readers/data_listing.h"

namespace bw {

/// Pictures in one folder, their labels under the same names in another.
struct FolderPair {
    std::string images;
    std::string labels;
};

/// The pair for a split, empty where the set has none. With `second` "masks" these layouts are known, `val` and its
/// synonyms like `train`:  train/images + train/masks;  images/train + masks/train;  images + masks (all training).
FolderPair pairedFolders(const std::string& root, const std::string& second, DataSplit split);

/// True where any of the layouts is there.
bool hasPairedFolders(const std::string& root, const std::string& second);

}  // namespace bw
