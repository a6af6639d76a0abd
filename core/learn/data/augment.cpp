// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "learn/data/image/resample.h"

namespace bw {
namespace {

double within(Random& random, double reach) {
    return (2 * random.uniform() - 1) * reach;
}

/// The boxes as they lie after `from` became a picture of the given size.
std::vector<LabelBox> moved(const std::vector<LabelBox>& boxes, const PixelRect& from, int width, int height) {
    std::vector<LabelBox> result;
    const double x_scale = width / from.width;
    const double y_scale = height / from.height;
    for (const LabelBox& box : boxes) {
        LabelBox whole = box;
        whole.x0 = static_cast<float>((box.x0 - from.x) * x_scale);
        whole.x1 = static_cast<float>((box.x1 - from.x) * x_scale);
        whole.y0 = static_cast<float>((box.y0 - from.y) * y_scale);
        whole.y1 = static_cast<float>((box.y1 - from.y) * y_scale);
        LabelBox cut = whole;
        cut.x0 = std::max(cut.x0, 0.0F);
        cut.y0 = std::max(cut.y0, 0.0F);
        cut.x1 = std::min(cut.x1, static_cast<float>(width));
        cut.y1 = std::min(cut.y1, static_cast<float>(height));
        if (cut.width() <= 0 || cut.height() <= 0) continue;
        cut.ignored = cut.ignored || cut.area() < static_cast<float>(kKeptBoxShare) * whole.area();
        result.push_back(cut);
    }
    return result;
}

DataSample taken(const DataSample& sample, const PixelRect& from, int width, int height) {
    DataSample result;
    result.image = resample(sample.image, from, width, height);
    result.class_index = sample.class_index;
    result.boxes = moved(sample.boxes, from, width, height);
    if (!sample.mask.empty()) result.mask = resample(sample.mask, from, width, height);
    return result;
}

template <class T>
void mirrorRows(std::vector<T>& values, int width) {
    for (auto row = values.begin(); row != values.end(); row += width)
        std::reverse(row, row + width);
}

void mirror(DataSample& sample) {
    mirrorRows(sample.image.planes, sample.image.width);
    if (!sample.mask.empty()) mirrorRows(sample.mask.classes, sample.mask.width);
    const auto width = static_cast<float>(sample.image.width);
    for (LabelBox& box : sample.boxes) {
        const float left = width - box.x1;
        box.x1 = width - box.x0;
        box.x0 = left;
    }
}

/// How colours change: out = matrix * in + offset, all in 0 to 255.
struct ColorChange {
    std::array<std::array<float, 3>, 3> matrix;
    float offset;
};

/// Rotates hues around the grey axis, scales saturation and contrast about the picture's mean grey, then brightness.
ColorChange colorChange(double mean_grey, double hue, double saturation, double contrast, double brightness) {
    const double angle = 2 * std::numbers::pi * hue;
    const double cosine = std::cos(angle);
    const double third = (1 - cosine) / 3;
    const double side = std::sin(angle) / std::sqrt(3.0);
    constexpr std::array<double, 3> kGrey = {0.299, 0.587, 0.114};
    ColorChange change{};
    for (size_t row = 0; row < 3; ++row) {
        for (size_t column = 0; column < 3; ++column) {
            const double sign = (column + 3 - row) % 3 == 1 ? -1 : 1;
            const double turned = row == column ? cosine + third : third + sign * side;
            const double value = saturation * turned + (1 - saturation) * kGrey[column];
            change.matrix[row][column] = static_cast<float>(value * contrast * brightness);
        }
    }
    change.offset = static_cast<float>((1 - contrast) * mean_grey * brightness + 0.5);
    return change;
}

void recolor(Image& image, const ColorChange& change) {
    uint8_t* red = image.plane(0);
    uint8_t* green = image.plane(1);
    uint8_t* blue = image.plane(2);
    for (size_t i = 0; i < image.area(); ++i) {
        const float r = red[i];
        const float g = green[i];
        const float b = blue[i];
        const auto mixed = [&](const std::array<float, 3>& row) {
            const float value = row[0] * r + row[1] * g + row[2] * b + change.offset;
            return static_cast<uint8_t>(std::clamp(value, 0.0F, 255.0F));
        };
        red[i] = mixed(change.matrix[0]);
        green[i] = mixed(change.matrix[1]);
        blue[i] = mixed(change.matrix[2]);
    }
}

double meanGrey(const Image& image) {
    uint64_t sum = 0;
    for (const uint8_t value : image.planes)
        sum += value;
    return image.planes.empty() ? 0 : static_cast<double>(sum) / static_cast<double>(image.planes.size());
}

}  // namespace

DataSample resized(const DataSample& sample, int width, int height) {
    if (sample.image.width == width && sample.image.height == height) return sample;
    return taken(sample, {0, 0, double(sample.image.width), double(sample.image.height)}, width, height);
}

DataSample augmented(const DataSample& sample, int width, int height, const AugmentOptions& options, Random& random) {
    const bool flips = random.uniform() < options.flip;
    const double zoom = 1 + within(random, options.zoom);
    const double stretch = 1 + within(random, options.aspect);
    const double x_place = within(random, 1);
    const double y_place = within(random, 1);
    const double hue = within(random, options.hue);
    const double saturation = 1 + within(random, options.saturation);
    const double contrast = 1 + within(random, options.contrast);
    const double brightness = 1 + within(random, options.brightness);

    PixelRect from;
    from.width = sample.image.width * zoom * std::sqrt(stretch);
    from.height = sample.image.height * zoom / std::sqrt(stretch);
    const double x_slack = std::fabs(sample.image.width - from.width) / 2 + options.shift * sample.image.width;
    const double y_slack = std::fabs(sample.image.height - from.height) / 2 + options.shift * sample.image.height;
    from.x = (sample.image.width - from.width) / 2 + x_place * x_slack;
    from.y = (sample.image.height - from.height) / 2 + y_place * y_slack;

    DataSample result = taken(sample, from, width, height);
    if (flips) mirror(result);
    const bool recolors = options.hue > 0 || options.saturation > 0 || options.contrast > 0 || options.brightness > 0;
    if (recolors) recolor(result.image, colorChange(meanGrey(result.image), hue, saturation, contrast, brightness));
    return result;
}

uint64_t augmentSeed(uint64_t seed, int64_t epoch, int64_t index) {
    uint64_t mixed = Random(seed).next() ^ static_cast<uint64_t>(epoch);
    mixed = Random(mixed).next() ^ static_cast<uint64_t>(index);
    return Random(mixed).next();
}

void toFloats(const Image& image, float* out) {
    constexpr float kScale = 1.0F / (255.0F * 0.25F);
    for (const uint8_t value : image.planes)
        *out++ = static_cast<float>(value) * kScale - 2.0F;
}

}  // namespace bw
