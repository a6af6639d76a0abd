// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// What a search of networks weighs or limits.
enum class Figure : uint8_t { Latency, ParameterBytes, PeakBytes, Macs, Score, KeptWidth, FusedShare };
inline constexpr std::array kFigures = {Figure::Latency, Figure::ParameterBytes, Figure::PeakBytes, Figure::Macs,
                                        Figure::Score,   Figure::KeptWidth,      Figure::FusedShare};

struct FigureInfo {
    Figure figure = Figure::Latency;
    std::string_view id;     ///< "latency_ms".
    std::string_view label;  ///< "Latency".
    std::string_view unit;   ///< "ms"; may be empty.
    std::string_view doc;
    bool maximised = false;
};
const FigureInfo& figureInfo(Figure figure);
/// The error lists the names.
Result<Figure> parseFigure(std::string_view id);

/// At most `limit`, or at least where more is better.
struct FigureLimit {
    Figure figure = Figure::Latency;
    double limit = 0;
    bool operator==(const FigureLimit&) const = default;
};

/// All figures of one network.
struct NetworkFigures {
    std::optional<double> latency_ms;  ///< Absent where an operator is unknown or there is no estimator.
    double latency_low_ms = 0;         ///< 90 % interval.
    double latency_high_ms = 0;
    int64_t parameters = 0;
    int64_t parameter_bytes = 0;
    int64_t peak_bytes = 0;
    int64_t macs = 0;
    double score = 0;        ///< Of the problem's AccuracyScore; not-a-number where there is none.
    double kept_width = 1;   ///< See SearchSpace::keptWidth.
    double fused_share = 0;  ///< Fused IBNs among all IBNs.

    /// Not-a-number where it is not known.
    double value(Figure figure) const;
};

/// max(0, g / limit - 1) for g at most the limit, and likewise for at least; infinity for what is not known.
double violationOf(const NetworkFigures& figures, const FigureLimit& limit);

}  // namespace bw
