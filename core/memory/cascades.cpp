// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/cascades.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/checked.h"

namespace bw {
namespace {

constexpr size_t kLongestCascade = 64;
constexpr int32_t kNone = -1;

/// One step as a link of a chain.
struct Stage {
    int32_t step = 0;
    std::vector<int32_t> operators;
    int32_t input = kNone;   ///< The one life it reads; kNone where it cannot be in a cascade.
    int32_t output = kNone;  ///< The one life it writes.
    int64_t window = 1;      ///< Rows that one row of the result reads.
    int64_t stride = 1;      ///< Rows between those of neighbouring results.
    int64_t output_rows = 1;
};

bool slides(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::MaxPool ||
           type == OpType::AvgPool;
}

bool worksByElement(OpType type) {
    return type == OpType::Activation || type == OpType::Elementwise || type == OpType::Quantize ||
           type == OpType::Add || type == OpType::Sub || type == OpType::Mul || type == OpType::Div ||
           type == OpType::Normalize;
}

class Cascader {
public:
    Cascader(const OperatorGraph& graph, std::span<const int32_t> steps, const LiveMemory& whole)
        : graph_(graph), steps_(steps), whole_(whole) {}

    /// Chosen runs of stages with their stripes; needs no rules.
    struct Choice {
        size_t first = 0;
        size_t last = 0;
        int64_t stripe_rows = 1;
    };

    std::vector<Choice> choose(int64_t limit_bytes) {
        makeStages();
        findChains();
        int64_t least = 0;
        for (const auto& [first, end] : chains_)
            least = std::max(least, leastPeak(first, end));
        const int64_t goal = std::max(least, limit_bytes);
        std::vector<Choice> choices;
        for (const auto& [first, end] : chains_)
            chooseIn(first, end, goal, choices);
        for (Choice& choice : choices) {
            const int64_t rows = stages_[choice.last].output_rows;
            while (choice.stripe_rows < rows && cost(choice.first, choice.last, choice.stripe_rows + 1) <= goal)
                ++choice.stripe_rows;
        }
        return choices;
    }

    const Stage& stage(size_t index) const { return stages_[index]; }
    const TensorLife& link(size_t index) const { return life(stages_[index].output); }

    /// Rows of each rolling buffer between the stages first ... last, in their order.
    std::vector<int64_t> rollingRows(size_t first, size_t last, int64_t stripe_rows) const {
        std::vector<int64_t> rows;
        int64_t produced = stripe_rows;
        for (size_t k = last; k > first; --k) {
            const Stage& consumer = stages_[k];
            const int64_t consumed = (produced - 1) * consumer.stride + consumer.window;
            produced *= consumer.stride;
            const int64_t whole_rows = stages_[k - 1].output_rows;
            rows.push_back(std::min(whole_rows, roundUp(produced + consumed, consumed)));
            produced = std::min(produced, whole_rows);
        }
        std::reverse(rows.begin(), rows.end());
        return rows;
    }

    int64_t rollingBytes(size_t producer, int64_t rows) const {
        return ceilDiv(link(producer).bytes, stages_[producer].output_rows) * rows;
    }

private:
    const TensorLife& life(int32_t index) const { return whole_.lives[static_cast<size_t>(index)]; }
    int32_t stepOf(size_t op) const { return steps_.empty() ? static_cast<int32_t>(op) : steps_[op]; }
    int32_t lifeOf(TensorId tensor) const { return whole_.life_of_tensor[static_cast<size_t>(tensor)]; }

    /// Steps that only pass a buffer on (folded pads, free quantisation) belong to the stage behind them.
    void makeStages() {
        std::vector<int32_t> order(graph_.operators.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
            return stepOf(static_cast<size_t>(a)) < stepOf(static_cast<size_t>(b));
        });
        std::vector<int32_t> passing;
        for (size_t begin = 0; begin < order.size();) {
            const int32_t step = stepOf(static_cast<size_t>(order[begin]));
            size_t end = begin;
            while (end < order.size() && stepOf(static_cast<size_t>(order[end])) == step)
                ++end;
            const std::vector<int32_t> operators(order.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 order.begin() + static_cast<std::ptrdiff_t>(end));
            begin = end;
            if (std::all_of(operators.begin(), operators.end(), [&](int32_t op) { return passesOn(op); })) {
                passing.insert(passing.end(), operators.begin(), operators.end());
                continue;
            }
            Stage stage;
            stage.step = step;
            stage.operators = std::move(passing);
            stage.operators.insert(stage.operators.end(), operators.begin(), operators.end());
            passing.clear();
            describe(stage, operators);
            stages_.push_back(std::move(stage));
        }
    }

    bool passesOn(int32_t index) const {
        const Operator& op = graph_.operators[static_cast<size_t>(index)];
        return op.inputs.size() == 1 && op.outputs.size() == 1 && op.type != OpType::Reshape &&
               lifeOf(op.inputs[0]) >= 0 && lifeOf(op.inputs[0]) == lifeOf(op.outputs[0]);
    }

    bool writtenIn(int32_t step, TensorId tensor) const {
        const int32_t producer = graph_.tensors[static_cast<size_t>(tensor)].producer;
        return producer >= 0 && stepOf(static_cast<size_t>(producer)) == step;
    }

    void describe(Stage& stage, const std::vector<int32_t>& operators) const {
        int32_t input = kNone;
        int32_t output = kNone;
        bool able = true;
        bool slid = false;
        for (const int32_t index : operators) {
            const Operator& op = graph_.operators[static_cast<size_t>(index)];
            const bool window = slides(op.type);
            able = able && op.outputs.size() == 1 && (window ? !slid : worksByElement(op.type));
            if (!able) return;
            for (const TensorId tensor : op.inputs) {
                const int32_t read = lifeOf(tensor);
                if (read < 0 || writtenIn(stage.step, tensor)) continue;
                able = able && (input == kNone || input == read);
                input = read;
            }
            const Shape& shape = graph_.shape(op.outputs[0]);
            able = able && shape.rank() == 4 && shape.height() > 1;
            if (!able) return;
            stage.output_rows = shape.height();
            if (const int32_t written = lifeOf(op.outputs[0]); written >= 0) {
                able = output == kNone && written != input && life(written).first_step == stage.step;
                output = written;
            }
            if (!window) continue;
            slid = true;
            stage.window = (int64_t{op.window.kernel_h} - 1) * op.window.dilation_h + 1;
            stage.stride = op.window.stride_h;
            able = able && graph_.shape(op.inputs[0]).rank() == 4 && stage.window < graph_.shape(op.inputs[0]).height();
        }
        if (!able || input == kNone || output == kNone) return;
        stage.input = input;
        stage.output = output;
    }

    bool linked(size_t producer, size_t consumer) const {
        const Stage& a = stages_[producer];
        const Stage& b = stages_[consumer];
        if (a.input == kNone || b.input == kNone || a.output != b.input) return false;
        const TensorLife& between = life(a.output);
        return between.role == LifeRole::Intermediate && between.last_step == b.step;
    }

    void findChains() {
        for (size_t k = 0; k < stages_.size();) {
            size_t end = k + 1;
            while (end < stages_.size() && linked(end - 1, end))
                ++end;
            chains_.emplace_back(k, end);
            k = end;
        }
    }

    int64_t liveAt(size_t stage) const { return whole_.live_bytes_per_step[static_cast<size_t>(stages_[stage].step)]; }

    /// Bytes while the stages first ... last run as one cascade, or the one stage with whole tensors.
    int64_t cost(size_t first, size_t last, int64_t stripe_rows) const {
        if (first == last) return liveAt(first);
        int64_t bytes = liveAt(first) - link(first).bytes + link(last).bytes;
        const std::vector<int64_t> rows = rollingRows(first, last, stripe_rows);
        for (size_t k = first; k < last; ++k)
            bytes += rollingBytes(k, rows[k - first]);
        return bytes;
    }

    /// For each length of a cascade that ends with `last`, calls visit(first, bytes); stripes are one row high.
    template <class Visit>
    void eachEndingWith(size_t chain_first, size_t last, Visit&& visit) const {
        visit(last, liveAt(last));
        int64_t produced = 1;
        int64_t rolling = 0;
        for (size_t first = last; first-- > chain_first && last - first < kLongestCascade;) {
            const Stage& consumer = stages_[first + 1];
            const int64_t consumed = (produced - 1) * consumer.stride + consumer.window;
            produced *= consumer.stride;
            const int64_t rows = std::min(stages_[first].output_rows, roundUp(produced + consumed, consumed));
            produced = std::min(produced, stages_[first].output_rows);
            rolling += rollingBytes(first, rows);
            visit(first, liveAt(first) - link(first).bytes + link(last).bytes + rolling);
        }
    }

    /// The lowest peak to which cascades bring one chain.
    int64_t leastPeak(size_t first, size_t end) const {
        std::vector<int64_t> best(end - first + 1, std::numeric_limits<int64_t>::max());
        best[0] = 0;
        for (size_t last = first; last < end; ++last) {
            int64_t& here = best[last - first + 1];
            eachEndingWith(first, last, [&](size_t begin, int64_t bytes) {
                here = std::min(here, std::max(best[begin - first], bytes));
            });
        }
        return best.back();
    }

    /// The fewest stages in cascades that keep the chain within `goal`.
    void chooseIn(size_t first, size_t end, int64_t goal, std::vector<Choice>& choices) const {
        constexpr size_t kNever = std::numeric_limits<size_t>::max() / 2;
        std::vector<size_t> fewest(end - first + 1, kNever);
        std::vector<size_t> begins(end - first + 1, first);
        fewest[0] = 0;
        for (size_t last = first; last < end; ++last) {
            eachEndingWith(first, last, [&](size_t begin, int64_t bytes) {
                const size_t count = fewest[begin - first] + (begin == last ? 0 : last - begin + 1);
                if (bytes > goal || count >= fewest[last - first + 1]) return;
                fewest[last - first + 1] = count;
                begins[last - first + 1] = begin;
            });
        }
        for (size_t at = end; at > first;) {
            const size_t begin = begins[at - first];
            if (begin + 1 < at) choices.push_back({begin, at - 1, 1});
            at = begin;
        }
    }

    const OperatorGraph& graph_;
    std::span<const int32_t> steps_;
    const LiveMemory& whole_;
    std::vector<Stage> stages_;
    std::vector<std::pair<size_t, size_t>> chains_;  ///< First stage and one past the last.
};

}  // namespace

Result<CascadePlan> planCascades(const OperatorGraph& graph, const MemoryRules& rules,
                                 std::span<const int32_t> step_of_operator, const LiveMemory& whole,
                                 int64_t limit_bytes) {
    CascadePlan plan;
    Cascader cascader(graph, step_of_operator, whole);
    std::vector<Cascader::Choice> choices = cascader.choose(limit_bytes);
    std::sort(choices.begin(), choices.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

    // Steps joined into one; later steps move up.
    std::vector<int32_t> step_map(whole.live_bytes_per_step.size(), 1);
    for (const auto& choice : choices) {
        const int32_t first = cascader.stage(choice.first).step;
        const int32_t last = cascader.stage(choice.last).step;
        std::fill(step_map.begin() + first + 1, step_map.begin() + last + 1, 0);
    }
    std::partial_sum(step_map.begin(), step_map.end(), step_map.begin());
    plan.step_of_operator.resize(graph.operators.size());
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const auto step = step_of_operator.empty() ? i : static_cast<size_t>(step_of_operator[i]);
        plan.step_of_operator[i] = step_map[step] - 1;
    }
    auto live = analyzeLiveness(graph, rules, plan.step_of_operator);
    if (!live) return tl::unexpected(live.error());
    plan.live = std::move(*live);

    std::vector<TensorLife> rolling;
    for (const auto& choice : choices) {
        Cascade cascade;
        cascade.step = step_map[static_cast<size_t>(cascader.stage(choice.first).step)] - 1;
        cascade.stripe_rows = choice.stripe_rows;
        const auto rows = cascader.rollingRows(choice.first, choice.last, choice.stripe_rows);
        for (size_t k = choice.first; k <= choice.last; ++k) {
            const auto& operators = cascader.stage(k).operators;
            cascade.operators.insert(cascade.operators.end(), operators.begin(), operators.end());
            if (k == choice.last) break;
            TensorLife life = cascader.link(k);
            life.first_step = life.last_step = cascade.step;
            life.bytes = cascader.rollingBytes(k, rows[k - choice.first]);
            life.role = LifeRole::RollingBuffer;
            rolling.push_back(life);
        }
        plan.cascades.push_back(std::move(cascade));
    }
    if (auto ok = addLives(plan.live, rolling); !ok) return tl::unexpected(ok.error());
    return plan;
}

}  // namespace bw
