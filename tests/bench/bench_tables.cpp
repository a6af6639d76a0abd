// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of estimators learnt from the latency of whole networks, on public device tables: trained on a random part of
// a table and tested on the rest, for several seeds. Options: --data DIR (holds fbnet_latency_ms.csv and
// nasbench201_latency_ms.csv), --device NAME (repeatable; all without it), --train N (400 of FBNet and 900 of
// NAS-Bench-201 without it), --seeds N (10), --first-seed N (1), --test N (most networks to test on, 5000).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/text.h"
#include "io/file_bytes.h"
#include "measure/train_from_totals.h"
#include "support/must.h"
#include "support/table_networks.h"
#include "target/kernel_decomposition.h"

using namespace bw;
using bw::support::must;

namespace {

struct Options {
    std::string data = BW_SHARED_DATA "/latency";
    std::vector<std::string> devices;
    size_t train = 0;
    uint64_t seeds = 10;
    uint64_t first_seed = 1;
    size_t test = 5000;
};

/// A column of a table and what its runtime is known to do.
struct Device {
    const char* name;
    bool removes_dead;
    const char* remark;
};

struct Table {
    const char* file;
    const char* code_column;
    Result<OperatorGraph> (*build)(std::string_view code);
    size_t train;
    std::vector<Device> devices;
};

const std::vector<Table>& tables() {
    static const std::vector<Table> kTables = {{"fbnet_latency_ms.csv",
                                                "arch",
                                                support::fbnet,
                                                400,
                                                {{"gold_6240", false, ""},
                                                 {"2080ti_1", false, ""},
                                                 {"samsung_a50", false, "whole milliseconds"},
                                                 {"pixel2", false, "whole milliseconds"},
                                                 {"eyeriss", false, "an exact sum of a block table: proves nothing"},
                                                 {"pixel3", false, "an exact sum of a block table: proves nothing"}}},
                                               {"nasbench201_latency_ms.csv",
                                                "arch",
                                                support::nasBench201,
                                                900,
                                                {{"op_rice_edgetpu", true, ""},
                                                 {"op_eagle_dsp_855", true, ""},
                                                 {"op_eagle_cpu_855", true, ""},
                                                 {"help_2080ti_1", false, ""},
                                                 {"help_gold_6240", false, ""},
                                                 {"help_pixel2", false, "whole milliseconds"}}}};
    return kTables;
}

using Rows = std::vector<std::vector<std::string>>;

std::map<std::string, size_t> columnsOf(const std::vector<std::string>& header) {
    std::map<std::string, size_t> columns;
    for (size_t c = 0; c < header.size(); ++c)
        columns[header[c]] = c;
    return columns;
}

/// Up to `most` measured networks of a device, drawn by `seed`; the table's order is that of the measurements.
NetworkTotals drawTotals(const Rows& rows, const Table& table, const TargetProfile& target, const Device& device,
                         size_t most, uint64_t seed) {
    const auto columns = columnsOf(rows.front());
    const size_t code = columns.at(table.code_column), latency = columns.at(device.name);
    std::vector<size_t> measured;
    for (size_t r = 1; r < rows.size(); ++r) {
        const auto value = rows[r].size() > latency ? parseNumber(rows[r][latency]) : std::nullopt;
        if (value && *value > 0.0) measured.push_back(r);
    }
    Random random(seed);
    for (size_t i = measured.size(); i > 1; --i)
        std::swap(measured[i - 1], measured[random.below(i)]);
    NetworkTotals totals;
    totals.source = std::string("Column ") + device.name + " of a public table";
    totals.file = table.file;
    for (const size_t r : measured) {
        if (totals.networks.size() == most) break;
        NetworkTotal network{rows[r][code], must(table.build(rows[r][code])), *parseNumber(rows[r][latency])};
        // Cells that pass nothing on to their output compute a constant.
        const std::vector<KernelSlot> slots = decompose(network.graph, target);
        if (std::any_of(slots.begin(), slots.end(), [](const KernelSlot& s) { return s.cost == SlotCost::Runs; }))
            totals.networks.push_back(std::move(network));
    }
    return totals;
}

struct Spread {
    std::vector<double> values;
    void print(const std::string& name, const char* unit) const {
        const auto n = static_cast<double>(values.size());
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
        double square = 0.0;
        for (const double value : values)
            square += (value - mean) * (value - mean);
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        std::printf("%s %.3f %s (sd %.3f, %.3f to %.3f, %zu seeds)\n", name.c_str(), mean, unit,
                    std::sqrt(square / std::max(1.0, n - 1.0)), *low, *high, values.size());
    }
};

bool benchDevice(const Rows& rows, const Table& table, const Device& device, TargetProfile target,
                 const Options& options) {
    target.runtime.removes_dead = device.removes_dead;
    const size_t train = options.train > 0 ? options.train : table.train;
    Spread mape, within, spearman, coverage, width, seconds;
    for (uint64_t seed = options.first_seed; seed < options.first_seed + options.seeds; ++seed) {
        const NetworkTotals totals = drawTotals(rows, table, target, device, train + options.test, seed);
        if (totals.networks.size() <= train) {
            std::printf("# %s: only %zu networks\n", device.name, totals.networks.size());
            return true;
        }
        NetworkSplit split;
        for (size_t i = 0; i < totals.networks.size(); ++i)
            (i < train ? split.train : split.test).push_back(i);
        const auto report = trainFromTotals(target, totals, {seed, split});
        if (!report) {
            std::printf("%s: %s\n", device.name, report.error().text().c_str());
            return false;
        }
        mape.values.push_back(100.0 * report->test.mape);
        within.values.push_back(100.0 * report->test.within_10);
        spearman.values.push_back(report->test.spearman);
        coverage.values.push_back(100.0 * report->test.coverage);
        width.values.push_back(100.0 * report->test.width);
        seconds.values.push_back(report->seconds);
    }
    const std::string name = std::string(device.name) + "_train_" + std::to_string(train);
    std::printf("# %s, column %s%s%s\n", table.file, device.name, *device.remark == '\0' ? "" : ": ", device.remark);
    mape.print(name + "_mape", "%");
    within.print(name + "_within_10", "%");
    spearman.print(name + "_spearman", "rho");
    coverage.print(name + "_interval_coverage", "%");
    width.print(name + "_interval_width", "%");
    seconds.print(name + "_training_and_test", "s");
    std::fflush(stdout);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--data") options.data = value;
        if (name == "--device") options.devices.push_back(value);
        if (name == "--train") options.train = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--test") options.test = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--seeds") options.seeds = std::max(1ULL, std::strtoull(value.c_str(), nullptr, 10));
        if (name == "--first-seed") options.first_seed = std::strtoull(value.c_str(), nullptr, 10);
    }
    const TargetProfile target =
        must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
    for (const Table& table : tables()) {
        const auto text = readFileBytes(options.data + "/" + table.file, int64_t{64} << 20);
        if (!text) {
            std::printf("# skipped %s: %s\n", table.file, text.error().text().c_str());
            continue;
        }
        Rows rows;
        for (const std::string& line : split(*text, '\n')) {
            if (!trim(line).empty()) rows.push_back(split(trim(line), ','));
        }
        for (const Device& device : table.devices) {
            const bool wanted = options.devices.empty() || std::find(options.devices.begin(), options.devices.end(),
                                                                     device.name) != options.devices.end();
            if (wanted && !benchDevice(rows, table, device, target, options)) return 1;
        }
    }
    return 0;
}
