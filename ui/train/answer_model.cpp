// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/answer_model.h"

#include <QGuiApplication>
#include <QPalette>
#include <QPixmap>
#include <algorithm>

#include "data/to_image.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {

std::vector<AnswerTile> drawAnswers(std::span<const ShownAnswer> answers, const DataInfo& info) {
    std::vector<AnswerTile> tiles;
    for (const ShownAnswer& shown : answers) {
        AnswerTile tile;
        tile.said = toImage(withLabels(answered(shown), info, AnswerModel::kSide));
        tile.truth = toImage(withLabels(*shown.truth, info, AnswerModel::kSide));
        tile.class_index = shown.answer.class_index;
        tile.score = shown.answer.score;
        tile.true_class = shown.truth->class_index;
        if (info.task == LearnTask::Detection) {
            const auto& boxes = shown.truth->boxes;
            tile.found = foundBoxes(shown.answer);
            tile.there = std::count_if(boxes.begin(), boxes.end(), [](const LabelBox& box) { return !box.ignored; });
        }
        tiles.push_back(std::move(tile));
    }
    return tiles;
}

void AnswerModel::show(std::vector<AnswerTile> tiles, std::vector<std::string> classes) {
    classes_ = std::move(classes);
    // Pictures of the next epoch take the place of those before, so that a view stays where it was scrolled to.
    if (!tiles_.empty() && tiles.size() == tiles_.size()) {
        tiles_ = std::move(tiles);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    tiles_ = std::move(tiles);
    endResetModel();
}

void AnswerModel::setTruth(bool truth) {
    truth_ = truth;
    if (!tiles_.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int AnswerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(tiles_.size());
}

QString AnswerModel::caption(const AnswerTile& tile) const {
    const auto name = [this](int index) {
        const auto place = static_cast<size_t>(index);
        return place < classes_.size() ? toQt(classes_[place]) : QString::number(index);
    };
    if (tile.found >= 0) return tr("finds %1, there: %2").arg(exactCountText(tile.found), exactCountText(tile.there));
    if (tile.class_index < 0) return {};
    if (tile.class_index == tile.true_class) return tr("right, %1").arg(shareText(tile.score));
    return tr("wrong: is %1").arg(name(tile.true_class));
}

QVariant AnswerModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const AnswerTile& tile = tiles_[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DecorationRole:
            return QPixmap::fromImage(truth_ ? tile.truth : tile.said);
        case Qt::DisplayRole:
            return caption(tile);
        case Qt::ForegroundRole: {
            const Colors colors = Colors::fromPalette(QGuiApplication::palette());
            return tile.class_index == tile.true_class ? colors.muted_text : colors.bad;
        }
        case Qt::AccessibleTextRole:
            return tr("Picture %1 %2").arg(index.row() + 1).arg(caption(tile));
        default:
            return {};
    }
}

}  // namespace bw::ui
