// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/sensor.h"

#include "learn/data/scenes/figure.h"

namespace bw {
namespace {

/// Near enough to a normal deviate for noise: the sum of four uniform ones, from one draw.
float deviate(Random& random) {
    uint64_t bits = random.next();
    float sum = 0;
    for (int i = 0; i < 4; ++i, bits >>= 16)
        sum += static_cast<float>(bits & 0xFFFFU);
    return (sum * (1.0F / 65535.0F) - 2.0F) * 1.7320508F;
}

/// Mixes each pixel with its four neighbours.
void soften(Canvas& canvas, float blur) {
    const auto width = static_cast<size_t>(canvas.width());
    const size_t area = canvas.area();
    std::vector<Rgb> before(area);
    for (size_t i = 0; i < area; ++i)
        before[i] = canvas.color(i);
    for (size_t i = 0; i < area; ++i) {
        const Rgb left = before[i % width == 0 ? i : i - 1];
        const Rgb right = before[i % width == width - 1 ? i : i + 1];
        const Rgb above = before[i < width ? i : i - width];
        const Rgb below = before[i + width >= area ? i : i + width];
        const Rgb around = mixed(mixed(left, right, 0.5F), mixed(above, below, 0.5F), 0.5F);
        canvas.color(i) = mixed(before[i], around, 0.66F * blur);
    }
}

}  // namespace

Sensor drawSensor(Random& random, double difficulty) {
    const auto d = static_cast<float>(difficulty);
    Sensor sensor;
    const float dark = chance(random, 0.1 + 0.25 * difficulty) ? drawn(random, 0, 1) : 0.0F;
    sensor.exposure = drawn(random, 0.85F, 1.2F) * (1 - 0.8F * d * dark);
    sensor.contrast = drawn(random, 0.85F, 1.15F) - 0.35F * d * drawn(random, 0, 1);
    sensor.balance = {drawn(random, 0.9F, 1.1F), 1, drawn(random, 0.88F, 1.1F)};
    sensor.vignette = drawn(random, 0, 0.35F);
    sensor.blur = drawn(random, 0, 0.5F + 0.5F * d);
    sensor.noise = 0.006F + 0.03F * d * drawn(random, 0, 1) + 0.05F * d * dark;
    return sensor;
}

Image develop(Canvas& canvas, const Sensor& sensor, Random& random) {
    if (sensor.blur > 0) soften(canvas, sensor.blur);
    Image image(canvas.width(), canvas.height());
    const float half_width = 0.5F * static_cast<float>(canvas.width());
    const float half_height = 0.5F * static_cast<float>(canvas.height());
    size_t i = 0;
    for (int y = 0; y < canvas.height(); ++y) {
        const float v = (static_cast<float>(y) + 0.5F - half_height) / half_height;
        for (int x = 0; x < canvas.width(); ++x, ++i) {
            const float u = (static_cast<float>(x) + 0.5F - half_width) / half_width;
            Rgb light =
                canvas.color(i) * sensor.balance * (sensor.exposure * (1 - sensor.vignette * 0.5F * (u * u + v * v)));
            if (sensor.grey) {
                const float level = 0.45F * light.r + 0.35F * light.g + 0.2F * light.b;
                light = {level, level, level};
            }
            const float common = sensor.noise * deviate(random);
            const auto value = [&](float c) {
                // What is too bright fades into white instead of being cut.
                const float soft = c > 0.8F ? 0.8F + (c - 0.8F) / (1 + 2.5F * (c - 0.8F)) : c;
                const float flat = (soft - 0.5F) * sensor.contrast + 0.5F;
                const float noise = sensor.grey ? common : 0.6F * common + 0.8F * sensor.noise * deviate(random);
                return static_cast<uint8_t>(std::clamp((flat + noise) * 255.0F + 0.5F, 0.0F, 255.0F));
            };
            image.plane(0)[i] = value(light.r);
            image.plane(1)[i] = sensor.grey ? image.plane(0)[i] : value(light.g);
            image.plane(2)[i] = sensor.grey ? image.plane(0)[i] : value(light.b);
        }
    }
    return image;
}

}  // namespace bw
