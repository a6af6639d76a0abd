// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/operator.h"

namespace bw {

/// A network whose operators were measured in their context.
struct MeasuredNetwork {
    std::string id;
    OperatorGraph graph;
    std::vector<double> cycles;  ///< By operator of `graph`, cycles of the target's clock; NaN where nothing is known.
};

/// Networks of one configuration and where they come from.
struct Measurements {
    std::string source;  ///< One sentence for the regressor's card.
    std::string file;    ///< Table or plan.
    std::vector<MeasuredNetwork> networks;
};

/// Reads the networks of a table that were measured in `configuration`, which names one of its columns. A table is CSV
/// with one operator a row, in execution order, the rows of a network together:
///   net, op (conv, dw, add, avgpool, fc), ih, iw, ic, oh, ow, oc, k, s (square kernel and stride, "same" padding),
///   relu (1 where a ReLU6 follows), from (add: row of the network whose output is the second input), then cycles by
///   configuration. Each operator reads the one before it. A network without cycles in `configuration` is left out.
/// InvalidFile names the line and the column of the first bad value, and nothing is taken.
Result<std::vector<MeasuredNetwork>> readMeasurementTable(std::string_view csv, const std::string& configuration);

/// The same from a .csv.gz file.
Result<Measurements> loadMeasurements(const std::string& path, const std::string& configuration);

}  // namespace bw
