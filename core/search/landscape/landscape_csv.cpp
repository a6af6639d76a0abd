// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/landscape/landscape_csv.h"

#include <cmath>

#include "base/text.h"

namespace bw {
namespace {

/// A cell as RFC 4180 has it.
std::string cell(const std::string& text) {
    if (text.find_first_of("\",\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

std::string cell(double value) {
    return std::isfinite(value) ? formatNumber(value) : std::string();
}

}  // namespace

std::string landscapeCsv(const LandscapeSweep& sweep) {
    std::string csv = cell(sweep.x.decision) + (sweep.y ? "," + cell(sweep.y->decision) : std::string()) +
                      ",macs,latency_ms,curated\n";
    const size_t width = sweep.x.values.size();
    for (size_t i = 0; i < sweep.macs.size(); ++i) {
        const size_t x = i % width;
        const size_t y = i / width;
        csv += cell(sweep.x.values[x]);
        if (sweep.y) csv += "," + cell(sweep.y->values[y]);
        csv += "," + cell(sweep.macs[i]) + "," + cell(sweep.latency_ms[i]);
        csv += sweep.isCurated(x, y) ? ",1\n" : ",0\n";
    }
    return csv;
}

}  // namespace bw
