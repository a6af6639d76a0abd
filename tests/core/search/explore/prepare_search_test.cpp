// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "generator/sample_networks.h"
#include "search/explore/front_text.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

/// Specifications made into searches of the presence detector on the neural-engine.
class PrepareSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        context_.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
        context_.estimator = must(Estimator::open(context_.target, BW_SOURCE_DIR "/models"));
        network_ = samples::presenceDetector();
        lowered_ = must(lower(network_));
        // Quick: fusion and stages alone, every option.
        spec_.space = SpaceOptions::none();
        spec_.space[DecisionKind::Width] = true;
        spec_.space[DecisionKind::Fusion] = true;
        spec_.space.grain = WidthGrain::Stage;
        spec_.space.most_width = 1;
        spec_.curated = false;
        spec_.run.evaluations = 150;
    }

    void relativeLimitsFollowTheNetwork() {
        SearchSpec spec = spec_;
        spec.relative = {{Figure::ParameterBytes, 0.5}, {Figure::Score, 1}};
        spec.limits = {{Figure::PeakBytes, 1e9}};
        // Fusing alone cannot halve the parameters and keep the score: the capacity falls with the width.
        QVERIFY(!prepared(spec));
        spec.relative = {{Figure::ParameterBytes, 0.5}};
        const PreparedSearch search = must(prepared(spec));
        const auto& limits = search.problem->goals().limits;
        QCOMPARE(limits.size(), size_t{2});
        QCOMPARE(limits.back().limit, 0.5 * static_cast<double>(search.now.parameter_bytes));
    }

    void unreachableLimitsTellTheClosestNetwork() {
        SearchSpec spec = spec_;
        spec.limits = {{Figure::Latency, 0.001}, {Figure::PeakBytes, 1e9}};
        const auto search = prepared(spec);
        QVERIFY(!search);
        QCOMPARE(search.error().code, ErrorCode::InvalidArgument);
        const std::string text = search.error().message;
        QVERIFY2(text.find("latency_ms") != std::string::npos, text.c_str());
        // Only what binds is named.
        QVERIFY2(text.find("peak_bytes") == std::string::npos, text.c_str());
        QVERIFY(search.error().remedy.find("latency_ms to ") != std::string::npos);
    }

    void emptySpacesAreRefused() {
        SearchSpec spec = spec_;
        spec.space = SpaceOptions::none();
        QVERIFY(!prepared(spec));
        spec = spec_;
        spec.run.strategy = "guess";
        const auto search = prepared(spec);
        QVERIFY(!search && search.error().text().find("guess") != std::string::npos);
        spec = spec_;
        spec.score = "beauty";
        QVERIFY(!prepared(spec));
    }

    void everythingFoundKeepsTheLimits() {
        SearchSpec spec = spec_;
        spec.relative = {{Figure::ParameterBytes, 0.7}, {Figure::Latency, 0.8}};
        const PreparedSearch search = must(prepared(spec));
        RunControl control;
        const SearchResult result = must(runSearch(*search.problem, spec.run, control));
        QVERIFY(!result.last.front.empty());
        for (const Evaluation& evaluation : result.last.front) {
            const Network network = must(search.problem->space().build(evaluation.genome));
            const NetworkFigures figures = must(search.problem->figuresOf(network, must(lower(network))));
            QVERIFY(*figures.latency_ms <= 0.8 * *search.now.latency_ms);
            QVERIFY(static_cast<double>(figures.parameter_bytes) <=
                    0.7 * static_cast<double>(search.now.parameter_bytes));
        }
        // Equal questions give equal files, whatever the threads.
        spec.run.threads = 2;
        const PreparedSearch again = must(prepared(spec));
        RunControl other;
        const SearchResult repeated = must(runSearch(*again.problem, spec.run, other));
        QCOMPARE(frontText(again, spec, repeated), frontText(search, spec, result));
        QCOMPARE(again.identity, search.identity);
    }

    void cancelledPreparationsSaySo() {
        std::stop_source stop;
        stop.request_stop();
        SearchSpec spec = spec_;
        spec.curated = true;
        const auto search = prepareSearch(network_, lowered_, context_, spec, stop.get_token());
        QVERIFY(!search);
        QCOMPARE(search.error().code, ErrorCode::Cancelled);
    }

private:
    Result<PreparedSearch> prepared(const SearchSpec& spec) {
        return prepareSearch(network_, lowered_, context_, spec);
    }

    AssessmentContext context_;
    Network network_;
    LoweredNetwork lowered_;
    SearchSpec spec_;
};

QTEST_GUILESS_MAIN(PrepareSearchTest)
#include "prepare_search_test.moc"
