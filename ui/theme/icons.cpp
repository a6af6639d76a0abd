// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "theme/colors.h"

namespace bw::ui {
namespace {

QByteArray drawing(const QString& name) {
    static QHash<QString, QByteArray> drawings;
    const auto found = drawings.constFind(name);
    if (found != drawings.constEnd()) return *found;
    QFile file(QStringLiteral(":/icons/symbolic/") + name + QStringLiteral(".svg"));
    const QByteArray svg = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    drawings.insert(name, svg);
    return svg;
}

void paintDrawing(QPainter& painter, const QString& name, const QRectF& area, const QColor& color) {
    QByteArray svg = drawing(name);
    svg.replace("#000", color.name().toLatin1());
    QSvgRenderer renderer(svg);
    renderer.render(&painter, area);
}

/// Draws on demand, so that one icon serves every size, ratio and palette.
class SymbolicIconEngine : public QIconEngine {
public:
    SymbolicIconEngine(QString name, QColor color) : name_(std::move(name)), color_(std::move(color)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        Q_UNUSED(state);
        paintDrawing(*painter, name_, QRectF(rect), colorFor(mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        Q_UNUSED(state);
        const QColor color = colorFor(mode);
        const QString key = QStringLiteral("bw_%1_%2_%3_%4")
                                .arg(name_, color.name(QColor::HexArgb))
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap)) return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintDrawing(painter, name_, QRectF(QPointF(0, 0), QSizeF(size)), color);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SymbolicIconEngine(name_, color_); }

private:
    QColor colorFor(QIcon::Mode mode) const {
        const QPalette palette = QApplication::palette();
        const QColor ink = color_.isValid() ? color_ : palette.color(QPalette::WindowText);
        if (mode == QIcon::Disabled) return mix(ink, palette.color(QPalette::Window), 0.62);
        return color_.isValid() ? ink : mix(ink, palette.color(QPalette::Window), 0.12);
    }

    QString name_;
    QColor color_;
};

}  // namespace

QIcon symbolicIcon(const QString& name) {
    return symbolicIcon(name, QColor());
}

QIcon symbolicIcon(const QString& name, const QColor& color) {
    return drawing(name).isEmpty() ? QIcon() : QIcon(new SymbolicIconEngine(name, color));
}

QPixmap symbolicPixmap(const QString& name, int size, double device_pixel_ratio, const QColor& color) {
    const int pixels = qRound(size * device_pixel_ratio);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintDrawing(painter, name, QRectF(0, 0, pixels, pixels), color);
    painter.end();
    pixmap.setDevicePixelRatio(device_pixel_ratio);
    return pixmap;
}

QIcon applicationIcon() {
    return QIcon(QStringLiteral(":/icons/blockwright.svg"));
}

}  // namespace bw::ui
