// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/precision.h"

#include <array>

#include "base/text.h"

namespace bw {
namespace {

struct PrecisionRow {
    std::string_view id;
    int64_t activation_bytes;
    int64_t weight_bytes;
    int64_t bias_bytes;
    WeightFormat weights;
};

constexpr std::array<PrecisionRow, kPrecisionCount> kPrecisions = {{{"int8", 1, 1, 4, WeightFormat::Int8},
                                                                    {"int16", 2, 1, 8, WeightFormat::Int8},
                                                                    {"fp16", 2, 2, 2, WeightFormat::Fp16},
                                                                    {"fp32", 4, 4, 4, WeightFormat::Fp32}}};

struct WeightFormatRow {
    std::string_view id;
    int64_t bits;
};

constexpr std::array<WeightFormatRow, kWeightFormatCount> kWeightFormats = {
    {{"int4", 4}, {"int8", 8}, {"fp16", 16}, {"fp32", 32}}};

const PrecisionRow& rowOf(Precision precision) {
    return kPrecisions[static_cast<size_t>(precision)];
}

}  // namespace

std::string_view precisionId(Precision precision) {
    return rowOf(precision).id;
}

Result<Precision> parsePrecision(std::string_view id) {
    for (size_t i = 0; i < kPrecisions.size(); ++i) {
        if (kPrecisions[i].id == id) return static_cast<Precision>(i);
    }
    return fail(ErrorCode::InvalidArgument, "unknown precision '" + std::string(id) + "'", {},
                "use int8, int16, fp16 or fp32");
}

std::string_view weightFormatId(WeightFormat format) {
    return kWeightFormats[static_cast<size_t>(format)].id;
}

Result<WeightFormat> parseWeightFormat(std::string_view id) {
    for (size_t i = 0; i < kWeightFormats.size(); ++i) {
        if (kWeightFormats[i].id == id) return static_cast<WeightFormat>(i);
    }
    return fail(ErrorCode::InvalidArgument, "unknown format of weights '" + elide(id, 40) + "'", {},
                "use int4, int8, fp16 or fp32");
}

int64_t weightBits(WeightFormat format) {
    return kWeightFormats[static_cast<size_t>(format)].bits;
}

WeightFormat defaultWeightFormat(Precision precision) {
    return rowOf(precision).weights;
}

int64_t activationBytes(Precision precision) {
    return rowOf(precision).activation_bytes;
}

int64_t weightBytes(Precision precision) {
    return rowOf(precision).weight_bytes;
}

int64_t biasBytes(Precision precision) {
    return rowOf(precision).bias_bytes;
}

}  // namespace bw
