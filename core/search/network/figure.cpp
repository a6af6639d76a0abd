// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/network/figure.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace bw {
namespace {

constexpr std::array<FigureInfo, kFigures.size()> kInfos = {{
    {Figure::Latency, "latency_ms", "Latency", "ms", "Estimated latency on the target.", false},
    {Figure::ParameterBytes, "parameter_bytes", "Parameters", "B", "Bytes of weights and biases.", false},
    {Figure::PeakBytes, "peak_bytes", "Peak activations", "B", "Most bytes of activations live at one step.", false},
    {Figure::Macs, "macs", "MACs", "", "Multiply-accumulates of one inference.", false},
    {Figure::Score, "score", "Accuracy score", "", "What stands for accuracy, relative to the network as it is.", true},
    {Figure::KeptWidth, "kept_width", "Kept width", "", "Mean of channels after / before, none above 1.", true},
    {Figure::FusedShare, "fused_share", "Fused share", "", "Fused IBNs among all IBNs.", false},
}};

}  // namespace

const FigureInfo& figureInfo(Figure figure) {
    return kInfos[static_cast<size_t>(figure)];
}

Result<Figure> parseFigure(std::string_view id) {
    const auto* const it =
        std::find_if(kInfos.begin(), kInfos.end(), [&](const FigureInfo& info) { return info.id == id; });
    if (it != kInfos.end()) return it->figure;
    std::string ids;
    for (const FigureInfo& info : kInfos)
        ids += (ids.empty() ? "" : ", ") + std::string(info.id);
    return fail(ErrorCode::InvalidArgument, "'" + elide(id, 40) + "' is no figure of a network", {},
                "choose among " + ids);
}

double NetworkFigures::value(Figure figure) const {
    switch (figure) {
        case Figure::Latency:
            return latency_ms.value_or(std::numeric_limits<double>::quiet_NaN());
        case Figure::ParameterBytes:
            return static_cast<double>(parameter_bytes);
        case Figure::PeakBytes:
            return static_cast<double>(peak_bytes);
        case Figure::Macs:
            return static_cast<double>(macs);
        case Figure::Score:
            return score;
        case Figure::KeptWidth:
            return kept_width;
        case Figure::FusedShare:
            return fused_share;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double violationOf(const NetworkFigures& figures, const FigureLimit& limit) {
    const double value = figures.value(limit.figure);
    if (std::isnan(value)) return std::numeric_limits<double>::infinity();
    const double over = figureInfo(limit.figure).maximised ? limit.limit - value : value - limit.limit;
    if (over <= 0) return 0;
    // Scores are around 0 by nature: a limit of 0 has no shares.
    const double scale = std::abs(limit.limit);
    return limit.figure == Figure::Score || scale == 0 ? over : over / scale;
}

}  // namespace bw
