// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/estimator.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>
#include <thread>

#include "base/random.h"
#include "estimate/torch_module.h"
#include "graph/operator_builder.h"
#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "measure/network_sampler.h"
#include "support/must.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetProfile target(std::string_view id) {
    return *TargetRegistry::load(kModels + "/targets")->find(id);
}

std::shared_ptr<const Estimator> open(std::string_view id) {
    const auto estimator = Estimator::open(target(id), kModels);
    if (!estimator) {
        qWarning("%s", estimator.error().text().c_str());
        return nullptr;
    }
    return *estimator;
}

/// Convolutions at the given channels on a 56 x 56 map.
OperatorGraph chain(const std::vector<int64_t>& channels) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, channels.front(), 56, 56}, "input");
    for (size_t i = 1; i < channels.size(); ++i) {
        ConvSpec spec;
        spec.window = {3, 3, 1, 1};
        spec.out_channels = channels[i];
        x = *builder.conv(x, spec);
    }
    graph.outputs = {x};
    return graph;
}

OperatorGraph withOpaque() {
    OperatorGraph graph = chain({16, 32});
    OperatorBuilder builder(graph);
    Operator op;
    op.type = OpType::Opaque;
    op.detail = "Mystery";
    op.inputs = {graph.outputs[0]};
    const Shape shape{1, 32, 56, 56};
    graph.outputs = *builder.custom(op, std::span(&shape, 1));
    return graph;
}

std::vector<OperatorGraph> sampleGraphs(int count, uint64_t seed) {
    Random random(seed);
    std::vector<OperatorGraph> graphs;
    for (int i = 0; i < count; ++i)
        graphs.push_back(sampleNetwork(random));
    return graphs;
}

}  // namespace

class EstimatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const auto backend = openRegressorBackend(); !backend) {
            QFAIL(backend.error().text().c_str());
        }
    }

    void everyBundledTargetOpens() {
        const auto registry = TargetRegistry::load(kModels + "/targets");
        QVERIFY(registry);
        for (const auto& [id, profile] : registry->all()) {
            if (profile.kind == "cpu") continue;  // Measured on the user's own machine.
            const auto estimator = Estimator::open(profile, kModels);
            QVERIFY2(estimator, estimator ? "" : estimator.error().text().c_str());
            QCOMPARE((*estimator)->id().size(), size_t{64});
            QVERIFY((*estimator)->card().test_networks > 0);
            const auto estimate = (*estimator)->estimate(chain({16, 32, 32}));
            QVERIFY(estimate);
            QVERIFY(estimate->latency_ms > 0.0);
            QVERIFY(estimate->low_ms < estimate->latency_ms && estimate->latency_ms < estimate->high_ms);
            QCOMPARE(estimate->coverage, 1.0);
        }
    }

    void theParametricModelNeedsNoRegressor() {
        TargetProfile chip = target("neural-engine");
        chip.id = "being-designed";
        chip.npu.output_lanes = 64;
        const auto estimator = Estimator::parametric(chip);
        QVERIFY(estimator);
        QVERIFY((*estimator)->isParametric() && !open("neural-engine")->isParametric());
        for (const OperatorGraph& graph : sampleGraphs(20, 5)) {
            const auto estimate = (*estimator)->estimate(graph);
            QVERIFY(estimate);
            QCOMPARE(estimate->operators.size(), graph.operators.size());
            double sum = 0.0;
            for (const OperatorEstimate& op : estimate->operators)
                sum += op.latency_ms;
            QVERIFY(std::abs(sum / estimate->latency_ms - 1.0) < 1e-9);
            QVERIFY(estimate->low_ms < estimate->latency_ms && estimate->latency_ms < estimate->high_ms);
        }
        const auto unknown = (*estimator)->estimate(withOpaque());
        QVERIFY(unknown);
        QVERIFY(!unknown->operators[1].known && !unknown->operators[1].note.empty());
        QCOMPARE(unknown->coverage, 0.5);
        QVERIFY(!(*estimator)->estimate(chain({16, 32}), Precision::Fp32));
        // Another chip is another estimator; another name is not.
        chip.npu.output_lanes = 128;
        QVERIFY((*Estimator::parametric(chip))->id() != (*estimator)->id());
        chip.npu.output_lanes = 64;
        chip.name = "Renamed";
        QCOMPARE((*Estimator::parametric(chip))->id(), (*estimator)->id());
        chip.kind = "cpu";
        QCOMPARE(Estimator::parametric(chip).error().code, ErrorCode::Unsupported);
    }

    void anUnknownOperatorIsUnknownNotZero() {
        const auto estimator = open("neural-engine");
        QVERIFY(estimator);
        const auto estimate = estimator->estimate(withOpaque());
        QVERIFY(estimate);
        QVERIFY(estimate->operators[0].known);
        QVERIFY(!estimate->operators[1].known);
        QVERIFY(!estimate->operators[1].note.empty());
        QCOMPARE(estimate->coverage, 0.5);
    }

    void operatorsAddUpToTheNetwork() {
        const auto estimator = open("ethos-u85-512");
        QVERIFY(estimator);
        for (const OperatorGraph& graph : sampleGraphs(20, 3)) {
            const auto estimate = estimator->estimate(graph);
            QVERIFY(estimate);
            QCOMPARE(estimate->operators.size(), graph.operators.size());
            double sum = 0.0;
            for (const OperatorEstimate& op : estimate->operators) {
                QVERIFY(op.known || !op.free);
                QVERIFY(op.low_ms <= op.latency_ms && op.latency_ms <= op.high_ms);
                QVERIFY(op.free == (op.known && op.latency_ms == 0.0));
                QVERIFY(op.utilisation >= 0.0 && op.utilisation <= 1.0);
                sum += op.latency_ms;
            }
            QVERIFY(std::abs(sum - estimate->latency_ms) <= 1e-9 * sum);
        }
    }

    void stairsAreKept() {
        const auto estimator = open("neural-engine");
        QVERIFY(estimator);
        const auto latency = [&](int64_t channels) { return estimator->estimate(chain({64, channels}))->latency_ms; };
        // 32 output lanes: 64 channels fill two passes, 65 need three.
        QVERIFY(latency(65) > 1.3 * latency(64));
        QVERIFY(std::abs(latency(64) / latency(60) - 1.0) < 0.1);
    }

    void orderThreadsAndBatchesDoNotMatter() {
        const std::vector<OperatorGraph> graphs = sampleGraphs(60, 5);
        const auto forward = open("neural-engine");
        const auto backward = open("neural-engine");
        const auto parallel = open("neural-engine");
        QVERIFY(forward && backward && parallel);
        std::vector<double> a(graphs.size()), b(graphs.size()), c(graphs.size());
        for (size_t i = 0; i < graphs.size(); ++i)
            a[i] = forward->estimate(graphs[i])->latency_ms;
        for (size_t i = graphs.size(); i-- > 0;)
            b[i] = backward->estimate(graphs[i])->latency_ms;
        std::vector<std::thread> threads;
        for (size_t t = 0; t < 2; ++t) {
            threads.emplace_back([&, t] {
                for (size_t i = t; i < graphs.size(); i += 2)
                    c[i] = parallel->estimate(graphs[i])->latency_ms;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(a == b);
        QVERIFY(a == c);
        for (size_t i = 0; i < graphs.size(); ++i)
            QCOMPARE(forward->estimate(graphs[i])->latency_ms, a[i]);
    }

    void aBatchGivesWhatSinglesGive() {
        for (const char* id : {"neural-engine", "ethos-u85-512"}) {
            const std::vector<OperatorGraph> graphs = sampleGraphs(40, 8);
            std::vector<const OperatorGraph*> batch;
            for (const OperatorGraph& graph : graphs)
                batch.push_back(&graph);
            const auto singly = open(id), together = open(id);
            QVERIFY(singly && together);
            const auto all = together->estimateAll(batch);
            QVERIFY(all);
            QCOMPARE(all->size(), graphs.size());
            for (size_t i = 0; i < graphs.size(); ++i) {
                const auto one = singly->estimate(graphs[i]);
                QVERIFY(one);
                QCOMPARE((*all)[i].latency_ms, one->latency_ms);
                QCOMPARE((*all)[i].low_ms, one->low_ms);
                QCOMPARE((*all)[i].high_ms, one->high_ms);
                QCOMPARE((*all)[i].out_of_range, one->out_of_range);
                QCOMPARE((*all)[i].operators.size(), one->operators.size());
            }
            // From the cache: the same again.
            const auto again = together->estimateAll(batch);
            QVERIFY(again);
            for (size_t i = 0; i < graphs.size(); ++i)
                QCOMPARE((*again)[i].latency_ms, (*all)[i].latency_ms);
            QVERIFY(together->estimateAll({})->empty());
        }
    }

    void oneChannelMoreAcrossAStepDiffers() {
        struct Case {
            const char* id;
            int64_t step;
        };
        for (const Case& its : {Case{"neural-engine", 32}, Case{"ethos-u55-256", 16}, Case{"ethos-u85-512", 16}}) {
            const auto estimator = open(its.id);
            QVERIFY(estimator);
            for (int64_t channels = its.step * 2; channels <= its.step * 6; channels += its.step) {
                const double full = estimator->estimate(chain({32, channels}))->latency_ms;
                const double more = estimator->estimate(chain({32, channels + 1}))->latency_ms;
                // The vendor's compiler is not monotone on U85: there a step may also fall.
                const bool differs =
                    more > 1.02 * full || (its.id == std::string_view("ethos-u85-512") && more < 0.98 * full);
                QVERIFY2(differs, qPrintable(QStringLiteral("%1 at %2: %3 ms, one more %4 ms")
                                                 .arg(QLatin1String(its.id))
                                                 .arg(channels)
                                                 .arg(full)
                                                 .arg(more)));
            }
        }
    }

    void theBandOfVendorEstimatesHoldsTheVendorsOwnUncertainty() {
        const OperatorGraph graph = chain({16, 32, 64, 64});
        const auto vendor = open("ethos-u55-256");
        const auto model = open("neural-engine");
        QVERIFY(vendor && model);
        const auto wide = vendor->estimate(graph);
        // Its two estimators differ by 10 to 24 % on average: no band is narrower than that.
        QVERIFY(wide->high_ms / wide->latency_ms > 1.24 && wide->low_ms / wide->latency_ms < 0.8);
        QVERIFY(vendor->card().band.find("vendor") != std::string::npos);
        QVERIFY(model->card().band.find("against the parametric model") != std::string::npos);
    }

    void everyBundledBandWasHeldByNineInTenNetworks() {
        const auto registry = TargetRegistry::load(kModels + "/targets");
        QVERIFY(registry);
        for (const auto& [id, profile] : registry->all()) {
            if (profile.kind == "cpu") continue;
            const RegressorCard& card = (*Estimator::open(profile, kModels))->card();
            QVERIFY2(card.interval_coverage >= 0.86 && card.interval_coverage <= 0.94, id.c_str());
            QVERIFY2(card.within_10 >= 0.96, id.c_str());
        }
    }

    void oneEditCostsOnlyItsNeighbourhood() {
        const auto estimator = open("neural-engine");
        QVERIFY(estimator);
        std::vector<int64_t> channels(60, 64);
        channels[0] = 96;
        QVERIFY(estimator->estimate(chain(channels)));
        const uint64_t before = estimator->cacheStatistics().misses;
        channels[30] = 48;
        QVERIFY(estimator->estimate(chain(channels)));
        QVERIFY(estimator->cacheStatistics().misses - before <= 6);
    }

    void otherHardwareParametersNeedTraining() {
        TargetProfile changed = target("neural-engine");
        changed.npu.output_lanes = 48;
        const auto estimator = Estimator::open(changed, kModels);
        QVERIFY(!estimator);
        QVERIFY(estimator.error().code == ErrorCode::Unavailable);
        TargetProfile renamed = target("neural-engine");
        renamed.name = "Another name";
        renamed.budgets.latency_ms = 3.0;
        QVERIFY(Estimator::open(renamed, kModels));
    }

    void aMissingOrDamagedRegressorIsAnError() {
        QTemporaryDir folder;
        const auto missing = Estimator::open(target("neural-engine"), folder.path().toStdString());
        QVERIFY(!missing);
        QVERIFY(missing.error().code == ErrorCode::Unavailable);
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("regressors")));
        for (const char* suffix : {".json", ".safetensors"}) {
            const QString name = QStringLiteral("/regressors/neural-engine") + QLatin1String(suffix);
            QFile source(QString::fromStdString(kModels) + name);
            QVERIFY(source.open(QIODevice::ReadOnly));
            QByteArray bytes = source.readAll();
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            QFile copy(folder.path() + name);
            QVERIFY(copy.open(QIODevice::WriteOnly));
            QCOMPARE(copy.write(bytes), bytes.size());
        }
        const auto damaged = Estimator::open(target("neural-engine"), folder.path().toStdString());
        QVERIFY(!damaged);
        QVERIFY(damaged.error().code == ErrorCode::InvalidFile);
    }

    void theUsersRegressorGoesFirstUnlessItIsDamaged() {
        const TargetProfile profile = target("neural-engine");
        Regressor own = must(loadRegressor(kModels + "/regressors", profile.id));
        const std::string bundled_id = own.id;
        own.card.source = "My own measurements";
        QTemporaryDir folder;
        const std::string user = folder.path().toStdString();
        QCOMPARE(must(Estimator::open(profile, kModels, user))->id(), bundled_id);
        QVERIFY(saveRegressor(user + "/regressors", own));
        const auto opened = must(Estimator::open(profile, kModels, user));
        QCOMPARE(opened->card().source, std::string("My own measurements"));
        QVERIFY(!opened->passedOver());
        QFile weights(folder.path() + QStringLiteral("/regressors/neural-engine.safetensors"));
        QVERIFY(weights.resize(weights.size() - 1));
        const auto previous = must(Estimator::open(profile, kModels, user));
        QCOMPARE(previous->id(), bundled_id);
        QVERIFY(previous->passedOver().has_value());
        QVERIFY(previous->passedOver()->code == ErrorCode::InvalidFile);
        // Where nothing is bundled, the damage is the answer.
        const auto none = Estimator::open(profile, user + "/nowhere", user);
        QVERIFY(!none);
        QVERIFY(none.error().code == ErrorCode::InvalidFile);
    }

    void otherPrecisionsScaleAndWiden() {
        const auto estimator = open("ethos-u85-512");
        QVERIFY(estimator);
        const OperatorGraph graph = chain({64, 128, 128});
        const auto narrow = estimator->estimate(graph, Precision::Int8);
        const auto wide = estimator->estimate(graph, Precision::Int16);
        QVERIFY(narrow && wide);
        QVERIFY(wide->latency_ms > 1.2 * narrow->latency_ms);
        QVERIFY(wide->high_ms / wide->low_ms > narrow->high_ms / narrow->low_ms);
        const auto none = estimator->estimate(graph, Precision::Fp32);
        QVERIFY(!none);
        QVERIFY(none.error().code == ErrorCode::Unsupported);
    }

    void realNetworksAgreeWithTheParametricModel() {
        const QString folder = QStringLiteral(BW_SHARED_DATA "/models");
        if (!QDir(folder).exists()) QSKIP("the shared data are not here");
        const TargetProfile profile = target("neural-engine");
        const auto estimator = open("neural-engine");
        QVERIFY(estimator);
        QDirIterator files(folder, {QStringLiteral("*.tflite")}, QDir::Files);
        int networks = 0, within = 0;
        while (files.hasNext()) {
            const std::string path = files.next().toStdString();
            const auto bytes = readFileBytes(path, kMaxModelFileBytes);
            const auto model = bytes ? readTflite(*bytes, path) : tl::unexpected(bytes.error());
            if (!model) continue;  // Files that are refused have tests of their own.
            const NetworkCycles cycles = networkCycles(decompose(model->graph, profile), profile);
            const auto estimate = estimator->estimate(model->graph);
            QVERIFY2(estimate, path.c_str());
            if (cycles.total <= 0.0) continue;
            const double ratio = estimate->latency_ms / profile.milliseconds(cycles.total);
            qInfo("%-45s %8.3f ms, %5.3f of the model, coverage %.2f, out of range %lld",
                  path.substr(path.rfind('/') + 1).c_str(), estimate->latency_ms, ratio, estimate->coverage,
                  static_cast<long long>(estimate->out_of_range));
            ++networks;
            within += std::abs(ratio - 1.0) <= 0.1 ? 1 : 0;
        }
        QVERIFY(networks >= 10);
        QVERIFY2(within >= networks - 1, qPrintable(QString::number(within)));
    }
};

QTEST_GUILESS_MAIN(EstimatorTest)
#include "estimator_test.moc"
