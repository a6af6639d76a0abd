// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/patches.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/checked.h"

namespace bw {
namespace {

/// Rows or columns begin ... end - 1 of a tensor.
struct Range {
    int64_t begin = 0;
    int64_t end = 0;
    int64_t size() const { return end - begin; }
};

bool slides(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::MaxPool ||
           type == OpType::AvgPool;
}

bool worksByElement(OpType type) {
    return type == OpType::Add || type == OpType::Sub || type == OpType::Mul || type == OpType::Div ||
           type == OpType::Elementwise || type == OpType::Activation || type == OpType::Normalize ||
           type == OpType::Quantize;
}

/// One operator along one axis of the plane.
struct AxisRule {
    int64_t window = 1;
    int64_t stride = 1;
    int64_t pad_before = 0;
};

AxisRule axisRule(const Operator& op, bool rows) {
    if (op.type == OpType::Pad) return {1, 1, op.axes[rows ? 4 : 6]};
    if (!slides(op.type)) return {};
    const Window& w = op.window;
    if (rows) return {(int64_t{w.kernel_h} - 1) * w.dilation_h + 1, w.stride_h, w.pad_top};
    return {(int64_t{w.kernel_w} - 1) * w.dilation_w + 1, w.stride_w, w.pad_left};
}

class Patcher {
public:
    Patcher(const OperatorGraph& graph, const MemoryRules& rules) : graph_(graph), rules_(rules) {}

    Result<void> prepare() {
        auto whole = analyzeLiveness(graph_, rules_);
        if (!whole) return tl::unexpected(whole.error());
        whole_ = std::move(*whole);
        last_read_.assign(graph_.tensors.size(), -1);
        for (size_t i = 0; i < graph_.operators.size(); ++i) {
            for (const TensorId input : graph_.operators[i].inputs)
                last_read_[static_cast<size_t>(input)] = static_cast<int32_t>(i);
        }
        for (const TensorId output : graph_.outputs)
            last_read_[static_cast<size_t>(output)] = static_cast<int32_t>(graph_.operators.size());
        return {};
    }

    int64_t wholePeak() const { return whole_.peak_bytes; }

    /// Why the operator cannot run in patches; null where it can.
    const char* obstacle(const Operator& op) const {
        if (op.outputs.size() != 1) return "has several results";
        for (const auto* list : {&op.inputs, &op.outputs}) {
            for (const TensorId tensor : *list) {
                const Shape& shape = graph_.shape(tensor);
                if (shape.rank() != 4 || shape.sizes()[0] != 1) return "has no plane of rows and columns";
            }
        }
        if (slides(op.type)) return op.inputs.size() == 1 ? nullptr : "has several inputs";
        const Shape& out = graph_.shape(op.outputs[0]);
        if (op.type == OpType::Pad) {
            const bool space =
                op.axes.size() == 8 && op.axes[0] == 0 && op.axes[1] == 0 && op.axes[2] == 0 && op.axes[3] == 0;
            return space ? nullptr : "pads channels";
        }
        if (op.type != OpType::Concat && !worksByElement(op.type)) return "needs the whole of its input";
        for (const TensorId input : op.inputs) {
            const Shape& in = graph_.shape(input);
            if (in.height() != out.height() || in.width() != out.width()) return "joins planes of different sizes";
        }
        return nullptr;
    }

    /// The one tensor that leads from the first operators to the others; kNoTensor where there are more.
    TensorId resultOf(int32_t operators) const {
        TensorId result = kNoTensor;
        for (size_t t = 0; t < graph_.tensors.size(); ++t) {
            const int32_t producer = graph_.tensors[t].producer;
            if (producer >= operators || last_read_[t] < operators) continue;
            if (result != kNoTensor || producer < 0) return kNoTensor;
            result = static_cast<TensorId>(t);
        }
        return result;
    }

    Result<PatchPlan> plan(int32_t operators, int32_t grid, std::span<const double> costs) const {
        if (operators < 1 || static_cast<size_t>(operators) > graph_.operators.size() || grid < 1) {
            return fail(ErrorCode::InvalidArgument, std::to_string(operators) + " operators on a grid of " +
                                                        std::to_string(grid) + " are no stage of this network");
        }
        if (graph_.inputs.size() != 1) {
            return fail(ErrorCode::InvalidArgument,
                        "only a network with one input can run its first operators in patches");
        }
        for (int32_t i = 0; i < operators; ++i) {
            const Operator& op = graph_.operators[static_cast<size_t>(i)];
            if (const char* why = obstacle(op)) return fail(ErrorCode::InvalidArgument, why, op.name);
        }
        PatchPlan plan;
        plan.operators = operators;
        plan.grid = grid;
        plan.result = resultOf(operators);
        if (plan.result == kNoTensor) {
            return fail(ErrorCode::InvalidArgument, "several tensors lead from the first " + std::to_string(operators) +
                                                        " operators to the others");
        }
        const Shape& shape = graph_.shape(plan.result);
        if (shape.height() < grid || shape.width() < grid) {
            return fail(ErrorCode::InvalidArgument, "the stage's result has fewer rows or columns than patches");
        }
        return fill(plan, costs);
    }

private:
    using Ranges = std::vector<Range>;  ///< By tensor.

    /// The rows (or columns) of each tensor of the stage that one patch of the result depends on.
    Ranges dependences(const PatchPlan& plan, Range of_result, bool rows) const {
        Ranges ranges(graph_.tensors.size());
        ranges[static_cast<size_t>(plan.result)] = of_result;
        for (int32_t i = plan.operators; i-- > 0;) {
            const Operator& op = graph_.operators[static_cast<size_t>(i)];
            const Range out = ranges[static_cast<size_t>(op.outputs[0])];
            if (out.size() == 0) continue;
            const AxisRule rule = axisRule(op, rows);
            for (const TensorId input : op.inputs) {
                const Shape& shape = graph_.shape(input);
                const int64_t length = rows ? shape.height() : shape.width();
                Range needed{out.begin * rule.stride - rule.pad_before,
                             (out.end - 1) * rule.stride - rule.pad_before + rule.window};
                needed.begin = std::clamp<int64_t>(needed.begin, 0, length - 1);
                needed.end = std::clamp<int64_t>(needed.end, needed.begin + 1, length);
                Range& have = ranges[static_cast<size_t>(input)];
                if (have.size() > 0) needed = {std::min(have.begin, needed.begin), std::max(have.end, needed.end)};
                have = needed;
            }
        }
        return ranges;
    }

    std::vector<Ranges> alongAxis(const PatchPlan& plan, bool rows) const {
        const Shape& shape = graph_.shape(plan.result);
        const int64_t length = rows ? shape.height() : shape.width();
        std::vector<Ranges> all;
        for (int64_t p = 0; p < plan.grid; ++p)
            all.push_back(dependences(plan, {length * p / plan.grid, length * (p + 1) / plan.grid}, rows));
        return all;
    }

    Result<PatchPlan> fill(PatchPlan plan, std::span<const double> costs) const {
        const std::vector<Ranges> rows = alongAxis(plan, true);
        const std::vector<Ranges> columns = alongAxis(plan, false);
        double cost = 0;
        double extra = 0;
        for (size_t i = 0; i < graph_.operators.size(); ++i) {
            const Operator& op = graph_.operators[i];
            const double own = costs.empty() ? static_cast<double>(op.macs) : costs[i];
            cost += own;
            if (i >= static_cast<size_t>(plan.operators)) continue;
            const auto out = static_cast<size_t>(op.outputs[0]);
            const Shape& shape = graph_.shape(op.outputs[0]);
            int64_t row_sum = 0;
            int64_t column_sum = 0;
            for (const Ranges& r : rows)
                row_sum += r[out].size();
            for (const Ranges& c : columns)
                column_sum += c[out].size();
            const int64_t plane = shape.height() * shape.width();
            plan.extra_macs += op.macs / plane * (row_sum * column_sum - plane);
            extra += own * (static_cast<double>(row_sum * column_sum) / static_cast<double>(plane) - 1);
        }
        plan.cost_factor = cost > 0 ? (cost + extra) / cost : 1;
        for (size_t s = static_cast<size_t>(plan.operators); s < whole_.live_bytes_per_step.size(); ++s)
            plan.rest_peak_bytes = std::max(plan.rest_peak_bytes, whole_.live_bytes_per_step[s]);

        // Where neighbours need the same sizes, so do their patches: try each pair of sizes once.
        std::vector<std::pair<const Ranges*, const Ranges*>> tried;
        OperatorGraph stage;
        stage.operators.assign(graph_.operators.begin(), graph_.operators.begin() + plan.operators);
        stage.inputs = graph_.inputs;
        stage.outputs = {plan.result};
        const auto same = [](const Ranges& a, const Ranges& b) {
            return std::equal(a.begin(), a.end(), b.begin(), [](Range x, Range y) { return x.size() == y.size(); });
        };
        for (const Ranges& r : rows) {
            for (const Ranges& c : columns) {
                const bool known = std::any_of(tried.begin(), tried.end(), [&](const auto& pair) {
                    return same(*pair.first, r) && same(*pair.second, c);
                });
                if (known) continue;
                tried.emplace_back(&r, &c);
                const auto peak = patchPeak(stage, plan, r, c);
                if (!peak) return tl::unexpected(peak.error());
                plan.stage_peak_bytes = std::max(plan.stage_peak_bytes, *peak);
            }
        }
        return plan;
    }

    Result<int64_t> wholeBytes(TensorId tensor, bool is_network_io) const {
        MemoryRules own = rules_;
        own.precision = graph_.tensors[static_cast<size_t>(tensor)].precision.value_or(rules_.precision);
        return tensorBytes(graph_.shape(tensor), is_network_io, own);
    }

    Result<int64_t> patchPeak(OperatorGraph& stage, const PatchPlan& plan, const Ranges& rows,
                              const Ranges& columns) const {
        stage.tensors = graph_.tensors;
        const TensorId input = graph_.inputs[0];
        for (size_t t = 0; t < stage.tensors.size(); ++t) {
            const auto id = static_cast<TensorId>(t);
            Shape& shape = stage.tensors[t].shape;
            if (id == input || id == plan.result || rows[t].size() == 0) continue;
            shape = Shape{1, shape.channels(), rows[t].size(), columns[t].size()};
        }
        const auto live = analyzeLiveness(stage, rules_);
        if (!live) return tl::unexpected(live.error());
        const bool result_is_output =
            last_read_[static_cast<size_t>(plan.result)] == static_cast<int32_t>(graph_.operators.size());
        const auto input_bytes = wholeBytes(input, true);
        const auto result_bytes = wholeBytes(plan.result, result_is_output);
        if (!input_bytes) return input_bytes;
        if (!result_bytes) return result_bytes;
        // Input and result are whole and live as long as there are patches to come.
        int64_t most = 0;
        const int32_t of_input = live->life_of_tensor[static_cast<size_t>(input)];
        const int32_t of_result = live->life_of_tensor[static_cast<size_t>(plan.result)];
        for (size_t s = 0; s < live->live_bytes_per_step.size(); ++s) {
            int64_t bytes = live->live_bytes_per_step[s];
            for (const int32_t life : {of_input, of_result == of_input ? -1 : of_result}) {
                if (life < 0) continue;
                const TensorLife& whole = live->lives[static_cast<size_t>(life)];
                if (whole.liveAt(static_cast<int32_t>(s))) bytes -= whole.bytes;
            }
            most = std::max(most, bytes);
        }
        return *input_bytes + *result_bytes + most;
    }

    const OperatorGraph& graph_;
    const MemoryRules& rules_;
    LiveMemory whole_;
    std::vector<int32_t> last_read_;  ///< Last operator that reads a tensor; their number for network outputs.
};

}  // namespace

Result<PatchPlan> planPatches(const OperatorGraph& graph, const MemoryRules& rules, int32_t operators, int32_t grid,
                              std::span<const double> operator_costs) {
    if (!operator_costs.empty() && operator_costs.size() != graph.operators.size()) {
        return fail(ErrorCode::InvalidArgument, "there must be one cost for each operator");
    }
    Patcher patcher(graph, rules);
    if (auto ok = patcher.prepare(); !ok) return tl::unexpected(ok.error());
    return patcher.plan(operators, grid, operator_costs);
}

Result<std::optional<PatchPlan>> bestPatches(const OperatorGraph& graph, const MemoryRules& rules,
                                             const PatchOptions& options) {
    if (!options.operator_costs.empty() && options.operator_costs.size() != graph.operators.size()) {
        return fail(ErrorCode::InvalidArgument, "there must be one cost for each operator");
    }
    Patcher patcher(graph, rules);
    if (auto ok = patcher.prepare(); !ok) return tl::unexpected(ok.error());
    std::optional<PatchPlan> best;
    if (graph.inputs.size() != 1) return best;
    const auto key = [&](const PatchPlan& plan) {
        const bool within = options.enough_bytes && plan.peakBytes() <= *options.enough_bytes;
        const auto peak = within ? 0.0 : static_cast<double>(plan.peakBytes());
        return std::array{within ? 0.0 : 1.0, peak, plan.cost_factor, static_cast<double>(plan.peakBytes())};
    };
    const auto count = static_cast<int32_t>(graph.operators.size());
    for (int32_t operators = 1; operators <= std::min(options.max_operators, count); ++operators) {
        if (patcher.obstacle(graph.operators[static_cast<size_t>(operators) - 1]) != nullptr) break;
        if (patcher.resultOf(operators) == kNoTensor) continue;
        for (int32_t grid = 2; grid <= options.max_grid; ++grid) {
            const auto plan = patcher.plan(operators, grid, options.operator_costs);
            if (!plan) break;
            if (plan->peakBytes() < patcher.wholePeak() && (!best || key(*plan) < key(*best))) best = *plan;
        }
    }
    return best;
}

}  // namespace bw
