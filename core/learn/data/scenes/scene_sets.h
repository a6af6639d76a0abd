// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "learn/data/data_source.h"
#include "learn/data/scenes/scene_options.h"

namespace bw {

/// A built-in set, drawn whenever a picture is asked for: one file and one row in scene_sets.cpp.
struct SceneSet {
    const char* id;
    const char* title;
    const char* description;
    LearnTask task;
    std::vector<std::string> classes;
    /// Draws one labelled picture; everything by chance comes from the generator.
    DataSample (*render)(Random& random, const SceneOptions& options);
};

SceneSet makePresenceSet();
SceneSet makePorchSet();
SceneSet makeRoomsSet();

std::span<const SceneSet> sceneSets();

/// Limits of `width` and `height`, and of `count`.
inline constexpr int kMinSceneSide = 16;
inline constexpr int kMaxSceneSide = 1024;
inline constexpr int64_t kMaxSceneCount = 10'000'000;

/// The set with the source's size, count, seed and difficulty. Sample i depends on seed, split and i alone, so that a
/// larger set begins with the smaller one.
Result<std::shared_ptr<const DataSet>> openSceneSet(const SceneSet& set, const DataSource& source);

}  // namespace bw
