// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/input_size_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kUsualImageSize = 224;

QString stateText(const OnnxInput& input) {
    QStringList sizes;
    for (size_t i = 0; i < input.dims.size(); ++i) {
        const bool open = input.dims[i] < 0;
        const QString symbol = i < input.symbols.size() ? toQt(input.symbols[i]) : QString();
        sizes << (!open ? QString::number(input.dims[i]) : symbol.isEmpty() ? QStringLiteral("?") : symbol);
    }
    return sizes.join(QStringLiteral(" × "));
}

}  // namespace

InputSizeDialog::InputSizeDialog(std::vector<OnnxInput> inputs, const QString& file_name, QWidget* parent)
    : QDialog(parent), inputs_(std::move(inputs)) {
    setWindowTitle(tr("Input sizes"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    auto* text = new QLabel(tr("%1 leaves sizes of its input open. Which ones should be used?").arg(file_name), this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto* form = new QFormLayout;
    for (size_t i = 0; i < inputs_.size(); ++i) {
        const OnnxInput& input = inputs_[i];
        if (!input.needs_shape) continue;
        auto* state = new QLabel(stateText(input), this);
        state->setProperty("role", QStringLiteral("muted"));
        form->addRow(toQt(input.name), state);
        for (size_t d = 0; d < input.dims.size(); ++d) {
            if (input.dims[d] >= 0) continue;
            const QString symbol = d < input.symbols.size() && !input.symbols[d].empty() ? toQt(input.symbols[d])
                                                                                         : tr("size %1").arg(d + 1);
            auto* box = new QSpinBox(this);
            box->setRange(1, static_cast<int>(kMaxDimension));
            box->setValue(d == 0 ? 1 : kUsualImageSize);
            box->setAccessibleName(tr("%1 of %2").arg(symbol, toQt(input.name)));
            form->addRow(symbol, box);
            fields_.push_back({i, d, box});
        }
    }
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Open)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

ImportOptions InputSizeDialog::options() const {
    ImportOptions options;
    for (const OnnxInput& input : inputs_) {
        std::vector<int64_t> sizes = input.dims;
        for (int64_t& size : sizes)
            size = size < 0 ? 1 : size;
        options.input_shapes.push_back(std::move(sizes));
    }
    for (const Field& field : fields_)
        options.input_shapes[field.input][field.dimension] = field.box->value();
    return options;
}

}  // namespace bw::ui
