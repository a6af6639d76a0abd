// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/cut_here.h"

#include <QDir>
#include <QtTest>
#include <algorithm>

#include "fit/fit_space.h"
#include "generator/sample_networks.h"
#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "lowering/raise.h"
#include "rewrite/rewrite.h"
#include "support/must.h"
#include "support/random_network.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

AssessmentContext ethos() {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find("ethos-u55-256"));
    context.estimator = must(Estimator::open(context.target, kModels));
    return context;
}

Network applied(Network network, const std::vector<std::string>& commands) {
    for (const std::string& command : commands)
        network = must(applyEdit(network, command, {16})).network;
    return network;
}

/// 53 % of what the camera sample needs.
const Budgets kCameraBudgets = {std::nullopt, 193'536, 116'736};

}  // namespace

class CutHereTest : public QObject {
    Q_OBJECT

    AssessmentContext context_ = ethos();

    /// Accepts the first cut that `sensible` lets through until the budgets are kept; the number of steps.
    template <class Sensible>
    int steps(Network network, Sensible sensible, Totals& end) {
        for (int step = 0; step <= 10; ++step) {
            const Assessment now = must(assess(network, context_));
            end = now.totals;
            if (keepsBudgets(now.totals, context_.budgets)) return step;
            const std::vector<Cut> cuts = cutsHere(now, context_);
            const auto it = std::find_if(cuts.begin(), cuts.end(), sensible);
            if (it == cuts.end()) return -1;
            network = applied(network, it->commands);
        }
        return 11;
    }

private Q_SLOTS:
    void init() {
        context_.budgets = kCameraBudgets;
        context_.memory_profile.clear();
    }

    void leadsTheCameraSampleIntoItsBudgets() {
        const Network network = samples::cameraClassifier();
        Totals end;
        // The top one each time, whatever it is but another runtime.
        const int any = steps(
            network, [](const Cut& cut) { return cut.reach != Cut::Reach::Runtime; }, end);
        QVERIFY2(any >= 1 && any <= 10, qPrintable(QString::number(any)));
        // Block by block, with every channel count and the input's size decided one at a time.
        const int single = steps(
            network, [](const Cut& cut) { return cut.reach == Cut::Reach::Block; }, end);
        QVERIFY2(single >= 1 && single <= 10, qPrintable(QString::number(single)));
        QVERIFY(end.parameter_bytes <= 193'536 && end.peak_activation_bytes <= 116'736);
    }

    void saysWhatEachCutDoes() {
        for (uint64_t seed = 1; seed <= 8; ++seed) {
            const Network network = seed == 1 ? samples::cameraClassifier()
                                              : test::randomNetwork(seed, {.blocks = 20, .frozen_share = 0.1});
            context_.budgets = {};
            const Totals before = must(assess(network, context_)).totals;
            context_.budgets.parameter_bytes = before.parameter_bytes / 2;
            context_.budgets.peak_activation_bytes = before.peak_activation_bytes / 2;
            const Assessment now = must(assess(network, context_));
            const std::vector<Cut> cuts = cutsHere(now, context_);
            QVERIFY(!cuts.empty());
            for (const Cut& cut : cuts) {
                if (cut.reach == Cut::Reach::Runtime && cut.memory_profile.empty()) {
                    // Patches: told with what they save and what they compute twice.
                    QVERIFY(cut.commands.empty() && cut.useful_bytes_saved > 0 && cut.latency_change >= 0);
                    QCOMPARE(cut.after.peak_activation_bytes, before.peak_activation_bytes - cut.peak_bytes_saved);
                    continue;
                }
                AssessmentContext context = context_;
                if (cut.reach == Cut::Reach::Runtime) context.memory_profile = cut.memory_profile;
                const Network after = applied(network, cut.commands);
                const Totals totals = must(assess(after, context)).totals;
                QCOMPARE(totals.parameter_bytes, before.parameter_bytes - cut.parameter_bytes_saved);
                QCOMPARE(totals.peak_activation_bytes, before.peak_activation_bytes - cut.peak_bytes_saved);
                QCOMPARE(totals.latency_ms, cut.after.latency_ms);
                QVERIFY(cut.useful_bytes_saved > 0);
                QVERIFY(cut.reach == Cut::Reach::Runtime || !cut.blocks.empty());
                for (const BlockPtr& block : network.blocks())
                    QVERIFY(!block->frozen || *after.find(block->id) == *block);
            }
        }
    }

    void savesWhatIsExceededFirst() {
        const Network network = samples::cameraClassifier();
        context_.budgets.peak_activation_bytes.reset();
        const std::vector<Cut> parameters = cutsHere(must(assess(network, context_)), context_);
        QVERIFY(parameters.front().parameter_bytes_saved > 0);
        context_.budgets = {std::nullopt, std::nullopt, 116'736};
        const std::vector<Cut> peak = cutsHere(must(assess(network, context_)), context_);
        QVERIFY(peak.front().peak_bytes_saved > 0);
        for (size_t i = 1; i < peak.size(); ++i)
            QVERIFY(peak[i].useful_bytes_saved <= peak[i - 1].useful_bytes_saved);
        // A kept budget stays kept.
        context_.budgets.parameter_bytes = 365'908;
        for (const Cut& cut : cutsHere(must(assess(network, context_)), context_))
            QVERIFY(cut.after.parameter_bytes <= 365'908);
    }

    void offersAnotherOrderOfBranches() {
        // A narrow branch waits while a wide one grows and shrinks: the other way round less is live.
        NetworkDraft draft;
        const auto add = [&draft](const char* kind, const char* name, const Attributes& attributes,
                                  const std::vector<Port>& inputs) {
            return Port{draft.add(*findBlockKind(kind), name, attributes, inputs), 0};
        };
        const Port in = add("input", "input", {}, {});
        const Port narrow = add("conv", "narrow", {{"channels", int64_t{32}}}, {in});
        const Port wide = add("conv", "wide", {{"channels", int64_t{128}}}, {in});
        const Port shrunk = add("conv", "shrunk", {{"channels", int64_t{16}}}, {wide});
        draft.setOutputs({add("concat", "joined", {}, {narrow, shrunk})});
        const Network network = must(draft.commit());
        context_.budgets = {};
        context_.memory_profile = "tflm";
        const std::vector<Cut> cuts = cutsHere(must(assess(network, context_)), context_);
        const auto order = std::find_if(cuts.begin(), cuts.end(), [](const Cut& cut) {
            return !cut.commands.empty() && cut.commands.front().starts_with("reorder ");
        });
        QVERIFY(order != cuts.end());
        QVERIFY(order->peak_bytes_saved > 0 && order->harm == 0 && !order->blocks.empty());
        QCOMPARE(order->parameter_bytes_saved, 0);
        const Network after = applied(network, order->commands);
        QVERIFY(after.positionOf(after.findByName("wide")->id) < after.positionOf(after.findByName("narrow")->id));
        QCOMPARE(must(assess(after, context_)).totals.peak_activation_bytes, order->after.peak_activation_bytes);
    }

    void leavesAloneWhatTheNetworkTakesOnlyAsItIs() {
        // Stated padding does not follow a kernel: another one would change the map.
        NetworkDraft draft;
        const auto add = [&draft](const char* kind, const char* name, const Attributes& attributes,
                                  const std::vector<Port>& inputs) {
            return Port{draft.add(*findBlockKind(kind), name, attributes, inputs), 0};
        };
        const Port in = add("input", "input", {{"shape", std::vector<int64_t>{1, 3, 16, 16}}}, {});
        const Port padded = add("conv", "padded",
                                {{"channels", int64_t{64}},
                                 {"kernel", int64_t{5}},
                                 {"padding", std::string("explicit")},
                                 {"pads", std::vector<int64_t>{2, 2, 2, 2}}},
                                {in});
        draft.setOutputs({add("conv", "last", {{"channels", int64_t{8}}, {"kernel", int64_t{1}}}, {padded})});
        const Network network = must(draft.commit());
        context_.budgets = {std::nullopt, 1'000, 1'000};
        const Assessment now = must(assess(network, context_));
        const FitSpace space = must(FitSpace::make(network, now.lowered, context_.target, {}));
        QVERIFY(!space.genes().empty());
        for (const FitGene& gene : space.genes())
            QVERIFY(gene.options.size() >= 2 && gene.freedom != Freedom::Kernel);
        const std::vector<Cut> cuts = cutsHere(now, context_);
        QVERIFY(!cuts.empty());
        for (const Cut& cut : cuts)
            QVERIFY2(cut.title.find("kernel") == std::string::npos, cut.title.c_str());
    }

    void findsCutsInSharedModels() {
        if (!QDir(QStringLiteral(BW_SHARED_DATA "/models")).exists()) QSKIP("the shared data are not here");
        for (const char* name : {"mcunet_vww_tinyengine", "person_detect_int8", "kws_dscnn_int8", "resnet8_cifar_int8",
                                 "person_shufflenetv2_int8", "mediapipe_selfie_segmentation_f16"}) {
            const std::string path = std::string(BW_SHARED_DATA "/models/") + name + ".tflite";
            const auto model = must(readTflite(must(readFileBytes(path, kMaxModelFileBytes)), path));
            const Network network = must(raise(model.graph, model.name));
            context_.budgets = {std::nullopt, 1'000, 1'000};
            QVERIFY2(!cutsHere(must(assess(network, context_)), context_).empty(), name);
        }
    }

    void offersEveryKindOfCut() {
        context_.budgets = {std::nullopt, 1'000'000, 500'000};
        std::string titles;
        for (const Cut& cut : cutsHere(must(assess(samples::mobilenetV2(), context_)), context_))
            titles += cut.title + "\n";
        for (const char* word :
             {"channels", "expansion", "Input", "All channels", "Stride 2", "Fuse", "runtime", "patches"})
            QVERIFY2(titles.find(word) != std::string::npos, (word + ("\n" + titles)).c_str());
    }
};

QTEST_GUILESS_MAIN(CutHereTest)
#include "cut_here_test.moc"
