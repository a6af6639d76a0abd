// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QWidget>

#include "train/training_order.h"

class QDoubleSpinBox;
class QHBoxLayout;
class QSpinBox;

namespace bw::ui {

class DataSourceForm;

/// What to train on and how.
class TrainingForm : public QWidget {
    Q_OBJECT

public:
    explicit TrainingForm(QWidget* parent = nullptr);

    const DataSourceForm& source() const { return *source_; }
    /// What the open network reads; files on disk train at this size unless the user says otherwise.
    void setNetworkInput(QSize size);
    /// Chooses the built-in set that suits a network.
    void suggestFor(const Network& network);
    /// Writes what is chosen into an order.
    void fill(TrainingOrder& order) const;
    /// Chooses what an order says.
    void show(const TrainingOrder& order);

Q_SIGNALS:
    void changed();
    void submitted();

private:
    void addNumbers(QHBoxLayout* row);
    void followSource();
    /// What the input is unless the user says otherwise; empty where nobody knows.
    QSize usualSize() const;

    DataSourceForm* source_;
    QSpinBox* epochs_ = nullptr;
    QSpinBox* batch_ = nullptr;
    QDoubleSpinBox* rate_ = nullptr;
    QSpinBox* height_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* threads_ = nullptr;
    QSize network_input_;
    bool size_chosen_ = false;  ///< By the user: no longer follows the data.
};

}  // namespace bw::ui
