// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAction>

#include "canvas/ghost_overlay.h"
#include "charts/pareto_chart.h"
#include "io/document.h"
#include "main_window/panel_docks.h"
#include "panels/hints_panel.h"
#include "panels/suggestion_rows.h"
#include "search/rules_dialog.h"
#include "search/search_charts.h"
#include "search/search_form.h"
#include "search/search_panel.h"
#include "session/light_searcher.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// A sample with latencies and the suggestions in sight; the light search only where asked for.
class SuggestionsFixture : public WindowFixture {
public:
    explicit SuggestionsFixture(bool light = false) {
        window().registry().action(QStringLiteral("search.background"))->setChecked(light);
        ready_ = openWithLatencies(QStringLiteral("presence_detector"));
        window().resize(1280, 720);
        window().docks().open(QStringLiteral("hints"));
    }
    bool isReady() const { return ready_; }
    HintsPanel& panel() { return window().hintsPanel(); }
    bool waitForList() {
        return QTest::qWaitFor(
            [this] { return settle() && !window().suggestions().isSearching() && panel().shownCount() > 0; }, 60000);
    }
    QStringList titles() {
        QStringList titles;
        for (const Suggestion& suggestion : panel().shown())
            titles << suggestion.title;
        return titles;
    }
    /// Searches to the end, so that there is evidence.
    bool search(int64_t evaluations) {
        window().docks().open(QStringLiteral("search"));
        SearchSpec spec;
        spec.curated = false;
        spec.run.evaluations = evaluations;
        window().searchPanel().form().setSpec(spec);
        QSignalSpy ended(&window().searches(), &SearchLibrary::searchEnded);
        window().searchPanel().start();
        const bool done = QTest::qWaitFor([&] { return !ended.isEmpty(); }, 120000);
        window().docks().open(QStringLiteral("hints"));
        return done;
    }
    int rowWithEvidence() {
        for (int row = 0; row < panel().shownCount(); ++row) {
            if (panel().shown()[static_cast<size_t>(row)].best > 0) return row;
        }
        return -1;
    }

private:
    bool ready_ = false;
};

}  // namespace

/// Suggestions from rules and searches, as a person meets them.
class SuggestionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalEditsAreOneSuggestion() {
        Suggestion rule;
        rule.title = QStringLiteral("by rule");
        rule.commands = {"fuse ibn_2"};
        rule.latency_change = -0.1;
        Suggestion found = rule;
        found.title = QStringLiteral("by search");
        found.best = 40;
        found.having = 31;
        Suggestion other;
        other.commands = {"fuse ibn_3"};
        other.latency_change = -0.2;
        const auto merged = mergedSuggestions({rule, found, other});
        QCOMPARE(merged.size(), size_t{2});
        QCOMPARE(merged[0].commands, other.commands);
        QCOMPARE(merged[1].title, QStringLiteral("by search"));
        QCOMPARE(found.kind(), QStringLiteral("fuse"));
        other.commands = {"set ibn_2.channels=32"};
        QCOMPARE(other.kind(), QStringLiteral("set .channels"));
    }

    void nothingMovesUnderThePointer() {
        SuggestionsFixture fixture;
        QVERIFY(fixture.isReady() && fixture.waitForList());
        const QStringList before = fixture.titles();
        fixture.panel().setHeld(true);
        fixture.panel().acceptFirst();
        QVERIFY(fixture.settle());
        QVERIFY(QTest::qWaitFor([&] { return !fixture.window().suggestions().isSearching(); }, 60000));
        QCOMPARE(fixture.titles(), before);
        // What was accepted no longer applies, and says so by being greyed.
        const auto* rows = fixture.panel().findChild<SuggestionRows*>();
        QVERIFY(rows != nullptr);
        QVERIFY(!rows->findChildren<QAbstractButton*>().front()->isEnabled());
        fixture.panel().setHeld(false);
        QVERIFY(fixture.titles() != before);
    }

    void acceptingIsOneStep() {
        SuggestionsFixture fixture;
        QVERIFY(fixture.isReady() && fixture.waitForList());
        const std::string before = writeDocument(fixture.session().document());
        fixture.panel().acceptFirst();
        QCOMPARE(fixture.session().history().count(), 1);
        fixture.session().undo();
        QCOMPARE(writeDocument(fixture.session().document()), before);
    }

    void oneGhostAtATime() {
        SuggestionsFixture fixture;
        QVERIFY(fixture.isReady() && fixture.waitForList());
        QVERIFY(fixture.panel().shownCount() > 1);
        GhostOverlay& overlay = fixture.window().ghosts();
        // The pointer rests on a row, also while the list is filled anew, which makes new rows.
        const auto rest = [&fixture](int row, const std::function<bool()>& reached) {
            return QTest::qWaitFor(
                [&] {
                    if (auto* rows = fixture.panel().findChild<SuggestionRows*>()) Q_EMIT rows->pointedAt(row);
                    return reached();
                },
                20000);
        };
        QVERIFY(rest(0, [&] { return !overlay.ghosts().empty(); }));
        const auto first = overlay.ghosts();
        const auto& blocks = fixture.panel().shown()[0].blocks;
        for (const CanvasGhost& ghost : first) {
            if (!ghost.label.isEmpty()) QVERIFY(std::find(blocks.begin(), blocks.end(), ghost.id) != blocks.end());
        }
        QVERIFY(rest(1, [&] { return !overlay.ghosts().empty() && overlay.ghosts() != first; }));
        QVERIFY(rest(-1, [&] { return overlay.ghosts().empty(); }));
        // A ghost is no change.
        QCOMPARE(fixture.session().history().count(), 0);
        QVERIFY(!fixture.session().isPreviewing());
    }

    void evidenceOpensTheNetworksThatHaveIt() {
        SuggestionsFixture fixture;
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.search(600));
        QVERIFY(QTest::qWaitFor([&] { return fixture.waitForList() && fixture.rowWithEvidence() >= 0; }, 60000));
        const Suggestion suggestion = fixture.panel().shown()[static_cast<size_t>(fixture.rowWithEvidence())];
        QVERIFY(suggestion.having > 0 && suggestion.having <= suggestion.best);
        QCOMPARE(suggestion.numbers.size(), static_cast<size_t>(suggestion.having));
        fixture.panel().openEvidence(fixture.rowWithEvidence());
        QVERIFY(fixture.window().docks().isOpen(QStringLiteral("search")));
        SearchCharts& charts = fixture.window().searchPanel().charts();
        QCOMPARE(charts.pareto().highlighted().size(), static_cast<qsizetype>(suggestion.having));
        const auto search = fixture.window().searches().find(suggestion.search_id);
        for (const int key : charts.pareto().highlighted()) {
            const int64_t number = search->points[static_cast<size_t>(key)].number;
            QVERIFY(std::find(suggestion.numbers.begin(), suggestion.numbers.end(), number) !=
                    suggestion.numbers.end());
        }
    }

    void mutedKindsStayAwayAndAreRemembered() {
        SuggestionsFixture fixture;
        QVERIFY(fixture.isReady() && fixture.waitForList());
        const QString kind = fixture.panel().shown().front().kind();
        fixture.panel().muteKind(0);
        for (const Suggestion& suggestion : fixture.panel().shown())
            QVERIFY(suggestion.kind() != kind);
        QCOMPARE(Settings().value(Setting::MutedSuggestions).toStringList(), QStringList{kind});
        fixture.panel().unmuteAll();
        QCOMPARE(fixture.panel().shown().front().kind(), kind);
        QVERIFY(Settings().value(Setting::MutedSuggestions).toStringList().isEmpty());
    }

    void theLightSearchSpeaksUnasked() {
        SuggestionsFixture fixture(true);
        QVERIFY(fixture.isReady());
        fixture.window().lightSearcher().setQuietSeconds(1);
        QVERIFY(fixture.session().applyEdit("scale 0.75").has_value());
        const auto heard = [&] { return fixture.waitForList() && fixture.rowWithEvidence() >= 0; };
        QVERIFY(QTest::qWaitFor(heard, 90000));
        // What it says is for the network as it is now: it applies.
        const Suggestion suggestion = fixture.panel().shown()[static_cast<size_t>(fixture.rowWithEvidence())];
        QCOMPARE(suggestion.search_id, SearchLibrary::kBackgroundId);
        QVERIFY(fixture.session().previewEdits(suggestion.commands, suggestion.title).has_value());
        fixture.session().endPreview(false);
        QVERIFY(QTest::qWaitFor([&] { return !fixture.window().lightSearcher().isRunning(); }, 90000));
    }

    void theLightSearchCanBeSwitchedOff() {
        SuggestionsFixture fixture(true);
        QVERIFY(fixture.isReady());
        QVERIFY(QTest::qWaitFor([&] { return fixture.window().lightSearcher().isRunning(); }, 30000));
        fixture.window().registry().action(QStringLiteral("search.background"))->setChecked(false);
        QVERIFY(!fixture.window().lightSearcher().isRunning());
        QVERIFY(!Settings().value(Setting::BackgroundSearch).toBool());
        QVERIFY(fixture.session().applyEdit("scale 0.75").has_value());
        QTest::qWait(1500);
        QVERIFY(!fixture.window().lightSearcher().isRunning());
    }
};

QTEST_MAIN(SuggestionsTest)
#include "suggestions_test.moc"
