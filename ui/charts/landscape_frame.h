// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>
#include <vector>

#include "search/landscape/sweep.h"
#include "theme/colors.h"

namespace bw::ui {

/// Which view of a sweep a pane shows.
enum class LandscapePane : uint8_t { Macs, EveryStep, Curated };

/// A point of a sweep, by the indices of its values; y is 0 where the sweep has one decision, x is -1 for none.
struct LandscapePoint {
    int x = -1;
    int y = 0;
    bool operator==(const LandscapePoint&) const = default;
    bool isNone() const { return x < 0; }
};

/// Where the values of one axis stand, from 0 to 1. The cell of a value reaches to the middles between it and its
/// neighbours; of a curated axis, between the curated ones.
class LandscapeScale {
public:
    LandscapeScale() = default;
    LandscapeScale(const SweepAxis& axis, bool only_curated);

    /// Indices of the values with a cell, rising.
    const std::vector<int>& shown() const { return shown_; }
    /// Of any value, also one between those of the axis.
    double placeOf(double value) const;
    double centre(int index) const { return placeOf(values_[static_cast<size_t>(index)]); }
    /// Ends of the cell of the n-th shown value.
    double left(size_t n) const { return edges_[n]; }
    double right(size_t n) const { return edges_[n + 1]; }
    /// Index of the shown value whose cell is there; -1 without values.
    int at(double place) const;
    /// The shown value `steps` further, or the last one that way.
    int moved(int index, int steps) const;
    /// The value nearest to `value`.
    int nearest(double value) const;

private:
    std::vector<double> values_;
    std::vector<int> shown_;
    std::vector<double> edges_;
    double first_ = 0;
    double last_ = 1;
};

/// One pane of a landscape, laid out in a rectangle.
struct LandscapeFrame {
    LandscapeFrame(const LandscapeSweep& swept, LandscapePane which, const QRectF& rectangle, const Colors& inks);

    bool isMap() const { return sweep.y.has_value(); }
    /// Multiply-accumulates or milliseconds; not-a-number where there is no network.
    double cost(LandscapePoint point) const;
    /// 0 for the least cost of the pane's axis, 1 for the greatest.
    double share(double cost) const { return high > low ? (cost - low) / (high - low) : 0; }
    /// Of the pane's cost, "1.24 ms".
    QString costText(double cost) const;
    double xOf(double place) const { return plot.left() + plot.width() * place; }
    double yOf(double place) const { return plot.bottom() - plot.height() * place; }
    /// The point on the line, or the middle of its cell.
    QPointF position(LandscapePoint point) const;
    /// The shown point below the pointer; none outside.
    LandscapePoint pointAt(const QPointF& position) const;
    /// The network as it is, or the swept point nearest to it.
    LandscapePoint present() const;

    const LandscapeSweep& sweep;
    LandscapePane pane;
    QRectF plot;
    Colors colors;
    LandscapeScale x;
    LandscapeScale y;
    double low = 0;  ///< Ends of the cost's axis; equal for both latencies.
    double high = 1;
};

/// Round marks of an axis of decisions: the curated values that have room, `least` apart in shares of the axis.
std::vector<int> landscapeTicks(const SweepAxis& axis, const LandscapeScale& scale, double least);

/// What a point is and costs, and by how much more than its neighbours: one line to read.
QString landscapePointText(const LandscapeSweep& sweep, LandscapePoint point);

}  // namespace bw::ui
