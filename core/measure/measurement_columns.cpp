// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measurement_columns.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"

namespace bw {
namespace {

using Role = MeasurementColumn::Role;

constexpr size_t kShownCellBytes = 24;
constexpr size_t kMaxIdBytes = 100;
/// Far beyond any device and any unit.
constexpr double kMaxTime = 1e15;

struct NamedRole {
    std::string_view name;
    Role role;
};
constexpr std::array kFixedColumns = {
    NamedRole{"network", Role::Network},  NamedRole{"model", Role::Model}, NamedRole{"op", Role::Op},
    NamedRole{"from", Role::From},        NamedRole{"in_c", Role::InC},    NamedRole{"in_h", Role::InH},
    NamedRole{"in_w", Role::InW},         NamedRole{"out_c", Role::OutC},  NamedRole{"out_h", Role::OutH},
    NamedRole{"in_shape", Role::InShape}, NamedRole{"out_w", Role::OutW},  NamedRole{"note", Role::Note}};

struct NamedUnit {
    std::string_view name;
    TimeUnit unit;
};
constexpr std::array kUnits = {NamedUnit{"latency_s", TimeUnit::Seconds},
                               NamedUnit{"latency_ms", TimeUnit::Milliseconds},
                               NamedUnit{"latency_us", TimeUnit::Microseconds},
                               NamedUnit{"latency_ns", TimeUnit::Nanoseconds}, NamedUnit{"cycles", TimeUnit::Cycles}};
constexpr const char* kUnitNames = "latency_s, latency_ms, latency_us, latency_ns or cycles";

constexpr std::array kColumnDocs = {
    ColumnDoc{
        "op",
        "kind of the operator or block, as 'blockwright-cli kinds' lists them: conv, depthwise_conv, ibn, add ..."},
    ColumnDoc{"in_c, in_h, in_w",
              "channels, height and width of the input; in a network needed for the first row only"},
    ColumnDoc{"in_shape", "the same as one word for inputs of other ranks, such as 1x128x64"},
    ColumnDoc{"out_c, out_h, out_w", "of the output; out_c chooses the filters, the others are checked"},
    ColumnDoc{"kernel, stride ...", "any parameter of the kind by its name; an empty cell takes its default"},
    ColumnDoc{"network", "name; rows of one network lie together in execution order. Empty: the row stands alone"},
    ColumnDoc{"from",
              "rows of the network that are read, from 0 and separated by spaces, or 'input'; empty: the row before"},
    ColumnDoc{"model", "an .onnx, .tflite or .blockwright file beside the CSV: the row is that whole network"},
    ColumnDoc{
        "latency_s, latency_ms, latency_us, latency_ns or cycles",
        "the measured time: exactly one of them. Leave it empty where the runtime does the row in another's kernel"},
    ColumnDoc{"note", "anything; not read"}};

std::string quoted(std::string_view cell) {
    return "'" + cleanName(cell, kShownCellBytes) + "'";
}

bool isMeasurable(const BlockKind& kind) {
    return kind.creatable && kind.group != KindGroup::Input;
}

bool isParameter(std::string_view name) {
    return std::any_of(blockKinds().begin(), blockKinds().end(),
                       [&](const BlockKind& kind) { return isMeasurable(kind) && kind.param(name) != nullptr; });
}

bool looksLikeTime(std::string_view name) {
    constexpr std::array<std::string_view, 6> kWords = {"latency", "time", "cycles", "duration", "_ms", "_us"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

/// Reads the cells of one row.
class RowReader {
public:
    RowReader(const MeasurementHeader& header, const CsvLine& line, RowProblems& problems)
        : header_(header), line_(line), problems_(problems) {
        row_.line = line.number;
    }

    MeasurementRow read() {
        if (line_.cells.size() != header_.columns.size()) {
            refuse({}, "has " + std::to_string(line_.cells.size()) + " cells, the first line has " +
                           std::to_string(header_.columns.size()));
            return std::move(row_);
        }
        row_.network = identifier(Role::Network);
        row_.model = cell(Role::Model);
        readTime();
        if (row_.model.empty()) {
            readBlock();
        } else {
            refuseBesideModel();
        }
        return std::move(row_);
    }

private:
    void refuse(const std::string& column, std::string reason) {
        row_.legible = false;
        problems_.add(line_.number, column, std::move(reason));
    }

    const std::string& cell(Role role) const {
        static const std::string kEmpty;
        for (size_t i = 0; i < header_.columns.size(); ++i) {
            if (header_.columns[i].role == role) return line_.cells[i];
        }
        return kEmpty;
    }

    static std::string nameOf(Role role) {
        const auto* found = std::find_if(kFixedColumns.begin(), kFixedColumns.end(),
                                         [role](const NamedRole& column) { return column.role == role; });
        return found == kFixedColumns.end() ? std::string() : std::string(found->name);
    }

    std::string identifier(Role role) {
        const std::string& text = cell(role);
        if (text.size() > kMaxIdBytes) {
            refuse(nameOf(role), "is longer than 100 bytes");
        }
        return cleanName(text, kMaxIdBytes);
    }

    std::optional<int64_t> size(Role role) {
        const std::string& text = cell(role);
        if (text.empty()) return std::nullopt;
        const auto value = parseInteger(text);
        if (!value || *value < 1 || *value > kMaxDimension) {
            refuse(nameOf(role), quoted(text) + " is no size from 1 to 1,048,576");
            return std::nullopt;
        }
        return value;
    }

    void readTime() {
        const std::string& text = cell(Role::Time);
        if (text.empty()) return;
        const auto value = parseNumber(text);
        if (!value) {
            refuse(header_.time_column, quoted(text) + " is no finite number; the unit belongs into the column's name");
        } else if (*value < 0.0) {
            refuse(header_.time_column, quoted(text) + " is negative");
        } else if (*value > kMaxTime) {
            refuse(header_.time_column, quoted(text) + " is longer than any measurement");
        } else {
            row_.time = value;
        }
    }

    void refuseBesideModel() {
        for (size_t i = 0; i < header_.columns.size(); ++i) {
            const Role role = header_.columns[i].role;
            const bool allowed =
                role == Role::Network || role == Role::Model || role == Role::Time || role == Role::Note;
            if (!allowed && !line_.cells[i].empty()) {
                refuse(header_.columns[i].name, "a row with a model file states nothing else of the network");
            }
        }
    }

    void readBlock() {
        const std::string& op = cell(Role::Op);
        row_.kind = findBlockKind(op);
        if (op.empty()) {
            refuse("op", "names neither an operator nor, in column model, a file");
        } else if (row_.kind == nullptr || !isMeasurable(*row_.kind)) {
            refuse("op", quoted(op) + " is no kind of operator or block; 'blockwright-cli kinds' lists them");
            row_.kind = nullptr;
        }
        readInput();
        row_.output = {size(Role::OutC), size(Role::OutH), size(Role::OutW)};
        readFrom();
        if (row_.kind != nullptr) readParameters();
    }

    void readInput() {
        const auto c = size(Role::InC), h = size(Role::InH), w = size(Role::InW);
        const std::string& text = cell(Role::InShape);
        if (!text.empty()) {
            const auto shape = parseShape(text);
            if (!shape) {
                refuse("in_shape", shape.error().message);
            } else if (c || h || w) {
                refuse("in_shape", "states the input beside in_c, in_h or in_w");
            } else {
                row_.input = *shape;
            }
            return;
        }
        if ((h || w) && !c && cell(Role::InC).empty()) {
            refuse("in_c", "is missing");
        } else if (h && !w && cell(Role::InW).empty()) {
            refuse("in_w", "is missing");
        } else if (c) {
            row_.input = h && w ? Shape{1, *c, *h, *w} : w ? Shape{1, *c, *w} : Shape{1, *c};
            if (const auto checked = checkedShape(row_.input->sizes()); !checked) {
                refuse("in_c", checked.error().message);
            }
        }
    }

    void readFrom() {
        for (const std::string& word : split(cell(Role::From), ' ')) {
            if (word.empty()) continue;
            const auto number = parseInteger(word);
            if (word == "input") {
                row_.from.push_back(kNetworkInput);
            } else if (number && *number >= 0 && *number < kMaxNodes) {
                row_.from.push_back(static_cast<int32_t>(*number));
            } else {
                refuse("from", quoted(word) + " is neither the number of an earlier row of the network nor 'input'");
            }
        }
    }

    void readParameters() {
        Attributes given;
        for (size_t i = 0; i < header_.columns.size(); ++i) {
            const MeasurementColumn& column = header_.columns[i];
            if (column.role != Role::Parameter || line_.cells[i].empty()) continue;
            const ParamSpec* spec = row_.kind->param(column.name);
            if (spec == nullptr) {
                refuse(column.name, row_.kind->label + " has no such parameter");
                continue;
            }
            auto value = parseValue(*spec, line_.cells[i]);
            if (!value) {
                refuse(column.name, value.error().message);
                continue;
            }
            given.set(column.name, *std::move(value));
        }
        if (row_.output[0] && row_.kind->param("channels") != nullptr && given.find("channels") == nullptr) {
            given.set("channels", *row_.output[0]);
        }
        if (!row_.legible) return;
        auto complete = completeAttributes(*row_.kind, given);
        if (!complete) {
            refuse(complete.error().place, complete.error().message);
            return;
        }
        row_.attributes = *std::move(complete);
    }

    const MeasurementHeader& header_;
    const CsvLine& line_;
    RowProblems& problems_;
    MeasurementRow row_;
};

}  // namespace

std::span<const ColumnDoc> measurementColumnDocs() {
    return kColumnDocs;
}

MeasurementHeader readMeasurementHeader(const CsvLine& line, RowProblems& problems) {
    MeasurementHeader header;
    std::set<std::string> names;
    const auto refuse = [&](const std::string& name, std::string reason) {
        problems.add(line.number, cleanName(name, kShownCellBytes), std::move(reason));
    };
    for (const std::string& name : line.cells) {
        MeasurementColumn column{Role::Note, name};
        const auto* fixed = std::find_if(kFixedColumns.begin(), kFixedColumns.end(),
                                         [&](const NamedRole& known) { return known.name == name; });
        const auto* unit =
            std::find_if(kUnits.begin(), kUnits.end(), [&](const NamedUnit& known) { return known.name == name; });
        if (!names.insert(name).second) {
            refuse(name, "the column is there twice");
        } else if (fixed != kFixedColumns.end()) {
            column.role = fixed->role;
        } else if (unit != kUnits.end()) {
            if (!header.time_column.empty()) {
                refuse(name, "mixes units: " + header.time_column + " is there too");
            }
            column.role = Role::Time;
            header.unit = unit->unit;
            header.time_column = name;
        } else if (isParameter(name)) {
            column.role = Role::Parameter;
        } else if (name.empty()) {
            refuse(name, "a column has no name");
        } else if (looksLikeTime(name)) {
            refuse(name, std::string("the unit is not known; name the column ") + kUnitNames);
        } else {
            refuse(name, "no such column: neither part of the format nor a parameter of a block kind");
        }
        header.columns.push_back(std::move(column));
    }
    if (header.time_column.empty() && problems.empty()) {
        refuse({}, std::string("no column holds the times; name one ") + kUnitNames);
    }
    if (names.count("op") == 0 && names.count("model") == 0) {
        refuse({}, "neither a column op nor a column model says what was measured");
    }
    return header;
}

MeasurementRow readMeasurementRow(const MeasurementHeader& header, const CsvLine& line, RowProblems& problems) {
    return RowReader(header, line, problems).read();
}

}  // namespace bw
