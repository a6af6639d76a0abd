// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "session/space_session.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace bw::ui {

/// What may be decided: kinds of decisions, the grain of channels, and how far sizes reach.
class SpaceForm : public QWidget {
    Q_OBJECT

public:
    explicit SpaceForm(SpaceSession& space, QWidget* parent = nullptr);

    /// As the tick does.
    void setOpen(DecisionKind kind, bool open);

private:
    QCheckBox* addKind(DecisionKind kind);
    QSpinBox* addBound(const QString& prefix, const QString& suffix, const QString& name, int least, int most);
    void showOptions();
    void take();

    SpaceSession& space_;
    std::array<QCheckBox*, kDecisionKinds.size()> kinds_ = {};  ///< Null for Scale, which the grain decides.
    QComboBox* grain_;
    QSpinBox* least_width_;
    QSpinBox* most_width_;
    QSpinBox* most_expansion_;
    QSpinBox* most_kernel_;
};

}  // namespace bw::ui
