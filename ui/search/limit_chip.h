// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>

#include "search/network/figure.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace bw::ui {

/// A limit as it is typed: of its own, or a share of what the network has now.
struct TypedLimit {
    FigureLimit limit;
    bool relative = false;
    bool operator==(const TypedLimit&) const = default;
};

/// Reads "256 KiB", "5 ms", "1.2 M", "0.4", "now" or "90 % of now"; nothing where it is none of these.
std::optional<TypedLimit> parseLimit(Figure figure, const QString& text);
/// The same back.
QString limitText(const TypedLimit& limit);

/// Makes a box as wide as what it shows, so that it reads like a word; it follows what is chosen.
void fitToText(QComboBox* box);

/// One limit within the sentence of the form: figure, bound and a cross that takes it away.
class LimitChip : public QFrame {
    Q_OBJECT

public:
    explicit LimitChip(const TypedLimit& limit, QWidget* parent = nullptr);

    Figure figure() const;
    /// Nothing where the text cannot be read.
    std::optional<TypedLimit> limit() const;
    void setText(const QString& text);

Q_SIGNALS:
    void changed();
    void removed();

private:
    void showSign(Figure figure);

    QComboBox* figure_;
    QLabel* sign_;
    QLineEdit* value_;
};

}  // namespace bw::ui
