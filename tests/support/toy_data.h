// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "base/random.h"
#include "learn/data/data_set.h"
#include "support/chain.h"

namespace bw::test {

/// Small pictures that small networks learn in seconds: noise with one or two squares, bright red (class 0) or bright
/// green (class 1). Whole pictures have the class of their only square.
class ToySet final : public DataSet {
public:
    static constexpr int kSide = 32;

    ToySet(LearnTask task, int64_t train, int64_t validation)
        : DataSet({"toy", "toy", task, classesOf(task)}), train_(train), validation_(validation) {}

    int64_t size(DataSplit split) const override { return split == DataSplit::Train ? train_ : validation_; }

    Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const override {
        if (index == broken) return fail(ErrorCode::InvalidFile, "this picture is broken", "toy");
        Random random(static_cast<uint64_t>(2 * index + (split == DataSplit::Train ? 0 : 1)));
        auto sample = std::make_shared<DataSample>();
        sample->image = Image(kSide, kSide);
        for (uint8_t& value : sample->image.planes)
            value = static_cast<uint8_t>(random.below(90));
        const bool segments = info().task == LearnTask::Segmentation;
        if (segments) sample->mask = {kSide, kSide, std::vector<uint8_t>(size_t{kSide} * kSide, 2)};
        const int squares = info().task == LearnTask::Classification ? 1 : static_cast<int>(random.between(1, 2));
        for (int i = 0; i < squares; ++i)
            addSquare(*sample, i, random);
        return sample;
    }
    std::string nameOf(DataSplit, int64_t index) const override { return std::to_string(index); }

    int64_t broken = -1;  ///< The number of a sample that cannot be loaded.

private:
    static std::vector<std::string> classesOf(LearnTask task) {
        if (task == LearnTask::Segmentation) return {"red", "green", "ground"};
        return {"red", "green"};
    }

    void addSquare(DataSample& sample, int half, Random& random) const {
        const auto side = static_cast<int>(random.between(8, 13));
        const auto x = static_cast<int>(random.between(0, 15 - side)) + 16 * half;
        const auto y = static_cast<int>(random.between(0, kSide - side));
        const auto c = static_cast<int>(random.below(2));
        for (int row = y; row < y + side; ++row) {
            for (int column = x; column < x + side; ++column) {
                sample.image.plane(c)[row * kSide + column] = 240;
                if (!sample.mask.empty())
                    sample.mask.classes[static_cast<size_t>(row * kSide + column)] = static_cast<uint8_t>(c);
            }
        }
        sample.class_index = info().task == LearnTask::Classification ? c : -1;
        if (info().task != LearnTask::Detection) return;
        sample.boxes.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + side),
                                static_cast<float>(y + side), c, false});
    }

    int64_t train_, validation_;
};

/// A stem and two IBN blocks that leave a map of 8 x 8.
inline Chain toyBody() {
    Chain chain({1, 3, 32, 32});
    chain.then("conv",
               {{"channels", int64_t{8}},
                {"kernel", int64_t{3}},
                {"stride", int64_t{2}},
                {"batch_norm", true},
                {"bias", false}},
               "stem");
    chain.then(
        "ibn",
        {{"channels", int64_t{16}}, {"stride", int64_t{2}}, {"expansion", 3.0}, {"batch_norm", true}, {"bias", false}},
        "ibn_1");
    chain.then(
        "ibn",
        {{"channels", int64_t{16}}, {"expansion", 3.0}, {"residual", true}, {"batch_norm", true}, {"bias", false}},
        "ibn_2");
    return chain;
}

inline Network toyClassifier() {
    Chain chain = toyBody();
    chain.then("global_pool", {{"form", std::string("mean_flat")}}, "pool");
    chain.then("dense", {{"channels", int64_t{10}}}, "classes");
    chain.then("softmax", {}, "probabilities");
    return chain.network();
}

inline Network toySegmenter() {
    Chain chain = toyBody();
    chain.then("segmentation_head", {{"classes", int64_t{7}}, {"scale", 4.0}, {"decision", std::string("argmax")}},
               "head");
    return chain.network();
}

inline Network toyDetector() {
    Chain chain = toyBody();
    const BlockId map = chain.last();
    NetworkDraft draft(chain.network());
    const BlockKind& head = *findBlockKind("detection_head");
    const BlockId boxes = draft.add(head, "boxes", {{"anchors", int64_t{2}}}, {{map, 0}});
    const BlockId scores = draft.add(head, "scores", {{"anchors", int64_t{2}}, {"values", int64_t{91}}}, {{map, 0}});
    draft.setOutputs({{boxes, 0}, {scores, 0}});
    return support::must(draft.commit());
}

}  // namespace bw::test
