// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the table of candidates tells of them: costs and for what, origin, accuracy; and where they come from.
#include <QToolBar>
#include <QToolButton>

#include "io/file_bytes.h"
#include "main_window/panel_docks.h"
#include "panels/hints_panel.h"
#include "panels/message_bar.h"
#include "review_fixture.h"
#include "session/suggestion_finder.h"
#include "theme/appearance.h"

using namespace bw;
using namespace bw::ui;

namespace {

QString shown(CandidatesModel& model, int64_t id, int column, int role = Qt::DisplayRole) {
    return model.index(model.rowOf(id), column).data(role).toString();
}

/// So many IBNs in a row.
Network chain(int count) {
    NetworkDraft draft;
    Port x{draft.add(*findBlockKind("input"), "in", {{"shape", std::vector<int64_t>{1, 16, 32, 32}}}, {}), 0};
    for (int i = 0; i < count; ++i)
        x = {draft.add(*findBlockKind("ibn"), "ibn_" + std::to_string(i), {{"channels", int64_t{16}}}, {x}), 0};
    draft.setOutputs({x});
    return draft.commit().value();
}

}  // namespace

class CandidatesWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keptNetworksCarryTheirCostsAndEdits() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.fuseFirst();
        fixture.trigger("review.keep");
        const Candidate& kept = fixture.review().candidates.at(0);
        const Totals& totals = fixture.session().assessment()->totals;
        QVERIFY(kept.costs.has_value());
        QCOMPARE(kept.costs->latency_ms, totals.latency_ms);
        QCOMPARE(kept.costs->macs, totals.macs);
        QCOMPARE(kept.costs->target_id, fixture.session().document().target_id);
        QVERIFY(QString::fromStdString(kept.origin).contains(QStringLiteral("fused")));
        QVERIFY(QString::fromStdString(kept.origin).contains(QStringLiteral("from the baseline")));
    }

    void largeNetworksAreKeptAsTheyWereWhenAsked() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        Document document = fixture.session().document();
        document.network = chain(150);
        document.baseline = document.network;
        fixture.session().load(document);
        QVERIFY(fixture.settle());
        QVERIFY(fixture.session().applyEdit("fuse ibn_7"));
        const Network asked = fixture.session().network();
        fixture.trigger("review.keep");
        QVERIFY(fixture.session().applyEdit("fuse ibn_8"));
        QTRY_COMPARE(fixture.review().candidates.size(), size_t{1});
        QVERIFY(fixture.review().candidates[0].network.sharesWith(asked));
        QCOMPARE(QString::fromStdString(fixture.review().candidates[0].origin),
                 QStringLiteral("ibn_7 fused (from the baseline)"));
        // What was asked of one document does not turn up in another.
        QVERIFY(fixture.session().applyEdit("fuse ibn_9"));
        fixture.trigger("review.keep");
        fixture.session().load(document);
        QTest::qWait(300);
        QVERIFY(fixture.review().candidates.empty());
    }

    void whatIsKeptWhileThePanelIsHiddenIsChosen() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.candidates().keepPresent();
        fixture.fuseFirst();
        fixture.candidates().keepPresent();
        QVERIFY(!fixture.window().docks().isOpen(QStringLiteral("candidates")));
        QCOMPARE(fixture.candidates().chosen(), std::optional<int64_t>(fixture.review().candidates.at(1).id));
        fixture.window().docks().open(QStringLiteral("candidates"));
        QCOMPARE(fixture.candidates().chosen(), std::optional<int64_t>(fixture.review().candidates.at(1).id));
        // Another document leaves nothing chosen that is not its own.
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        QVERIFY(!fixture.candidates().chosen());
        QVERIFY(!fixture.window().registry().action(QStringLiteral("review.branch"))->isEnabled());
    }

    void costsAreThoseOfThePresentTargetAndTheOthersAreTold() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.trigger("review.keep");
        QVERIFY(fixture.waitForCosts());
        CandidatesModel& model = fixture.candidates().model();
        const int64_t id = fixture.review().candidates.at(0).id;
        const double before = *model.at(model.rowOf(id)).costs->latency_ms;
        QVERIFY(!shown(model, id, CandidatesModel::Origin).contains(QStringLiteral("kept for")));
        fixture.session().setTarget("ethos-u55-256");
        QVERIFY(fixture.waitForCosts());
        QVERIFY(*model.at(model.rowOf(id)).costs->latency_ms > before);
        QVERIFY(shown(model, id, CandidatesModel::Origin).contains(QStringLiteral("kept for neural-engine, int8")));
        QVERIFY(
            shown(model, id, CandidatesModel::Latency, Qt::ToolTipRole).contains(QStringLiteral("When it was kept")));
        // What it was kept with is a fact and stays.
        QCOMPARE(*fixture.review().candidates.at(0).costs->latency_ms, before);
    }

    void withoutItsTargetACandidateShowsWhatItWasKeptWith() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.trigger("review.keep");
        Document document = fixture.session().document();
        document.target_id = "not-installed";
        fixture.session().load(document);
        CandidatesModel& model = fixture.candidates().model();
        const int64_t id = fixture.review().candidates.at(0).id;
        QTRY_VERIFY(model.rowOf(id) >= 0);
        QTRY_VERIFY(!model.at(model.rowOf(id)).stale.isEmpty());
        QVERIFY(shown(model, id, CandidatesModel::Latency).contains(QStringLiteral("ms")));
        QVERIFY(shown(model, id, CandidatesModel::Latency, Qt::ToolTipRole).contains(QStringLiteral("Weighed for")));
    }

    void memoryRulesOfTheDocumentCount() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.trigger("review.keep");
        QVERIFY(fixture.waitForCosts());
        fixture.session().setMemoryProfile("tflm");
        QVERIFY(fixture.settle());
        CandidatesModel& model = fixture.candidates().model();
        const int64_t peak = fixture.session().assessment()->totals.peak_activation_bytes;
        QTRY_COMPARE(model.at(model.rowOf(fixture.review().candidates.at(0).id)).costs->peak_activation_bytes, peak);
    }

    void accuraciesAreWrittenIntoTheTable() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.trigger("review.keep");
        CandidatesModel& model = fixture.candidates().model();
        const int64_t id = fixture.review().candidates.at(0).id;
        const auto write = [&](const char* text) {
            return model.setData(model.index(model.rowOf(id), CandidatesModel::Accuracy), QString::fromUtf8(text),
                                 Qt::EditRole);
        };
        QVERIFY(write("71.5 ± 0.5 % top-1, 3 seeds"));
        QVERIFY(fixture.review().candidates[0].accuracy == (MeasuredAccuracy{"top-1", 0.715, 0.005, 3}));
        QCOMPARE(shown(model, id, CandidatesModel::Accuracy), QStringLiteral("71.5 ± 0.5 % top-1, 3 seeds"));
        const int steps = fixture.session().history().count();
        QVERIFY(!write("71.5 ± 0.5 % top-1, 3 seeds"));
        QVERIFY(!write("quite good"));
        QCOMPARE(fixture.session().history().count(), steps);
        QVERIFY(fixture.window().findChild<MessageBar*>()->isVisible());
        QVERIFY(write(""));
        QVERIFY(!fixture.review().candidates[0].accuracy);
        fixture.session().undo();
        QVERIFY(fixture.review().candidates[0].accuracy.has_value());
    }

    void everythingSurvivesSavingAndOpening() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.fuseFirst();
        fixture.trigger("review.keep");
        fixture.trigger("review.add_stop");
        QVERIFY(fixture.window().isWindowModified());
        const Document before = fixture.session().document();
        const std::string path = QString(fixture.folder() + QStringLiteral("/kept.blockwright")).toStdString();
        QVERIFY(saveDocument(before, path).has_value());
        const auto bytes = readFileBytes(path, 1 << 24);
        QVERIFY(bytes.has_value());
        const auto read = readDocument(*bytes, path);
        QVERIFY(read.has_value());
        QVERIFY(*read == before);
    }

    void suggestionsAreKeptWithoutMakingThem() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.window().docks().open(QStringLiteral("hints"));
        HintsPanel& hints = fixture.window().hintsPanel();
        QTRY_VERIFY_WITH_TIMEOUT(hints.shownCount() > 0, 20000);
        const Network before = fixture.session().network();
        const Suggestion first = hints.shown().front();
        hints.keep(0);
        QVERIFY(fixture.session().network().sharesWith(before));
        QCOMPARE(fixture.review().candidates.size(), size_t{1});
        const Candidate& kept = fixture.review().candidates[0];
        QCOMPARE(QString::fromStdString(kept.name), first.title);
        QVERIFY(QString::fromStdString(kept.origin).startsWith(QStringLiteral("suggestion of")));
        QVERIFY(fixture.session().applyEdits(first.commands, first.title).has_value());
        QVERIFY(fixture.session().network() == kept.network);
    }

    void actionsOfTheMenuActOnTheChosenOne() {
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        const auto isOn = [&](const char* id) {
            return fixture.window().registry().action(QString::fromUtf8(id))->isEnabled();
        };
        QVERIFY(!isOn("review.open_candidate") && !isOn("review.remove_candidate"));
        const Network first = fixture.session().network();
        fixture.trigger("review.keep");
        QVERIFY(isOn("review.open_candidate") && isOn("review.remove_candidate"));
        fixture.fuseFirst();
        fixture.trigger("review.open_candidate");
        QVERIFY(fixture.session().network() == first);
        fixture.trigger("review.pin_candidate");
        QVERIFY(fixture.review().candidates[0].pinned);
        fixture.trigger("review.remove_candidate");
        QVERIFY(fixture.review().candidates.empty());
    }

    void noTabIsHiddenAtTheSmallestWindow() {
        applyTheme(ThemeChoice::Light);
        ReviewFixture fixture;
        QVERIFY(fixture.isReady());
        for (int i = 0; i < 12; ++i)
            fixture.candidates().keepPresent();
        fixture.trigger("review.add_stop");
        QTest::qWait(50);
        auto* strip = fixture.window().findChild<QToolBar*>(QStringLiteral("panelStrip"));
        for (const QToolButton* tab : strip->findChildren<QToolButton*>()) {
            if (!tab->accessibleName().isEmpty()) QVERIFY2(tab->isVisible(), qPrintable(tab->accessibleName()));
        }
    }
};

QTEST_MAIN(CandidatesWindowTest)
#include "candidates_window_test.moc"
