// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/liveness.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "base/checked.h"
#include "memory/live_count.h"

namespace bw {
namespace {

/// Leaves room for scratch, whose sum stays far below the other half of the 64-bit range.
constexpr int64_t kMaxTotalBytes = int64_t{1} << 62;

/// Buffer under construction, indexed by the tensor that represents it.
struct Draft {
    int32_t first_step = 0;
    int32_t last_step = 0;
    int32_t last_reader = -1;  ///< Operator that reads it last; -1 where none does.
    int32_t first_read = -1;   ///< Step of the earliest reader; -1 where there is none.
    int32_t writer = -1;       ///< Operator; -1 for network inputs.
    int64_t bytes = 0;
    bool is_input = false;
    bool is_output = false;
    bool is_held = false;  ///< Waits beside a branch.
    bool stored = true;
};

struct Scratch {
    int32_t step = 0;
    int32_t op = 0;
    int64_t bytes = 0;
};

bool isElementwise(OpType type) {
    return type == OpType::Add || type == OpType::Sub || type == OpType::Mul || type == OpType::Div ||
           type == OpType::Elementwise || type == OpType::Activation;
}

/// Zero padding of the spatial axes alone, which a convolution can apply on the fly.
bool padsOnlySpace(const Operator& op, int rank) {
    if (op.type != OpType::Pad || op.inputs.size() != 1 || op.outputs.size() != 1) return false;
    if (!op.detail.empty() && op.detail != "constant") return false;
    if ((rank != 3 && rank != 4) || op.axes.size() != static_cast<size_t>(rank) * 2) return false;
    return std::all_of(op.axes.begin(), op.axes.begin() + 4, [](int64_t amount) { return amount == 0; });
}

std::string nameOf(const Operator& op, size_t index) {
    std::string name = "operator " + std::to_string(index) + " (" + std::string(opTypeId(op.type));
    if (!op.name.empty()) name += " '" + op.name + "'";
    return name + ")";
}

class Analysis {
public:
    Analysis(const OperatorGraph& graph, const MemoryRules& rules, std::span<const int32_t> steps)
        : graph_(graph), rules_(rules), steps_(steps), count_(graph.tensors.size()) {}

    Result<LiveMemory> run() {
        if (auto ok = check(); !ok) return tl::unexpected(ok.error());
        if (auto ok = measureTensors(); !ok) return tl::unexpected(ok.error());
        if (auto ok = readOperators(); !ok) return tl::unexpected(ok.error());
        for (const TensorId output : graph_.outputs) {
            draft(output).is_output = true;
            draft(output).last_step = step_count_ - 1;
        }
        dropInnerTensors();
        own_ = drafts_;
        shareFreely();
        if (rules_.in_place_depthwise || rules_.in_place_elementwise) shareInPlace();
        return collect();
    }

private:
    int32_t stepOf(size_t op) const { return steps_.empty() ? static_cast<int32_t>(op) : steps_[op]; }
    /// Of two operators (-1: none) the one that runs later.
    int32_t laterOf(int32_t a, int32_t b) const {
        if (a < 0 || b < 0) return std::max(a, b);
        const auto when = [&](int32_t op) { return std::pair(stepOf(static_cast<size_t>(op)), op); };
        return std::max(when(a), when(b)).second;
    }
    Draft& draft(TensorId tensor) { return drafts_[static_cast<size_t>(tensor)]; }
    Precision precisionOf(TensorId tensor) const {
        return graph_.tensors[static_cast<size_t>(tensor)].precision.value_or(rules_.precision);
    }
    bool known(TensorId tensor) const { return tensor >= 0 && static_cast<size_t>(tensor) < count_; }

    Result<void> check() {
        if (rules_.brick < 1) return fail(ErrorCode::InvalidArgument, "the channel brick must be at least 1");
        const size_t operators = graph_.operators.size();
        if (operators > static_cast<size_t>(std::numeric_limits<int32_t>::max() - 1)) {
            return fail(ErrorCode::LimitExceeded, "the network has more operators than memory can be planned for");
        }
        step_count_ = static_cast<int32_t>(operators);
        if (!steps_.empty()) {
            if (steps_.size() != operators) {
                return fail(ErrorCode::InvalidArgument, std::to_string(steps_.size()) + " steps given for " +
                                                            std::to_string(operators) + " operators");
            }
            const auto [low, high] = std::minmax_element(steps_.begin(), steps_.end());
            if (*low < 0 || *high >= step_count_) {
                return fail(ErrorCode::InvalidArgument, "steps must lie between 0 and the number of operators");
            }
            step_count_ = *high + 1;
        }
        step_count_ = std::max(step_count_, 1);
        for (const auto* list : {&graph_.inputs, &graph_.outputs}) {
            if (!std::all_of(list->begin(), list->end(), [&](TensorId t) { return known(t); })) {
                return fail(ErrorCode::InvalidArgument, "a network input or output is not a tensor of the network");
            }
        }
        return {};
    }

    Result<void> measureTensors() {
        drafts_.resize(count_);
        for (const TensorId input : graph_.inputs)
            draft(input).is_input = true;
        std::vector<bool> io(count_);
        for (const auto* list : {&graph_.inputs, &graph_.outputs}) {
            for (const TensorId tensor : *list)
                io[static_cast<size_t>(tensor)] = true;
        }
        int64_t total = 0;
        for (size_t t = 0; t < count_; ++t) {
            MemoryRules own = rules_;
            own.precision = precisionOf(static_cast<TensorId>(t));
            const auto bytes = tensorBytes(graph_.tensors[t].shape, io[t], own);
            if (!bytes) return tl::unexpected(bytes.error());
            drafts_[t].bytes = *bytes;
            const auto sum = addChecked(total, *bytes);
            if (!sum || *sum > kMaxTotalBytes) {
                return fail(ErrorCode::LimitExceeded, "the tensors together need more than 2^62 bytes");
            }
            total = *sum;
        }
        return {};
    }

    Result<void> readOperators() {
        std::vector<bool> written(count_);
        for (const TensorId input : graph_.inputs)
            written[static_cast<size_t>(input)] = true;
        for (size_t i = 0; i < graph_.operators.size(); ++i) {
            const Operator& op = graph_.operators[i];
            const int32_t step = stepOf(i);
            for (const TensorId input : op.inputs) {
                if (!known(input) || !written[static_cast<size_t>(input)] || draft(input).first_step > step) {
                    return fail(ErrorCode::InvalidArgument, "reads a tensor that nothing before it wrote",
                                nameOf(op, i), "check the execution order for a cycle");
                }
                draft(input).last_step = std::max(draft(input).last_step, step);
                draft(input).last_reader = laterOf(draft(input).last_reader, static_cast<int32_t>(i));
                int32_t& first_read = draft(input).first_read;
                first_read = first_read < 0 ? step : std::min(first_read, step);
            }
            for (const TensorId output : op.outputs) {
                if (!known(output) || written[static_cast<size_t>(output)]) {
                    return fail(ErrorCode::InvalidArgument, "writes a tensor that was already written", nameOf(op, i));
                }
                written[static_cast<size_t>(output)] = true;
                draft(output).first_step = draft(output).last_step = step;
                draft(output).writer = static_cast<int32_t>(i);
            }
        }
        for (size_t t = 0; t < count_; ++t) {
            Draft& d = drafts_[t];
            d.stored = written[t];
            d.is_held = d.first_read >= 0 && (d.last_step > d.first_read || d.first_read > d.first_step + 1);
        }
        return {};
    }

    /// A tensor that only its own kernel reads passes through registers or local buffers.
    void dropInnerTensors() {
        if (steps_.empty()) return;
        for (Draft& d : drafts_) {
            const bool inner = !d.is_input && !d.is_output && d.last_reader >= 0 && d.last_step == d.first_step;
            if (inner) d.stored = false;
        }
    }

    TensorId rootOf(TensorId tensor) {
        while (root_[static_cast<size_t>(tensor)] != tensor)
            tensor = root_[static_cast<size_t>(tensor)] =
                root_[static_cast<size_t>(root_[static_cast<size_t>(tensor)])];
        return tensor;
    }

    /// Puts `later` into the buffer of `earlier`.
    void share(TensorId earlier, TensorId later, int64_t bytes) {
        const TensorId into = rootOf(earlier);
        const TensorId from = rootOf(later);
        if (into == from || !draft(into).stored || !draft(from).stored) return;
        Draft& a = draft(into);
        const Draft& b = draft(from);
        a.first_step = std::min(a.first_step, b.first_step);
        a.last_step = std::max(a.last_step, b.last_step);
        a.last_reader = laterOf(a.last_reader, b.last_reader);
        a.bytes = bytes;
        a.is_input = a.is_input || b.is_input;
        a.is_output = a.is_output || b.is_output;
        a.is_held = a.is_held || b.is_held;
        root_[static_cast<size_t>(from)] = into;
    }

    int64_t sharedBytes(TensorId a, TensorId b) { return std::max(draft(rootOf(a)).bytes, draft(rootOf(b)).bytes); }

    /// Operators that do no work under these rules.
    void shareFreely() {
        root_.resize(count_);
        for (size_t t = 0; t < count_; ++t)
            root_[t] = static_cast<TensorId>(t);
        folded_.assign(count_, false);
        if (rules_.fold_pads) findFoldedPads();
        for (const Operator& op : graph_.operators) {
            if (op.inputs.size() != 1 || op.outputs.size() != 1) continue;
            const TensorId in = op.inputs[0];
            const TensorId out = op.outputs[0];
            if (folded_[static_cast<size_t>(out)]) {
                // Also where the unpadded tensor is no buffer of its own: nothing larger is stored in its stead.
                draft(rootOf(out)).bytes = draft(rootOf(in)).bytes;
                share(in, out, draft(rootOf(in)).bytes);
            } else if ((op.type == OpType::Reshape && rules_.reshape_is_free) ||
                       (op.type == OpType::Quantize && rules_.quantize_is_free &&
                        precisionOf(in) == precisionOf(out))) {
                share(in, out, sharedBytes(in, out));
            }
        }
    }

    void findFoldedPads() {
        for (const Operator& op : graph_.operators) {
            if (op.outputs.size() != 1) continue;
            const TensorId out = op.outputs[0];
            const Draft& d = draft(out);
            if (padsOnlySpace(op, graph_.shape(out).rank()) && !d.is_output && d.last_reader >= 0) {
                folded_[static_cast<size_t>(out)] = true;
            }
        }
        for (const Operator& op : graph_.operators) {
            if (op.type == OpType::Conv2d || op.type == OpType::DepthwiseConv2d) continue;
            for (const TensorId input : op.inputs)
                folded_[static_cast<size_t>(input)] = false;
        }
    }

    void shareInPlace() {
        for (size_t i = 0; i < graph_.operators.size(); ++i) {
            const Operator& op = graph_.operators[i];
            if (op.outputs.size() != 1 || op.inputs.empty()) continue;
            if (op.type == OpType::DepthwiseConv2d && rules_.in_place_depthwise) {
                overwriteByChannel(op, i);
            } else if (isElementwise(op.type) && rules_.in_place_elementwise) {
                overwriteByElement(op, i);
            }
        }
    }

    /// True where operator `i` is the last to need the buffer of `input`, through that one tensor alone.
    bool diesIn(size_t i, TensorId input) {
        const TensorId root = rootOf(input);
        const Draft& d = draft(root);
        if (!d.stored || d.is_output || d.last_reader != static_cast<int32_t>(i)) return false;
        const auto& inputs = graph_.operators[i].inputs;
        return std::all_of(inputs.begin(), inputs.end(),
                           [&](TensorId other) { return other == input || rootOf(other) != root; });
    }

    void overwriteByChannel(const Operator& op, size_t i) {
        const TensorId in = op.inputs[0];
        const TensorId out = op.outputs[0];
        const Shape& shape = graph_.shape(in);
        if (shape.rank() != 4 || graph_.shape(out).channels() != shape.channels()) return;
        if (!draft(rootOf(out)).stored || !diesIn(i, in) || draft(rootOf(out)).bytes > draft(rootOf(in)).bytes) return;
        share(in, out, draft(rootOf(in)).bytes);
        const int64_t rows = shape.height() + op.window.pad_top + op.window.pad_bottom;
        const int64_t columns = shape.width() + op.window.pad_left + op.window.pad_right;
        scratch_.push_back({stepOf(i), static_cast<int32_t>(i), rows * columns * activationBytes(precisionOf(in))});
    }

    void overwriteByElement(const Operator& op, size_t i) {
        const TensorId out = op.outputs[0];
        if (!draft(rootOf(out)).stored) return;
        for (const TensorId in : op.inputs) {
            const bool same_size =
                graph_.shape(in) == graph_.shape(out) && draft(rootOf(in)).bytes >= draft(rootOf(out)).bytes;
            if (!same_size || !diesIn(i, in)) continue;
            share(in, out, draft(rootOf(in)).bytes);
            return;
        }
    }

    LifeRole roleOf(const Draft& d) const {
        if (d.is_output) return LifeRole::Output;
        if (d.is_input) return LifeRole::Input;
        return d.is_held ? LifeRole::Residual : LifeRole::Intermediate;
    }

    BlockId blockOf(int32_t op) const { return op < 0 ? kNoBlock : graph_.operators[static_cast<size_t>(op)].block; }

    LiveMemory collect() {
        LiveMemory live;
        live.life_of_tensor.assign(count_, -1);
        live.written_step.assign(count_, -1);
        for (size_t t = 0; t < count_; ++t) {
            const auto root = static_cast<size_t>(rootOf(static_cast<TensorId>(t)));
            if (!drafts_[root].stored || !own_[t].stored) continue;
            if (!folded_[t]) live.written_step[t] = own_[t].first_step;
            if (live.life_of_tensor[root] < 0) {
                live.life_of_tensor[root] = static_cast<int32_t>(live.lives.size());
                const Draft& d = drafts_[root];
                live.lives.push_back({static_cast<TensorId>(root), d.first_step, d.last_step, d.bytes, roleOf(d),
                                      d.writer, blockOf(d.writer)});
            }
            live.life_of_tensor[t] = live.life_of_tensor[root];
        }
        for (const Scratch& s : scratch_)
            live.lives.push_back({kNoTensor, s.step, s.step, s.bytes, LifeRole::Scratch, s.op, blockOf(s.op)});
        live.live_bytes_per_step.resize(static_cast<size_t>(step_count_));
        countLives(live);
        return live;
    }

    const OperatorGraph& graph_;
    const MemoryRules& rules_;
    std::span<const int32_t> steps_;
    size_t count_;
    int32_t step_count_ = 1;
    std::vector<Draft> drafts_;   ///< Per tensor; after sharing, valid for roots.
    std::vector<Draft> own_;      ///< Per tensor before sharing.
    std::vector<TensorId> root_;  ///< Union-find parent.
    std::vector<bool> folded_;    ///< Padded tensors that never exist.
    std::vector<Scratch> scratch_;
};

}  // namespace

Result<int64_t> tensorBytes(const Shape& shape, bool is_network_io, const MemoryRules& rules) {
    if (rules.brick < 1) return fail(ErrorCode::InvalidArgument, "the channel brick must be at least 1");
    const int64_t channels = shape.channels();
    if (channels < 1) return fail(ErrorCode::InvalidArgument, "a tensor of shape " + shape.text() + " has no bytes");
    const bool rounds = !is_network_io || rules.round_network_io;
    const auto stored_channels =
        addChecked(channels, rounds ? (rules.brick - channels % rules.brick) % rules.brick : 0);
    const auto elements = stored_channels ? mulChecked(shape.elements() / channels, *stored_channels) : std::nullopt;
    const auto bytes = elements ? mulChecked(*elements, activationBytes(rules.precision)) : std::nullopt;
    if (!bytes)
        return fail(ErrorCode::LimitExceeded, "a tensor of shape " + shape.text() + " needs more than 2^63 bytes");
    return *bytes;
}

Result<LiveMemory> analyzeLiveness(const OperatorGraph& graph, const MemoryRules& rules,
                                   std::span<const int32_t> step_of_operator) {
    return Analysis(graph, rules, step_of_operator).run();
}

}  // namespace bw
