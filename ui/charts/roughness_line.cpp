// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/roughness_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr int kGap = 10;

}  // namespace

RoughnessLine::RoughnessLine(QWidget* parent) : QWidget(parent), word_(new QLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(word_);
    for (size_t i = 0; i < roughnessFigures({}).size(); ++i) {
        labels_.push_back(new QLabel(this));
        layout->addWidget(labels_.back());
    }
    layout->addStretch(1);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setRoughness({});
}

void RoughnessLine::setRoughness(const std::optional<Roughness>& roughness, const std::optional<Roughness>& before) {
    roughness_ = roughness;
    before_ = before;
    word_->setVisible(roughness_.has_value());
    if (roughness_) {
        const Terrain terrain = terrainOf(*roughness_);
        const Colors colors = Colors::fromPalette(palette());
        const QColor ink = terrain == Terrain::Smooth   ? colors.good
                           : terrain == Terrain::Stairs ? colors.warning
                                                        : colors.bad;
        word_->setText(QStringLiteral("<b style=\"color:%1\">%2</b>").arg(ink.name(), terrainText(terrain)));
    }
    fit();
    setAccessibleName(text());
}

QString RoughnessLine::figureText(size_t index, bool long_names) const {
    const RoughnessFigure now = roughnessFigures(*roughness_)[index];
    const QString name = long_names ? now.name : now.symbol;
    if (!before_) return name + QLatin1Char(' ') + now.value;
    return QStringLiteral("%1 %2 → %3").arg(name, roughnessFigures(*before_)[index].value, now.value);
}

QString RoughnessLine::text() const {
    if (!roughness_) return {};
    QStringList parts = {terrainText(terrainOf(*roughness_))};
    for (size_t i = 0; i < labels_.size(); ++i)
        parts << figureText(i, true);
    return parts.join(QStringLiteral(", "));
}

void RoughnessLine::fit() {
    // What the labels really ask for decides, not what their letters measure.
    showFigures(true);
    if (roughness_ && layout()->sizeHint().width() > width()) showFigures(false);
}

void RoughnessLine::showFigures(bool long_names) {
    const std::vector<RoughnessFigure> figures = roughnessFigures(roughness_.value_or(Roughness()));
    for (size_t i = 0; i < labels_.size(); ++i) {
        labels_[i]->setText(roughness_ ? figureText(i, long_names) : QString());
        labels_[i]->setToolTip(figures[i].meaning);
    }
}

void RoughnessLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void RoughnessLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) setRoughness(roughness_, before_);
}

}  // namespace bw::ui
