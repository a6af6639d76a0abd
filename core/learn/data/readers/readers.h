// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/data_source.h"

namespace bw {

// One file for each format; data_formats.cpp lists them.
DataFormat makeCifarFormat();
DataFormat makeCocoFormat();
DataFormat makeFoldersFormat();
DataFormat makeMasksFormat();
DataFormat makeYoloFormat();

}  // namespace bw
