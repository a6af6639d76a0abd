// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/data_source_options.h"

namespace bw::cli {

void DataSourceOptions::addTo(CLI::App& command) {
    command.add_option("--set", set, "Built-in set: presence, porch or rooms");
    command.add_option("--format", format, "Format of the source where it is not found out: see 'data' alone");
    command
        .add_option("--count", count,
                    "Built-in: samples together; on disk, for 'data': read and export at most so many")
        ->check(CLI::PositiveNumber);
    command.add_option("--seed", source.seed,
                       "Draws built-in pictures, and what validates where a set has no such part");
    command.add_option("--size", side, "Built-in: pixels of a side, 16 to 1024; 96 unless given");
    command.add_option("--difficulty", source.difficulty,
                       "Built-in: 0 (near, bright, few look-alikes) to 1; 0.5 unless given");
    command.add_option("--validation", source.validation_share,
                       "Share that validates where a set has no such part; 0.2 unless given");
    command.add_option("--void", void_class, "Masks: this number belongs to no class, besides 255")
        ->check(CLI::Range(0, 255));
}

Result<DataSource> DataSourceOptions::chosen() const {
    DataSource wanted = source;
    wanted.format = set.empty() ? format : set;
    if (!set.empty() && (!wanted.path.empty() || !format.empty()))
        return fail(ErrorCode::InvalidArgument, "name either a folder or file, or a built-in set by --set");
    if (!format.empty() && wanted.path.empty())
        return fail(ErrorCode::InvalidArgument, "--format needs the folder or file");
    if (void_class >= 0) wanted.void_class = void_class;
    if (side > 0) wanted.width = wanted.height = side;
    if (count > 0) wanted.count = count;
    return wanted;
}

}  // namespace bw::cli
