// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "study/run_study.h"
#include "study/study_report.h"
#include "study/study_statistics.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

StudyContext contextFor(const std::string& target) {
    StudyContext context;
    context.models_dir = BW_SOURCE_DIR "/models";
    context.assessment.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(target));
    context.assessment.estimator = must(Estimator::open(context.assessment.target, context.models_dir));
    context.quick = true;
    context.evaluations = 150;
    return context;
}

/// The plan with as little training as there can be.
StudyPlan small(StudyPlan plan) {
    plan.data.count = 64;
    plan.train.epochs = 1;
    plan.seeds = 2;
    plan.train_side = 32;
    plan.networks.resize(2);
    return plan;
}

StudyOptions quickOptions() {
    StudyOptions options;
    options.jobs = 1;
    return options;
}

}  // namespace

class StudyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
    }

    void intervalsAreStudents() {
        const std::vector<double> values = {1, 2, 3};
        const MeanInterval interval = meanInterval(values);
        QCOMPARE(interval.mean, 2.0);
        QVERIFY(std::abs(*interval.half_width - 4.303 / std::sqrt(3.0)) < 1e-9);
        QVERIFY(!meanInterval(std::vector<double>{1}).half_width);
        QCOMPARE(pairedDifference(std::vector<double>{3, 5}, std::vector<double>{1, 2}).mean, 2.5);
    }

    void everyStudyPlansNetworksThatKeepTheirPromise() {
        for (const Study& study : studies()) {
            const StudyContext context = contextFor(study.target);
            const StudyPlan plan = must(study.plan(context));
            QCOMPARE(plan.networks.front().id, std::string("baseline"));
            QVERIFY(plan.networks.size() >= 4);
            const Assessment now = must(assess(plan.networks.front().network, context.assessment));
            for (const StudyNetwork& network : plan.networks) {
                const Assessment assessment = must(assess(network.network, context.assessment));
                if (study.id == std::string("rooms") && network.published_reduction) {
                    QVERIFY2(*assessment.totals.latency_ms <=
                                 *now.totals.latency_ms * (1 - *network.published_reduction / 100) * 1.0001,
                             network.title.c_str());
                }
                const bool fitted = network.id == "fitted" || network.id == "least_harm" || network.id == "standard";
                if (study.id == std::string("porch") && fitted) {
                    QVERIFY(assessment.totals.parameter_bytes <= 0.53 * double(now.totals.parameter_bytes));
                    QVERIFY(assessment.totals.peak_activation_bytes <= 0.53 * double(now.totals.peak_activation_bytes));
                }
            }
        }
    }

    /// What a first run finished is not trained again, to the same report but for times.
    void studiesGoOn() {
        QTemporaryDir folder;
        const StudyContext context = contextFor("ethos-u55-256");
        const StudyPlan plan = small(must(planPorchStudy(context)));
        StudyOptions options = quickOptions();
        options.folder = folder.filePath(QStringLiteral("runs")).toStdString();
        std::stop_source stop;
        options.stop = stop.get_token();
        options.progress = [&](const StudyProgress& progress) {
            if (progress.done == 2) stop.request_stop();
        };
        const auto stopped = runStudy(plan, context, options);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("runs/baseline-seed1.json"))));
        options.stop = {};
        size_t first_done = 99;
        options.progress = [&](const StudyProgress& progress) { first_done = std::min(first_done, progress.done); };
        const StudyResult result = must(runStudy(plan, context, options));
        QCOMPARE(first_done, 2UL);
        QCOMPARE(result.runs.size(), 4UL);
        QCOMPARE(result.points(1).size(), 2UL);
        const Report report = studyReport(result, "blockwright-cli study porch");
        const std::string html = reportHtml(report);
        QVERIFY(html.find("Porch camera") != std::string::npos);
        QVERIFY(html.find("blockwright-cli study porch") != std::string::npos);
        QVERIFY(html.find("<svg") != std::string::npos);
        QVERIFY(studyJson(result, "x").find("latency_reduction_percent") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(StudyTest)
#include "study_test.moc"
