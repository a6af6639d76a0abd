// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QPixmap>
#include <QThreadPool>
#include <memory>
#include <vector>

#include "learn/data/data_set.h"

namespace bw::ui {

/// Samples of one part of a data set as pictures with their labels drawn. A picture is read or drawn in the background
/// when a view first asks for it; the last ones are kept.
class SampleModel : public QAbstractListModel {
    Q_OBJECT

public:
    explicit SampleModel(QObject* parent = nullptr);
    /// Waits for the picture that is being made.
    ~SampleModel() override;

    /// Pixels of a picture's side.
    static constexpr int kSide = 168;

    /// Shows a part of a set; null shows nothing. `varied` draws each sample as training would vary it.
    void show(std::shared_ptr<const DataSet> set, DataSplit split, bool labels, bool varied);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// Pictures that are waited for.
    int pending() const { return static_cast<int>(wanted_.size()) + (busy_ ? 1 : 0); }

private:
    struct Tile {
        QImage image;
        QString error;
    };
    struct Shown {
        QPixmap pixmap;
        QString error;
    };
    void want(int row) const;
    void next() const;
    void take(int generation, int row, Tile tile);

    std::shared_ptr<const DataSet> set_;
    DataSplit split_ = DataSplit::Train;
    bool labels_ = true;
    bool varied_ = false;
    int generation_ = 0;
    mutable QThreadPool pool_;
    mutable QCache<int, Shown> shown_;
    mutable std::vector<int> wanted_;  ///< The one asked for last comes next: it is what the user looks at.
    mutable bool busy_ = false;
};

}  // namespace bw::ui
