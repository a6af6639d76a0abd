// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "session/document_session.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QTimer;

namespace bw::ui {

/// The depth multiplier of the model or of a stage: the slider previews at once, Apply makes one step of it. Channels
/// are rounded to the target's parallelism factor.
class MultiplierPopup : public QFrame {
    Q_OBJECT

public:
    explicit MultiplierPopup(DocumentSession& session, QWidget* parent = nullptr);

    /// Opens below `anchor` for the stage of the selection, else for the model.
    void openAt(const QPoint& global_position);
    /// For tests: as moving the slider.
    void setMultiplier(double multiplier);
    void apply();

protected:
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void preview();
    void showEffect();
    std::string command() const;
    QString effectText() const;

    DocumentSession& session_;
    QComboBox* scope_;
    QSlider* slider_;
    QDoubleSpinBox* number_;
    QLabel* effect_;
    QPushButton* apply_;
    QTimer* timer_;
    std::shared_ptr<const Assessment> before_;
};

}  // namespace bw::ui
