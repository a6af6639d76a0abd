// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/trainer.h"

#include <QTemporaryDir>
#include <QtTest>
#include <thread>

#include "learn/train/answer_sheet.h"
#include "learn/train/checkpoint.h"
#include "support/toy_data.h"
#include "support/toy_training.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

TrainOptions quick(int epochs) {
    TrainOptions options = quickTraining(epochs);
    options.augment.flip = 0.5;
    return options;
}

std::shared_ptr<const ToySet> toySet(LearnTask task, int64_t train = 128) {
    return std::make_shared<const ToySet>(task, train, 48);
}

FittedNetwork fitted(const Network& network, LearnTask task) {
    return must(fitToData(network, toySet(task)->info(), 0, 0));
}

}  // namespace

class TrainerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openTrainBackend();
        QVERIFY2(backend, backend ? "" : backend.error().text().c_str());
    }

    void classifiersLearn() {
        const auto result = must(trainNetwork(fitted(toyClassifier(), LearnTask::Classification),
                                              toySet(LearnTask::Classification), quick(8)));
        QCOMPARE(result.metrics.values.at(0).name, std::string("top-1"));
        QVERIFY2(result.metrics.main() > 0.95, std::to_string(result.metrics.main()).c_str());
        QVERIFY(result.history.back().loss < result.history.front().loss);
        QVERIFY(!result.answers.empty());
    }

    void segmentersLearn() {
        const auto result = must(
            trainNetwork(fitted(toySegmenter(), LearnTask::Segmentation), toySet(LearnTask::Segmentation), quick(10)));
        QVERIFY2(result.metrics.main() > 0.6, std::to_string(result.metrics.main()).c_str());
    }

    void detectorsLearn() {
        const auto result = must(
            trainNetwork(fitted(toyDetector(), LearnTask::Detection), toySet(LearnTask::Detection, 256), quick(20)));
        QCOMPARE(result.metrics.values.at(1).name, std::string("AP50"));
        QVERIFY2(result.metrics.values[1].value > 0.7, std::to_string(result.metrics.values[1].value).c_str());
        QVERIFY2(result.metrics.main() > 0.3, std::to_string(result.metrics.main()).c_str());
    }

    void equalSeedsGiveEqualNumbers() {
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        const auto set = toySet(LearnTask::Classification, 48);
        const auto a = must(trainNetwork(network, set, quick(2)));
        const auto b = must(trainNetwork(network, set, quick(2)));
        QVERIFY(a.weights == b.weights);
        TrainOptions other = quick(2);
        other.seed = 2;
        QVERIFY(must(trainNetwork(network, set, other)).weights != a.weights);
    }

    void answersShowTheBestBoxes() {
        ShownAnswer shown;
        auto truth = std::make_shared<DataSample>();
        truth->image = Image(32, 32);
        shown.truth = truth;
        for (int i = 0; i < 20; ++i) {
            const auto place = static_cast<float>(i);
            shown.answer.boxes.push_back({{place, place, place + 4, place + 4, 0, false}, 0.05F * place});
        }
        QCOMPARE(foundBoxes(shown.answer), int64_t{14});
        const DataSample sample = answered(shown);
        QCOMPARE(sample.boxes.size(), kMostShownBoxes);
        QCOMPARE(sample.boxes.front(), shown.answer.boxes.back().box);
    }

    void pausesAreNoTrainingTime() {
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        std::atomic<bool> pause = true;
        std::jthread waker([&pause] {
            std::this_thread::sleep_for(std::chrono::seconds(2));
            pause = false;
        });
        std::string device;
        const auto hear = [&device](const TrainProgress& progress) { device = progress.device; };
        QElapsedTimer clock;
        clock.start();
        const auto result =
            must(trainNetwork(network, toySet(LearnTask::Classification, 48), quick(1), {}, {{}, &pause, hear}));
        const double whole = static_cast<double>(clock.elapsed()) / 1000;
        QVERIFY2(result.seconds < whole - 1, std::to_string(result.seconds).c_str());
        QCOMPARE(device, result.device);
    }

    /// Stopped after the first epoch and gone on with, training gives the very numbers that it gives in one go.
    void resumedTrainingsEndAlike() {
        QTemporaryDir folder;
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        const auto set = toySet(LearnTask::Classification, 48);
        const auto whole = must(trainNetwork(network, set, quick(3)));
        TrainOptions options = quick(3);
        options.checkpoint = folder.filePath(QStringLiteral("toy.checkpoint")).toStdString();
        std::stop_source stop;
        TrainControl control;
        control.stop = stop.get_token();
        control.progress = [&](const TrainProgress& progress) {
            if (progress.history->size() == 1) stop.request_stop();
        };
        const auto stopped = trainNetwork(network, set, options, {}, control);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const auto resumed = must(trainNetwork(network, set, options));
        QVERIFY(resumed.weights == whole.weights);
        QCOMPARE(resumed.history.size(), 3UL);
        QCOMPARE(resumed.history[0].loss, whole.history[0].loss);
    }

    void otherTrainingsAreNotResumed() {
        QTemporaryDir folder;
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        const auto set = toySet(LearnTask::Classification, 32);
        TrainOptions options = quick(1);
        options.checkpoint = folder.filePath(QStringLiteral("toy.checkpoint")).toStdString();
        must(trainNetwork(network, set, options));
        options.learning_rate = 0.02;
        const auto other = trainNetwork(network, set, options);
        QVERIFY(!other);
        QVERIFY(other.error().message.find("another training") != std::string::npos);
        QFile file(QString::fromStdString(options.checkpoint));
        QVERIFY(file.resize(file.size() / 2));
        QVERIFY(!trainNetwork(network, set, options));
    }

    void aFullDiskEndsNothing() {
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        TrainOptions options = quick(1);
        options.checkpoint = "/dev/full/toy.checkpoint";
        const auto result = must(trainNetwork(network, toySet(LearnTask::Classification, 32), options));
        QCOMPARE(result.warnings.size(), 1UL);
        QVERIFY(!result.weights.empty());
    }

    void brokenPicturesAreReplaced() {
        auto set = std::make_shared<ToySet>(LearnTask::Classification, 32, 16);
        set->broken = 3;
        const auto result = must(trainNetwork(fitted(toyClassifier(), LearnTask::Classification), set, quick(2)));
        QVERIFY(result.skipped >= 2);
    }

    void aRateTooHighIsTakenBackOrNamed() {
        TrainOptions options = quick(2);
        options.optimizer.adaptive = false;
        options.optimizer.clip_norm = 0;
        options.learning_rate = 1e30;
        const auto result = trainNetwork(fitted(toyClassifier(), LearnTask::Classification),
                                         toySet(LearnTask::Classification, 64), options);
        QVERIFY(!result);
        QVERIFY(result.error().message.find("no number") != std::string::npos);
        QVERIFY(!result.error().remedy.empty());
    }

    void trainedNumbersStartAnother() {
        const FittedNetwork network = fitted(toyClassifier(), LearnTask::Classification);
        const auto set = toySet(LearnTask::Classification);
        const auto first = must(trainNetwork(network, set, quick(8)));
        const auto judged = must(judgeNetwork(network, set, first.weights, quick(1)));
        QCOMPARE(judged.main(), first.metrics.main());
        TrainOptions gentle = quick(1);
        gentle.learning_rate = 1e-4;
        const auto second = must(trainNetwork(network, set, gentle, first.weights));
        QVERIFY(second.metrics.main() > first.metrics.main() - 0.05);
    }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
