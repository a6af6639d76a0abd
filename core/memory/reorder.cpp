// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/reorder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "memory/order_search.h"

namespace bw {
namespace {

/// Builds the problem of choosing an order, and steps from the answer.
class Orderer {
public:
    Orderer(const OperatorGraph& graph, const MemoryRules& rules, const ReorderOptions& options)
        : graph_(graph), rules_(rules), options_(options) {}

    Result<ReorderPlan> run() {
        const auto given = analyzeLiveness(graph_, rules_, options_.step_of_operator);
        if (!given) return tl::unexpected(given.error());
        ReorderPlan plan;
        plan.peak_bytes = plan.given_peak_bytes = given->peak_bytes;
        plan.step_of_operator.resize(graph_.operators.size());
        for (size_t i = 0; i < plan.step_of_operator.size(); ++i)
            plan.step_of_operator[i] = stepOf(i);
        if (auto ok = findPieces(); !ok) return tl::unexpected(ok.error());
        if (auto ok = shareBuffers(*given); !ok) return tl::unexpected(ok.error());
        fillProblem(*given);
        for (const auto& piece : pieces_)
            plan.pieces.push_back(piece.number);

        const OrderAnswer answer = searchOrder(problem_, {options_.state_limit, options_.beam_width, options_.stop});
        if (answer.cancelled) return fail(ErrorCode::Cancelled, "the search for an order was cancelled");
        plan.states = answer.states;
        plan.optimal = answer.optimal;
        std::vector<int32_t> steps = stepsOf(answer.order);
        const auto live = analyzeLiveness(graph_, rules_, steps);
        if (!live) return tl::unexpected(live.error());
        if (live->peak_bytes >= plan.given_peak_bytes) return plan;
        plan.improved = true;
        plan.peak_bytes = live->peak_bytes;
        plan.step_of_operator = std::move(steps);
        plan.pieces.clear();
        for (const int32_t p : answer.order)
            plan.pieces.push_back(pieces_[static_cast<size_t>(p)].number);
        return plan;
    }

private:
    struct Group {
        int32_t number = 0;
        std::map<int32_t, std::vector<int32_t>> steps;  ///< Operators by step.
    };

    int32_t stepOf(size_t op) const {
        return options_.step_of_operator.empty() ? static_cast<int32_t>(op) : options_.step_of_operator[op];
    }

    Result<void> findPieces() {
        const size_t count = graph_.operators.size();
        const auto& given = options_.piece_of_operator;
        if (!given.empty() && given.size() != count) {
            return fail(ErrorCode::InvalidArgument,
                        std::to_string(given.size()) + " pieces given for " + std::to_string(count) + " operators");
        }
        std::map<int32_t, size_t> index;
        std::vector<size_t> order(count);
        std::iota(order.begin(), order.end(), size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return stepOf(a) < stepOf(b); });
        piece_of_.resize(count);
        for (const size_t op : order) {
            const int32_t number = given.empty() ? stepOf(op) : given[op];
            const auto [it, fresh] = index.try_emplace(number, pieces_.size());
            if (fresh) {
                pieces_.push_back({number, {}});
            } else if (it->second + 1 != pieces_.size()) {
                return fail(ErrorCode::InvalidArgument,
                            "the steps of piece " + std::to_string(number) + " are mixed with those of another");
            }
            pieces_[it->second].steps[stepOf(op)].push_back(static_cast<int32_t>(op));
            piece_of_[op] = static_cast<int32_t>(it->second);
        }
        for (size_t p = 1; p < pieces_.size(); ++p) {
            if (pieces_[p - 1].steps.rbegin()->first >= pieces_[p].steps.begin()->first) {
                return fail(ErrorCode::InvalidArgument,
                            "piece " + std::to_string(pieces_[p].number) + " shares a step with another");
            }
        }
        return {};
    }

    /// Which tensors share a buffer in every order: those that are one under the rules anyhow, and those that an
    /// operator overwrites because it alone reads them.
    Result<void> shareBuffers(const LiveMemory& given) {
        MemoryRules apart = rules_;
        apart.in_place_depthwise = apart.in_place_elementwise = false;
        auto live = analyzeLiveness(graph_, apart, options_.step_of_operator);
        if (!live) return tl::unexpected(live.error());
        lives_ = std::move(*live);
        root_.resize(lives_.lives.size());
        std::iota(root_.begin(), root_.end(), 0);
        std::vector<int32_t> readers(lives_.lives.size());
        for (const Operator& op : graph_.operators) {
            std::vector<int32_t> read;
            for (const TensorId input : op.inputs) {
                const int32_t life = lives_.life_of_tensor[static_cast<size_t>(input)];
                if (life >= 0 && std::find(read.begin(), read.end(), life) == read.end()) read.push_back(life);
            }
            for (const int32_t life : read)
                ++readers[static_cast<size_t>(life)];
        }
        for (const Operator& op : graph_.operators) {
            if (op.outputs.size() != 1) continue;
            const auto out = static_cast<size_t>(op.outputs[0]);
            for (const TensorId input : op.inputs) {
                const auto in = static_cast<size_t>(input);
                const int32_t from = lives_.life_of_tensor[in];
                const int32_t into = lives_.life_of_tensor[out];
                if (from < 0 || into < 0 || from == into || readers[static_cast<size_t>(from)] != 1) continue;
                if (given.life_of_tensor[in] != given.life_of_tensor[out]) continue;
                root_[static_cast<size_t>(rootOf(into))] = rootOf(from);
            }
        }
        return {};
    }

    int32_t rootOf(int32_t life) const {
        while (root_[static_cast<size_t>(life)] != life)
            life = root_[static_cast<size_t>(life)];
        return life;
    }

    void fillProblem(const LiveMemory& given) {
        problem_.buffers.resize(lives_.lives.size());
        for (size_t i = 0; i < lives_.lives.size(); ++i) {
            auto& buffer = problem_.buffers[static_cast<size_t>(rootOf(static_cast<int32_t>(i)))];
            buffer.bytes = std::max(buffer.bytes, lives_.lives[i].bytes);
            buffer.live_at_end = buffer.live_at_end || lives_.lives[i].role == LifeRole::Output;
        }
        std::vector<int64_t> scratch(graph_.operators.size());
        for (const TensorLife& life : given.lives) {
            if (life.role == LifeRole::Scratch && life.op >= 0) scratch[static_cast<size_t>(life.op)] += life.bytes;
        }
        problem_.pieces.resize(pieces_.size());
        for (size_t p = 0; p < pieces_.size(); ++p)
            fillPiece(p, scratch);
        for (const TensorId input : graph_.inputs) {
            const int32_t life = lives_.life_of_tensor[static_cast<size_t>(input)];
            if (life < 0) continue;
            auto& buffer = problem_.buffers[static_cast<size_t>(rootOf(life))];
            buffer.live_at_start = !buffer.pieces.empty();
        }
    }

    void fillPiece(size_t p, const std::vector<int64_t>& scratch) {
        OrderProblem::Piece& piece = problem_.pieces[p];
        std::map<int32_t, size_t> last_step;
        for (const auto& [step, operators] : pieces_[p].steps) {
            const size_t s = piece.steps.size();
            piece.steps.emplace_back();
            piece.scratch_bytes.push_back(0);
            for (const int32_t index : operators) {
                const Operator& op = graph_.operators[static_cast<size_t>(index)];
                piece.scratch_bytes.back() += scratch[static_cast<size_t>(index)];
                const auto touch = [&](TensorId tensor) {
                    const int32_t life = lives_.life_of_tensor[static_cast<size_t>(tensor)];
                    if (life < 0) return;
                    const int32_t buffer = rootOf(life);
                    const auto [it, fresh] = last_step.try_emplace(buffer, s);
                    if (fresh) {
                        problem_.buffers[static_cast<size_t>(buffer)].pieces.push_back(static_cast<int32_t>(p));
                    } else if (it->second == s) {
                        return;
                    }
                    it->second = s;
                    piece.steps.back().push_back({buffer, false});
                };
                for (const TensorId input : op.inputs) {
                    touch(input);
                    const int32_t producer = graph_.tensors[static_cast<size_t>(input)].producer;
                    if (producer < 0) continue;
                    const int32_t from = piece_of_[static_cast<size_t>(producer)];
                    if (from != static_cast<int32_t>(p)) piece.before.push_back(from);
                }
                for (const TensorId output : op.outputs)
                    touch(output);
            }
        }
        for (size_t s = 0; s < piece.steps.size(); ++s) {
            for (BufferTouch& touch : piece.steps[s])
                touch.last_in_piece = last_step.at(touch.buffer) == s;
        }
        std::sort(piece.before.begin(), piece.before.end());
        piece.before.erase(std::unique(piece.before.begin(), piece.before.end()), piece.before.end());
    }

    std::vector<int32_t> stepsOf(const std::vector<int32_t>& order) const {
        std::vector<int32_t> steps(graph_.operators.size());
        int32_t next = 0;
        for (const int32_t p : order) {
            for (const auto& [step, operators] : pieces_[static_cast<size_t>(p)].steps) {
                for (const int32_t op : operators)
                    steps[static_cast<size_t>(op)] = next;
                ++next;
            }
        }
        return steps;
    }

    const OperatorGraph& graph_;
    const MemoryRules& rules_;
    const ReorderOptions& options_;
    std::vector<Group> pieces_;
    std::vector<int32_t> piece_of_;  ///< By operator: index into pieces_.
    LiveMemory lives_;
    std::vector<int32_t> root_;  ///< By life.
    OrderProblem problem_;
};

}  // namespace

Result<ReorderPlan> reorderForMemory(const OperatorGraph& graph, const MemoryRules& rules,
                                     const ReorderOptions& options) {
    if (options.state_limit < 0 || options.beam_width < 1) {
        return fail(ErrorCode::InvalidArgument, "the limits of a search must not be negative");
    }
    return Orderer(graph, rules, options).run();
}

}  // namespace bw
