// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <algorithm>

#include "main_window/panel_docks.h"
#include "panels/landscape_panel.h"
#include "panels/option_list.h"
#include "panels/space_form.h"
#include "panels/space_panel.h"
#include "theme/appearance.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

QString q(const char* text) {
    return QString::fromUtf8(text);
}

/// The presence detector with few kinds of decisions open, by the parametric model, so that a curation is short.
class SpaceFixture : public WindowFixture {
public:
    SpaceFixture() {
        opened_ = open(sample(q("presence_detector")));
        session().setTarget("systolic-16");
        const TargetProfile target = *session().target();
        session().workbench().adopt(target, *Estimator::parametric(target));
        opened_ = opened_ && settle();
        session().history().clear();
        window().resize(1280, 720);
        SpaceOptions options = SpaceOptions::none();
        options[DecisionKind::Width] = true;
        options[DecisionKind::Fusion] = true;
        options.closed = {"ibn_2", "ibn_3", "ibn_4", "ibn_5"};
        space().setOptions(options);
    }
    bool isOpen() const { return opened_; }
    SpaceSession& space() { return window().spaceSession(); }

    bool curate() {
        QSignalSpy finished(&space(), &SpaceSession::finished);
        return space().curate() && finished.wait(120000) && space().curation() != nullptr;
    }
    const CuratedAxis& axis(const char* name) {
        const auto& axes = space().curation()->axes;
        return *std::find_if(axes.begin(), axes.end(), [&](const CuratedAxis& one) { return one.decision == name; });
    }

    const SpaceRow& row(const char* decision) {
        const auto& rows = window().spacePanel().rows();
        return *std::find_if(rows.begin(), rows.end(), [&](const SpaceRow& one) { return one.decision == decision; });
    }
    LandscapePanel& landscape() { return window().landscapePanel(); }
    /// Opens the panel and waits for the landscape of these decisions.
    bool sweep(const std::string& first, const std::string& second = {}) {
        window().docks().open(q("landscape"));
        if (!space().curation() && !curate()) return false;
        landscape().choose(first, second);
        return waitForSweep(first);
    }
    bool waitForSweep(const std::string& first) {
        return QTest::qWaitFor(
            [&] {
                const auto sweep = landscape().sweeper().sweep();
                return !landscape().sweeper().isRunning() && sweep && sweep->x.decision == first &&
                       sweep->space->network().sharesWith(session().settledNetwork()) &&
                       landscape().sweeper().decisions().size() == sweep->decisions.size();
            },
            120000);
    }

private:
    bool opened_ = false;
};

}  // namespace

/// The space and the landscape as a person uses them.
class SpaceWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curationSmoothsTheSpace() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.curate());
        const Curation& curation = *fixture.space().curation();
        QVERIFY(!fixture.space().isStale());
        QVERIFY(curation.log10_after < curation.log10_before);
        const auto rough = [](const Roughness& r) { return r.violations + r.plateaus; };
        QVERIFY(rough(curation.every_count) > rough(curation.roughness) + 0.2);
    }

    void anEditMakesTheCurationStale() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.curate());
        QVERIFY(fixture.session().applyEdit("set stem.channels=16"));
        QVERIFY(fixture.space().isStale());
        fixture.session().undo();
        QVERIFY(!fixture.space().isStale());
        SpaceOptions options = fixture.space().options();
        options.least_width = 0.5;
        fixture.space().setOptions(options);
        QVERIFY(fixture.space().isStale());
        QVERIFY(fixture.settle());
        QVERIFY(fixture.curate());
        QVERIFY(!fixture.space().isStale());
    }

    void ownOptionsHoldUntilTheirBlockIsFrozen() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.curate());
        const std::vector<std::string> automatic = fixture.axis("ibn_10.channels").options;
        const std::vector<std::string> own = {"20", "44"};
        fixture.space().setOwn("ibn_10.channels", own);
        QVERIFY(fixture.space().isStale());
        QVERIFY(fixture.curate());
        QCOMPARE(fixture.axis("ibn_10.channels").options, own);
        QCOMPARE(fixture.space().automaticAxis("ibn_10.channels")->options, automatic);
        QVERIFY(fixture.session().applyEdit("freeze ibn_10"));
        QVERIFY(fixture.settle() && fixture.curate());
        QVERIFY(fixture.space().own().empty());
        QVERIFY(!fixture.space().curation()->space.find("ibn_10.channels"));
    }

    void thePanelListsWhatWentAndWhy() {
        SpaceFixture fixture;
        SpacePanel& panel = fixture.window().spacePanel();
        fixture.window().docks().open(q("space"));
        QVERIFY(fixture.isOpen() && panel.rows().empty());
        QVERIFY(fixture.curate());
        QCOMPARE(panel.rows().size(), fixture.space().curation()->axes.size());
        const SpaceRow& last = fixture.row("ibn_15.kind");
        QCOMPARE(last.chips.size(), size_t{2});
        for (const OptionChip& chip : last.chips)
            QCOMPARE(chip.present, chip.text == q("ibn"));
        int removed = 0;
        for (const SpaceRow& row : panel.rows()) {
            QCOMPARE(std::count_if(row.chips.begin(), row.chips.end(), [](const OptionChip& c) { return c.present; }),
                     std::ptrdiff_t{1});
            for (const OptionChip& chip : row.chips) {
                QCOMPARE(chip.kept, chip.reason.isEmpty());
                removed += chip.kept ? 0 : 1;
            }
        }
        QVERIFY(removed > 0);
        QVERIFY(panel.verdict().contains(q("networks")));
        QVERIFY(fixture.session().applyEdit("set stem.channels=16"));
        QVERIFY(fixture.settle());
        QVERIFY2(panel.verdict().contains(q("curate again")), qPrintable(panel.verdict()));
    }

    void ticksAndValuesOfOnesOwnOverrideCuration() {
        SpaceFixture fixture;
        SpacePanel& panel = fixture.window().spacePanel();
        fixture.window().docks().open(q("space"));
        QVERIFY(fixture.isOpen() && fixture.curate());
        panel.choose("ibn_10.channels");
        const std::vector<OptionChip> automatic = fixture.row("ibn_10.channels").chips;
        const auto kept = std::find_if(automatic.begin(), automatic.end(), [](const OptionChip& c) { return c.kept; });
        const QString option = kept->text;
        panel.options().tick(option, false);
        QTRY_VERIFY(fixture.row("ibn_10.channels").own);
        panel.options().addValue(q("44"));
        const auto* own = fixture.space().ownOf("ibn_10.channels");
        QVERIFY(own != nullptr);
        QVERIFY(std::count(own->options.begin(), own->options.end(), "44") == 1);
        QVERIFY(std::count(own->options.begin(), own->options.end(), option.toStdString()) == 0);
        panel.options().addValue(q("many"));
        QVERIFY(std::count(own->options.begin(), own->options.end(), "many") == 0);
        panel.options().resetToAutomatic();
        QVERIFY(fixture.space().own().empty() && !fixture.space().isStale());
        // The form and the panel tell the session.
        panel.form().setOpen(DecisionKind::Fusion, false);
        QVERIFY(!fixture.space().options()[DecisionKind::Fusion] && fixture.space().isStale());
        panel.options().toggleFrozen();
        QVERIFY(fixture.session().network().findByName("ibn_10")->frozen);
    }

    void theAcceleratorIsRockyAndTheCuratedSpaceIsSmooth() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.sweep("ibn_16.channels"));
        const LandscapeSweep& sweep = *fixture.landscape().sweeper().sweep();
        QCOMPARE(sweep.of_macs.violations, 0.0);
        QVERIFY(sweep.of_latency.violations + sweep.of_latency.plateaus > 0.2);
        QCOMPARE(sweep.of_curated.violations + sweep.of_curated.plateaus, 0.0);
    }

    void aClickPreviewsAndADoubleClickAccepts() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.sweep("ibn_10.channels"));
        DocumentSession& session = fixture.session();
        const Network before = session.network();
        LandscapeChart& chart = fixture.landscape().chart(LandscapePane::Curated);
        const LandscapeFrame frame = *chart.frame();
        const int first = frame.x.shown().front();
        const QPoint place = frame.position({first, 0}).toPoint();
        QTest::mouseClick(&chart, Qt::LeftButton, {}, place);
        QVERIFY(session.isPreviewing());
        const auto channels = [&session] {
            return session.network().findByName("ibn_10")->attributes.integer("channels");
        };
        const auto wanted =
            static_cast<int64_t>(fixture.landscape().sweeper().sweep()->x.values[static_cast<size_t>(first)]);
        QCOMPARE(channels(), wanted);
        QCOMPARE(session.history().count(), 0);
        QTest::keyClick(&chart, Qt::Key_Escape);
        QVERIFY(!session.isPreviewing() && session.network().sharesWith(before));
        QTest::mouseDClick(&chart, Qt::LeftButton, {}, place);
        QVERIFY(!session.isPreviewing());
        QCOMPARE(session.history().count(), 1);
        QCOMPARE(channels(), wanted);
        // The landscape follows the edit.
        QVERIFY(fixture.settle() && fixture.waitForSweep("ibn_10.channels"));
        QCOMPARE(fixture.landscape().sweeper().sweep()->x.now, static_cast<double>(wanted));
    }

    void theKeyboardReachesEveryPoint() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen() && fixture.sweep("ibn_10.channels", "ibn_13.channels"));
        LandscapeChart& chart = fixture.landscape().chart(LandscapePane::EveryStep);
        QSignalSpy pointed(&chart, &LandscapeChart::pointedAt);
        QTest::keyClick(&chart, Qt::Key_Home);
        QTest::keyClick(&chart, Qt::Key_Right);
        QTest::keyClick(&chart, Qt::Key_Up);
        QCOMPARE(pointed.count(), 3);
        const auto point = pointed.back().front().value<LandscapePoint>();
        QCOMPARE(point.x, 1);
        QCOMPARE(point.y, chart.frame()->present().y + 1);
        QVERIFY(!chart.accessibleDescription().isEmpty());
        QTest::keyClick(&chart, Qt::Key_Return);
        QVERIFY(fixture.session().isPreviewing());
        QTest::keyClick(&chart, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(fixture.session().history().count(), 1);
    }

    void theLandscapeIsWrittenAsPictureAndTable() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen());
        QVERIFY(!fixture.landscape().exportObstacle().isEmpty());
        QVERIFY(fixture.sweep("ibn_10.channels"));
        fixture.space().setTrajectory({{{"ibn_10.channels", 16}}, {{"ibn_10.channels", 48}}, {}});
        const QString picture = fixture.folder() + q("/landscape.png"), table = fixture.folder() + q("/landscape.csv");
        QVERIFY(fixture.landscape().exportTo(picture));
        QVERIFY(QImage(picture).width() > 1000);
        QVERIFY(fixture.landscape().exportTo(table));
        QFile file(table);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), static_cast<int>(fixture.landscape().sweeper().sweep()->macs.size()) + 1);
        QVERIFY(!fixture.landscape().exportTo(q("/nowhere/landscape.csv")));
    }

    void stopsAndSaysWhatIsMissing() {
        SpaceFixture fixture;
        QVERIFY(fixture.isOpen());
        QSignalSpy finished(&fixture.space(), &SpaceSession::finished);
        QVERIFY(fixture.space().curate());
        QVERIFY(!fixture.space().curate());
        fixture.space().stop();
        QVERIFY(finished.wait(60000));
        QVERIFY(!fixture.space().curation() && !fixture.space().error());
        fixture.space().setOptions(SpaceOptions::none());
        QVERIFY(!fixture.space().obstacle().isEmpty());
        QVERIFY(!fixture.space().curate());
    }
};

QTEST_MAIN(SpaceWindowTest)
#include "space_window_test.moc"
