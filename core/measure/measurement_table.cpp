// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measurement_table.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <set>

#include "base/text.h"
#include "graph/operator_builder.h"
#include "io/file_bytes.h"
#include "io/gzip.h"

namespace bw {
namespace {

constexpr std::array<std::string_view, 12> kColumns = {"net", "op", "ih", "iw", "ic",   "oh",
                                                       "ow",  "oc", "k",  "s",  "relu", "from"};
constexpr int64_t kMaxTableBytes = int64_t{256} << 20;
constexpr size_t kMaxRowsOfNetwork = 10'000;

/// One line of the table.
struct Row {
    std::string net, op;
    int64_t ih = 0, iw = 0, ic = 0, oh = 0, ow = 0, oc = 0, k = 0, s = 0, relu = 0, from = 0;
    std::optional<double> cycles;
};

tl::unexpected<Error> badRow(size_t line, std::string message) {
    return fail(ErrorCode::InvalidFile, std::move(message), "line " + std::to_string(line));
}

Result<Row> parseRow(const std::vector<std::string>& cells, size_t cycles_column, size_t line) {
    Row row;
    row.net = cells[0];
    row.op = cells[1];
    const std::array<int64_t*, 9> sizes = {&row.ih, &row.iw, &row.ic, &row.oh,  &row.ow,
                                           &row.oc, &row.k,  &row.s,  &row.relu};
    for (size_t i = 0; i < sizes.size(); ++i) {
        const size_t column = i + 2;
        const auto value = parseInteger(cells[column]);
        const int64_t least = kColumns[column] == "relu" ? 0 : 1;
        if (!value || *value < least || *value > kMaxDimension) {
            return badRow(
                line, "column " + std::string(kColumns[column]) + " holds no size: '" + elide(cells[column], 20) + "'");
        }
        *sizes[i] = *value;
    }
    if (row.op == "add") {
        const auto from = parseInteger(cells[11]);
        if (!from || *from < 0) {
            return badRow(line, "column from must name an earlier row of the network");
        }
        row.from = *from;
    }
    if (const std::string& text = cells[cycles_column]; !text.empty()) {
        row.cycles = parseNumber(text);
        if (!row.cycles || *row.cycles < 0.0) {
            return badRow(line, "cycles must be a number that is not negative: '" + elide(text, 20) + "'");
        }
    }
    return row;
}

/// Builds the graphs row by row.
class NetworkReader {
public:
    Result<void> add(const Row& row, size_t line) {
        if (networks_.empty() || row.net != networks_.back().id) {
            if (!ids_.insert(row.net).second) {
                return badRow(line, "the rows of network " + elide(row.net, 30) + " do not lie together");
            }
            finish();
            networks_.push_back({row.net, {}, {}});
            outputs_.clear();
            last_ = OperatorBuilder(graph()).addInput(Shape{1, row.ic, row.ih, row.iw}, "input");
        }
        if (outputs_.size() >= kMaxRowsOfNetwork) {
            return badRow(line, "the network has more than 10,000 operators");
        }
        const auto output = append(row);
        if (!output) {
            return badRow(line, output.error().message);
        }
        const Shape expected = row.op == "fc" ? Shape{1, row.oc} : Shape{1, row.oc, row.oh, row.ow};
        if (graph().shape(*output) != expected) {
            return badRow(line, "gives " + graph().shape(*output).text() + ", not the output sizes of its row");
        }
        std::vector<double>& cycles = networks_.back().cycles;
        cycles.resize(graph().operators.size(), 0.0);
        cycles.back() = row.cycles.value_or(std::numeric_limits<double>::quiet_NaN());
        outputs_.push_back(*output);
        last_ = *output;
        return {};
    }

    std::vector<MeasuredNetwork> take() {
        finish();
        std::erase_if(networks_, [](const MeasuredNetwork& network) {
            return std::any_of(network.cycles.begin(), network.cycles.end(), [](double c) { return std::isnan(c); });
        });
        return std::move(networks_);
    }

private:
    OperatorGraph& graph() { return networks_.back().graph; }

    void finish() {
        if (!networks_.empty()) {
            graph().outputs = {last_};
        }
    }

    Result<TensorId> append(const Row& row) {
        OperatorBuilder builder(graph());
        const Shape& input = builder.shape(last_);
        if (row.op != "fc" && input != Shape{1, row.ic, row.ih, row.iw}) {
            return fail(ErrorCode::InvalidFile, "reads " + input.text() + ", not the input sizes of its row");
        }
        const auto k = static_cast<int32_t>(row.k);
        const auto s = static_cast<int32_t>(row.s);
        ConvSpec spec;
        spec.window = {.kernel_h = k, .kernel_w = k, .stride_h = s, .stride_w = s};
        spec.out_channels = row.oc;
        spec.activation = row.relu != 0 ? Activation::Relu6 : Activation::None;
        if (row.op == "conv") {
            return builder.conv(last_, spec);
        }
        if (row.op == "dw") {
            return builder.depthwise(last_, spec);
        }
        if (row.op == "avgpool") {
            return builder.pool(last_, OpType::AvgPool, spec.window, Padding::Valid);
        }
        if (row.op == "fc") {
            const std::array<int64_t, 2> flat = {1, -1};
            const auto vector = builder.reshape(last_, flat);
            return vector ? builder.dense(*vector, row.oc, true, spec.activation) : vector;
        }
        if (row.op == "add" && std::cmp_less(row.from, outputs_.size())) {
            const std::array<TensorId, 2> both = {last_, outputs_[static_cast<size_t>(row.from)]};
            return builder.elementwise(OpType::Add, both, spec.activation);
        }
        return fail(ErrorCode::InvalidFile, "operator '" + elide(row.op, 20) + "' or its second input is unknown");
    }

    std::vector<MeasuredNetwork> networks_;
    std::set<std::string> ids_;
    std::vector<TensorId> outputs_;
    TensorId last_ = 0;
};

}  // namespace

Result<std::vector<MeasuredNetwork>> readMeasurementTable(std::string_view csv, const std::string& configuration) {
    NetworkReader reader;
    size_t line = 0;
    size_t columns = 0;
    size_t cycles_column = 0;
    while (!csv.empty()) {
        ++line;
        const size_t end = csv.find('\n');
        const std::string_view text = trim(csv.substr(0, end));
        csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
        const std::vector<std::string> cells = split(text, ',');
        if (line == 1) {
            columns = cells.size();
            if (columns < kColumns.size() || !std::equal(kColumns.begin(), kColumns.end(), cells.begin())) {
                return badRow(1, "the first line must name the columns net,op,ih,iw,ic,oh,ow,oc,k,s,relu,from");
            }
            const auto found = std::find(cells.begin() + kColumns.size(), cells.end(), configuration);
            if (found == cells.end()) {
                return fail(ErrorCode::NotFound, "the table has no configuration " + configuration, "line 1");
            }
            cycles_column = static_cast<size_t>(found - cells.begin());
            continue;
        }
        if (cells.size() != columns) {
            return badRow(
                line, "has " + std::to_string(cells.size()) + " cells, the first line has " + std::to_string(columns));
        }
        const auto row = parseRow(cells, cycles_column, line);
        if (!row) {
            return tl::unexpected(row.error());
        }
        if (auto added = reader.add(*row, line); !added) {
            return tl::unexpected(added.error());
        }
    }
    std::vector<MeasuredNetwork> networks = reader.take();
    if (networks.empty()) {
        return fail(ErrorCode::InvalidFile, "the table holds no network measured in " + configuration);
    }
    return networks;
}

Result<Measurements> loadMeasurements(const std::string& path, const std::string& configuration) {
    const auto inFile = [&](Error error) {
        error.file = path;
        return tl::unexpected(std::move(error));
    };
    const auto bytes = readFileBytes(path, kMaxTableBytes);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const auto csv = decompressGzip(*bytes, kMaxTableBytes);
    if (!csv) {
        return inFile(csv.error());
    }
    auto networks = readMeasurementTable(*csv, configuration);
    if (!networks) {
        return inFile(networks.error());
    }
    return Measurements{"Cycle estimates produced with Arm Vela (Apache-2.0), configuration " + configuration,
                        std::filesystem::path(path).filename().string(), *std::move(networks)};
}

}  // namespace bw
