// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "study/study.h"

namespace bw {
namespace {

constexpr std::array kStudies = {
    Study{"presence", "Human presence",
          "A detector made of IBN blocks, faster by depth multipliers, by selective fusion, and by both",
          "neural-engine", planPresenceStudy},
    Study{"porch", "Porch camera", "A classifier whose parameters and activations are to fit a camera", "ethos-u55-256",
          planPorchStudy},
    Study{"rooms", "Indoor robot", "A segmentation network in five faster candidates, and rules taken from presence",
          "neural-engine", planRoomsStudy}};

}  // namespace

std::span<const Study> studies() {
    return kStudies;
}

void showPictures(StudyPlan& plan, int64_t pictures, int epochs) {
    plan.data.count = pictures + kJudgingPictures;
    plan.data.validation_share = static_cast<double>(kJudgingPictures) / static_cast<double>(plan.data.count);
    // Near and well lit enough that networks of this size learn more than to guess.
    plan.data.difficulty = 0.2;
    plan.train.epochs = epochs;
    plan.train.batch = 16;
    plan.train.learning_rate = 4e-3;
}

Result<const Study*> findStudy(std::string_view id) {
    const auto at = std::find_if(kStudies.begin(), kStudies.end(), [&](const Study& study) { return study.id == id; });
    if (at != kStudies.end()) return &*at;
    std::string known;
    for (const Study& study : kStudies)
        known += (known.empty() ? "" : ", ") + std::string(study.id);
    return fail(ErrorCode::NotFound, "there is no study '" + std::string(id) + "'", {}, "there are " + known);
}

}  // namespace bw
