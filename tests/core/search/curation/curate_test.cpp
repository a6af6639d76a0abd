// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "generator/sample_networks.h"
#include "search/curation/curate.h"
#include "search/landscape/landscape_csv.h"
#include "search/landscape/step_cause.h"
#include "search/landscape/sweep.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

/// By the parametric model: fast and without LibTorch.
AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(id));
    context.estimator = must(Estimator::parametric(context.target));
    return context;
}

Roughness freshRoughness(const SearchSpace& space, const LoweredNetwork& lowered, const AssessmentContext& context,
                         int points) {
    const auto problem = must(NetworkProblem::make(space, lowered, context, {{Figure::Latency}, {}}));
    return sampleRoughness(landscapeAxes(space), latencyCost(*problem), points, 99);
}

const CuratedAxis& axisOf(const Curation& curation, const std::string& name) {
    const auto it = std::find_if(curation.axes.begin(), curation.axes.end(),
                                 [&](const CuratedAxis& axis) { return axis.decision == name; });
    if (it == curation.axes.end()) throw std::runtime_error(name);
    return *it;
}

}  // namespace

class CurateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recoversLanesAndSmoothsTheLandscape_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("output");
        QTest::newRow("systolic-16") << QStringLiteral("systolic-16") << 16;
        QTest::newRow("systolic-32") << QStringLiteral("systolic-32") << 32;
        QTest::newRow("nvdla-small") << QStringLiteral("nvdla-small") << 8;
        QTest::newRow("nvdla-large") << QStringLiteral("nvdla-large") << 32;
    }

    void recoversLanesAndSmoothsTheLandscape() {
        QFETCH(const QString, target);
        QFETCH(const int, output);
        const Network network = samples::presenceDetector();
        const LoweredNetwork lowered = must(lower(network));
        const AssessmentContext context = contextFor(target.toStdString());
        const Curation curation = must(curate(network, lowered, context));
        QCOMPARE(curation.lanes.output, output);
        QVERIFY(curation.log10_after < curation.log10_before - 20);
        QVERIFY(curation.every_count.violations + curation.every_count.plateaus > 0.02);
        const Roughness r = freshRoughness(curation.space, lowered, context, 150);
        QVERIFY2(r.violations <= 0.003, qPrintable(QString::number(r.violations)));
        QVERIFY2(r.plateaus <= 0.003, qPrintable(QString::number(r.plateaus)));
        QVERIFY2(r.total_variation < 1.001, qPrintable(QString::number(r.total_variation)));
    }

    void proposesNoCountBesideTheLanes() {
        const Network network = samples::presenceDetector();
        const Curation curation = must(curate(network, must(lower(network)), contextFor("systolic-16")));
        for (const SpaceDecision& decision : curation.space.decisions()) {
            if (decision.kind != DecisionKind::Width) continue;
            for (const double width : decision.values)
                QVERIFY2(std::fmod(width, 16) == 0 || width == 8 || width == decision.now, decision.name.c_str());
        }
    }

    void saysWhatWentAndWhy() {
        const Network network = samples::presenceDetector();
        const Curation curation = must(curate(network, must(lower(network)), contextFor("ethos-u55-256")));
        // Wide, coarse blocks never gain by fusion there.
        const CuratedAxis& last = axisOf(curation, "ibn_15.kind");
        QCOMPARE(last.options, std::vector<std::string>{"ibn"});
        QCOMPARE(last.removed.size(), size_t{1});
        QCOMPARE(last.removed.front().option, std::string("fused_ibn"));
        QVERIFY(last.removed.front().reason.find("slower than ibn in all") == 0);
        for (const CuratedAxis& axis : curation.axes) {
            QVERIFY(!axis.options.empty());
            for (const Removal& removal : axis.removed)
                QVERIFY(!removal.reason.empty());
        }
    }

    void ownOptionsAndFrozenBlocksStay() {
        NetworkDraft draft(samples::presenceDetector());
        draft.edit(must(samples::presenceDetector().resolve("ibn_4")))->frozen = true;
        const Network network = must(draft.commit());
        CurationOptions options;
        options.own = {{"ibn_6.channels", {"20", "44"}}, {"ibn_15.kind", {"fused_ibn", "ibn"}}};
        const Curation curation = must(curate(network, must(lower(network)), contextFor("ethos-u55-256"), options));
        QCOMPARE(axisOf(curation, "ibn_6.channels").options, (std::vector<std::string>{"20", "44"}));
        QCOMPARE(axisOf(curation, "ibn_15.kind").options.size(), size_t{2});
        QVERIFY(!curation.space.find("ibn_4.kernel"));
        options.own = {{"ibn_6.channels", {"many"}}};
        QVERIFY(!curate(network, must(lower(network)), contextFor("ethos-u55-256"), options));
    }

    void stopsAndFails() {
        const Network network = samples::presenceDetector();
        const LoweredNetwork lowered = must(lower(network));
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = curate(network, lowered, contextFor("systolic-16"), {}, stop.get_token());
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
        AssessmentContext blind = contextFor("systolic-16");
        blind.estimator = nullptr;
        QVERIFY(!curate(network, lowered, blind));
        CurationOptions nothing;
        nothing.space = SpaceOptions::none();
        QVERIFY(!curate(network, lowered, contextFor("systolic-16"), nothing));
    }

    void sweepsGiveThreeAlignedSets() {
        const Network network = samples::presenceDetector();
        const LoweredNetwork lowered = must(lower(network));
        const AssessmentContext context = contextFor("systolic-16");
        const Curation curation = must(curate(network, lowered, context));
        const std::vector<std::string> one = {"ibn_6.channels"};
        const LandscapeSweep sweep = must(sweepLandscape(network, lowered, context, {}, curation.space, one));
        QCOMPARE(sweep.macs.size(), sweep.x.values.size());
        QCOMPARE(sweep.latency_ms.size(), sweep.x.values.size());
        QCOMPARE(sweep.of_macs.violations, 0.0);
        QCOMPARE(sweep.of_curated.violations + sweep.of_curated.plateaus, 0.0);
        const std::vector<std::string> two = {"ibn_6.channels", "ibn_10.channels"};
        const LandscapeSweep plane = must(sweepLandscape(network, lowered, context, {}, curation.space, two));
        QCOMPARE(plane.macs.size(), plane.x.values.size() * plane.y->values.size());
        QCOMPARE(plane.of_curated.violations + plane.of_curated.plateaus, 0.0);
        const Genome second = plane.genome(1, 2);
        QCOMPARE(second[plane.decisions[0]], 1);
        QCOMPARE(second[plane.decisions[1]], 2);
        QVERIFY(plane.space->build(second));
        // What the step costs is what its blocks tell.
        const auto causes = stepCauses(*plane.space, plane.genome(0, 0), plane.genome(1, 0), context, 1000);
        double sum = 0;
        for (const StepCause& cause : causes)
            sum += cause.latency_ms;
        QVERIFY(!causes.empty());
        QVERIFY(std::abs(sum - (plane.latency_ms[1] - plane.latency_ms[0])) < 1e-6);
        const std::string csv = landscapeCsv(plane);
        QVERIFY(csv.starts_with("ibn_6.channels,ibn_10.channels,macs,latency_ms,curated\n"));
        QCOMPARE(static_cast<size_t>(std::count(csv.begin(), csv.end(), '\n')), plane.macs.size() + 1);
        const std::vector<std::string> bad = {"ibn_10.color"};
        QVERIFY(!sweepLandscape(network, lowered, context, {}, curation.space, bad));
        const std::vector<std::string> twice = {"ibn_10.channels", "ibn_10.channels"};
        QVERIFY(!sweepLandscape(network, lowered, context, {}, curation.space, twice));
    }
};

QTEST_GUILESS_MAIN(CurateTest)
#include "curate_test.moc"
