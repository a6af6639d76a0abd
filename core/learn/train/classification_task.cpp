// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "learn/train/train_task.h"

namespace bw {
namespace {

class ClassificationJudge final : public TrainTask::Judge {
public:
    explicit ClassificationJudge(size_t classes) : right_(classes, 0), all_(classes, 0) {}

    void add(const TrainAnswer& answer, const DataSample& truth) override {
        const auto wanted = static_cast<size_t>(truth.class_index);
        if (wanted >= all_.size()) return;
        ++all_[wanted];
        right_[wanted] += answer.class_index == truth.class_index ? 1 : 0;
    }

    TrainMetrics metrics() const override {
        TrainMetrics metrics;
        double right = 0, all = 0;
        for (size_t c = 0; c < all_.size(); ++c) {
            right += static_cast<double>(right_[c]);
            all += static_cast<double>(all_[c]);
            metrics.per_class.push_back(all_[c] > 0 ? static_cast<double>(right_[c]) / static_cast<double>(all_[c])
                                                    : -1);
        }
        metrics.values = {{"top-1", all > 0 ? right / all : 0}};
        return metrics;
    }

private:
    std::vector<int64_t> right_, all_;
};

class ClassificationTask final : public TrainTask {
public:
    explicit ClassificationTask(size_t classes) : classes_(classes) {}

    std::vector<std::string> metricNames() const override { return {"top-1"}; }
    void mark(TrainForm&) const override {}
    void encode(const DataSample& sample, TrainBatch& batch) const override {
        batch.labels.push_back(sample.class_index);
    }

    TrainAnswer answer(const TrainOutputs& outputs, size_t index, int, int) const override {
        const float* row = outputs.at(0).data() + index * classes_;
        const float* best = std::max_element(row, row + classes_);
        float sum = 0;
        for (size_t c = 0; c < classes_; ++c)
            sum += std::exp(row[c] - *best);
        TrainAnswer answer;
        answer.class_index = static_cast<int>(best - row);
        answer.score = 1 / sum;
        return answer;
    }

    std::unique_ptr<Judge> judge() const override { return std::make_unique<ClassificationJudge>(classes_); }

private:
    size_t classes_;
};

}  // namespace

Result<std::unique_ptr<TrainTask>> makeClassificationTask(const Network&, const LoweredNetwork& lowered,
                                                          const DataSet& set, uint64_t) {
    const auto classes = static_cast<int64_t>(set.info().classes.size());
    const OperatorGraph& graph = lowered.graph;
    if (graph.outputs.size() != 1 || graph.shape(graph.outputs.front()).elements() != classes) {
        return fail(ErrorCode::Unsupported, "the network gives " + graph.shape(graph.outputs.front()).text() +
                                                ", but the set has " + std::to_string(classes) +
                                                " classes to choose from");
    }
    return std::make_unique<ClassificationTask>(static_cast<size_t>(classes));
}

}  // namespace bw
