// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/fit_to_data.h"

#include <QtTest>

#include "support/toy_data.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

DataInfo info(LearnTask task) {
    return ToySet(task, 1, 1).info();
}

}  // namespace

class FitToDataTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classifiersGetTheClasses() {
        const FittedNetwork fitted = must(fitToData(toyClassifier(), info(LearnTask::Classification), 48, 40));
        QCOMPARE(fitted.lowered.graph.shape(fitted.lowered.graph.inputs[0]).text(), std::string("1x3x40x48"));
        QCOMPARE(fitted.lowered.graph.shape(fitted.lowered.graph.outputs[0]).elements(), int64_t{2});
        QVERIFY(!fitted.changes.empty());
        // What fits is left alone.
        QVERIFY(must(fitToData(fitted.network, info(LearnTask::Classification), 0, 0)).changes.empty());
    }

    void segmentersGetTheClasses() {
        const FittedNetwork fitted = must(fitToData(toySegmenter(), info(LearnTask::Segmentation), 0, 0));
        QCOMPARE(fitted.network.findByName("head")->attributes.integer("classes"), int64_t{3});
    }

    void detectorsGetOneClassMore() {
        const FittedNetwork fitted = must(fitToData(toyDetector(), info(LearnTask::Detection), 0, 0));
        QCOMPARE(fitted.network.findByName("scores")->attributes.integer("values"), int64_t{3});
        QCOMPARE(fitted.network.findByName("boxes")->attributes.integer("values"), int64_t{4});
        QCOMPARE(fitted.network.findByName("boxes")->attributes.text("layout"), std::string("transpose_reshape"));
    }

    void setsSuitWhatNetworksEndIn() {
        QCOMPARE(suitableSet(toyClassifier()), "porch");
        QCOMPARE(suitableSet(toySegmenter()), "rooms");
        QCOMPARE(suitableSet(toyDetector()), "presence");
    }

    void theWrongTaskIsRefusedWithTheBlock() {
        const auto boxes = fitToData(toyClassifier(), info(LearnTask::Detection), 0, 0);
        QVERIFY(!boxes);
        QCOMPARE(boxes.error().place, std::string("classes"));
        const auto whole = fitToData(toySegmenter(), info(LearnTask::Classification), 0, 0);
        QVERIFY(!whole);
        QCOMPARE(whole.error().place, std::string("head"));
    }

    void soundIsRefused() {
        Chain chain({1, 1, 49, 10});
        chain.then("dense", {{"channels", int64_t{2}}});
        const auto fitted = fitToData(chain.network(), info(LearnTask::Classification), 0, 0);
        QVERIFY(!fitted);
        QVERIFY(fitted.error().message.find("three channels") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(FitToDataTest)
#include "fit_to_data_test.moc"
