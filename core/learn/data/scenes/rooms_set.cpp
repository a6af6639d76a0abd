// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/room.h"
#include "learn/data/scenes/scene_sets.h"
#include "learn/data/scenes/sensor.h"

namespace bw {
namespace {

DataSample render(Random& random, const SceneOptions& options) {
    RoomPlan plan;
    plan.people = chance(random, 0.3) ? 1 : 0;
    plan.label_everything = true;
    plan.distractors = 0.1 + 0.4 * options.difficulty;
    Room room(random, options, plan);
    const Sensor sensor = drawSensor(random, options.difficulty);
    room.paint();
    DataSample sample;
    sample.mask = room.stage().mask();
    sample.image = develop(room.stage().canvas(), sensor, random);
    return sample;
}

}  // namespace

SceneSet makeRoomsSet() {
    return {"rooms",
            "Rooms",
            "Furnished rooms, now and then with a person; a class for every pixel",
            LearnTask::Segmentation,
            roomClassNames(),
            render};
}

}  // namespace bw
