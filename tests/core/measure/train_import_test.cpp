// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/train_import.h"

#include <QtTest>
#include <cmath>

#include <nlohmann/json.hpp>

#include "estimate/torch_module.h"
#include "measure/import_report.h"
#include "measure/learning_curve.h"
#include "support/must.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetProfile target(std::string_view id) {
    return must(must(TargetRegistry::load(kModels + "/targets")).find(id));
}

std::shared_ptr<const Estimator> present() {
    return must(Estimator::open(target("neural-engine"), kModels));
}

/// Rows of one kind in many sizes; `cycles` gives each graph's time.
std::string tableOf(const char* op, int rows, const std::function<double(const OperatorGraph&)>& cycles) {
    const std::string head = "op,in_c,in_h,in_w,out_c,kernel,note,cycles\n";
    std::string blank = head;
    for (int i = 0; i < rows; ++i) {
        const int c = 8 + 4 * (i % 23), size = 7 + 3 * (i % 17);
        blank += std::string(op) + "," + std::to_string(c) + "," + std::to_string(size) + "," + std::to_string(size) +
                 "," + std::to_string(8 + 8 * (i % 13)) + "," + (i % 2 == 0 ? "1" : "3") + ",synthetic,1\n";
    }
    const ImportedMeasurements shapes = readMeasurements(blank, {});
    std::string csv = head;
    size_t at = head.size();
    for (const ImportedNetwork& network : shapes.networks) {
        const size_t end = blank.find('\n', at);
        csv += blank.substr(at, end - at - 1) + std::to_string(cycles(network.graph)) + "\n";
        at = end + 1;
    }
    return csv;
}

double modelled(const OperatorGraph& graph) {
    const TargetProfile engine = target("neural-engine");
    return networkCycles(decompose(graph, engine), engine).total;
}

Result<ImportReport> train(const std::string& csv, ImportRequest request) {
    const ImportedMeasurements measurements = readMeasurements(csv, {});
    const LabelledImport labelled = labelImport(measurements, request.base);
    for (const RowProblem& problem : measurements.problems.shown)
        qWarning("%s", problem.text().c_str());
    for (const RowProblem& problem : labelled.problems.shown)
        qWarning("%s", problem.text().c_str());
    return trainFromImport(measurements, labelled, request);
}

ImportRequest request() {
    ImportRequest request;
    request.base = target("neural-engine");
    request.present = present();
    request.new_id = "my-engine";
    request.training.members = 2;
    request.training.hidden = 32;
    request.training.layers = 2;
    return request;
}

}  // namespace

/// From a user's rows to an estimator, and the judgement on it.
class TrainImportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const auto backend = openRegressorBackend(); !backend) QFAIL(backend.error().text().c_str());
    }

    void aSlowerDeviceIsLearnt() {
        const std::string csv = tableOf("conv", 200, [](const OperatorGraph& g) { return 1.7 * modelled(g) + 900; });
        const auto report = train(csv, request());
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QCOMPARE(report->package.target.id, std::string("my-engine"));
        QVERIFY(report->present.has_value());
        QVERIFY2(report->test.mape < 0.5 * report->present->mape, importReportText(*report).c_str());
        QVERIFY(!report->isWorse());
        const RegressorCard& card = report->package.regressor->card;
        QCOMPARE(card.learning_curve.size(), size_t{3});
        QCOMPARE(card.held_out.size(), size_t{50});
        // What was trained is what installs and estimates.
        QVERIFY(Estimator::create(report->package.target, *report->package.regressor));
        const std::string html = importReportHtml(*report);
        QVERIFY(html.find("<circle") != std::string::npos && html.find("Learning curve") != std::string::npos);
        QCOMPARE(importReportJson(*report)["held_out"]["networks"].get<int64_t>(), int64_t{50});
    }

    void aWorseEstimatorIsToldSo() {
        // Measurements that agree with the present estimator to the digit cannot be learnt better.
        const auto estimator = present();
        const std::string csv = tableOf("conv", 60, [&](const OperatorGraph& graph) {
            return must(estimator->estimate(graph)).latency_ms * estimator->target().npu.clock_hz / 1e3;
        });
        const auto report = train(csv, request());
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QVERIFY(report->present->mape < 1e-4);
        QVERIFY(report->isWorse());
        QVERIFY(importReportText(*report).find("Worse than the present") != std::string::npos);
    }

    void blocksAreLearntFromTheirSums() {
        const std::string csv = tableOf("ibn", 160, [](const OperatorGraph& g) { return 2.0 * modelled(g); });
        const ImportedMeasurements measurements = readMeasurements(csv, {});
        QVERIFY(labelImport(measurements, target("neural-engine")).sums_only);
        const auto report = train(csv, request());
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QVERIFY2(report->test.mape < report->present->mape, importReportText(*report).c_str());
        QVERIFY(report->package.regressor->card.learning_curve.size() >= 2);
        QVERIFY(Estimator::create(report->package.target, *report->package.regressor));
    }

    void badRowsTrainNothing() {
        const ImportedMeasurements bad = readMeasurements("op,in_c,latency_ms\nconv,3,-1\n", {});
        const auto report = trainFromImport(bad, {}, request());
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::InvalidFile);
        ImportRequest odd = request();
        odd.new_id = "../evil";
        QVERIFY(!importedTarget(odd, "a.csv"));
        const auto few = train(tableOf("conv", 8, modelled), request());
        QVERIFY(!few);
        QVERIFY(few.error().code == ErrorCode::InvalidArgument);
    }

    void aStopEndsTheImport() {
        const std::atomic<bool> stop = true;
        const ImportedMeasurements measurements = readMeasurements(tableOf("conv", 60, modelled), {});
        const auto report =
            trainFromImport(measurements, labelImport(measurements, target("neural-engine")), request(), {}, &stop);
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TrainImportTest)
#include "train_import_test.moc"
