// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "advice_fixture.h"
#include "search/advice/light_search.h"

using namespace bw;
using bw::support::must;
using namespace bw::test;

namespace {

struct Run {
    LightSearchEnd end = LightSearchEnd::Stopped;
    std::vector<LightAdvice> lists;
};

Run run(const Network& network, const AssessmentContext& context, const LightSearchOptions& options,
        std::stop_token stop = {}) {
    Run result;
    result.end = must(lightSearch(network, must(lower(network)), context, options, stop,
                                  [&](const LightAdvice& advice) { result.lists.push_back(advice); }));
    return result;
}

}  // namespace

class LightSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { engine_ = contextFor("neural-engine"); }

    void suggestsFusingEarlyBlocks() {
        const Network network = samples::presenceDetector();
        const Run result = run(network, engine_, {.quiet_seconds = 0, .evaluations = 600});
        QCOMPARE(result.end, LightSearchEnd::Evaluations);
        QVERIFY(!result.lists.empty());
        const LightAdvice& last = result.lists.back();
        QVERIFY(last.evaluations <= 600);
        const SearchSuggestion& first = last.suggestions.front();
        QVERIFY2(first.title.starts_with("Fuse "), first.title.c_str());
        const BlockId early = network.findByName("ibn_2")->id;
        QVERIFY(std::find(first.blocks.begin(), first.blocks.end(), early) != first.blocks.end());
        QVERIFY(*first.after.latency_ms < 0.8 * *first.before.latency_ms);
        for (const SearchSuggestion& one : last.suggestions) {
            applied(network, one.commands, 16);
            for (const int64_t number : one.numbers) {
                QVERIFY(std::any_of(last.best.begin(), last.best.end(),
                                    [&](const Evaluation& best) { return best.number == number; }));
            }
        }
    }

    void equalSeedsGiveEqualLists() {
        const Network network = samples::cameraClassifier();
        const LightSearchOptions options{.quiet_seconds = 0, .evaluations = 500, .seed = 4};
        const Run a = run(network, engine_, options);
        const Run b = run(network, engine_, options);
        QCOMPARE(a.lists.size(), b.lists.size());
        for (size_t i = 0; i < a.lists.size(); ++i) {
            QCOMPARE(a.lists[i].suggestions.size(), b.lists[i].suggestions.size());
            for (size_t k = 0; k < a.lists[i].suggestions.size(); ++k) {
                QCOMPARE(a.lists[i].suggestions[k].commands, b.lists[i].suggestions[k].commands);
                QCOMPARE(a.lists[i].suggestions[k].numbers, b.lists[i].suggestions[k].numbers);
            }
        }
    }

    void brokenBudgetsAreMended() {
        AssessmentContext context = engine_;
        const Network network = samples::cameraClassifier();
        const Totals now = must(assess(network, context)).totals;
        context.budgets.parameter_bytes = now.parameter_bytes / 2;
        const Run result = run(network, context, {.quiet_seconds = 0, .evaluations = 400});
        QVERIFY(!result.lists.empty());
        const SearchSuggestion& first = result.lists.back().suggestions.front();
        QVERIFY(first.after.parameter_bytes < now.parameter_bytes);
    }

    void joinsWhatBudgetsLeaveRoomFor() {
        AssessmentContext context = engine_;
        const Network network = samples::presenceDetector();
        const Totals now = must(assess(network, context)).totals;
        context.budgets.parameter_bytes = now.parameter_bytes * 13 / 10;
        const Run result = run(network, context, {.quiet_seconds = 0, .evaluations = 600});
        QVERIFY(!result.lists.empty());
        for (const SearchSuggestion& one : result.lists.back().suggestions)
            QVERIFY(one.after.parameter_bytes <= *context.budgets.parameter_bytes);
        const SearchSuggestion& first = result.lists.back().suggestions.front();
        QVERIFY2(first.title.starts_with("Fuse ") && first.blocks.size() > 3, first.title.c_str());
    }

    void endsWhenQuietOrStopped() {
        const Network network = samples::presenceDetector();
        QCOMPARE(run(network, engine_, {.quiet_seconds = 1e-9}).end, LightSearchEnd::Quiet);
        std::stop_source stop;
        const auto end = lightSearch(network, must(lower(network)), engine_, {.quiet_seconds = 0}, stop.get_token(),
                                     [&](const LightAdvice&) { stop.request_stop(); });
        QCOMPARE(must(end), LightSearchEnd::Stopped);
    }

    void frozenNetworksHaveNothingToDecide() {
        Network network = samples::presenceDetector();
        std::string all = "freeze";
        for (const BlockPtr& block : network.blocks())
            all += " " + block->name;
        network = applied(network, {all});
        QVERIFY(!lightSearch(network, must(lower(network)), engine_, {}, {}, [](const LightAdvice&) {}));
    }

private:
    AssessmentContext engine_;
};

QTEST_GUILESS_MAIN(LightSearchTest)
#include "light_search_test.moc"
