// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/format_editor.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kListMargin = 24;
const QString kNetwork = QStringLiteral("network");

/// The value that all blocks share; nothing where they differ.
template <class Get>
std::optional<QString> common(const std::vector<const Block*>& blocks, Get get) {
    const QString first = get(*blocks.front());
    const bool same =
        std::all_of(blocks.begin(), blocks.end(), [&](const Block* block) { return get(*block) == first; });
    return same ? std::optional(first) : std::nullopt;
}

void choose(QComboBox& field, const std::optional<QString>& value) {
    field.setCurrentIndex(value ? field.findData(*value) : -1);
}

}  // namespace

FormatEditor::FormatEditor(DocumentSession& session, int label_width, QWidget* parent)
    : QWidget(parent), session_(session), precision_(new QComboBox(this)), weights_(new QComboBox(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(makeRow(tr("Precision"),
                              tr("Number format that the block computes in. Blocks beside it of another format are "
                                 "converted to and from; MACs stay."),
                              precision_, label_width));
    weights_row_ = makeRow(tr("Weights"), tr("Format in which the block's weights are stored"), weights_, label_width);
    layout->addWidget(weights_row_);
    connect(precision_, &QComboBox::activated, this, [this] { apply("precision ", precision_); });
    connect(weights_, &QComboBox::activated, this, [this] { apply("weights ", weights_); });
}

QWidget* FormatEditor::makeRow(const QString& label, const QString& tip, QComboBox* field, int label_width) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* name = new QLabel(label, line);
    name->setFixedWidth(label_width);
    name->setToolTip(tip);
    name->setProperty("role", QStringLiteral("muted"));
    name->setBuddy(field);
    field->setAccessibleName(label);
    field->setToolTip(tip);
    field->setPlaceholderText(tr("mixed"));
    // As the other fields: as wide as the column, however long the words in the list.
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row->addWidget(name);
    row->addWidget(field, 1);
    return line;
}

void FormatEditor::fill(const std::vector<const Block*>& blocks) {
    const Precision network = session_.document().precision;
    const TargetProfile* target = session_.target();
    const auto choice = [&](const QString& id, bool supported) {
        return supported || target == nullptr ? id : tr("%1, not on this target").arg(id);
    };
    precision_->clear();
    precision_->addItem(tr("Inherit (%1)").arg(toQt(precisionId(network))), kNetwork);
    for (int i = 0; i < kPrecisionCount; ++i) {
        const auto precision = static_cast<Precision>(i);
        const QString id = toQt(precisionId(precision));
        precision_->addItem(choice(id, target != nullptr && target->npu.supports(precision)), id);
    }
    const Precision activations = blocks.front()->precision.activationsIn(network);
    weights_->clear();
    weights_->addItem(tr("Default (%1)").arg(toQt(weightFormatId(defaultWeightFormat(activations)))), kNetwork);
    for (int i = 0; i < kWeightFormatCount; ++i) {
        const auto format = static_cast<WeightFormat>(i);
        const QString id = toQt(weightFormatId(format));
        weights_->addItem(choice(id, target != nullptr && target->npu.supportsWeights(activations, format)), id);
    }
    // The field is as narrow as the column, its list as wide as its words.
    for (const QComboBox* field : {precision_, weights_})
        field->view()->setMinimumWidth(field->view()->sizeHintForColumn(0) + kListMargin);
}

void FormatEditor::display(const std::vector<const Block*>& blocks) {
    setVisible(!blocks.empty());
    if (blocks.empty()) return;
    const QSignalBlocker quiet_precision(precision_), quiet_weights(weights_);
    fill(blocks);
    choose(*precision_, common(blocks, [](const Block& block) {
        return block.precision.activations ? toQt(precisionId(*block.precision.activations)) : kNetwork;
    }));
    choose(*weights_, common(blocks, [](const Block& block) {
        return block.precision.weights ? toQt(weightFormatId(*block.precision.weights)) : kNetwork;
    }));
    weights_row_->setVisible(std::any_of(blocks.begin(), blocks.end(), [this](const Block* block) {
        const BlockFigures* figures = session_.figures(block->id);
        return block->precision.weights || (figures != nullptr && figures->parameters > 0);
    }));
}

void FormatEditor::apply(const char* verb, const QComboBox* field) {
    const std::string words = session_.selectionWords();
    if (words.empty()) return;
    session_.applyEdit(verb + words + ' ' + toUtf8(field->currentData().toString()));
    std::vector<const Block*> blocks;
    for (const BlockId id : session_.selection()) {
        if (const Block* block = session_.network().find(id)) blocks.push_back(block);
    }
    display(blocks);
}

QString formatText(const PrecisionChoice& choice) {
    const QString weights =
        choice.weights ? FormatEditor::tr("%1 weights").arg(toQt(weightFormatId(*choice.weights))) : QString();
    if (!choice.activations) return weights;
    const QString precision = toQt(precisionId(*choice.activations));
    return weights.isEmpty() ? precision : precision + QStringLiteral(", ") + weights;
}

}  // namespace bw::ui
