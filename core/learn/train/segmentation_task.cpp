// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "learn/data/image/resample.h"
#include "learn/metrics/mean_iou.h"
#include "learn/train/train_task.h"

namespace bw {
namespace {

class RoomJudge final : public TrainTask::Judge {
public:
    explicit RoomJudge(int classes) : judge_(classes) {}

    void add(const TrainAnswer& answer, const DataSample& truth) override {
        judge_.add(answer.mask.classes, answer.mask.width, answer.mask.height, truth.mask);
    }
    TrainMetrics metrics() const override {
        const SegmentationScores scores = judge_.scores();
        return {{{"mIoU", scores.mean_iou}, {"pixel accuracy", scores.pixel_accuracy}}, scores.per_class};
    }

private:
    SegmentationJudge judge_;
};

class SegmentationTask final : public TrainTask {
public:
    SegmentationTask(int classes, int width, int height) : classes_(classes), width_(width), height_(height) {}

    std::vector<std::string> metricNames() const override { return {"mIoU", "pixel accuracy"}; }
    void mark(TrainForm&) const override {}

    void encode(const DataSample& sample, TrainBatch& batch) const override {
        const ClassMask& mask = sample.mask;
        const ClassMask scaled = mask.width == width_ && mask.height == height_
                                     ? mask
                                     : resample(mask, {0, 0, double(mask.width), double(mask.height)}, width_, height_);
        for (const uint8_t c : scaled.classes)
            batch.labels.push_back(c < classes_ ? c : kNoLabel);
    }

    TrainAnswer answer(const TrainOutputs& outputs, size_t index, int, int) const override {
        const auto area = static_cast<size_t>(width_) * static_cast<size_t>(height_);
        const float* scores = outputs.at(0).data() + index * area * static_cast<size_t>(classes_);
        TrainAnswer answer;
        answer.mask = {width_, height_, std::vector<uint8_t>(area, 0)};
        std::vector<float> best(scores, scores + area);
        for (int c = 1; c < classes_; ++c) {
            const float* plane = scores + static_cast<size_t>(c) * area;
            for (size_t i = 0; i < area; ++i) {
                if (plane[i] <= best[i]) continue;
                best[i] = plane[i];
                answer.mask.classes[i] = static_cast<uint8_t>(c);
            }
        }
        return answer;
    }

    std::unique_ptr<Judge> judge() const override { return std::make_unique<RoomJudge>(classes_); }

private:
    int classes_, width_, height_;
};

/// The map of scores, which the decision at the end of the network may hide.
Shape scoresShape(const OperatorGraph& graph) {
    TensorId tensor = graph.outputs.front();
    for (;;) {
        const int32_t producer = graph.tensors[static_cast<size_t>(tensor)].producer;
        if (producer < 0) break;
        const Operator& op = graph.operators[static_cast<size_t>(producer)];
        const bool decides = op.type == OpType::ArgMax || op.type == OpType::Softmax || op.type == OpType::Quantize;
        if (!decides) break;
        tensor = op.inputs.at(0);
    }
    return graph.shape(tensor);
}

}  // namespace

Result<std::unique_ptr<TrainTask>> makeSegmentationTask(const Network&, const LoweredNetwork& lowered,
                                                        const DataSet& set, uint64_t) {
    const auto classes = static_cast<int64_t>(set.info().classes.size());
    const OperatorGraph& graph = lowered.graph;
    const Shape shape = graph.outputs.empty() ? Shape() : scoresShape(graph);
    if (graph.outputs.size() != 1 || shape.rank() != 4 || shape.channels() != classes) {
        return fail(ErrorCode::Unsupported, "the network gives " + shape.text() + ", but the set has " +
                                                std::to_string(classes) + " classes for each pixel");
    }
    return std::make_unique<SegmentationTask>(static_cast<int>(classes), static_cast<int>(shape.width()),
                                              static_cast<int>(shape.height()));
}

}  // namespace bw
