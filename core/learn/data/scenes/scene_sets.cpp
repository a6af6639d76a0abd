// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/scene_sets.h"

#include <array>
#include <cmath>

namespace bw {
namespace {

class SceneDataSet : public DataSet {
public:
    SceneDataSet(const SceneSet& set, const DataSource& source)
        : DataSet({set.id, set.id, set.task, set.classes}), render_(set.render), seed_(source.seed) {
        options_.width = source.width;
        options_.height = source.height;
        options_.difficulty = source.difficulty;
        validation_ = static_cast<int64_t>(std::llround(static_cast<double>(source.count) * source.validation_share));
        train_ = source.count - validation_;
    }

    int64_t size(DataSplit split) const override { return split == DataSplit::Train ? train_ : validation_; }

    Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const override {
        if (index < 0 || index >= size(split))
            return fail(ErrorCode::InvalidArgument, "there is no sample " + std::to_string(index));
        Random random = randomFor(split, index);
        return std::make_shared<const DataSample>(render_(random, options_));
    }

    std::string nameOf(DataSplit split, int64_t index) const override {
        return info().name + " " + splitName(split) + " " + std::to_string(index);
    }

private:
    Random randomFor(DataSplit split, int64_t index) const {
        const uint64_t part = Random(seed_).next() ^ (split == DataSplit::Train ? 0x7261696EULL : 0x76616C69ULL);
        return Random(Random(part).next() ^ static_cast<uint64_t>(index));
    }

    DataSample (*render_)(Random&, const SceneOptions&);
    uint64_t seed_;
    SceneOptions options_;
    int64_t train_ = 0;
    int64_t validation_ = 0;
};

}  // namespace

std::span<const SceneSet> sceneSets() {
    static const std::array<SceneSet, 3> sets = {makePresenceSet(), makePorchSet(), makeRoomsSet()};
    return sets;
}

Result<std::shared_ptr<const DataSet>> openSceneSet(const SceneSet& set, const DataSource& source) {
    const auto side_fits = [](int side) { return side >= kMinSceneSide && side <= kMaxSceneSide; };
    if (!side_fits(source.width) || !side_fits(source.height))
        return fail(ErrorCode::InvalidArgument, "pictures must have 16 to 1024 pixels on a side", "size");
    if (source.count < 1 || source.count > kMaxSceneCount)
        return fail(ErrorCode::InvalidArgument, "a set has 1 to 10,000,000 samples", "count");
    if (!(source.difficulty >= 0 && source.difficulty <= 1))
        return fail(ErrorCode::InvalidArgument, "difficulty is from 0 to 1", "difficulty");
    return std::make_shared<const SceneDataSet>(set, source);
}

}  // namespace bw
