// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compares the parametric accelerator model with the shared measurements, and measures its speed.
// Options: --data DIR (measurements), --targets DIR. Prints "name value unit" lines.
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/text.h"
#include "graph/operator_builder.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"
#include "target/parametric_npu.h"
#include "target/target_profile.h"

namespace {

using namespace bw;

std::string readGzip(const std::string& path) {
    std::string text;
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return text;
    std::vector<char> buffer(1 << 20);
    for (int got = 0; (got = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
        text.append(buffer.data(), static_cast<size_t>(got));
    gzclose(file);
    return text;
}

/// Rows of a CSV file without quotes, by column name.
class Table {
public:
    explicit Table(const std::string& text) {
        for (const std::string& line : split(text, '\n')) {
            if (line.empty()) continue;
            if (columns_.empty()) {
                const auto names = split(line, ',');
                for (size_t i = 0; i < names.size(); ++i)
                    columns_[names[i]] = i;
            } else {
                rows_.push_back(split(line, ','));
            }
        }
    }
    size_t size() const { return rows_.size(); }
    const std::string& text(size_t row, const std::string& column) const { return rows_[row][columns_.at(column)]; }
    double number(size_t row, const std::string& column) const { return parseNumber(text(row, column)).value_or(0.0); }
    int64_t integer(size_t row, const std::string& column) const { return static_cast<int64_t>(number(row, column)); }

private:
    std::map<std::string, size_t> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Where the two tables keep the same things.
struct Columns {
    const char *in_h, *in_w, *in_c, *out_h, *out_w, *out_c, *kernel_h, *kernel_w, *stride, *input_area, *output_area;
};
constexpr Columns kU55Columns = {"ih", "iw", "ic", "oh", "ow", "oc", "kh", "kw", "s", "ifm_area", "ofm_area"};
constexpr Columns kU85Columns = {"ifm_shape_h",     "ifm_shape_w", "ifm_shape_c",   "ofm_shape_h",
                                 "ofm_shape_w",     "ofm_shape_c", "kernel_size_y", "kernel_size_x",
                                 "kernel_stride_x", "ifm_memory",  "ofm_memory"};

OpType typeOf(const std::string& op) {
    if (op.rfind("Depthwise", 0) == 0) return OpType::DepthwiseConv2d;
    if (op.rfind("Conv2D", 0) == 0) return OpType::Conv2d;
    if (op == "FullyConnected") return OpType::Dense;
    if (op == "AvgPool") return OpType::AvgPool;
    return OpType::Add;
}

Kernel kernelOfRow(const Table& table, size_t row, const Columns& c) {
    Kernel k;
    k.type = typeOf(table.text(row, "op"));
    k.in_h = table.integer(row, c.in_h);
    k.in_w = table.integer(row, c.in_w);
    k.in_c = table.integer(row, c.in_c);
    k.out_h = table.integer(row, c.out_h);
    k.out_w = table.integer(row, c.out_w);
    k.out_c = table.integer(row, c.out_c);
    k.kernel_h = static_cast<int32_t>(table.integer(row, c.kernel_h));
    k.kernel_w = static_cast<int32_t>(table.integer(row, c.kernel_w));
    k.stride_h = k.stride_w = static_cast<int32_t>(table.integer(row, c.stride));
    const int64_t taps = int64_t{k.kernel_h} * k.kernel_w;
    if (k.type == OpType::Add) k.second_input_elements = k.in_h * k.in_w * k.in_c;
    if (k.type == OpType::DepthwiseConv2d) k.weight_elements = taps * k.out_c;
    if (k.type == OpType::Conv2d || k.type == OpType::Dense) k.weight_elements = taps * k.in_c * k.out_c;
    if (k.weight_elements > 0) k.bias_elements = k.out_c;
    k.macs = k.out_h * k.out_w * k.weight_elements;
    return k;
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ranks = [](const std::vector<double>& values) {
        std::vector<size_t> order(values.size());
        std::iota(order.begin(), order.end(), size_t{0});
        std::sort(order.begin(), order.end(), [&](size_t x, size_t y) { return values[x] < values[y]; });
        std::vector<double> rank(values.size());
        for (size_t i = 0; i < order.size(); ++i)
            rank[order[i]] = static_cast<double>(i);
        return rank;
    };
    const auto ra = ranks(a);
    const auto rb = ranks(b);
    double squares = 0;
    for (size_t i = 0; i < ra.size(); ++i)
        squares += (ra[i] - rb[i]) * (ra[i] - rb[i]);
    const auto n = static_cast<double>(a.size());
    return 1.0 - 6.0 * squares / (n * (n * n - 1.0));
}

/// Mean |predicted / measured - 1| in percent; the scale is the median of measured / predicted, or 1.
double meanError(const std::vector<double>& predicted, const std::vector<double>& measured, bool scaled) {
    std::vector<double> ratios(predicted.size());
    for (size_t i = 0; i < ratios.size(); ++i)
        ratios[i] = measured[i] / predicted[i];
    double scale = 1.0;
    if (scaled) {
        std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2), ratios.end());
        scale = ratios[ratios.size() / 2];
    }
    double sum = 0;
    for (size_t i = 0; i < predicted.size(); ++i)
        sum += std::abs(scale * predicted[i] / measured[i] - 1.0);
    return 100.0 * sum / static_cast<double>(predicted.size());
}

struct OperatorError {
    double sum = 0, predicted = 0, measured = 0;
    int count = 0;
};

const char* groupOf(const Kernel& k) {
    if (k.type == OpType::DepthwiseConv2d) return "dw";
    if (k.type == OpType::Conv2d) return k.kernel_h * k.kernel_w == 1 ? "1x1" : "KxK";
    return k.type == OpType::Dense ? "dense" : (k.type == OpType::Add ? "add" : "pool");
}

void compare(const Table& table, const TargetProfile& target, const Columns& columns) {
    std::map<std::string, std::pair<double, double>> nets;
    std::map<std::string, OperatorError> groups;
    double previous = 0;
    std::string last_net;
    const std::string& cfg = target.estimator.configuration;
    for (size_t row = 0; row < table.size(); ++row) {
        if (table.text(row, "cfg") != cfg || table.text(row, "op") == "Relu6") continue;
        Kernel kernel = kernelOfRow(table, row, columns);
        const std::string& net = table.text(row, "net");
        kernel.reads_network_input = net != last_net;
        if (net != last_net) previous = 0;
        last_net = net;
        KernelPlacement placement;
        placement.weights = target.weights_area;
        placement.prefetch_cycles = previous;
        // The table knows where the compiler put each tensor: this compares the cycle model, not the placement.
        placement.input_in_dram = table.text(row, columns.input_area) == "Dram";
        placement.output_in_dram = table.text(row, columns.output_area) == "Dram";
        const double measured = table.number(row, "cycles");
        if (target.runtime.chains_add && kernel.type == OpType::Add && measured == 0) continue;
        const KernelCycles cycles = kernelCycles(kernel, target.npu, placement);
        previous = cycles.total;
        nets[net].first += cycles.total;
        nets[net].second = table.number(row, "net_cycles");
        OperatorError& group = groups[groupOf(kernel)];
        group.predicted += cycles.total;
        group.measured += measured;
        if (measured > 0) {
            group.sum += std::abs(cycles.total / measured - 1.0);
            ++group.count;
        }
    }
    std::vector<double> predicted;
    std::vector<double> measured;
    for (const auto& [net, totals] : nets) {
        predicted.push_back(totals.first);
        measured.push_back(totals.second);
    }
    if (predicted.empty()) return;
    const char* id = target.id.c_str();
    std::printf("%s_networks %zu networks\n", id, predicted.size());
    std::printf("%s_network_mape_raw %.2f %%\n", id, meanError(predicted, measured, false));
    std::printf("%s_network_mape_scaled %.2f %%\n", id, meanError(predicted, measured, true));
    std::printf("%s_network_spearman %.4f rho\n", id, spearman(predicted, measured));
    for (const auto& [name, group] : groups) {
        if (group.count > 0) std::printf("%s_%s_mape %.1f %%\n", id, name.c_str(), 100.0 * group.sum / group.count);
        std::printf("%s_%s_total_ratio %.3f predicted/measured\n", id, name.c_str(), group.predicted / group.measured);
    }
}

/// A chain of inverted bottlenecks with about `operators` operators.
OperatorGraph chainOfBottlenecks(int operators) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, 3, 224, 224}, "image");
    ConvSpec stem{.window = {.kernel_h = 3, .kernel_w = 3, .stride_h = 8, .stride_w = 8}, .out_channels = 32};
    stem.activation = Activation::Relu6;
    x = builder.conv(x, stem).value();
    for (int64_t width = 24; static_cast<int>(graph.operators.size()) + 4 <= operators; width = width % 96 + 8) {
        ConvSpec expand;
        expand.out_channels = width * 4;
        expand.activation = Activation::Relu6;
        ConvSpec mix{.window = {.kernel_h = 3, .kernel_w = 3}, .activation = Activation::Relu6};
        const TensorId wide = builder.conv(x, expand).value();
        const TensorId mixed = builder.depthwise(wide, mix).value();
        ConvSpec project;
        project.out_channels = width;
        const TensorId narrow = builder.conv(mixed, project).value();
        const std::vector<TensorId> both = {narrow, narrow};
        x = builder.elementwise(OpType::Add, both).value();
    }
    graph.outputs = {x};
    return graph;
}

template <class Work>
double medianMicroseconds(int repeats, Work work) {
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void measureSpeed(const TargetProfile& target) {
    for (const int operators : {66, 5000}) {
        const OperatorGraph graph = chainOfBottlenecks(operators);
        std::vector<KernelSlot> slots;
        const double decompose_us = medianMicroseconds(51, [&] { slots = decompose(graph, target); });
        std::printf("%s_decompose_%d %.1f us\n", target.id.c_str(), operators, decompose_us);
        double total = 0;
        const double cycles_us = medianMicroseconds(51, [&] { total += networkCycles(slots, target).total; });
        std::printf("%s_cycles_%d %.1f us\n", target.id.c_str(), operators, cycles_us);
    }
    TileProblem problem{.in_c = 1, .kernel_h = 3, .kernel_w = 3};
    int64_t sink = 0;
    int64_t size = 8;
    const double search_us = medianMicroseconds(2001, [&] {
        problem.out_h = problem.out_w = size % 160 + 1;
        problem.out_c = problem.in_c = (size * 7) % 512 + 1;
        problem.weights = 9 * problem.out_c * problem.in_c + size++;
        sink += findTile(problem, target.npu).height;
    });
    std::printf("%s_tile_search_cold %.2f us\n", target.id.c_str(), search_us);
}

}  // namespace

int main(int argc, char** argv) {
    std::string data = BW_SHARED_DATA "/measurements";
    std::string targets = BW_SOURCE_DIR "/models/targets";
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string(argv[i]) == "--data") data = argv[i + 1];
        if (std::string(argv[i]) == "--targets") targets = argv[i + 1];
    }
    const auto registry = TargetRegistry::load(targets);
    if (!registry) {
        std::fprintf(stderr, "%s\n", registry.error().text().c_str());
        return 2;
    }
    const Table older(readGzip(data + "/ethos_u55_u65_ops_in_context.csv.gz"));
    const Table newer(readGzip(data + "/ethos_u85_ops_in_context.csv.gz"));
    if (older.size() == 0 || newer.size() == 0) std::fprintf(stderr, "%s: no measurements to read\n", data.c_str());
    for (const auto& [id, target] : registry->all()) {
        if (target.estimator.configuration.empty()) continue;
        const bool u85 = id.find("u85") != std::string::npos;
        compare(u85 ? newer : older, target, u85 ? kU85Columns : kU55Columns);
    }
    for (const char* id : {"neural-engine", "ethos-u55-256"}) {
        if (const auto target = registry->find(id)) measureSpeed(*target);
    }
    return 0;
}
