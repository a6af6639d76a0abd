// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring this machine: what is run, what counts, and what comes of it. No test asserts how long anything takes.
#include <QtTest>
#include <atomic>
#include <cmath>
#include <thread>

#include "estimate/estimator.h"
#include "estimate/torch_module.h"
#include "io/sample_files.h"
#include "lowering/lower.h"
#include "measure/error_map.h"
#include "measure/host_calibration.h"
#include "measure/network_sampler.h"
#include "measure/pinned_thread.h"
#include "support/must.h"
#include "target/kernel_decomposition.h"

using namespace bw;
using support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetProfile hostCpu() {
    return must(must(TargetRegistry::load(kModels + "/targets")).find("host-cpu"));
}

/// Other tests run meanwhile: nothing is refused for being disturbed.
TimingOptions patient() {
    TimingOptions options;
    options.warm_up = 1;
    options.repetitions = 3;
    options.drop_disturbed = false;
    options.most_spread = 1e9;
    return options;
}

constexpr int kQuickWork = 20'000;

/// Counts, as far as it is told: a machine whose pace the test decides.
class PacedRunner final : public NetworkRunner {
public:
    const std::vector<std::string>& obstacles() const override { return obstacles_; }
    Result<void> run(std::span<double>, const std::atomic<bool>* stop) override {
        if (stop && *stop) return fail(ErrorCode::Cancelled, "stopped");
        for (int i = 0; i < work; ++i)
            counted_.fetch_add(1, std::memory_order_relaxed);
        return {};
    }
    int work = kQuickWork;

private:
    std::atomic<int64_t> counted_ = 0;
    std::vector<std::string> obstacles_;
};

std::string textOf(const OperatorGraph& graph) {
    std::string text;
    for (const Operator& op : graph.operators) {
        text += std::string(opTypeId(op.type)) + graph.shape(op.outputs[0]).text() + op.detail +
                std::to_string(op.window.pad_top) + " " + std::to_string(op.window.pad_bottom) + "\n";
    }
    return text;
}

/// Keeps the processor busy for a while, as a network does.
class BusyRunner final : public NetworkRunner {
public:
    const std::vector<std::string>& obstacles() const override { return obstacles_; }
    Result<void> run(std::span<double>, const std::atomic<bool>*) override {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(40);
        while (std::chrono::steady_clock::now() < end) {
        }
        return {};
    }

private:
    std::vector<std::string> obstacles_;
};

}  // namespace

class HostMeasureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesMedianAndQuartiles() {
        const Spread spread = spreadOf({5.0, 1.0, 2.0, 4.0, 3.0});
        QCOMPARE(spread.median, 3.0);
        QCOMPARE(spread.q1, 2.0);
        QCOMPARE(spread.q3, 4.0);
        QCOMPARE(spreadOf({1.0, 2.0}).median, 1.5);
        QVERIFY(std::isnan(spreadOf({1.0, std::nan("")}).median));
        QVERIFY(std::isnan(spreadOf({}).median));
    }

    void repeatsLongRunsLess() {
        const TimingOptions options;
        QCOMPARE(repetitionsFor(1e-4, options), 30);
        QCOMPARE(repetitionsFor(0.4, options), 30);
        QCOMPARE(repetitionsFor(0.8, options), 15);
        QCOMPARE(repetitionsFor(60.0, options), 5);
    }

    void plansTheSameFromTheSameSeed() {
        const auto samples = must(openSamples(kModels));
        HostPlan a(samples, 7), b(samples, 7), other(samples, 8);
        bool differs = false;
        for (int i = 0; i < 25; ++i) {
            const PlannedNetwork x = i % 6 == 5 ? a.nextToCheck() : a.next();
            const PlannedNetwork y = i % 6 == 5 ? b.nextToCheck() : b.next();
            QCOMPARE(x.id, y.id);
            QCOMPARE(textOf(x.graph), textOf(y.graph));
            differs = differs || textOf(x.graph) != textOf(other.next().graph);
            QVERIFY(i % 6 != 5 || x.id.find("rare") == std::string::npos);
        }
        QVERIFY(differs);
    }

    void padsEvenlyOnlyWhereTheSizeStays() {
        Random random(4);
        int evened = 0;
        for (int i = 0; i < 20; ++i) {
            OperatorGraph graph = sampleNetwork(random);
            const OperatorGraph before = graph;
            padEvenly(graph);
            for (size_t op = 0; op < graph.operators.size(); ++op) {
                const bool was = kernelOf(before, before.operators[op]).uneven_padding;
                const bool is = kernelOf(graph, graph.operators[op]).uneven_padding;
                QVERIFY(was || !is);
                evened += was && !is ? 1 : 0;
            }
            const auto runner = must(openHostBackend())->prepare(graph, {});
            QVERIFY(runner);
            for (const std::string& obstacle : (*runner)->obstacles())
                QVERIFY2(obstacle.empty(), obstacle.c_str());
        }
        QVERIFY(evened > 0);
    }

    void runsTheRareOperatorsToo() {
        Random random(9);
        for (int i = 0; i < 30; ++i) {
            const auto runner = must(openHostBackend())->prepare(rareOperators(random), {});
            QVERIFY(runner);
            for (const std::string& obstacle : (*runner)->obstacles())
                QVERIFY2(obstacle.empty(), obstacle.c_str());
        }
    }

    void timesEveryOperatorInItsContext() {
        Random random(2);
        const OperatorGraph graph = sampleNetwork(random);
        const auto runner = must(must(openHostBackend())->prepare(graph, {}));
        const NetworkTiming timing = must(timeNetwork(*runner, graph.operators.size(), patient(), nullptr));
        QCOMPARE(timing.repetitions, 3);
        QCOMPARE(timing.operators.size(), graph.operators.size());
        double sum = 0.0;
        for (const Spread& spread : timing.operators) {
            QVERIFY(spread.q1 > 0.0 && spread.q1 <= spread.median && spread.median <= spread.q3);
            sum += spread.q1;
        }
        QVERIFY(sum <= timing.whole.q3);
        QVERIFY(must(timeWholeNetwork(*runner, patient(), nullptr)).operators.empty());
        const std::atomic<bool> stop = true;
        const auto stopped = timeWholeNetwork(*runner, patient(), &stop);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void refusesABusyCore() {
        const auto pinned = PinnedThread::onCores(1);
        QVERIFY(pinned);
        std::atomic<bool> done = false;
        std::thread rival([&done] {  // On the same core: it takes its half.
            while (!done) {
            }
        });
        BusyRunner runner;
        TimingOptions options;
        options.warm_up = 1;
        options.repetitions = 8;
        options.patience = 2.0;
        const auto timing = timeWholeNetwork(runner, options, nullptr);
        done = true;
        rival.join();
        QVERIFY(!timing);
        QCOMPARE(timing.error().code, ErrorCode::Unavailable);
        QVERIFY(timing.error().remedy.find("close other programs") != std::string::npos);
    }

    void noticesThatTheMachineSlowsDown() {
        auto reference = std::make_unique<PacedRunner>();
        PacedRunner& machine = *reference;
        MachinePace pace = must(MachinePace::make(std::move(reference), nullptr));
        machine.work = 60 * kQuickWork;
        // Others may run on this core: far from 60, and far from 1.
        QVERIFY(must(pace.slowness(nullptr)) > 6);
        const std::atomic<bool> stop = true;
        const auto stopped = pace.slowness(&stop);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void timesAreThoseOfTheFirstPace() {
        // The machine slows down to a sixtieth once the pace is known; what is measured slows down with it.
        auto reference = std::make_unique<PacedRunner>();
        PacedRunner& machine = *reference;
        MachinePace pace = must(MachinePace::make(std::move(reference), nullptr));
        PacedRunner network;
        const double before = must(timeWholeNetwork(network, patient(), nullptr, &pace)).whole.median;
        machine.work = network.work = 60 * kQuickWork;
        const double after = must(timeWholeNetwork(network, patient(), nullptr, &pace)).whole.median;
        const double unpaced = must(timeWholeNetwork(network, patient(), nullptr)).whole.median;
        QVERIFY(unpaced > 6 * before);
        QVERIFY(after < unpaced / 6);
    }

    void holdsNoMoreCoresThanThereAre() {
        QVERIFY(!PinnedThread::onCores(100'000));
        QVERIFY(!PinnedThread::onCores(0));
    }

    void knowsWhereItErrs() {
        Kernel good, bad, unseen;
        good.type = OpType::Conv2d;
        good.macs = 1000;
        bad = good;
        bad.type = OpType::Dense;
        unseen.type = OpType::Softmax;
        ErrorMap errors;
        errors.note(good, 104.0, 100.0);
        errors.note(bad, 140.0, 100.0);
        QCOMPARE(errors.need(good), 0.0);
        QVERIFY(errors.need(bad) > 0.3);
        QVERIFY(errors.need(unseen) > errors.need(bad));
    }

    void calibratesSavesAndEstimates() {
        const TargetProfile target = hostCpu();
        QTemporaryDir folder;
        const std::string user = folder.path().toStdString();
        const auto before = Estimator::open(target, kModels, user);
        QVERIFY(!before);
        QCOMPARE(before.error().code, ErrorCode::Unavailable);
        QVERIFY(before.error().remedy.find("Calibrate") != std::string::npos);

        HostCalibrationOptions options;
        options.minutes = 10.0;
        options.max_networks = 60;
        options.timing = patient();
        options.training.members = 1;
        options.training.epochs = 4;
        double last_share = 0.0;
        size_t checks_heard = 0;
        const auto hear = [&](const HostProgress& progress) {
            QVERIFY(progress.share >= last_share - 1e-9 && progress.share <= 1.0);
            last_share = progress.share;
            if (progress.checks) checks_heard = progress.checks->size();
        };
        auto samples = must(openSamples(kModels));
        samples.resize(2);
        const auto calibration = calibrateHost(target, samples, options, hear, nullptr);
        if (!calibration) QFAIL(calibration.error().text().c_str());
        QCOMPARE(last_share, 1.0);
        QCOMPARE(checks_heard, calibration->checks.size());
        QCOMPARE(std::ranges::count_if(calibration->checks, &HostCheck::real), 2);
        for (const HostCheck& check : calibration->checks) {
            QVERIFY(check.predicted_ms > 0.0 && check.low_ms < check.predicted_ms &&
                    check.predicted_ms < check.high_ms);
            // Never trained on.
            for (const HostMeasurement& measured : calibration->measured)
                QVERIFY(measured.planned.id != check.network);
        }
        const HostFigures figures = figuresOf(calibration->checks);
        QCOMPARE(figures.networks, static_cast<int64_t>(calibration->checks.size()));

        QVERIFY(saveHostCalibration(user, target, *calibration));
        const std::string rows = hostRowsCsv(*calibration);
        QVERIFY(rows.find(calibration->library) != std::string::npos);
        QFile file(folder.filePath(QStringLiteral("measurements/host-cpu.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), rows);
        const auto columns = [](const std::string& line) { return std::ranges::count(line, ','); };
        const size_t first_end = rows.find('\n');
        for (size_t at = 0; at < rows.size(); at = rows.find('\n', at) + 1)
            QCOMPARE(columns(rows.substr(at, rows.find('\n', at) - at)), columns(rows.substr(0, first_end)));

        const auto estimator = Estimator::open(target, kModels, user);
        if (!estimator) QFAIL(estimator.error().text().c_str());
        const auto lowered = must(lower(samples[0].network));
        const auto estimate = (*estimator)->estimate(lowered.graph, Precision::Fp32);
        QVERIFY(estimate);
        QVERIFY(std::abs(estimate->latency_ms - calibration->checks[0].predicted_ms) < 1e-9 ||
                calibration->checks[0].network != samples[0].name);
        QVERIFY(!(*estimator)->estimate(lowered.graph, Precision::Int8));
    }

    void stopsAndRefuses() {
        const std::atomic<bool> stop = true;
        const auto stopped = calibrateHost(hostCpu(), {}, {}, {}, &stop);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        HostCalibrationOptions options;
        options.max_networks = 3;
        options.timing = patient();
        const auto too_few = calibrateHost(hostCpu(), {}, options, {}, nullptr);
        QVERIFY(!too_few);
        QCOMPARE(too_few.error().code, ErrorCode::InvalidArgument);
        const TargetProfile engine = must(must(TargetRegistry::load(kModels + "/targets")).find("neural-engine"));
        QVERIFY(!calibrateHost(engine, {}, {}, {}, nullptr));
    }
};

QTEST_GUILESS_MAIN(HostMeasureTest)
#include "host_measure_test.moc"
