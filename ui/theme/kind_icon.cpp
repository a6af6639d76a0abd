// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/kind_icon.h"

#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>

#include "text/wording.h"
#include "theme/colors.h"
#include "theme/kind_style.h"

namespace bw::ui {
namespace {

class KindIconEngine : public QIconEngine {
public:
    explicit KindIconEngine(KindStyle style) : style_(style) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        Q_UNUSED(mode);
        Q_UNUSED(state);
        const double side = std::min(rect.width(), rect.height()) * 0.72;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(QRectF(rect).center() - QPointF(side / 2, side / 2));
        painter->fillPath(glyphPath(style_.glyph, side),
                          Colors::fromPalette(QGuiApplication::palette()).kind(style_.color));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new KindIconEngine(style_); }

private:
    KindStyle style_;
};

}  // namespace

QIcon kindIcon(const BlockKind& kind) {
    static QHash<QString, QIcon> icons;
    const QString id = toQt(kind.id);
    QIcon& icon = icons[id];
    if (icon.isNull()) icon = QIcon(new KindIconEngine(kindStyle(id)));
    return icon;
}

QColor kindColor(const BlockKind& kind, const QPalette& palette) {
    return Colors::fromPalette(palette).kind(kindStyle(toQt(kind.id)).color);
}

}  // namespace bw::ui
