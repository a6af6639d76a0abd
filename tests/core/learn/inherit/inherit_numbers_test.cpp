// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/inherit_numbers.h"

#include <QtTest>
#include <algorithm>
#include <cmath>

#include "learn/train/trainer.h"
#include "support/random_edit.h"
#include "support/random_network.h"
#include "support/toy_data.h"
#include "support/trained.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

Attributes trained(Attributes attributes) {
    attributes.set("batch_norm", true);
    attributes.set("bias", false);
    return attributes;
}

/// Two branches side by side, then both at once: their channels are added, gated and joined.
Network branchy() {
    Chain chain({1, 3, 16, 16});
    const BlockId stem = chain.then("conv", trained(conv(8, 3, 2, "same")), "stem");
    const BlockId a = chain.add("conv", trained(conv(6, 3, 1, "same")), {stem}, "a");
    const BlockId b = chain.add("depthwise_conv", trained({{"kernel", int64_t{3}}}), {stem}, "b");
    const BlockId joined = chain.add("concat", {}, {a, b}, "joined");
    const BlockId c = chain.add("conv", trained(conv(14, 1, 1, "same")), {joined}, "c");
    chain.setLast(chain.add("add", {}, {joined, c}, "sum"));
    chain.then("ibn", trained({{"channels", int64_t{14}}, {"squeeze", int64_t{4}}, {"residual", true}}), "ibn");
    chain.then("global_pool", {{"form", std::string("mean_flat")}}, "pool");
    chain.then("dense", {{"channels", int64_t{5}}}, "classes");
    return chain.network();
}

Network single(const std::string& kind, Attributes attributes) {
    Chain chain({1, 3, 12, 12});
    chain.then("conv", trained(conv(8, 3, 1, "same")), "stem");
    chain.then(kind, trained(std::move(attributes)), "middle");
    chain.then("conv", conv(4, 1, 1, "same"), "end");
    return chain.network();
}

struct Outcome {
    Inherited inherited;
    std::vector<float> before, after;
    bool all_fit = false;
};

Outcome carry(const Network& from, const Network& to, std::vector<NamedTensor> numbers) {
    RunningNetwork old(from);
    Outcome outcome;
    old.set(numbers);
    outcome.before = old.answer();
    outcome.inherited = must(inheritNumbers(from, numbers, to));
    RunningNetwork fresh(to, 5);
    outcome.all_fit = fresh.set(outcome.inherited.numbers) == static_cast<int>(outcome.inherited.numbers.size());
    outcome.after = fresh.answer();
    return outcome;
}

double difference(const Outcome& outcome) {
    double most = 0, size = 0;
    if (outcome.before.size() != outcome.after.size()) return 1e9;
    for (size_t i = 0; i < outcome.before.size(); ++i) {
        most = std::max<double>(most, std::abs(outcome.before[i] - outcome.after[i]));
        size = std::max<double>(size, std::abs(outcome.before[i]));
    }
    return most / size;
}

#define COMPUTES_THE_SAME(outcome)       \
    QVERIFY((outcome).all_fit);          \
    QVERIFY2(difference(outcome) < 1e-4, \
             (std::to_string(difference(outcome)) + ": " + (outcome).inherited.sentence()).c_str())

}  // namespace

class InheritNumbersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
    }

    void nothingEditedIsKept() {
        for (const Network& network : {toyClassifier(), toySegmenter(), toyDetector(), branchy()}) {
            auto numbers = RunningNetwork(network).numbers(3);
            auto inherited = must(inheritNumbers(network, numbers, network)).numbers;
            const auto byName = [](const NamedTensor& a, const NamedTensor& b) { return a.name < b.name; };
            std::sort(numbers.begin(), numbers.end(), byName);
            std::sort(inherited.begin(), inherited.end(), byName);
            QVERIFY(numbers == inherited);
        }
    }

    /// A quarter of all channels that nobody reads goes, wherever those channels run, and nothing changes.
    void idleChannelsGo_data() {
        QTest::addColumn<QString>("edit");
        QTest::newRow("narrower") << "scale 0.75 --multiple 1";
        QTest::newRow("fewer inside") << "set ibn.expansion=4.5";
        QTest::newRow("one branch") << "set a.channels=5";
        QTest::newRow("the stem") << "set stem.channels=6";
    }
    void idleChannelsGo() {
        QFETCH(QString, edit);
        const Network from = branchy();
        auto numbers = RunningNetwork(from).numbers(4);
        makeIdle(from, numbers, 1);
        const Outcome outcome = carry(from, edited(from, {edit.toStdString()}), numbers);
        COMPUTES_THE_SAME(outcome);
        QVERIFY(outcome.inherited.count(Inheritance::Sliced) > 0);
        QCOMPARE(outcome.inherited.count(Inheritance::New), 0);
    }

    void idleChannelsOfResidualsGo() {
        const Network from = toyClassifier();
        auto numbers = RunningNetwork(from).numbers(5);
        makeIdle(from, numbers, 1);
        const Outcome outcome = carry(from, edited(from, {"scale 0.75 --multiple 1"}), numbers);
        COMPUTES_THE_SAME(outcome);
    }

    void growingChangesNothing_data() {
        QTest::addColumn<QString>("edit");
        QTest::newRow("wider") << "scale 1.5 --multiple 1";
        QTest::newRow("more inside") << "set ibn.expansion=8";
        QTest::newRow("one branch") << "set a.channels=9";
        QTest::newRow("the stem") << "set stem.channels=12";
    }
    void growingChangesNothing() {
        QFETCH(QString, edit);
        const Network from = branchy();
        const Outcome outcome = carry(from, edited(from, {edit.toStdString()}), RunningNetwork(from).numbers(6));
        COMPUTES_THE_SAME(outcome);
        QVERIFY(outcome.inherited.count(Inheritance::Sliced) > 0);
    }

    void windowsKeepTheirMiddle() {
        const Network three = single("conv", conv(8, 3, 1, "same"));
        const Network five = edited(three, {"set middle.kernel=5"});
        const auto numbers = RunningNetwork(three).numbers(8);
        const Outcome larger = carry(three, five, numbers);
        COMPUTES_THE_SAME(larger);
        QCOMPARE(larger.inherited.count(Inheritance::Sliced), 1);
        const Outcome back = carry(five, three, larger.inherited.numbers);
        COMPUTES_THE_SAME(back);
        const Network one = edited(three, {"set middle.kernel=1"});
        QCOMPARE(carry(three, one, numbers).inherited.count(Inheritance::New), 0);
    }

    void depthwiseBecomesADiagonal() {
        const Network from = single("depthwise_conv", {{"kernel", int64_t{3}}});
        const Outcome outcome = carry(from, edited(from, {"to_standard middle"}), RunningNetwork(from).numbers(9));
        COMPUTES_THE_SAME(outcome);
    }

    /// Without a non-linearity between its parts a block is the convolution that it is joined to, and back.
    void linearBlocksAreComposedExactly_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("joins");
        QTest::addColumn<QString>("splits");
        QTest::newRow("ibn") << "ibn"
                             << "fuse middle"
                             << "unfuse middle";
        QTest::newRow("separable") << "depthwise_separable"
                                   << "to_standard middle"
                                   << "to_depthwise middle";
    }
    void linearBlocksAreComposedExactly() {
        QFETCH(QString, kind);
        QFETCH(QString, joins);
        QFETCH(QString, splits);
        Attributes attributes = {{"channels", int64_t{8}}, {"kernel", int64_t{3}}, {"padding", std::string("valid")}};
        attributes.set("activation", std::string("none"));
        if (kind != QLatin1String("ibn")) attributes.set("depthwise_activation", std::string("none"));
        const Network from = single(kind.toStdString(), attributes);
        const Outcome joined = carry(from, edited(from, {joins.toStdString()}), RunningNetwork(from).numbers(10));
        COMPUTES_THE_SAME(joined);
        QCOMPARE(joined.inherited.count(Inheritance::Composed), 1);
        const Network whole = edited(from, {joins.toStdString()});
        const Outcome again = carry(whole, edited(whole, {splits.toStdString()}), joined.inherited.numbers);
        QCOMPARE(again.inherited.count(Inheritance::Composed), 2);
        COMPUTES_THE_SAME(again);
    }

    void addedResidualBlocksBeginWithoutEffect() {
        const Network from = toyClassifier();
        const Network to =
            edited(from, {"insert ibn after ibn_2 channels=16 residual=true batch_norm=true bias=false --name more"});
        const Outcome outcome = carry(from, to, RunningNetwork(from).numbers(11));
        COMPUTES_THE_SAME(outcome);
        QVERIFY(outcome.inherited.count(Inheritance::New) > 0);
    }

    void othersNumbersAreRefused() {
        const auto numbers = RunningNetwork(branchy()).numbers(1);
        const auto inherited = inheritNumbers(toySegmenter(), numbers, toySegmenter());
        QVERIFY(!inherited);
        QCOMPARE(inherited.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!inherited.error().remedy.empty());
    }

    /// Whatever was edited, the numbers have the sizes that the edited network asks for.
    void numbersFitAnyEdit() {
        int tried = 0;
        for (uint64_t seed = 1; seed <= 40; ++seed) {
            RandomNetworkOptions options;
            options.blocks = 14;
            options.frozen_share = 0;
            const Network from = randomNetwork(seed, options);
            Random random(seed);
            const Network to = randomlyEdited(from, random, 4).network;
            const auto form = trainForm(from, must(lower(from)), 2);
            if (!form || !trainForm(to, must(lower(to)), 2)) continue;
            const auto numbers = RunningNetwork(from).numbers(seed);
            const auto inherited = must(inheritNumbers(from, numbers, to));
            QCOMPARE(RunningNetwork(to).set(inherited.numbers), static_cast<int>(inherited.numbers.size()));
            ++tried;
        }
        QVERIFY2(tried > 20, std::to_string(tried).c_str());
    }

    void anEditedNetworkIsAheadOfANewOne() {
        const auto set = std::make_shared<const ToySet>(LearnTask::Classification, 128, 48);
        TrainOptions options;
        options.epochs = 8;
        options.batch = 16;
        options.learning_rate = 0.01;
        options.optimizer.average_decay = 0.9;
        options.augment = AugmentOptions::none();
        const auto before = must(fitToData(toyClassifier(), set->info(), 0, 0));
        const auto weights = must(trainNetwork(before, set, options)).weights;
        const Network narrow = edited(toyClassifier(), {"scale 0.75 --multiple 4", "fuse ibn_2"});
        const auto after = must(fitToData(narrow, set->info(), 0, 0));
        const auto inherited = must(inheritNumbers(before.network, weights, after.network));
        options.epochs = 1;
        const double from_new = must(trainNetwork(after, set, options)).history.front().loss;
        const double from_old = must(trainNetwork(after, set, options, inherited.numbers)).history.front().loss;
        QVERIFY2(from_old < 0.8 * from_new, (std::to_string(from_old) + " " + std::to_string(from_new)).c_str());
    }
};

QTEST_GUILESS_MAIN(InheritNumbersTest)
#include "inherit_numbers_test.moc"
