// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "assess/fusion_effect.h"
#include "session/document_session.h"

class QLabel;

namespace bw::ui {

/// How an inverted bottleneck's multiply-accumulates and latency change with fusing it, as a small table and a
/// sentence; worked out on a worker, and hidden until it is there.
class FusionView : public QWidget {
    Q_OBJECT

public:
    FusionView(DocumentSession& session, BlockId block, QWidget* parent = nullptr);

private:
    void fill(const FusionEffect& effect);

    QLabel* table_;
    QLabel* words_;
};

/// "More than three times the multiply-accumulates, yet 29 % less time ...".
QString fusionWords(const FusionEffect& effect);

}  // namespace bw::ui
