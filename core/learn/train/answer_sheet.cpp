// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/answer_sheet.h"

#include <algorithm>

#include "learn/data/image/resample.h"

namespace bw {
namespace {

/// Answers as a set, for the sheet that is drawn of sets.
class AnswerSet final : public DataSet {
public:
    AnswerSet(DataInfo info, std::span<const ShownAnswer> answers) : DataSet(std::move(info)), answers_(answers) {}

    int64_t size(DataSplit split) const override {
        return split == DataSplit::Validation ? static_cast<int64_t>(answers_.size()) : 0;
    }
    Result<std::shared_ptr<const DataSample>> load(DataSplit, int64_t index) const override {
        return std::make_shared<const DataSample>(answered(answers_[static_cast<size_t>(index)]));
    }
    std::string nameOf(DataSplit, int64_t index) const override { return std::to_string(index); }

private:
    std::span<const ShownAnswer> answers_;
};

}  // namespace

int64_t foundBoxes(const TrainAnswer& answer) {
    return std::count_if(answer.boxes.begin(), answer.boxes.end(),
                         [](const FoundBox& found) { return found.score >= kShownScore; });
}

DataSample answered(const ShownAnswer& shown) {
    DataSample sample;
    sample.image = shown.truth->image;
    sample.class_index = shown.answer.class_index;
    std::vector<FoundBox> found = shown.answer.boxes;
    std::sort(found.begin(), found.end(), [](const FoundBox& a, const FoundBox& b) { return a.score > b.score; });
    for (size_t i = 0; i < found.size() && i < kMostShownBoxes && found[i].score >= kShownScore; ++i)
        sample.boxes.push_back(found[i].box);
    const ClassMask& mask = shown.answer.mask;
    if (!mask.empty()) {
        sample.mask =
            resample(mask, {0, 0, double(mask.width), double(mask.height)}, sample.image.width, sample.image.height);
    }
    return sample;
}

Result<Image> answerSheet(std::span<const ShownAnswer> answers, const DataInfo& info, int tile) {
    SheetOptions options;
    options.split = DataSplit::Validation;
    options.count = static_cast<int>(answers.size());
    options.columns = 6;
    options.tile = tile;
    return contactSheet(AnswerSet(info, answers), options);
}

}  // namespace bw
