// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "learn/data/augment.h"
#include "learn/train/detection_layout.h"
#include "learn/train/train_task.h"

namespace bw {
namespace {

constexpr int64_t kSamplesForAnchors = 2000;

class BoxJudge final : public TrainTask::Judge {
public:
    explicit BoxJudge(int classes) : judge_(classes) {}

    void add(const TrainAnswer& answer, const DataSample& truth) override { judge_.add(answer.boxes, truth.boxes); }
    TrainMetrics metrics() const override {
        const DetectionScores scores = judge_.scores();
        return {{{"mAP@[.5:.95]", scores.map}, {"AP50", scores.ap50}, {"AP75", scores.ap75}}, scores.per_class};
    }

private:
    DetectionJudge judge_;
};

class DetectionTask final : public TrainTask {
public:
    DetectionTask(DetectionLayout layout, std::vector<Anchor> anchors, int classes, float width, float height)
        : layout_(std::move(layout)), anchors_(std::move(anchors)), classes_(classes), width_(width), height_(height) {}

    std::vector<std::string> metricNames() const override { return {"mAP@[.5:.95]", "AP50", "AP75"}; }

    void mark(TrainForm& form) const override {
        form.box_outputs = layout_.box_outputs;
        form.score_outputs = layout_.score_outputs;
    }

    void encode(const DataSample& sample, TrainBatch& batch) const override {
        const size_t first = batch.labels.size();
        batch.labels.resize(first + anchors_.size());
        batch.offsets.resize(4 * batch.labels.size());
        encodeBoxes(anchors_, sample.boxes, batch.labels.data() + first, batch.offsets.data() + 4 * first);
    }

    TrainAnswer answer(const TrainOutputs& outputs, size_t index, int width, int height) const override {
        const std::vector<float> scores =
            rows(outputs, layout_.score_outputs, index, static_cast<size_t>(classes_) + 1);
        const std::vector<float> offsets = rows(outputs, layout_.box_outputs, index, 4);
        TrainAnswer answer;
        answer.boxes = decodeBoxes(anchors_, scores, offsets, classes_, width_, height_);
        const float x_scale = static_cast<float>(width) / width_;
        const float y_scale = static_cast<float>(height) / height_;
        for (FoundBox& found : answer.boxes) {
            found.box.x0 *= x_scale;
            found.box.x1 *= x_scale;
            found.box.y0 *= y_scale;
            found.box.y1 *= y_scale;
        }
        return answer;
    }

    std::unique_ptr<Judge> judge() const override { return std::make_unique<BoxJudge>(classes_); }

private:
    /// Rows of one picture over all outputs concerned, whose batch is what the last of them leaves.
    std::vector<float> rows(const TrainOutputs& outputs, const std::vector<int32_t>& which, size_t index,
                            size_t values) const {
        size_t all = 0;
        for (const int32_t output : which)
            all += outputs.at(static_cast<size_t>(output)).size();
        const size_t batch = all / (anchors_.size() * values);
        std::vector<float> result;
        result.reserve(anchors_.size() * values);
        for (const int32_t output : which) {
            const std::vector<float>& floats = outputs.at(static_cast<size_t>(output));
            const size_t each = floats.size() / batch;
            const auto first = floats.begin() + static_cast<std::ptrdiff_t>(index * each);
            result.insert(result.end(), first, first + static_cast<std::ptrdiff_t>(each));
        }
        return result;
    }

    DetectionLayout layout_;
    std::vector<Anchor> anchors_;
    int classes_;
    float width_, height_;
};

/// Boxes of up to so many samples, as they lie in the network's input.
std::vector<LabelBox> boxesOf(const DataSet& set, int width, int height) {
    std::vector<LabelBox> boxes;
    const int64_t size = set.size(DataSplit::Train);
    const int64_t step = std::max<int64_t>(1, size / kSamplesForAnchors);
    for (int64_t i = 0; i < size; i += step) {
        const auto sample = set.load(DataSplit::Train, i);
        if (!sample) continue;
        const float x_scale = static_cast<float>(width) / static_cast<float>((*sample)->image.width);
        const float y_scale = static_cast<float>(height) / static_cast<float>((*sample)->image.height);
        for (LabelBox box : (*sample)->boxes) {
            box.x0 *= x_scale;
            box.x1 *= x_scale;
            box.y0 *= y_scale;
            box.y1 *= y_scale;
            boxes.push_back(box);
        }
    }
    return boxes;
}

}  // namespace

Result<std::unique_ptr<TrainTask>> makeDetectionTask(const Network& network, const LoweredNetwork& lowered,
                                                     const DataSet& set, uint64_t seed) {
    auto layout = detectionLayout(network, lowered);
    if (!layout) return tl::unexpected(layout.error());
    const auto classes = static_cast<int>(set.info().classes.size());
    for (const BlockId head : layout->score_heads) {
        const Block& block = *network.find(head);
        if (block.attributes.integer("values") == classes + 1) continue;
        return fail(ErrorCode::Unsupported,
                    "it gives " + std::to_string(block.attributes.integer("values")) + " scores; " +
                        std::to_string(classes) + " classes and 'nothing' need " + std::to_string(classes + 1),
                    block.name);
    }
    const Shape& input = lowered.graph.shape(lowered.graph.inputs.at(0));
    const auto width = static_cast<int>(input.width());
    const auto height = static_cast<int>(input.height());
    Random random(seed);
    auto anchors = makeAnchors(layout->maps, boxesOf(set, width, height), static_cast<float>(width),
                               static_cast<float>(height), random);
    return std::make_unique<DetectionTask>(std::move(*layout), std::move(anchors), classes, static_cast<float>(width),
                                           static_cast<float>(height));
}

}  // namespace bw
