// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_frame.h"

#include <QGuiApplication>
#include <QPainter>
#include <QtTest>

using namespace bw::ui;

class PlotFrameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Whether titles stand above a plot or beside it, they and the ticks stay inside what the plot was given.
    void nothingIsPaintedOutside() {
        constexpr int kMargin = 30, kWidth = 260;
        PlotFrame frame;
        frame.x.title = QStringLiteral("epoch");
        frame.y.title = QStringLiteral("loss");
        for (int height = 90; height < 300; ++height) {
            QImage image(kWidth + 2 * kMargin, height + 2 * kMargin, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            const QRectF whole(kMargin, kMargin, kWidth, height);
            frame.paint(painter, whole, Colors::fromPalette(QGuiApplication::palette()), QFont());
            painter.end();
            for (int x = 0; x < image.width(); ++x) {
                for (int y = 0; y < kMargin; ++y) {
                    const bool clean = image.pixel(x, y) == qRgb(255, 255, 255) &&
                                       image.pixel(x, image.height() - 1 - y) == qRgb(255, 255, 255);
                    QVERIFY2(clean, qPrintable(QStringLiteral("height %1").arg(height)));
                }
            }
        }
    }
};

QTEST_MAIN(PlotFrameTest)
#include "plot_frame_test.moc"
