// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "target/kernel.h"
#include "target/npu_parameters.h"

namespace bw {

/// True where an activation is looked up in a table, at a rate of its own.
bool needsTable(Activation activation);

/// How often an operator without array work passes over its map, by the rate at which it does.
struct MapPasses {
    double elementwise = 0, multiply = 0, table = 0, output = 0;
    double count() const { return elementwise + multiply + table + output; }
};
MapPasses mapPasses(const Kernel& kernel);
/// Cycles of the output path for one element of such a map.
double passCyclesPerElement(const MapPasses& passes, const NpuParameters& npu);

}  // namespace bw
