// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Walking through stops on the whole screen.
#include <QComboBox>
#include <QLabel>
#include <QStatusBar>

#include "main_window/panel_docks.h"
#include "review/presentation.h"
#include "review_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// What part of the drawing is in sight.
QRectF sight(const GraphCanvas& canvas) {
    return canvas.view().toWorld(QRectF(canvas.rect()));
}

/// True where `inner` is in sight as a whole and fills the canvas in one direction.
bool isFitted(const GraphCanvas& canvas, const QRectF& inner) {
    const QRectF seen = sight(canvas);
    const bool inside = seen.adjusted(-1, -1, 1, 1).contains(inner);
    return inside && (qAbs(seen.width() - inner.width()) < 1 || qAbs(seen.height() - inner.height()) < 1);
}

}  // namespace

class WalkthroughTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsShowWhatWasSeenInWindowsOfAnySize() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        GraphCanvas& canvas = fixture.window().canvas();
        canvas.showBlock(fixture.firstOfKind("ibn"), true);
        fixture.window().docks().open(QStringLiteral("walkthrough"));
        QTest::qWait(50);
        fixture.trigger("review.add_stop");
        const Stop stop = fixture.review().stops.at(0);
        const QRectF seen(stop.centre_x - stop.width / 2, stop.centre_y - stop.height / 2, stop.width, stop.height);
        QVERIFY(isFitted(canvas, seen));
        canvas.fitAll();
        fixture.window().resize(1700, 1000);
        QTest::qWait(50);
        Q_EMIT fixture.walkthrough().stopActivated(0);
        QVERIFY(isFitted(canvas, seen));
        fixture.trigger("review.present");
        QTest::qWait(100);
        QVERIFY(isFitted(canvas, seen));
        // The caption covers nothing of the graph and leaves with the presentation.
        auto* caption = fixture.window().findChild<QLabel*>(QStringLiteral("stopCaption"));
        QVERIFY(caption != nullptr && caption->isVisible());
        QVERIFY(!caption->geometry().intersects(canvas.QWidget::geometry()));
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QTRY_VERIFY(fixture.window().findChild<QLabel*>(QStringLiteral("stopCaption")) == nullptr);
    }

    void presentationsShowThePanelAndTheColoursOfTheStop() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        auto* overlay = fixture.window().findChild<QComboBox*>();
        for (QComboBox* box : fixture.window().findChildren<QComboBox*>()) {
            if (box->accessibleName() == QStringLiteral("Heat overlay")) overlay = box;
        }
        PanelDocks& docks = fixture.window().docks();
        fixture.trigger("review.add_stop");
        overlay->setCurrentIndex(1);
        docks.open(QStringLiteral("memory"));
        QTest::qWait(20);
        fixture.trigger("review.add_stop");
        QCOMPARE(fixture.review().stops.at(1).panel, std::string("memory"));
        QVERIFY(!fixture.review().stops.at(1).overlay.empty());
        fixture.walkthrough().choose(0);
        fixture.trigger("review.present");
        QCOMPARE(overlay->currentIndex(), 0);
        QVERIFY(!docks.isOpen(QStringLiteral("memory")));
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Right);
        QCOMPARE(overlay->currentIndex(), 1);
        QVERIFY(docks.isOpen(QStringLiteral("memory")));
        QVERIFY(!docks.isOpen(QStringLiteral("walkthrough")));
        WindowFixture::picture(fixture.window(), QStringLiteral("presentation_panel"));
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Left);
        QVERIFY(!docks.isOpen(QStringLiteral("memory")));
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Escape);
        QVERIFY(fixture.window().statusBar()->isVisible());
        QVERIFY(docks.isOpen(QStringLiteral("walkthrough")));
    }

    void keysEditNothingWhilePresenting() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.session().setSelection({fixture.firstOfKind("ibn")});
        fixture.trigger("review.add_stop");
        const Document before = fixture.session().document();
        const int steps = fixture.session().history().count();
        fixture.trigger("review.present");
        GraphCanvas& canvas = fixture.window().canvas();
        canvas.setFocus();
        for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_F6, Qt::Key_F7})
            QTest::keyClick(&canvas, key);
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(&canvas, Qt::Key_D, Qt::ControlModifier);
        QVERIFY(fixture.session().document() == before);
        QCOMPARE(fixture.session().history().index(), steps);
        QVERIFY(fixture.window().presentation().isOn());
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(!fixture.window().presentation().isOn());
        // Afterwards they do what they always do.
        QTest::keyClick(&canvas, Qt::Key_F7);
        QCOMPARE(fixture.review().stops.size(), size_t{2});
    }

    void theCanvasGlidesUnlessMotionIsUnwanted() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        GraphCanvas& canvas = fixture.window().canvas();
        const QPointF there = sight(canvas).center() + QPointF(0, 900);
        canvas.setAnimated(true);
        canvas.glideTo(there, canvas.view().scale, 400);
        QVERIFY(qAbs(sight(canvas).center().y() - there.y()) > 100);
        QTRY_VERIFY(qAbs(sight(canvas).center().y() - there.y()) < 1);
        canvas.setAnimated(false);
        canvas.glideTo(there - QPointF(0, 500), canvas.view().scale, 400);
        QVERIFY(qAbs(sight(canvas).center().y() - there.y() + 500) < 1);
    }
};

QTEST_MAIN(WalkthroughTest)
#include "walkthrough_test.moc"
