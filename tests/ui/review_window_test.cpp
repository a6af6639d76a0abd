// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates and walk-throughs in the window.
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QTableView>

#include "io/document.h"
#include "main_window/panel_docks.h"
#include "review/presentation.h"
#include "review_fixture.h"
#include "session/journal.h"

using namespace bw;
using namespace bw::ui;

class ReviewWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void networksAreKeptWeighedAndOpenedAgain() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.trigger("review.keep");
        const Network first = fixture.session().network();
        fixture.fuseFirst();
        fixture.trigger("review.keep");
        QVERIFY(fixture.session().applyEdit("scale 0.75 --multiple 8"));
        QVERIFY(fixture.settle());
        fixture.trigger("review.keep");
        QCOMPARE(fixture.review().candidates.size(), size_t{3});
        QVERIFY(fixture.waitForCosts());
        const CandidatesModel& model = fixture.candidates().model();
        QCOMPARE(model.rowCount(), 5);  // The present network and the baseline as well.
        QVERIFY(*model.at(3).costs->latency_ms < *model.at(2).costs->latency_ms);
        QVERIFY(QString::fromStdString(fixture.review().candidates[1].origin).contains(QStringLiteral("fused")));
        WindowFixture::picture(fixture.window(), QStringLiteral("candidates_1280"));
        fixture.candidates().choose(fixture.review().candidates[0].id);
        fixture.candidates().openChosen();
        QVERIFY(fixture.session().network() == first);
        fixture.session().undo();
        QVERIFY(!(fixture.session().network() == first));
    }

    void candidatesAreEditedCopiedPinnedAndRemoved() {
        ReviewFixture fixture;
        fixture.trigger("review.keep");
        CandidatesPanel& panel = fixture.candidates();
        CandidatesModel& model = panel.model();
        const int64_t id = fixture.review().candidates[0].id;
        const int row = model.rowOf(id);
        QVERIFY(model.setData(model.index(row, CandidatesModel::Name), QStringLiteral("<b>wide</b>"), Qt::EditRole));
        QVERIFY(
            model.setData(model.index(model.rowOf(id), CandidatesModel::Tags), QStringLiteral("a, b ,"), Qt::EditRole));
        QVERIFY(model.setData(model.index(model.rowOf(id), CandidatesModel::Notes), QStringLiteral("why not"),
                              Qt::EditRole));
        QCOMPARE(fixture.review().candidates[0].name, std::string("<b>wide</b>"));
        QCOMPARE(fixture.review().candidates[0].tags, (std::vector<std::string>{"a", "b"}));
        QVERIFY(model.index(model.rowOf(id), CandidatesModel::Name)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("&lt;b&gt;")));
        QVERIFY(!(model.flags(model.index(0, CandidatesModel::Name)) & Qt::ItemIsEditable));
        panel.choose(id);
        panel.branchChosen();
        QCOMPARE(fixture.review().candidates.size(), size_t{2});
        QCOMPARE(fixture.review().candidates[1].name, std::string("<b>wide</b> copy"));
        panel.pinChosen();
        QVERIFY(fixture.review().candidates[0].pinned);
        QCOMPARE(fixture.review().candidates[0].name, std::string("<b>wide</b> copy"));
        panel.removeChosen();
        QCOMPARE(fixture.review().candidates.size(), size_t{1});
        fixture.session().undo();
        QCOMPARE(fixture.review().candidates.size(), size_t{2});
    }

    void theTableSortsAndFilters() {
        ReviewFixture fixture;
        fixture.trigger("review.keep");
        fixture.fuseFirst();
        fixture.trigger("review.keep");
        QVERIFY(fixture.waitForCosts());
        QTableView& table = fixture.candidates().table();
        table.sortByColumn(CandidatesModel::Latency, Qt::AscendingOrder);
        double before = 0;
        for (int row = 0; row < table.model()->rowCount(); ++row) {
            const double latency = table.model()->index(row, CandidatesModel::Latency).data(Qt::UserRole).toDouble();
            QVERIFY(latency >= before);
            before = latency;
        }
        fixture.candidates().findChild<QLineEdit*>()->setText(QStringLiteral("no such network"));
        QCOMPARE(table.model()->rowCount(), 0);
        QVERIFY(fixture.candidates().asTsv().startsWith(QStringLiteral("Network\tLatency")));
    }

    void stopsTakeWhatIsInSightAndBringItBack() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        GraphCanvas& canvas = fixture.window().canvas();
        const BlockId block = fixture.firstOfKind("ibn");
        fixture.session().setSelection({block});
        canvas.showBlock(block, true);
        canvas.zoomAt(canvas.rect().center(), 1.5);
        fixture.trigger("review.add_stop");
        QCOMPARE(fixture.review().stops.size(), size_t{1});
        const Stop stop = fixture.review().stops[0];
        QCOMPARE(stop.selection, std::vector<BlockId>{block});
        QCOMPARE(stop.scale, 1.5);
        QVERIFY(!stop.date.empty());
        canvas.fitAll();
        fixture.session().setSelection({});
        Q_EMIT fixture.walkthrough().stopActivated(0);
        // All that was in sight is so again, though the panel has taken some of the canvas since.
        const QRectF seen = canvas.view().toWorld(QRectF(canvas.rect()));
        QVERIFY(seen.width() > stop.width - 1 && seen.height() > stop.height - 1);
        QVERIFY(qAbs(seen.height() - stop.height) < 1);
        QCOMPARE(fixture.session().selection(), std::vector<BlockId>{block});
        const QPointF middle = canvas.view().toWorld(QRectF(canvas.rect()).center());
        QVERIFY(qAbs(middle.y() - stop.centre_y) < 1);
    }

    void stopsAreDecidedMovedAndLogged() {
        ReviewFixture fixture;
        fixture.trigger("review.add_stop");
        fixture.session().setSelection({fixture.firstOfKind("ibn")});
        fixture.trigger("review.add_stop");
        WalkthroughPanel& panel = fixture.walkthrough();
        QCOMPARE(*panel.chosen(), size_t{1});
        const auto fields = panel.findChildren<QLineEdit*>();
        fields[0]->setText(QStringLiteral("Fuse it?"));
        Q_EMIT fields[0]->editingFinished();
        QCOMPARE(fixture.review().stops[1].title, std::string("Fuse it?"));
        panel.moveChosen(-1);
        QCOMPARE(fixture.review().stops[0].title, std::string("Fuse it?"));
        QVERIFY(panel.logAsTsv().contains(QStringLiteral("1\tFuse it?\tOpen")));
        WindowFixture::picture(fixture.window(), QStringLiteral("walkthrough_1280"));
        panel.removeChosen();
        QCOMPARE(fixture.review().stops.size(), size_t{1});
    }

    void presentationsFillTheScreenAndWalkByKeys() {
        ReviewFixture fixture;
        fixture.trigger("review.add_stop");
        fixture.session().setSelection({fixture.firstOfKind("ibn")});
        fixture.trigger("review.add_stop");
        fixture.walkthrough().choose(0);
        fixture.trigger("review.present");
        Presentation& presentation = fixture.window().presentation();
        QVERIFY(presentation.isOn());
        QVERIFY(fixture.window().isFullScreen());
        QVERIFY(!fixture.window().menuBar()->isVisible());
        auto* caption = fixture.window().findChild<QLabel*>(QStringLiteral("stopCaption"));
        QVERIFY(caption != nullptr && caption->text().startsWith(QStringLiteral("1 of 2")));
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Right);
        QCOMPARE(presentation.stop(), size_t{1});
        QVERIFY(caption->text().startsWith(QStringLiteral("2 of 2")));
        WindowFixture::picture(fixture.window(), QStringLiteral("presentation"));
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Right);
        QCOMPARE(presentation.stop(), size_t{1});
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Home);
        QCOMPARE(presentation.stop(), size_t{0});
        QTest::keyClick(&fixture.window().canvas(), Qt::Key_Escape);
        QVERIFY(!presentation.isOn());
        QVERIFY(fixture.window().menuBar()->isVisible());
        QVERIFY(!fixture.window().isFullScreen());
    }

    void reviewsSurviveACrash() {
        ReviewFixture fixture;
        const QString folder = fixture.folder() + QStringLiteral("/journal-test");
        Document expected;
        {
            Journal journal(fixture.session(), folder);
            journal.begin({}, QStringLiteral("presence"));
            fixture.trigger("review.keep");
            fixture.trigger("review.add_stop");
            fixture.candidates().choose(fixture.review().candidates[0].id);
            fixture.fuseFirst();
            fixture.candidates().openChosen();
            journal.flush();
            expected = fixture.session().document();
        }
        const auto lost = Journal::findLostWork(folder);
        QCOMPARE(lost.size(), size_t{1});
        Workbench workbench(QStringLiteral(BW_SOURCE_DIR "/models"));
        DocumentSession session(workbench);
        QVERIFY(Journal::restore(lost.front(), session));
        QVERIFY(session.document() == expected);
    }
};

QTEST_MAIN(ReviewWindowTest)
#include "review_window_test.moc"
