// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/data_set.h"
#include "learn/data/preview/bitmap_font.h"

namespace bw {

/// The colour that stands for a class in previews; neighbours differ clearly.
Rgb8 labelColor(int class_index);

/// The sample so large that it fits into a square of `side` pixels, with its labels drawn: boxes with class names
/// (dashed where ignored), masks as coloured areas, the class in the corner.
Image withLabels(const DataSample& sample, const DataInfo& info, int side);

/// Several samples in a grid.
struct SheetOptions {
    DataSplit split = DataSplit::Train;
    int count = 48;
    int columns = 8;
    int tile = 192;  ///< Pixels of a side.
    bool labels = true;
};

/// Samples spread evenly over the split, or all where there are fewer; those that cannot be read leave a red field.
Result<Image> contactSheet(const DataSet& set, const SheetOptions& options);

}  // namespace bw
