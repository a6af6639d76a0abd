// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/sample_model.h"

#include <algorithm>

#include "data/to_image.h"
#include "learn/data/augment.h"
#include "learn/data/preview/label_drawing.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kKeptPictures = 600;
/// Scrolled past is forgotten; a view asks again when it comes back.
constexpr size_t kMostWanted = 60;

}  // namespace

SampleModel::SampleModel(QObject* parent) : QAbstractListModel(parent), shown_(kKeptPictures) {
    pool_.setMaxThreadCount(1);
}

SampleModel::~SampleModel() {
    pool_.waitForDone();
}

void SampleModel::show(std::shared_ptr<const DataSet> set, DataSplit split, bool labels, bool varied) {
    beginResetModel();
    set_ = std::move(set);
    split_ = split;
    labels_ = labels;
    varied_ = varied;
    ++generation_;
    shown_.clear();
    wanted_.clear();
    endResetModel();
}

int SampleModel::rowCount(const QModelIndex& parent) const {
    constexpr int64_t kMostRows = 1'000'000;
    if (parent.isValid() || set_ == nullptr) return 0;
    return static_cast<int>(std::min(set_->size(split_), kMostRows));
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Shown* shown = shown_.object(index.row());
    switch (role) {
        case Qt::DecorationRole: {
            if (shown != nullptr && shown->error.isEmpty()) return shown->pixmap;
            if (shown == nullptr) want(index.row());
            QPixmap blank(kSide, kSide);
            blank.fill(shown == nullptr ? QColor(128, 128, 128, 40) : QColor(190, 40, 40, 90));
            return blank;
        }
        case Qt::AccessibleTextRole:
            return toQt(set_->nameOf(split_, index.row()));
        case Qt::ToolTipRole: {
            const QString name = toQt(set_->nameOf(split_, index.row()));
            return shown == nullptr || shown->error.isEmpty() ? name : name + QLatin1Char('\n') + shown->error;
        }
        case Qt::SizeHintRole:
            return QSize(kSide + 6, kSide + 6);
        default:
            return {};
    }
}

void SampleModel::want(int row) const {
    std::erase(wanted_, row);
    wanted_.push_back(row);
    if (wanted_.size() > kMostWanted) wanted_.erase(wanted_.begin());
    next();
}

void SampleModel::next() const {
    if (busy_ || wanted_.empty()) return;
    busy_ = true;
    const int row = wanted_.back();
    wanted_.pop_back();
    auto* self = const_cast<SampleModel*>(this);
    runInBackground(
        pool_, self,
        [set = set_, split = split_, labels = labels_, varied = varied_, row]() -> Tile {
            const auto sample = set->load(split, row);
            if (!sample) return {{}, errorText(sample.error())};
            DataSample shown = **sample;
            if (varied) {
                Random random(augmentSeed(1, 0, row));
                shown = augmented(shown, shown.image.width, shown.image.height, {}, random);
            }
            if (!labels) shown = DataSample{std::move(shown.image), -1, {}, {}};
            return {toImage(withLabels(shown, set->info(), kSide)), {}};
        },
        [self, row, generation = generation_](Tile tile) { self->take(generation, row, std::move(tile)); });
}

void SampleModel::take(int generation, int row, Tile tile) {
    busy_ = false;
    if (generation == generation_) {
        shown_.insert(row, new Shown{QPixmap::fromImage(tile.image), tile.error});
        Q_EMIT dataChanged(index(row), index(row));
    }
    next();
}

}  // namespace bw::ui
