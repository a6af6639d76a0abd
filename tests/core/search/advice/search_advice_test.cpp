// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "advice_fixture.h"
#include "search/advice/best_evaluations.h"

using namespace bw;
using bw::support::must;
using namespace bw::test;

namespace {

/// The least latency at no lower score.
NetworkProblem::Goals faster() {
    return {{Figure::Latency}, {{Figure::Score, 0.0}}};
}

const SearchSuggestion* touching(const std::vector<SearchSuggestion>& suggestions, BlockId block) {
    const auto it = std::find_if(suggestions.begin(), suggestions.end(), [&](const SearchSuggestion& one) {
        return std::find(one.blocks.begin(), one.blocks.end(), block) != one.blocks.end();
    });
    return it == suggestions.end() ? nullptr : &*it;
}

}  // namespace

class SearchAdviceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        engine_ = contextFor("neural-engine");
        network_ = samples::presenceDetector();
        problem_ = problemFor(network_, engine_, faster());
        evaluations_ = climb(*problem_, 700, 3);
        suggestions_ = suggestFrom(*problem_, evaluations_, network_);
        QVERIFY(!suggestions_.empty());
    }

    void suggestionsApplyExactly() {
        const Assessment now = must(assess(network_, engine_));
        for (const SearchSuggestion& one : suggestions_) {
            const Network after = applied(network_, one.commands, problem_->space().multiple());
            const Assessment assessed = must(assess(after, engine_));
            QCOMPARE(one.before.latency_ms, now.totals.latency_ms);
            QCOMPARE(one.after.latency_ms, assessed.totals.latency_ms);
            QCOMPARE(one.after.parameter_bytes, assessed.totals.parameter_bytes);
            QCOMPARE(one.after.peak_bytes, assessed.totals.peak_activation_bytes);
            QVERIFY(!one.title.empty() && !one.blocks.empty());
            for (const BlockId id : one.blocks)
                QVERIFY(after.find(id) == nullptr || !(*after.find(id) == *network_.find(id)));
            const double change = *one.after.latency_ms / *one.before.latency_ms - 1;
            QVERIFY(change < 0 && *one.change_low < change && change < *one.change_high);
        }
    }

    void fusesEarlyBlocksTogether() {
        const SearchSuggestion& first = suggestions_.front();
        QVERIFY2(first.title.starts_with("Fuse ") && first.blocks.size() >= 4, first.title.c_str());
        QVERIFY(*first.after.latency_ms < 0.85 * *first.before.latency_ms);
        QVERIFY(first.after.macs > first.before.macs);
        QVERIFY(*first.ablated_latency > 0.1);
        QVERIFY(std::abs(*first.ablated_score) < 0.05);
    }

    void evidenceIsCounted() {
        std::vector<Network> best;
        std::vector<int64_t> numbers;
        for (const Evaluation* one : bestEvaluations(evaluations_, 40)) {
            best.push_back(must(problem_->space().build(one->genome)));
            numbers.push_back(one->number);
        }
        int checked = 0;
        for (const SearchSuggestion& one : suggestions_) {
            QCOMPARE(one.best, int64_t{40});
            QCOMPARE(one.having, static_cast<int64_t>(one.numbers.size()));
            if (!one.title.starts_with("Fuse ")) continue;
            ++checked;
            for (size_t i = 0; i < best.size(); ++i) {
                const bool fused = std::all_of(one.blocks.begin(), one.blocks.end(), [&](BlockId id) {
                    return best[i].find(id) != nullptr && best[i].find(id)->kind->id == "fused_ibn";
                });
                const bool told = std::find(one.numbers.begin(), one.numbers.end(), numbers[i]) != one.numbers.end();
                QCOMPARE(told, fused);
            }
        }
        QVERIFY(checked > 1);
    }

    void whatIsDoneOrGoneVanishes() {
        const SearchSuggestion& first = suggestions_.front();
        const Network after = applied(network_, first.commands);
        for (const SearchSuggestion& one : suggestFrom(*problem_, evaluations_, after)) {
            QVERIFY(one.commands != first.commands);
            QVERIFY(!one.title.starts_with("Fuse ") || touching({first}, one.blocks.front()) == nullptr);
            applied(after, one.commands);
        }
        // A block of the first suggestion is taken out, another frozen; a third only gets a new name.
        const std::string gone = "ibn_3";
        const BlockId frozen = first.blocks.back();
        const BlockId renamed = first.blocks.front();
        const Network edited = applied(network_, {"delete " + gone, "freeze " + network_.find(frozen)->name,
                                                  "rename " + network_.find(renamed)->name + " early"});
        const auto fresh = suggestFrom(*problem_, evaluations_, edited);
        QVERIFY(touching(fresh, network_.findByName(gone)->id) == nullptr);
        QVERIFY(touching(fresh, frozen) == nullptr);
        QVERIFY(touching(fresh, renamed) != nullptr);
        for (const SearchSuggestion& one : fresh)
            applied(edited, one.commands);
    }

    void theWayBackIsSuggested() {
        // The last blocks are too wide for fusing to pay.
        const Network edited = applied(network_, {"fuse ibn_16"});
        const auto fresh = suggestFrom(*problem_, evaluations_, edited);
        QVERIFY(std::any_of(fresh.begin(), fresh.end(), [](const SearchSuggestion& one) {
            return one.commands == std::vector<std::string>{"unfuse ibn_16"};
        }));
    }

    void limitsAreKept() {
        NetworkProblem::Goals goals = faster();
        // Not even the first suggestion would be within it as a whole.
        const double limit = 1.3 * static_cast<double>(suggestions_.front().before.parameter_bytes);
        goals.limits.push_back({Figure::ParameterBytes, limit});
        const ProblemPtr tight = problemFor(network_, engine_, goals);
        std::vector<Evaluation> rated = evaluations_;
        for (Evaluation& one : rated)
            one.rating = tight->rate(std::span(&one.genome, 1)).front();
        QVERIFY(static_cast<double>(suggestions_.front().after.parameter_bytes) > limit);
        const auto kept = suggestFrom(*tight, rated, network_);
        QVERIFY(!kept.empty());
        for (const SearchSuggestion& one : kept)
            QVERIFY(static_cast<double>(one.after.parameter_bytes) <= limit);
    }

    void whatMendsComesFirst() {
        const auto peak = static_cast<double>(suggestions_.front().before.peak_bytes);
        const ProblemPtr broken =
            problemFor(network_, engine_, {{Figure::Score, Figure::Latency}, {{Figure::PeakBytes, 0.6 * peak}}});
        const auto mending = suggestFrom(*broken, climb(*broken, 500, 5), network_);
        QVERIFY(!mending.empty());
        QVERIFY(static_cast<double>(mending.front().after.peak_bytes) < peak);
    }

    void frontsCountByDominance() {
        std::vector<Evaluation> all;
        const auto add = [&](double a, double b, double violation) {
            const auto number = static_cast<int64_t>(all.size());
            all.push_back({number, {static_cast<int32_t>(number)}, {{a, b}, violation}});
        };
        add(3, 3, 0);    // behind 1 and 4
        add(1, 2, 0);    // front
        add(0, 0, 0.5);  // breaks a limit
        add(4, 4, 0);    // behind 0
        add(2, 1, 0);    // front
        std::vector<int64_t> order;
        for (const Evaluation* one : bestEvaluations(all, 4))
            order.push_back(one->number);
        QCOMPARE(order, (std::vector<int64_t>{1, 4, 0, 3}));
        QCOMPARE(bestEvaluations(std::span(all).subspan(2, 1), 4).size(), size_t{1});
    }

private:
    AssessmentContext engine_;
    Network network_;
    ProblemPtr problem_;
    std::vector<Evaluation> evaluations_;
    std::vector<SearchSuggestion> suggestions_;
};

QTEST_GUILESS_MAIN(SearchAdviceTest)
#include "search_advice_test.moc"
