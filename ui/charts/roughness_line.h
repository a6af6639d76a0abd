// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "text/decision_words.h"

class QLabel;

namespace bw::ui {

/// How rough a landscape is, on one line: a word and five figures, each explained by its tool tip. Names give way to
/// symbols where there is little room.
class RoughnessLine : public QWidget {
    Q_OBJECT

public:
    explicit RoughnessLine(QWidget* parent = nullptr);

    /// With `before`, each figure is shown as "before → now".
    void setRoughness(const std::optional<Roughness>& roughness, const std::optional<Roughness>& before = {});
    /// All of it, as it is read aloud.
    QString text() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showFigures(bool long_names);
    /// Long names where they have room.
    void fit();
    QString figureText(size_t index, bool long_names) const;

    QLabel* word_;
    std::vector<QLabel*> labels_;
    std::optional<Roughness> roughness_;
    std::optional<Roughness> before_;
};

}  // namespace bw::ui
