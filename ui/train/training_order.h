// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

#include "graph/network.h"
#include "learn/data/data_source.h"
#include "learn/train/trainer.h"

namespace bw::ui {

/// What is trained, on what and how: all that going on with it later needs.
struct TrainingOrder {
    QString title;    ///< Of the document.
    Network network;  ///< As it was when training was asked for.
    DataSource source;
    int width = 0, height = 0;  ///< Of the network's input; zeros: as it is.
    TrainOptions options;       ///< Without its checkpoint, which whoever trains chooses.
};

/// The text of an order's file.
QByteArray trainingOrderText(const TrainingOrder& order);
/// Nothing where the text is none or damaged.
std::optional<TrainingOrder> trainingOrderFromText(const QByteArray& text);

}  // namespace bw::ui
