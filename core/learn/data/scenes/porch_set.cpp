// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/porch.h"
#include "learn/data/scenes/scene_sets.h"
#include "learn/data/scenes/sensor.h"

namespace bw {
namespace {

enum Subject { kPerson, kAnimal, kVehicle, kParcel, kNothing, kSubjects };

constexpr double kNightShare = 0.4;
/// A subject of which less is seen, or which covers fewer pixels, is drawn again: nobody could tell it.
constexpr double kLeastSeen = 0.45;
constexpr double kLeastCover = 0.005;
constexpr int kTries = 6;

void addSubject(Porch& porch, Random& random, Subject subject, const SceneOptions& options, bool night) {
    Stage& stage = porch.stage();
    const auto d = static_cast<float>(options.difficulty);
    PropPlace place;
    place.yaw = drawn(random, 0, 6.283F);
    switch (subject) {
        case kPerson: {
            place.ground = porch.spotAt(random, 0.8F, 3.0F + 4.0F * d);
            // Most visitors face the door.
            const float yaw = chance(random, 0.6) ? 3.14F + drawn(random, -0.6F, 0.6F) : place.yaw;
            const FigureLook look = drawLook(random);
            stage.begin();
            addFigure(stage, look, drawPose(random, false), {place.ground, yaw, 1});
            stage.end();
            return;
        }
        case kAnimal:
            place.ground = porch.spotAt(random, 0.9F, 2.2F + 2.6F * d);
            return addAnimal(stage, random, place, night);
        case kVehicle:
            place.ground = porch.spotAt(random, 4.8F, 7.0F + 5.0F * d);
            return addVehicle(stage, random, place, night);
        case kParcel:
            place.ground = porch.spotAt(random, 0.8F, 1.5F + 1.3F * d);
            return addParcel(stage, random, place);
        default:
            return;
    }
}

DataSample render(Random& random, const SceneOptions& options) {
    const auto subject = static_cast<Subject>(random.below(kSubjects));
    const bool night = chance(random, kNightShare);
    Sensor sensor = drawSensor(random, options.difficulty);
    sensor.grey = night;
    if (night) {
        sensor.noise += 0.01F + 0.04F * static_cast<float>(options.difficulty) * drawn(random, 0, 1);
        sensor.vignette = drawn(random, 0.3F, 0.9F);
        sensor.exposure = std::max(sensor.exposure, 0.9F);
    }
    for (int attempt = 1;; ++attempt) {
        const Subject shown = attempt < kTries ? subject : kNothing;
        Porch porch(random, options, night);
        porch.addPlaceThings(random, 0.6 + 1.8 * options.difficulty);
        Stage& stage = porch.stage();
        const ObjectId id = stage.object(0);
        addSubject(porch, random, shown, options, night);
        porch.paint();
        const double cover =
            static_cast<double>(stage.canvas().painted(id)) / static_cast<double>(stage.canvas().area());
        if (shown != kNothing && (stage.seenShare(id) < kLeastSeen || cover < kLeastCover)) continue;
        DataSample sample;
        sample.class_index = shown;
        sample.image = develop(stage.canvas(), sensor, random);
        return sample;
    }
}

}  // namespace

SceneSet makePorchSet() {
    return {
        "porch",
        "Porch",
        "What a door camera sees: a person, an animal, a vehicle, a parcel or nothing, by day and by infrared light at "
        "night; one class a picture",
        LearnTask::Classification,
        {"person", "animal", "vehicle", "parcel", "nothing"},
        render};
}

}  // namespace bw
