// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <span>
#include <vector>

#include "learn/train/answer_sheet.h"

namespace bw::ui {

/// A picture of the validation part, once with what the network says drawn on it and once with what is true.
struct AnswerTile {
    QImage said;
    QImage truth;
    int class_index = -1;  ///< Of whole pictures: what the network says,
    float score = 0;       ///< how sure it is,
    int true_class = -1;   ///< and what is true.
    int64_t found = -1;    ///< Boxes, where boxes are asked for,
    int64_t there = 0;     ///< and how many there are.
};

/// Draws them; slow enough for a worker.
std::vector<AnswerTile> drawAnswers(std::span<const ShownAnswer> answers, const DataInfo& info);

/// The pictures for a list view, with a line below that compares what is said with what is true in a few words.
class AnswerModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// Pixels of a picture's side.
    static constexpr int kSide = 128;

    void show(std::vector<AnswerTile> tiles, std::vector<std::string> classes);
    /// Draws what is true instead of what the network says.
    void setTruth(bool truth);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString caption(const AnswerTile& tile) const;

    std::vector<AnswerTile> tiles_;
    std::vector<std::string> classes_;
    bool truth_ = false;
};

}  // namespace bw::ui
