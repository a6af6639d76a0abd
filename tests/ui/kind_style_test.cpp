// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/kind_style.h"

#include <QMap>
#include <QtTest>

#include "graph/block_kind.h"

using namespace bw::ui;

class KindStyleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Colour and shape together tell every registered kind apart, so that a new kind cannot be forgotten here.
    void everyKindLooksDifferent() {
        QMap<std::pair<int, int>, QString> seen;
        for (const bw::BlockKind& kind : bw::blockKinds()) {
            const QString id = QString::fromStdString(kind.id);
            const KindStyle style = kindStyle(id);
            const std::pair key(style.color, static_cast<int>(style.glyph));
            QVERIFY2(!seen.contains(key), qPrintable(id + QStringLiteral(" looks like ") + seen.value(key)));
            seen.insert(key, id);
        }
    }

    void everyGlyphFillsItsSquareAndNoMore() {
        for (int i = 0; i <= static_cast<int>(KindGlyph::Funnel); ++i) {
            const QRectF bounds = glyphPath(static_cast<KindGlyph>(i), 10).boundingRect();
            QVERIFY(QRectF(-0.01, -0.01, 10.02, 10.02).contains(bounds));
            QVERIFY(bounds.width() >= 8 && bounds.height() >= 8);
        }
    }
};

QTEST_GUILESS_MAIN(KindStyleTest)
#include "kind_style_test.moc"
