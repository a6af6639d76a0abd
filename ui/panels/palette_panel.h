// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QTreeWidget;

namespace bw::ui {

/// MIME type of a block kind dragged from the palette; the data is the kind's id.
inline constexpr const char* kKindMimeType = "application/x-blockwright-kind";

/// Block kinds that can be inserted, by group, made from the kind registry. Drag one onto the canvas, or activate it
/// to insert it behind the selection.
class PalettePanel : public QWidget {
    Q_OBJECT

public:
    explicit PalettePanel(QWidget* parent = nullptr);

Q_SIGNALS:
    void insertRequested(const QString& kind_id);

private:
    void fill();
    void filter(const QString& text);

    QLineEdit* filter_;
    QTreeWidget* tree_;
};

}  // namespace bw::ui
