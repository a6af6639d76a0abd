// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/random.h"
#include "base/text.h"
#include "learn/data/image/image_codec.h"
#include "learn/data/readers/data_listing.h"

namespace bw {
namespace {

class ListedDataSet : public DataSet {
public:
    explicit ListedDataSet(DataListing listing) : DataSet(listing.info), listing_(std::move(listing)) {}

    int64_t size(DataSplit split) const override { return static_cast<int64_t>(items(split).size()); }
    std::string nameOf(DataSplit split, int64_t index) const override { return item(split, index).image; }
    const DataProblems& problems() const override { return listing_.problems; }

    Result<std::shared_ptr<const DataSample>> load(DataSplit split, int64_t index) const override {
        if (index < 0 || index >= size(split))
            return fail(ErrorCode::InvalidArgument, "there is no sample " + std::to_string(index));
        const ListedItem& listed = item(split, index);
        auto image = readImage(listed.image);
        if (!image) return tl::unexpected(image.error());
        auto sample = std::make_shared<DataSample>();
        sample->image = std::move(*image);
        sample->class_index = listed.class_index;
        if (auto boxed = addBoxes(listed, *sample); !boxed) return tl::unexpected(boxed.error());
        if (!listed.mask.empty()) {
            if (auto masked = addMask(listed, *sample); !masked) return tl::unexpected(masked.error());
        }
        return sample;
    }

private:
    const std::vector<ListedItem>& items(DataSplit split) const {
        return split == DataSplit::Train ? listing_.train : listing_.validation;
    }
    const ListedItem& item(DataSplit split, int64_t index) const { return items(split)[static_cast<size_t>(index)]; }

    static Result<void> addBoxes(const ListedItem& listed, DataSample& sample) {
        const auto width = static_cast<float>(sample.image.width);
        const auto height = static_cast<float>(sample.image.height);
        for (LabelBox box : listed.boxes) {
            if (listed.relative_boxes) {
                box.x0 *= width;
                box.x1 *= width;
                box.y0 *= height;
                box.y1 *= height;
            }
            if (box.x0 >= width || box.y0 >= height) {
                Error error{ErrorCode::InvalidFile, "a box lies outside the picture", listed.image, listed.labels, {}};
                return tl::unexpected(std::move(error));
            }
            box.x1 = std::min(box.x1, width);
            box.y1 = std::min(box.y1, height);
            sample.boxes.push_back(box);
        }
        return {};
    }

    Result<void> addMask(const ListedItem& listed, DataSample& sample) const {
        auto mask = readMask(listed.mask);
        if (!mask) return tl::unexpected(mask.error());
        const auto refuse = [&](std::string message, std::string place) {
            return tl::unexpected(Error{ErrorCode::InvalidFile, std::move(message), listed.mask, std::move(place), {}});
        };
        if (mask->width != sample.image.width || mask->height != sample.image.height) {
            return refuse("the mask has " + std::to_string(mask->width) + " x " + std::to_string(mask->height) +
                              " pixels, its picture " + std::to_string(sample.image.width) + " x " +
                              std::to_string(sample.image.height),
                          {});
        }
        const size_t classes = info().classes.size();
        for (size_t i = 0; i < mask->classes.size(); ++i) {
            uint8_t& value = mask->classes[i];
            if (listing_.void_class && value == *listing_.void_class) value = kVoidClass;
            if (value < classes || value == kVoidClass) continue;
            const auto width = static_cast<size_t>(mask->width);
            return refuse("class " + std::to_string(value) + " is out of range; the set has " +
                              std::to_string(classes) + " classes",
                          "pixel " + std::to_string(i % width) + ", " + std::to_string(i / width));
        }
        sample.mask = std::move(*mask);
        return {};
    }

    DataListing listing_;
};

/// Moves a share of the items that train to those that validate; each part keeps the order of the listing.
void drawValidation(DataListing& listing, const DataSource& source) {
    const auto total = listing.train.size();
    auto wanted = static_cast<size_t>(static_cast<double>(total) * source.validation_share + 0.5);
    if (wanted == 0 && total > 1 && source.validation_share > 0) wanted = 1;
    Random random(source.seed);
    std::vector<ListedItem> train;
    size_t left = total;
    for (ListedItem& item : listing.train) {
        const bool chosen = random.below(left) < wanted - listing.validation.size();
        (chosen ? listing.validation : train).push_back(std::move(item));
        --left;
    }
    listing.train = std::move(train);
}

}  // namespace

Result<std::shared_ptr<const DataSet>> openListing(DataListing listing, const DataSource& source) {
    if (listing.train.empty() && listing.validation.empty()) {
        std::string message = "the set holds no picture that can be used";
        if (!listing.problems.empty()) message += "; first of its problems: " + listing.problems.items().front().text();
        return tl::unexpected(Error{ErrorCode::InvalidFile, std::move(message), source.path, {}, {}});
    }
    if (listing.validation.empty()) drawValidation(listing, source);
    if (listing.info.name.empty()) listing.info.name = cleanName(fileName(source.path), 100);
    return std::make_shared<const ListedDataSet>(std::move(listing));
}

}  // namespace bw
