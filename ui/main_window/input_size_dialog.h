// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "io/imported_model.h"
#include "io/onnx_reader.h"

class QSpinBox;

namespace bw::ui {

/// Asks for the sizes that an ONNX file leaves open.
class InputSizeDialog : public QDialog {
    Q_OBJECT

public:
    InputSizeDialog(std::vector<OnnxInput> inputs, const QString& file_name, QWidget* parent = nullptr);

    /// The sizes of all inputs, as the importer takes them.
    ImportOptions options() const;

private:
    struct Field {
        size_t input, dimension;
        QSpinBox* box;
    };
    std::vector<OnnxInput> inputs_;
    std::vector<Field> fields_;
};

}  // namespace bw::ui
