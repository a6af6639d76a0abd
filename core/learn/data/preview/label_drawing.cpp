// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/preview/label_drawing.h"

#include <algorithm>
#include <cmath>

#include "learn/data/augment.h"

namespace bw {
namespace {

constexpr Rgb8 kBlack = {0, 0, 0};
constexpr Rgb8 kWhite = {255, 255, 255};
constexpr int kMaxTextLetters = 18;

/// Text on a field of its class's colour, kept inside the picture.
void drawTag(Image& image, int x, int y, std::string_view text, Rgb8 color) {
    text = text.substr(0, kMaxTextLetters);
    const int width = static_cast<int>(text.size()) * kGlyphWidth + 2;
    x = std::clamp(x, 0, std::max(0, image.width - width));
    y = std::clamp(y, 0, std::max(0, image.height - kGlyphHeight - 2));
    fillRect(image, x, y, width, kGlyphHeight + 2, color);
    const bool light = 3 * color.r + 6 * color.g + color.b > 1400;
    drawText(image, x + 2, y + 2, text, light ? kBlack : kWhite);
}

void drawBox(Image& image, const LabelBox& box, Rgb8 color) {
    const int x0 = static_cast<int>(std::lround(box.x0));
    const int y0 = static_cast<int>(std::lround(box.y0));
    const int x1 = static_cast<int>(std::lround(box.x1)) - 1;
    const int y1 = static_cast<int>(std::lround(box.y1)) - 1;
    const auto seen = [&](int place) { return !box.ignored || (place / 4) % 2 == 0; };
    for (int x = x0; x <= x1; ++x) {
        if (!seen(x - x0)) continue;
        setPixel(image, x, y0, color);
        setPixel(image, x, y1, color);
    }
    for (int y = y0; y <= y1; ++y) {
        if (!seen(y - y0)) continue;
        setPixel(image, x0, y, color);
        setPixel(image, x1, y, color);
    }
}

void tint(Image& image, const ClassMask& mask) {
    for (size_t i = 0; i < mask.classes.size(); ++i) {
        if (mask.classes[i] == kVoidClass) continue;
        const Rgb8 color = labelColor(mask.classes[i]);
        image.plane(0)[i] = static_cast<uint8_t>((image.plane(0)[i] + color.r) / 2);
        image.plane(1)[i] = static_cast<uint8_t>((image.plane(1)[i] + color.g) / 2);
        image.plane(2)[i] = static_cast<uint8_t>((image.plane(2)[i] + color.b) / 2);
    }
}

std::string nameOf(const DataInfo& info, int class_index) {
    const auto index = static_cast<size_t>(class_index);
    return index < info.classes.size() ? info.classes[index] : std::to_string(class_index);
}

void paste(Image& sheet, const Image& tile, int x, int y) {
    for (int c = 0; c < 3; ++c) {
        for (int row = 0; row < tile.height; ++row) {
            const uint8_t* from = tile.plane(c) + static_cast<size_t>(row) * static_cast<size_t>(tile.width);
            uint8_t* to = sheet.plane(c) + static_cast<size_t>(y + row) * static_cast<size_t>(sheet.width) + x;
            std::copy(from, from + tile.width, to);
        }
    }
}

}  // namespace

Rgb8 labelColor(int class_index) {
    constexpr Rgb8 kColors[] = {{255, 196, 0},  {0, 158, 255},   {240, 60, 60},  {60, 200, 90},
                                {200, 90, 255}, {255, 130, 40},  {0, 210, 200},  {255, 105, 180},
                                {150, 190, 30}, {110, 110, 255}, {180, 120, 70}, {230, 230, 230},
                                {20, 120, 90},  {255, 160, 150}, {120, 60, 140}, {90, 140, 180}};
    return kColors[static_cast<size_t>(class_index) % std::size(kColors)];
}

Image withLabels(const DataSample& sample, const DataInfo& info, int side) {
    const double scale = static_cast<double>(side) / std::max(sample.image.width, sample.image.height);
    const int width = std::max(1, static_cast<int>(std::lround(sample.image.width * scale)));
    const int height = std::max(1, static_cast<int>(std::lround(sample.image.height * scale)));
    DataSample shown = resized(sample, width, height);
    if (!shown.mask.empty()) tint(shown.image, shown.mask);
    for (const LabelBox& box : shown.boxes)
        drawBox(shown.image, box, labelColor(box.class_index));
    for (const LabelBox& box : shown.boxes)
        drawTag(shown.image, static_cast<int>(box.x0), static_cast<int>(box.y0) - kGlyphHeight - 2,
                nameOf(info, box.class_index), labelColor(box.class_index));
    if (shown.class_index >= 0)
        drawTag(shown.image, 0, 0, nameOf(info, shown.class_index), labelColor(shown.class_index));
    return std::move(shown.image);
}

Result<Image> contactSheet(const DataSet& set, const SheetOptions& options) {
    const int64_t size = set.size(options.split);
    const int count = static_cast<int>(std::min<int64_t>(options.count, size));
    if (count < 1) {
        return fail(ErrorCode::NotFound, std::string("the part '") + splitName(options.split) + "' holds no pictures");
    }
    constexpr int kGap = 2;
    const int columns = std::min(options.columns, count);
    const int rows = (count + columns - 1) / columns;
    const int cell = options.tile + kGap;
    Image sheet(columns * cell - kGap, rows * cell - kGap);
    std::fill(sheet.planes.begin(), sheet.planes.end(), uint8_t{40});
    for (int i = 0; i < count; ++i) {
        const auto sample = set.load(options.split, size * i / count);
        const int x = i % columns * cell;
        const int y = i / columns * cell;
        if (!sample) {
            fillRect(sheet, x, y, options.tile, options.tile, {120, 20, 20});
            continue;
        }
        DataSample bare;
        bare.image = (*sample)->image;
        const Image tile = withLabels(options.labels ? **sample : bare, set.info(), options.tile);
        paste(sheet, tile, x + (options.tile - tile.width) / 2, y + (options.tile - tile.height) / 2);
    }
    if (options.labels && set.info().task == LearnTask::Segmentation) {
        int x = 2;
        for (size_t i = 0; i < set.info().classes.size(); ++i) {
            const std::string& name = set.info().classes[i];
            const int width = static_cast<int>(std::min<size_t>(name.size(), kMaxTextLetters)) * kGlyphWidth + 6;
            if (x + width > sheet.width) break;
            drawTag(sheet, x, 2, name, labelColor(static_cast<int>(i)));
            x += width;
        }
    }
    return sheet;
}

}  // namespace bw
