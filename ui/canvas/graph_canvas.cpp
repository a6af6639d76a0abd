// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/graph_canvas.h"

#include <QAccessible>
#include <QEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSet>
#include <QVariantAnimation>
#include <algorithm>
#include <cmath>

#include "canvas/canvas_search.h"
#include "canvas/heat_legend.h"
#include "canvas/minimap.h"

namespace bw::ui {

namespace {
constexpr int kOverlayMargin = 12;
}  // namespace

GraphCanvas::GraphCanvas(QWidget* parent)
    : QWidget(parent),
      animation_(new QVariantAnimation(this)),
      minimap_(new Minimap(this)),
      search_(new CanvasSearch(this)),
      legend_(new HeatLegend(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Block graph"));
    setAccessibleDescription(tr("Arrow keys walk along the edges, Enter unfolds a block, Ctrl+F searches."));
    animation_->setStartValue(0.0);
    animation_->setEndValue(1.0);
    animation_->setEasingCurve(QEasingCurve::OutCubic);
    connect(animation_, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        const double t = value.toDouble(), from = animation_from_.scale, to = animation_to_.scale;
        const QPointF middle = QRectF(rect()).center();
        const QPointF a = animation_from_.toWorld(middle), b = animation_to_.toWorld(middle);
        applyView(centredOn(a + (b - a) * t, from * std::pow(to / from, t)));
    });
    connect(minimap_, &Minimap::centreRequested, this, [this](QPointF world) {
        view_touched_ = true;
        applyView(centredOn(world, view_.scale));
    });
    connect(search_, &CanvasSearch::queryChanged, this, &GraphCanvas::runSearch);
    connect(search_, &CanvasSearch::stepRequested, this, &GraphCanvas::stepSearch);
    connect(search_, &CanvasSearch::selectAllRequested, this, &GraphCanvas::selectHits);
    connect(search_, &CanvasSearch::closed, this, &GraphCanvas::closeSearch);
    rebuildPainter();
    refreshOverlays();
}

GraphCanvas::~GraphCanvas() = default;

void GraphCanvas::setScene(CanvasScene scene, ViewChange change) {
    const bool was_empty = geometry_.isEmpty();
    const bool reset = change == ViewChange::Reset || was_empty;
    const int current_id = currentNode();
    animation_->stop();
    CanvasView view = view_;
    painter_.reset();
    if (reset || !geometry_.fits(scene)) {
        CanvasGeometry before = std::move(geometry_);
        geometry_ = CanvasGeometry(scene, reset ? nullptr : &before);
        if (!reset) view = keepingPlace(before);
    }
    scene_ = std::move(scene);
    hovered_ = -1;
    drag_ = Drag::None;
    rubber_band_.reset();
    QList<int> kept;
    if (change == ViewChange::Keep)
        for (const int id : selection_)
            if (geometry_.indexOf(id) >= 0) kept.append(id);
    current_ = change == ViewChange::Keep ? geometry_.indexOf(current_id) : -1;
    const bool selection_changed = kept != selection_;
    selection_ = kept;
    rebuildPainter();
    if (reset)
        resetView();
    else
        applyView(view);
    runSearch(query_);
    refreshOverlays();
    if (selection_changed) Q_EMIT selectionChanged(selection_);
}

void GraphCanvas::rebuildPainter() {
    colors_ = Colors::fromPalette(palette());
    painter_ = std::make_unique<CanvasPainter>(scene_, geometry_, colors_, font());
}

void GraphCanvas::refreshMarks() {
    marks_.assign(geometry_.cards().size(), 0);
    const auto mark = [this](int node, NodeMark bit) {
        if (node >= 0 && static_cast<size_t>(node) < marks_.size()) marks_[static_cast<size_t>(node)] |= bit;
    };
    for (const int id : selection_)
        mark(geometry_.indexOf(id), MarkSelected);
    for (const int node : hits_)
        mark(node, MarkHit);
    if (current_hit_ >= 0) mark(hits_[static_cast<size_t>(current_hit_)], MarkCurrentHit);
    if (hasFocus()) mark(current_, MarkCurrent);
    mark(hovered_, MarkHovered);
    update();
}

void GraphCanvas::refreshOverlays() {
    const bool has_hatching =
        std::any_of(scene_.nodes.begin(), scene_.nodes.end(), [](const CanvasNode& node) { return node.out_of_range; });
    legend_->setLegend(scene_.legend, has_hatching, colors_);
    placeOverlays();
}

void GraphCanvas::placeOverlays() {
    const bool has_room = width() >= 420 && height() >= 320;
    minimap_->setVisible(minimap_shown_ && has_room && !geometry_.isEmpty());
    minimap_->refresh(nullptr, geometry_.bounds(), colors_);
    const QSize map = minimap_->sizeHint();
    minimap_->setGeometry(width() - map.width() - kOverlayMargin, height() - map.height() - kOverlayMargin, map.width(),
                          map.height());
    if (minimap_->isVisibleTo(this)) minimap_->refresh(painter_.get(), geometry_.bounds(), colors_);
    legend_->move(kOverlayMargin, height() - legend_->height() - kOverlayMargin);
    placeSearch();
}

void GraphCanvas::placeSearch() {
    const QSize box = search_->sizeHint();
    const int box_width = std::min(box.width(), width() - 2 * kOverlayMargin);
    const int box_height = search_->hasHeightForWidth() ? search_->heightForWidth(box_width) : box.height();
    search_->setGeometry(width() - box_width - kOverlayMargin, kOverlayMargin, box_width, box_height);
}

void GraphCanvas::setMinimapShown(bool shown) {
    if (shown == minimap_shown_) return;
    minimap_shown_ = shown;
    placeOverlays();
    Q_EMIT minimapShownChanged(shown);
}

int GraphCanvas::currentNode() const {
    return current_ >= 0 ? geometry_.idOf(current_) : kNoNode;
}

QRectF GraphCanvas::blockRect(int id) const {
    const int node = geometry_.indexOf(id);
    return node < 0 ? QRectF() : view_.toPainter(geometry_.cards()[static_cast<size_t>(node)]);
}

void GraphCanvas::setSelection(const QList<int>& ids) {
    QList<int> known;
    QSet<int> seen;
    for (const int id : ids) {
        if (geometry_.indexOf(id) < 0 || seen.contains(id)) continue;
        seen.insert(id);
        known.append(id);
    }
    changeSelection(known, known.isEmpty() ? -1 : geometry_.indexOf(known.back()));
}

void GraphCanvas::selectAll() {
    QList<int> ids;
    for (const int node : geometry_.readingOrder())
        ids.append(geometry_.idOf(node));
    changeSelection(ids, current_ >= 0 ? current_ : geometry_.firstNode());
}

void GraphCanvas::changeSelection(QList<int> ids, int current) {
    const bool changed = ids != selection_, moved = current != current_;
    if (!changed && !moved) return;
    selection_ = std::move(ids);
    current_ = current;
    refreshMarks();
    if (moved) announceCurrent();
    if (changed) Q_EMIT selectionChanged(selection_);
}

QString GraphCanvas::describe(const CanvasNode& node) const {
    QStringList parts{node.title, node.kind_label, node.shape_text, node.figure};
    if (node.out_of_range) parts << tr("estimate outside the training range");
    if (node.problem_count > 0) {
        parts << (node.problem_count == 1 ? tr("1 problem") : tr("%1 problems").arg(node.problem_count));
    }
    if (node.frozen) parts << tr("frozen");
    if (node.ghost) parts << tr("suggested, not part of the network");
    parts.removeAll(QString());
    return parts.join(tr(", "));
}

/// Qt 6.4 has no announcements; screen readers read a new description of the focused widget.
void GraphCanvas::announceCurrent() {
    setAccessibleDescription(current_ < 0 ? tr("No block selected")
                                          : describe(scene_.nodes[static_cast<size_t>(current_)]));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void GraphCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    if (geometry_.isEmpty()) {
        painter.fillRect(rect(), colors_.canvas);
        paintEmptyState(painter);
    } else {
        painter_->paint(painter, view_, QRectF(event->rect()), marks_);
    }
    if (rubber_band_) {
        QColor fill = colors_.accent;
        fill.setAlphaF(0.12F);
        painter.setPen(QPen(colors_.accent, 1));
        painter.setBrush(fill);
        painter.drawRect(rubber_band_->toAlignedRect());
    }
    if (keyboard_focus_ && hasFocus()) {
        painter.setPen(QPen(colors_.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void GraphCanvas::paintEmptyState(QPainter& painter) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle = QRectF(rect()).center();
    const QString headline = geometry_.error().isEmpty() ? tr("Open a model") : tr("This graph cannot be drawn");
    const QString detail = geometry_.error().isEmpty()
                               ? tr("Drop a .tflite, .onnx or .blockwright file here, or press Ctrl+O.")
                               : geometry_.error();
    painter.setPen(QPen(mix(colors_.canvas, colors_.text, 0.30), 1.5));
    painter.setBrush(colors_.card);
    const QRectF cards[] = {{middle.x() - 42, middle.y() - 112, 84, 26}, {middle.x() - 42, middle.y() - 68, 84, 26}};
    painter.drawLine(QPointF(middle.x(), middle.y() - 86), QPointF(middle.x(), middle.y() - 68));
    for (const QRectF& card : cards)
        painter.drawRoundedRect(card, 5, 5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors_.accent);
    for (const QRectF& card : cards)
        painter.drawRoundedRect(QRectF(card.left() + 9, card.center().y() - 4, 8, 8), 2, 2);
    painter.setBrush(colors_.track);
    for (const QRectF& card : cards)
        painter.drawRoundedRect(QRectF(card.left() + 24, card.center().y() - 2, 48, 4), 2, 2);
    QFont big = font();
    big.setPointSizeF(font().pointSizeF() * 1.45);
    big.setWeight(QFont::DemiBold);
    painter.setFont(big);
    painter.setPen(colors_.text);
    const double line = QFontMetricsF(big).height();
    painter.drawText(QRectF(0, middle.y() - 24, width(), line), Qt::AlignCenter, headline);
    painter.setFont(font());
    painter.setPen(colors_.muted_text);
    painter.drawText(QRectF(24, middle.y() - 24 + line + 6, width() - 48, 200),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, detail);
}

QImage GraphCanvas::renderToImage(double scale) const {
    return ui::renderToImage(scene_, geometry_, scale, {1, 0, palette(), font()});
}

Result<void> GraphCanvas::exportPng(const QString& path, int width_px, ExportOptions options,
                                    const ExportProgress& progress) const {
    options.palette = palette();
    options.font = font();
    return ui::exportPng(scene_, geometry_, path, width_px, options, progress);
}

Result<void> GraphCanvas::exportSvg(const QString& path, ExportOptions options) const {
    options.palette = palette();
    options.font = font();
    return ui::exportSvg(scene_, geometry_, path, options);
}

void GraphCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange) {
        rebuildPainter();
        refreshOverlays();
        update();
    } else if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Block graph"));
        refreshOverlays();
        update();
    }
    QWidget::changeEvent(event);
}

}  // namespace bw::ui
