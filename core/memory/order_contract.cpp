// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/order_contract.h"

#include <algorithm>
#include <utility>

namespace bw {
namespace {

class Contraction {
public:
    explicit Contraction(const OrderProblem& problem)
        : problem_(problem),
          readers_(problem.pieces.size()),
          target_(problem.pieces.size()),
          members_(problem.pieces.size()),
          first_taken_(problem.pieces.size()) {
        for (size_t p = 0; p < problem.pieces.size(); ++p) {
            target_[p] = p;
            members_[p] = {static_cast<int32_t>(p)};
            for (const int32_t b : problem.pieces[p].before)
                readers_[static_cast<size_t>(b)].push_back(p);
            first_taken_[p] = takenAt(p, 0);
        }
    }

    ContractedOrder run() {
        for (size_t p = problem_.pieces.size(); p-- > 0;)
            tryJoin(p);
        return build();
    }

private:
    const OrderProblem::Buffer& buffer(const BufferTouch& touch) const {
        return problem_.buffers[static_cast<size_t>(touch.buffer)];
    }

    /// The piece begins the buffer: pieces are in an order that works, so the first that touches it writes it.
    bool begins(size_t piece, const BufferTouch& touch) const {
        const auto& pieces = buffer(touch).pieces;
        return !buffer(touch).live_at_start &&
               static_cast<size_t>(*std::min_element(pieces.begin(), pieces.end())) == piece;
    }

    int64_t takenAt(size_t piece, size_t step) const {
        int64_t bytes = 0;
        if (step >= problem_.pieces[piece].steps.size()) return 0;
        for (const BufferTouch& touch : problem_.pieces[piece].steps[step]) {
            if (begins(piece, touch)) bytes += buffer(touch).bytes;
        }
        return bytes;
    }

    void tryJoin(size_t p) {
        const auto& piece = problem_.pieces[p];
        if (piece.steps.size() != 1 || piece.scratch_bytes[0] != 0 || readers_[p].size() != 1) return;
        const size_t reader = readers_[p].front();
        int64_t freeable = 0;
        int64_t taken = 0;
        for (const BufferTouch& touch : piece.steps[0]) {
            const auto& b = buffer(touch);
            if (!begins(p, touch)) {
                if (!b.live_at_end) freeable += b.bytes;
                continue;
            }
            const bool for_reader =
                !b.live_at_end && b.pieces.size() == 2 &&
                std::find(b.pieces.begin(), b.pieces.end(), static_cast<int32_t>(reader)) != b.pieces.end();
            if (!for_reader) return;
            taken += b.bytes;
        }
        const size_t into = target_[reader];
        if (taken < freeable || freeable > first_taken_[into]) return;
        target_[p] = into;
        members_[into].insert(members_[into].begin(), members_[p].begin(), members_[p].end());
        members_[p].clear();
        first_taken_[into] = taken;
    }

    size_t rootOf(size_t p) const {
        while (target_[p] != p)
            p = target_[p];
        return p;
    }

    ContractedOrder build() const {
        ContractedOrder result;
        std::vector<int32_t> number(problem_.pieces.size(), -1);
        for (size_t p = 0; p < problem_.pieces.size(); ++p) {
            if (members_[p].empty()) continue;
            number[p] = static_cast<int32_t>(result.members.size());
            result.members.push_back(members_[p]);
        }
        const auto mapped = [&](int32_t p) { return number[rootOf(static_cast<size_t>(p))]; };
        const auto tidy = [](std::vector<int32_t>& list) {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        };
        result.problem.buffers = problem_.buffers;
        for (auto& b : result.problem.buffers) {
            std::transform(b.pieces.begin(), b.pieces.end(), b.pieces.begin(), mapped);
            tidy(b.pieces);
        }
        for (size_t k = 0; k < result.members.size(); ++k) {
            OrderProblem::Piece joined;
            for (const int32_t member : result.members[k]) {
                const auto& piece = problem_.pieces[static_cast<size_t>(member)];
                joined.steps.insert(joined.steps.end(), piece.steps.begin(), piece.steps.end());
                joined.scratch_bytes.insert(joined.scratch_bytes.end(), piece.scratch_bytes.begin(),
                                            piece.scratch_bytes.end());
                for (const int32_t b : piece.before) {
                    if (mapped(b) != static_cast<int32_t>(k)) joined.before.push_back(mapped(b));
                }
            }
            tidy(joined.before);
            markLast(joined);
            result.problem.pieces.push_back(std::move(joined));
        }
        return result;
    }

    /// The last step of a joined piece that touches a buffer is that of its last member doing so.
    void markLast(OrderProblem::Piece& piece) const {
        std::vector<std::pair<int32_t, size_t>> seen;
        for (size_t s = piece.steps.size(); s-- > 0;) {
            for (BufferTouch& touch : piece.steps[s]) {
                const bool later = std::any_of(seen.begin(), seen.end(), [&](const auto& entry) {
                    return entry.first == touch.buffer && entry.second > s;
                });
                touch.last_in_piece = !later;
                if (!later) seen.emplace_back(touch.buffer, s);
            }
        }
    }

    const OrderProblem& problem_;
    std::vector<std::vector<size_t>> readers_;
    std::vector<size_t> target_;                 ///< The piece each was joined to.
    std::vector<std::vector<int32_t>> members_;  ///< By piece that still stands.
    std::vector<int64_t> first_taken_;           ///< Bytes that its first step begins.
};

}  // namespace

ContractedOrder contractOrder(const OrderProblem& problem) {
    return Contraction(problem).run();
}

}  // namespace bw
