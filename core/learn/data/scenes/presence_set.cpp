// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/room.h"
#include "learn/data/scenes/scene_sets.h"
#include "learn/data/scenes/sensor.h"

namespace bw {
namespace {

constexpr double kIgnoredBelow = 0.25;
constexpr double kDroppedBelow = 0.08;

int drawPeople(Random& random) {
    const double kind = random.uniform();
    return kind < 0.26 ? 0 : (kind < 0.62 ? 1 : (kind < 0.86 ? 2 : 3));
}

DataSample render(Random& random, const SceneOptions& options) {
    RoomPlan plan;
    plan.people = drawPeople(random);
    plan.distractors = 0.3 + 1.2 * options.difficulty;
    Room room(random, options, plan);
    const Sensor sensor = drawSensor(random, options.difficulty);
    room.paint();
    DataSample sample;
    sample.boxes = room.stage().boxes(kIgnoredBelow, kDroppedBelow);
    sample.image = develop(room.stage().canvas(), sensor, random);
    return sample;
}

}  // namespace

SceneSet makePresenceSet() {
    return {
        "presence",
        "Presence",
        "Rooms with zero to three people, furniture, shadows, clutter, and coat racks, dress forms and posters that "
        "look like people; boxes",
        LearnTask::Detection,
        {"person"},
        render};
}

}  // namespace bw
