// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/colors.h"

#include <QtTest>

using namespace bw::ui;

namespace {

QPalette lightPalette() {
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    return palette;
}

QPalette darkPalette() {
    QPalette palette;
    palette.setColor(QPalette::Base, QColor(0x1e1f22));
    palette.setColor(QPalette::Text, QColor(0xdfe1e5));
    return palette;
}

}  // namespace

class ColorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recognisesTheSchemeFromThePalette() {
        QVERIFY(!isDark(lightPalette()));
        QVERIFY(isDark(darkPalette()));
    }

    void textsContrastEnough() {
        for (const QPalette& palette : {lightPalette(), darkPalette()}) {
            const Colors colors = Colors::fromPalette(palette);
            for (const QColor& ground : {colors.card, colors.canvas}) {
                QVERIFY(contrastRatio(colors.text, ground) >= 7);
                QVERIFY(contrastRatio(colors.muted_text, ground) >= 4.5);
                for (const QColor& ink : {colors.good, colors.bad, colors.warning, colors.info})
                    QVERIFY(contrastRatio(ink, ground) >= 4.5);
            }
            for (int kind = 0; kind < kKindColorCount; ++kind)
                QVERIFY(contrastRatio(colors.kind(kind), colors.card) >= 3);
        }
    }

    void everyHeatColorCarriesReadableText() {
        for (const QPalette& palette : {lightPalette(), darkPalette()}) {
            const Colors colors = Colors::fromPalette(palette);
            for (int i = 0; i <= 100; ++i) {
                const QColor heat = colors.heat(i / 100.0), change = colors.change(i / 50.0 - 1);
                QVERIFY2(contrastRatio(heat, textOn(heat)) >= 4.5, qPrintable(QString::number(i)));
                QVERIFY2(contrastRatio(change, textOn(change)) >= 4.5, qPrintable(QString::number(i)));
            }
        }
    }

    void heatLightnessIsMonotone() {
        const Colors light = Colors::fromPalette(lightPalette()), dark = Colors::fromPalette(darkPalette());
        for (int i = 1; i <= 50; ++i) {
            const double a = (i - 1) / 50.0, b = i / 50.0;
            QVERIFY(contrastRatio(light.heat(b), Qt::black) < contrastRatio(light.heat(a), Qt::black));
            QVERIFY(contrastRatio(dark.heat(b), Qt::black) > contrastRatio(dark.heat(a), Qt::black));
        }
    }
};

QTEST_MAIN(ColorsTest)
#include "colors_test.moc"
