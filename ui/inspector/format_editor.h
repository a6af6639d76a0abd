// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "session/document_session.h"

class QComboBox;

namespace bw::ui {

/// Shows and edits the number formats of the selected blocks: their precision, and that of their weights where they
/// have any. Each change is one edit of all of them.
class FormatEditor : public QWidget {
    Q_OBJECT

public:
    explicit FormatEditor(DocumentSession& session, int label_width, QWidget* parent = nullptr);

    /// Nothing selected: hidden.
    void display(const std::vector<const Block*>& blocks);

private:
    QWidget* makeRow(const QString& label, const QString& tip, QComboBox* field, int label_width);
    void fill(const std::vector<const Block*>& blocks);
    void apply(const char* verb, const QComboBox* field);

    DocumentSession& session_;
    QComboBox* precision_;
    QComboBox* weights_;
    QWidget* weights_row_ = nullptr;
};

/// "int16", "int16, int4 weights"; empty where a block is as the network.
QString formatText(const PrecisionChoice& choice);

}  // namespace bw::ui
