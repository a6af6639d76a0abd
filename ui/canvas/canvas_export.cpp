// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvas_export.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <limits>

#include "canvas/png_stream.h"

namespace bw::ui {

namespace {

constexpr double kMargin = 40;
constexpr int kMaxColumns = 200;
constexpr int kMaxSide = 200'000;
constexpr int kMaxImageSide = 16'384;
constexpr int kTileWidth = 8192;
constexpr qsizetype kTileBytes = qsizetype{24} << 20;

Result<void> ioFailure(const QString& path, const QString& reason) {
    Error error{ErrorCode::IoFailure,
                "the picture could not be written: " + reason.toStdString(),
                path.toStdString(),
                {},
                "choose another folder or free space on the disk"};
    return tl::unexpected(std::move(error));
}

Result<void> checkNotEmpty(const CanvasGeometry& geometry) {
    if (!geometry.isEmpty()) return {};
    return fail(ErrorCode::InvalidArgument, "there is no graph to export", {}, "open a model first");
}

void copyRgb(const QImage& tile, int row, unsigned char* out) {
    const auto* pixels = reinterpret_cast<const QRgb*>(tile.constScanLine(row));
    for (int x = 0; x < tile.width(); ++x) {
        *out++ = static_cast<unsigned char>(qRed(pixels[x]));
        *out++ = static_cast<unsigned char>(qGreen(pixels[x]));
        *out++ = static_cast<unsigned char>(qBlue(pixels[x]));
    }
}

}  // namespace

CanvasSheet::CanvasSheet(const CanvasScene& scene, const CanvasGeometry& geometry, const ExportOptions& options)
    : scene_(scene),
      geometry_(geometry),
      options_(options),
      colors_(Colors::fromPalette(options.palette)),
      painter_(scene, geometry, colors_, options.font) {
    QFont label = options.font;
    label.setPixelSize(12);
    label.setBold(true);
    for (const CanvasGeometry::Band& band : geometry.bands()) {
        const double width =
            QFontMetricsF(label).horizontalAdvance(scene.groups[static_cast<size_t>(band.group)].title);
        // Band outset and the gap to the label, as the painter keeps them.
        gutter_ = std::max(gutter_, std::min(width, 220.0) / options.detail + 26 + 16 / options.detail);
    }
    findGaps();
    arrange(1);
    if (options.aspect <= 0) return;
    // More columns make the sheet wider and lower; the last step toward the aspect may be one too many.
    const auto distance = [&] { return std::abs(std::log(size_.width() / size_.height() / options.aspect)); };
    double best = distance();
    int best_count = 1;
    for (int count = 2; count <= kMaxColumns && size_.width() < size_.height() * options.aspect; ++count) {
        arrange(count);
        if (distance() < best) {
            best = distance();
            best_count = count;
        }
    }
    arrange(best_count);
}

/// Fills columns_ and size_ for `count` columns.
void CanvasSheet::arrange(int count) {
    columns_.clear();
    const std::vector<double> cuts = chooseCuts(count);
    double x = 0, tallest = 0;
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
        Column column{cuts[i], cuts[i + 1], 0, {}};
        const auto [left, right] = extentBetween(column.top, column.bottom);
        column.left = left - gutter_ - kMargin;
        const QSizeF size(right + kMargin - column.left, column.bottom - column.top);
        column.area = QRectF(QPointF(x, 0), size * options_.detail);
        tallest = std::max(tallest, column.area.height());
        x += column.area.width();
        columns_.push_back(column);
    }
    size_ = {std::ceil(x), std::ceil(tallest)};
}

/// The middles of the gaps between layers, and how many edges pass each.
void CanvasSheet::findGaps() {
    double last_bottom = geometry_.bounds().top();
    for (const int node : geometry_.readingOrder()) {
        const QRectF& card = geometry_.cards()[static_cast<size_t>(node)];
        if (card.top() > last_bottom + 1) gaps_.push_back({(card.top() + last_bottom) / 2, 0});
        last_bottom = std::max(last_bottom, card.bottom());
    }
    const auto below = [](const Gap& gap, double y) { return gap.y < y; };
    for (const CanvasGeometry::Curve& curve : geometry_.curves()) {
        auto gap = std::lower_bound(gaps_.begin(), gaps_.end(), curve.bounds.top(), below);
        for (; gap != gaps_.end() && gap->y < curve.bounds.bottom(); ++gap)
            ++gap->passing;
    }
}

/// Borders of `count` columns of about equal height: the graph's ends, and between them the middles of layer gaps.
std::vector<double> CanvasSheet::chooseCuts(int count) const {
    const QRectF& bounds = geometry_.bounds();
    std::vector<double> cuts{bounds.top() - kMargin};
    const double part = bounds.height() / count;
    for (int i = 1; i < count; ++i) {
        const double ideal = bounds.top() + part * i;
        double best = 0, best_cost = std::numeric_limits<double>::infinity();
        for (const Gap& gap : gaps_) {
            if (std::abs(gap.y - ideal) > part * 0.2 || gap.y <= cuts.back() + 1) continue;
            const double cost = std::abs(gap.y - ideal) + 2 * kCardHeight * gap.passing;
            if (cost >= best_cost) continue;
            best_cost = cost;
            best = gap.y;
        }
        if (std::isfinite(best_cost)) cuts.push_back(best);
    }
    cuts.push_back(bounds.bottom() + kMargin);
    return cuts;
}

std::pair<double, double> CanvasSheet::extentBetween(double top, double bottom) const {
    double left = std::numeric_limits<double>::infinity(), right = -left;
    const auto include = [&](double low_x, double high_x, double low_y, double high_y) {
        if (high_y < top || low_y > bottom) return;
        left = std::min(left, low_x);
        right = std::max(right, high_x);
    };
    for (const QRectF& card : geometry_.cards())
        include(card.left(), card.right(), card.top(), card.bottom());
    for (const CanvasGeometry::Curve& curve : geometry_.curves())
        for (size_t i = 3; i < curve.points.size(); i += 3) {
            const QPointF from = curve.points[i - 3], to = curve.points[i];
            include(std::min(from.x(), to.x()), std::max(from.x(), to.x()), from.y(), to.y());
        }
    return left <= right ? std::pair(left, right) : std::pair(geometry_.bounds().left(), geometry_.bounds().right());
}

void CanvasSheet::paint(QPainter& painter, const QRectF& clip) {
    painter.fillRect(clip, colors_.canvas);
    const bool several = columns_.size() > 1;
    for (size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        const QRectF seen = column.area.intersected(clip);
        if (seen.isEmpty()) continue;
        const CanvasView view{options_.detail,
                              column.area.topLeft() - QPointF(column.left, column.top) * options_.detail};
        painter.save();
        if (several) painter.setClipRect(seen, Qt::IntersectClip);
        painter_.paint(painter, view, seen, {}, column.area);
        painter.restore();
        if (i > 0)
            painter.fillRect(QRectF(column.area.left(), 0, 1, size_.height()).intersected(clip), colors_.card_border);
    }
}

QImage renderToImage(const CanvasScene& scene, const CanvasGeometry& geometry, double scale,
                     const ExportOptions& options) {
    if (geometry.isEmpty() || !(scale > 0)) return {};
    CanvasSheet sheet(scene, geometry, options);
    const QSizeF size = sheet.size() * scale;
    if (size.width() > kMaxImageSide || size.height() > kMaxImageSide) return {};
    QImage image(size.toSize().expandedTo(QSize(1, 1)), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(scale, scale);
    sheet.paint(painter, QRectF(QPointF(0, 0), sheet.size()));
    return image;
}

Result<void> exportPng(const CanvasScene& scene, const CanvasGeometry& geometry, const QString& path, int width_px,
                       const ExportOptions& options, const ExportProgress& progress) {
    if (const Result<void> filled = checkNotEmpty(geometry); !filled) return filled;
    CanvasSheet sheet(scene, geometry, options);
    const double scale = width_px / sheet.size().width();
    const double exact_height = std::ceil(sheet.size().height() * scale);
    if (width_px < 16 || width_px > kMaxSide || exact_height > kMaxSide)
        return fail(ErrorCode::LimitExceeded, "the picture would be larger than 200,000 pixels a side", {},
                    "choose a smaller width, or SVG");
    const int height_px = std::max(1, static_cast<int>(exact_height));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return ioFailure(path, file.errorString());
    PngStream png(file, width_px, height_px);
    if (!png.begin()) return ioFailure(path, file.errorString());
    const int rows = static_cast<int>(std::clamp<qsizetype>(kTileBytes / 4 / width_px, 16, height_px));
    std::vector<unsigned char> lines(static_cast<size_t>(rows) * static_cast<size_t>(width_px) * 3);
    sheet.setPlainText(true);
    for (int top = 0; top < height_px; top += rows) {
        const int count = std::min(rows, height_px - top);
        for (int left = 0; left < width_px; left += kTileWidth) {
            QImage tile(std::min(kTileWidth, width_px - left), count, QImage::Format_RGB32);
            QPainter painter(&tile);
            painter.translate(-left, -top);
            painter.scale(scale, scale);
            sheet.paint(painter, QRectF(left / scale, top / scale, tile.width() / scale, count / scale));
            painter.end();
            for (int row = 0; row < count; ++row)
                copyRgb(
                    tile, row,
                    &lines[(static_cast<size_t>(row) * static_cast<size_t>(width_px) + static_cast<size_t>(left)) * 3]);
        }
        for (int row = 0; row < count; ++row)
            if (!png.writeRow(&lines[static_cast<size_t>(row) * static_cast<size_t>(width_px) * 3]))
                return ioFailure(path, file.errorString());
        if (progress && !progress(static_cast<double>(top + count) / height_px))
            return fail(ErrorCode::Cancelled, "the export was cancelled");
    }
    if (!png.end() || !file.commit()) return ioFailure(path, file.errorString());
    return {};
}

Result<void> exportSvg(const CanvasScene& scene, const CanvasGeometry& geometry, const QString& path,
                       const ExportOptions& options) {
    if (const Result<void> filled = checkNotEmpty(geometry); !filled) return filled;
    ExportOptions flat = options;
    flat.aspect = 0;  // QSvgGenerator writes no clipping, which cut columns would need.
    CanvasSheet sheet(scene, geometry, flat);
    sheet.setPlainText(true);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return ioFailure(path, file.errorString());
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(sheet.size().toSize());
    svg.setViewBox(QRectF(QPointF(0, 0), sheet.size()));
    svg.setResolution(96);
    svg.setTitle(QCoreApplication::translate("bw::ui::CanvasSheet", "Block graph"));
    QPainter painter;
    if (!painter.begin(&svg)) return ioFailure(path, file.errorString());
    sheet.paint(painter, QRectF(QPointF(0, 0), sheet.size()));
    painter.end();
    if (file.error() != QFileDevice::NoError || !file.commit()) return ioFailure(path, file.errorString());
    return {};
}

}  // namespace bw::ui
