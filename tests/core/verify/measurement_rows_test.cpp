// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/measurement_rows.h"

#include <QtTest>

#include "generator/sample_networks.h"
#include "measure/imported_measurements.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

class MeasurementRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreReadBackAsTheNetwork_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("presence") << 0;
        QTest::newRow("camera") << 1;
        QTest::newRow("rooms") << 2;
        QTest::newRow("mobilenet") << 3;
    }

    void rowsAreReadBackAsTheNetwork() {
        QFETCH(int, which);
        const Network networks[] = {samples::presenceDetector(), samples::cameraClassifier(),
                                    samples::indoorSegmentation(), samples::mobilenetV2()};
        AssessmentContext context;
        context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("ethos-u85-512"));
        const Assessment assessment = must(assess(networks[which], context));
        PeerReport peer;
        peer.result.emplace();
        for (size_t i = 0; i < assessment.lowered.graph.operators.size(); ++i) {
            PeerOperator op;
            op.latency_ms = 0.01 + static_cast<double>(i) * 0.001;
            peer.operators.emplace_back(op);
        }
        const std::string csv = measurementRows(assessment, peer);
        const ImportedMeasurements read = readMeasurements(csv, {});
        const std::string why = read.problems.empty() ? "" : read.problems.shown.front().reason;
        QVERIFY2(read.problems.empty(), why.c_str());
        QCOMPARE(read.networks.size(), size_t{1});
        const OperatorGraph& graph = read.networks.front().graph;
        QCOMPARE(graph.totalMacs(), assessment.lowered.graph.totalMacs());
        QCOMPARE(graph.operators.size(), assessment.lowered.graph.operators.size());
    }

    void withoutTimesThereAreNoRows() {
        AssessmentContext context;
        context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("ethos-u85-512"));
        const Assessment assessment = must(assess(samples::mobilenetV2(), context));
        PeerReport peer;
        peer.operators.resize(assessment.lowered.graph.operators.size());
        QVERIFY(measurementRows(assessment, peer).empty());
    }
};

QTEST_GUILESS_MAIN(MeasurementRowsTest)
#include "measurement_rows_test.moc"
