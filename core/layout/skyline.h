// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

namespace bw {

/// The outer border that columns and lanes have reached in each layer, on one side of the drawing. Both operations take
/// O(log layers). Use negated coordinates for the left side.
class Skyline {
public:
    static constexpr double kEmpty = -std::numeric_limits<double>::infinity();

    explicit Skyline(int layer_count) : count_(layer_count > 0 ? layer_count : 1) {
        best_.assign(static_cast<size_t>(4 * count_), kEmpty);
        raised_.assign(static_cast<size_t>(4 * count_), kEmpty);
    }

    /// Greatest border among the layers first..last, kEmpty where nothing stands there.
    double border(int first, int last) const { return query(1, 0, count_ - 1, first, last); }

    /// Moves the border of the layers first..last outward to at least `value`.
    void raise(int first, int last, double value) { update(1, 0, count_ - 1, first, last, value); }

private:
    double query(int node, int low, int high, int first, int last) const {
        if (last < low || high < first) return kEmpty;
        if (first <= low && high <= last) return best_[static_cast<size_t>(node)];
        const int middle = (low + high) / 2;
        const double inner =
            std::max(query(2 * node, low, middle, first, last), query(2 * node + 1, middle + 1, high, first, last));
        return std::max(raised_[static_cast<size_t>(node)], inner);
    }

    void update(int node, int low, int high, int first, int last, double value) {
        if (last < low || high < first) return;
        double& best = best_[static_cast<size_t>(node)];
        best = std::max(best, value);
        if (first <= low && high <= last) {
            double& raised = raised_[static_cast<size_t>(node)];
            raised = std::max(raised, value);
            return;
        }
        const int middle = (low + high) / 2;
        update(2 * node, low, middle, first, last, value);
        update(2 * node + 1, middle + 1, high, first, last, value);
    }

    int count_;
    std::vector<double> best_;    ///< Maximum inside the subtree.
    std::vector<double> raised_;  ///< Value that holds for the whole range of the tree node.
};

}  // namespace bw
