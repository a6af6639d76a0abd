// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/pareto/hypervolume.h"

#include <algorithm>
#include <map>

#include "search/pareto/domination.h"

namespace bw {
namespace {

using Points = std::vector<std::vector<double>>;

double box(std::span<const double> point, std::span<const double> reference) {
    double volume = 1;
    for (size_t m = 0; m < point.size(); ++m)
        volume *= std::max(0.0, reference[m] - point[m]);
    return volume;
}

/// A falling staircase of points in two objectives and the area that it dominates.
class Staircase {
public:
    Staircase(double reference_x, double reference_y) : reference_x_(reference_x), reference_y_(reference_y) {}

    void add(double x, double y) {
        auto next = steps_.lower_bound(x);
        const double above = next == steps_.begin() ? reference_y_ : std::prev(next)->second;
        if (above <= y || (next != steps_.end() && next->first == x && next->second <= y)) return;
        // The new step fills up to where a step that it does not dominate begins.
        double left = x;
        double height = above;
        while (next != steps_.end() && next->second >= y) {
            area_ += (next->first - left) * (height - y);
            left = next->first;
            height = next->second;
            next = steps_.erase(next);
        }
        area_ += ((next == steps_.end() ? reference_x_ : next->first) - left) * (height - y);
        steps_.emplace_hint(next, x, y);
    }
    double area() const { return area_; }

private:
    double reference_x_;
    double reference_y_;
    std::map<double, double> steps_;  ///< y by x; y falls.
    double area_ = 0;
};

double area(const Points& points, std::span<const double> reference) {
    Staircase stairs(reference[0], reference[1]);
    for (const auto& point : points)
        stairs.add(point[0], point[1]);
    return stairs.area();
}

/// Three objectives: areas of the slices between points by the third.
double sweptVolume(Points points, std::span<const double> reference) {
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a[2] < b[2]; });
    Staircase stairs(reference[0], reference[1]);
    double volume = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        stairs.add(points[i][0], points[i][1]);
        volume += stairs.area() * ((i + 1 < points.size() ? points[i + 1][2] : reference[2]) - points[i][2]);
    }
    return volume;
}

/// What points strictly inside the box dominate. From four objectives on: each point adds its own box less what those
/// that reach further in the last objective cover of it, which has one objective less.
double volumeOf(Points points, std::span<const double> reference) {
    if (points.empty()) return 0;
    if (points.size() == 1 || reference.size() == 1) {
        double best = 0;
        for (const auto& point : points)
            best = std::max(best, box(point, reference));
        return best;
    }
    if (reference.size() == 2) return area(points, reference);
    if (reference.size() == 3) return sweptVolume(std::move(points), reference);
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.back() > b.back(); });
    const size_t last = reference.size() - 1;
    const std::span<const double> flat = reference.first(last);
    double sum = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        const std::span<const double> own = std::span(points[i]).first(last);
        const std::span<const std::vector<double>> further = std::span(points).subspan(i + 1);
        sum += exclusiveHypervolume(own, further, flat) * (reference[last] - points[i][last]);
    }
    return sum;
}

/// Without those that others dominate.
Points onlyFront(Points points) {
    std::sort(points.begin(), points.end());
    Points front;
    // In lexical order a point is dominated only by one before it, and then by one that is kept.
    for (auto& point : points) {
        const bool beaten = std::any_of(front.begin(), front.end(), [&](const auto& other) {
            return other == point || dominates(std::span<const double>(other), std::span<const double>(point));
        });
        if (!beaten) front.push_back(std::move(point));
    }
    return front;
}

}  // namespace

double hypervolume(std::span<const std::vector<double>> points, std::span<const double> reference) {
    Points inside;
    for (const auto& point : points) {
        if (box(point, reference) > 0) inside.push_back(point);
    }
    return volumeOf(std::move(inside), reference);
}

double exclusiveHypervolume(std::span<const double> point, std::span<const std::vector<double>> others,
                            std::span<const double> reference) {
    const double whole = box(point, reference);
    if (whole == 0) return 0;
    Points limited;
    limited.reserve(others.size());
    for (const auto& other : others) {
        std::vector<double> corner(point.size());
        for (size_t m = 0; m < point.size(); ++m)
            corner[m] = std::max(point[m], other[m]);
        if (box(corner, reference) > 0) limited.push_back(std::move(corner));
    }
    if (reference.size() > 3) limited = onlyFront(std::move(limited));
    return std::max(0.0, whole - volumeOf(std::move(limited), reference));
}

}  // namespace bw
