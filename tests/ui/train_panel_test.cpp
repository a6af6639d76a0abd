// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTableWidget>

#include "charts/progress_chart.h"
#include "learn/train/checkpoint.h"
#include "panels/message_bar.h"
#include "support/toy_data.h"
#include "train/training_form.h"
#include "train/training_window.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

constexpr int kPatience = 120'000;

/// The training window on a network that learns in a second.
class TrainingFixture : public WindowFixture {
public:
    explicit TrainingFixture(Network network = test::toyClassifier()) {
        Document document;
        document.network = std::move(network);
        session().load(std::move(document));
        window().registry().action(QStringLiteral("file.train"))->trigger();
        static_cast<void>(QTest::qWaitForWindowExposed(&training()));
    }

    TrainingWindow& training() { return window().trainingWindow(); }
    Trainer& trainer() { return training().trainer(); }

    /// Small pictures of the built-in set of porches.
    void choose(int epochs, int64_t count = 64) {
        TrainingOrder order;
        order.source.format = "porch";
        order.source.count = count;
        order.source.width = order.source.height = 32;
        order.width = order.height = 32;
        order.options.epochs = epochs;
        order.options.batch = 8;
        training().form().show(order);
    }

    QPushButton* button(const QString& start_of_text) {
        for (QPushButton* button : training().findChildren<QPushButton*>()) {
            if (button->text().remove(QLatin1Char('&')).startsWith(start_of_text)) return button;
        }
        return nullptr;
    }
    bool press(const QString& start_of_text) {
        QPushButton* found = button(start_of_text);
        if (found == nullptr || !found->isVisible() || !found->isEnabled()) return false;
        found->click();
        return true;
    }
    bool says(const QString& text) {
        const auto labels = training().findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](QLabel* label) { return label->isVisible() && label->text().contains(text); });
    }
    bool waitForEpochs(size_t epochs) {
        return QTest::qWaitFor([&] { return trainer().view().history.size() >= epochs; }, kPatience);
    }
    bool waitForEnd() {
        return QTest::qWaitFor([&] { return !trainer().isActive(); }, kPatience);
    }
    QListView* pictures() { return training().findChild<QListView*>(); }
    QTableWidget* figures() { return training().findChild<QTableWidget*>(); }
    MessageBar* message() { return training().findChild<MessageBar*>(); }
};

}  // namespace

/// Training a network from the window.
class TrainPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trainsToTheEndAndSavesItsWeights() {
        TrainingFixture fixture;
        QVERIFY(fixture.says(QStringLiteral("Pictures with answers appear here")));
        QVERIFY(!fixture.button(QStringLiteral("Save Weights"))->isEnabled());
        fixture.choose(2);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.trainer().isActive());
        QVERIFY(!fixture.button(QStringLiteral("Start"))->isEnabled());
        QVERIFY(fixture.waitForEnd());
        QVERIFY(!fixture.message()->isVisible());
        QVERIFY(fixture.says(QStringLiteral("Done in")));
        QVERIFY(fixture.says(QStringLiteral("Fitted to the data for training")));
        QVERIFY(fixture.says(QStringLiteral("top-1")));
        QCOMPARE(fixture.trainer().view().history.size(), size_t{2});
        QCOMPARE(fixture.figures()->rowCount(), 5);
        QVERIFY(fixture.pictures()->model()->rowCount() >= 12);
        QVERIFY(fixture.pictures()->model()->index(0, 0).data().toString().length() > 0);
        // The document is as it was.
        QVERIFY(fixture.session().settledNetwork() == test::toyClassifier());

        QVERIFY(fixture.button(QStringLiteral("Save Weights"))->isEnabled());
        const QString path = fixture.folder() + QStringLiteral("/toy.safetensors");
        QSignalSpy saved(&fixture.trainer(), &Trainer::saved);
        fixture.trainer().saveWeights(path);
        QVERIFY(saved.wait(kPatience));
        const auto weights = loadNumbers(path.toStdString());
        QVERIFY(weights && *weights == fixture.trainer().result()->weights);
        // What is saved need not be kept.
        QVERIFY(!fixture.trainer().unfinished());
        QVERIFY(QDir(Settings::dataFolder() + QStringLiteral("/trainings"))
                    .entryList({QStringLiteral("*.training"), QStringLiteral("*.checkpoint")})
                    .isEmpty());
    }

    void detectorsShowWhatTheyFind() {
        TrainingFixture fixture(test::toyDetector());
        fixture.choose(1);
        TrainingOrder order;
        fixture.training().form().fill(order);
        order.source.format = "presence";
        fixture.training().form().show(order);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEnd());
        QVERIFY(fixture.says(QStringLiteral("AP50")));
        const QString caption = fixture.pictures()->model()->index(0, 0).data().toString();
        QVERIFY2(caption.startsWith(QStringLiteral("finds")), qPrintable(caption));
    }

    void pausesAndGoesOn() {
        TrainingFixture fixture;
        fixture.choose(400);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEpochs(1));
        QVERIFY(fixture.press(QStringLiteral("Pause")));
        QVERIFY(fixture.says(QStringLiteral("Paused: Epoch")));
        QTest::qWait(600);
        const auto place = [&] {
            return std::pair(fixture.trainer().view().history.size(), fixture.trainer().view().step);
        };
        const auto before = place();
        QTest::qWait(600);
        QCOMPARE(place(), before);
        QVERIFY(fixture.press(QStringLiteral("Resume")));
        QVERIFY(fixture.waitForEpochs(before.first + 1));
        QVERIFY(fixture.says(QStringLiteral("left")));
        QVERIFY(fixture.press(QStringLiteral("Stop")));
        QVERIFY(fixture.waitForEnd());
    }

    void aStoppedTrainingGoesOnFromItsCheckpoint() {
        TrainingFixture fixture;
        fixture.choose(400);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEpochs(2));
        // What is trained is the network as it was.
        QVERIFY(fixture.session().applyEdit("set ibn_1.channels=24"));
        QTRY_VERIFY(fixture.says(QStringLiteral("edited since Start")));
        QVERIFY(fixture.press(QStringLiteral("Stop")));
        QVERIFY(fixture.waitForEnd());
        QVERIFY(fixture.says(QStringLiteral("It can be resumed")));
        QVERIFY(fixture.button(QStringLiteral("Save Weights"))->isEnabled());
        const size_t epochs = fixture.trainer().view().history.size();
        const double loss = fixture.trainer().view().history.front().loss;
        QVERIFY(fixture.says(QStringLiteral("stopped after epoch %1 of 400").arg(epochs)));
        WindowFixture::picture(fixture.training(), QStringLiteral("training_stopped"));
        QVERIFY(fixture.press(QStringLiteral("Resume after Epoch %1").arg(epochs)));
        QVERIFY(fixture.waitForEpochs(epochs + 1));
        QCOMPARE(fixture.trainer().view().history.front().loss, loss);
        QVERIFY(fixture.trainer().order().network == test::toyClassifier());
        QVERIFY(fixture.press(QStringLiteral("Stop")));
        QVERIFY(fixture.waitForEnd());
    }

    /// The window may go while it trains, as in a crash; the next one offers what is left.
    void theNextProgramOffersWhatWasCutOff() {
        QTemporaryDir folder;
        Workbench workbench(QStringLiteral(BW_SOURCE_DIR "/models"));
        DocumentSession session(workbench);
        TrainingOrder order;
        order.title = QStringLiteral("toy");
        order.network = test::toyClassifier();
        order.source.format = "porch";
        order.source.count = 64;
        order.source.width = order.source.height = order.width = order.height = 32;
        order.options.epochs = 3;
        order.options.batch = 8;
        {
            TrainingShelf shelf(folder.path());
            const auto id = shelf.begin(order);
            QVERIFY(id.has_value());
            QVERIFY(!shelf.newest());
            Trainer other(folder.path());
            QVERIFY(!other.unfinished());
            // Without a whole epoch there is nothing to go on from.
            shelf.release();
            const QStringList left = QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
            QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char(' '))));
        }
        {
            auto trainer = std::make_unique<Trainer>(folder.path());
            trainer->start(order);
            QVERIFY(QTest::qWaitFor([&] { return !trainer->view().history.empty(); }, kPatience));
        }
        TrainingWindow window(session, folder.path());
        window.show();
        const auto kept = window.trainer().unfinished();
        QVERIFY(kept && kept->epochs >= 1);
        QCOMPARE(kept->order.title, order.title);
        QVERIFY(kept->order.network == order.network);
        window.trainer().resume(*kept);
        QVERIFY(QTest::qWaitFor([&] { return !window.trainer().isActive(); }, kPatience));
        QVERIFY(window.trainer().isWhole());
        QCOMPARE(window.trainer().view().history.size(), size_t{3});
        // What nobody saved is still there tomorrow.
        QVERIFY(!window.trainer().unfinished());
        Trainer tomorrow(folder.path());
        const auto unsaved = tomorrow.unfinished();
        QVERIFY(unsaved && unsaved->isDone());
        tomorrow.resume(*unsaved);
        QVERIFY(QTest::qWaitFor([&] { return !tomorrow.isActive(); }, kPatience));
        QVERIFY(tomorrow.isWhole() && tomorrow.result()->weights == window.trainer().result()->weights);
        window.trainer().discard(*kept);
        QVERIFY(!window.trainer().unfinished());
    }

    void whatCannotBeTrainedIsNamed() {
        TrainingFixture fixture;
        fixture.choose(2);
        // Its last block is no layer whose classes can be set.
        QVERIFY(fixture.session().applyEdit("delete classes"));
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEnd());
        QVERIFY(fixture.message()->isVisible());
        QVERIFY2(fixture.message()->accessibleName().contains(QStringLiteral("ibn_2")),
                 qPrintable(fixture.message()->accessibleName()));
        QVERIFY(!fixture.button(QStringLiteral("Resume after")) ||
                !fixture.button(QStringLiteral("Resume after"))->isVisible());
        // Nothing that was typed in is lost, and the next try starts at once.
        TrainingOrder order;
        fixture.training().form().fill(order);
        QCOMPARE(order.options.batch, 8);
        QVERIFY(fixture.button(QStringLiteral("Start"))->isEnabled());
    }

    void anEmptyDocumentSaysWhatToDo() {
        WindowFixture fixture;
        TrainingWindow& training = fixture.window().trainingWindow();
        training.show();
        const auto buttons = training.findChildren<QPushButton*>();
        const auto start = std::find_if(buttons.begin(), buttons.end(),
                                        [](QPushButton* button) { return button->text() == QLatin1String("&Start"); });
        QVERIFY(start != buttons.end() && !(*start)->isEnabled());
        QVERIFY((*start)->toolTip().contains(QStringLiteral("There is no network yet")));
    }

    void everyControlHasAName() {
        TrainingFixture fixture;
        fixture.choose(2);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEnd());
        for (QWidget* widget : fixture.training().findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
            if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface != nullptr);
            const bool inner = widget->parentWidget()->inherits("QAbstractSpinBox") || widget->inherits("QHeaderView");
            QVERIFY2(inner || !interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }

    void picturesForThoseWhoWantToSeeIt() {
        if (!qEnvironmentVariableIsSet("BW_PICTURES")) return;
        TrainingFixture fixture;
        TrainingWindow& training = fixture.training();
        training.resize(1280, 720);
        QTest::qWait(50);
        WindowFixture::picture(training, QStringLiteral("training_empty"));
        fixture.choose(30, 1000);
        QVERIFY(fixture.press(QStringLiteral("Start")));
        QVERIFY(fixture.waitForEpochs(12));
        WindowFixture::picture(training, QStringLiteral("training_running"));
        training.resize(2560, 1440);
        QTest::qWait(50);
        WindowFixture::picture(training, QStringLiteral("training_running_large"));
        training.resize(1280, 720);
        QVERIFY(fixture.waitForEnd());
        WindowFixture::picture(training, QStringLiteral("training_done"));

        TrainingFixture detector(test::toyDetector());
        TrainingOrder order;
        order.source.format = "presence";
        order.source.count = 400;
        order.source.width = order.source.height = 96;
        order.width = order.height = 96;
        order.options.epochs = 6;
        order.options.batch = 8;
        detector.training().form().show(order);
        detector.training().resize(1280, 720);
        QVERIFY(detector.press(QStringLiteral("Start")));
        QVERIFY(detector.waitForEnd());
        WindowFixture::picture(detector.training(), QStringLiteral("training_detector"));
        QVERIFY(detector.session().applyEdit("delete scores"));
        QVERIFY(detector.press(QStringLiteral("Start")));
        QVERIFY(detector.waitForEnd());
        WindowFixture::picture(detector.training(), QStringLiteral("training_failed"));
        TrainingFixture segmenter(test::toySegmenter());
        order.source.format = "rooms";
        segmenter.training().form().show(order);
        segmenter.training().resize(1280, 720);
        QVERIFY(segmenter.press(QStringLiteral("Start")));
        QVERIFY(segmenter.waitForEnd());
        WindowFixture::picture(segmenter.training(), QStringLiteral("training_segmenter"));
    }
};

QTEST_MAIN(TrainPanelTest)
#include "train_panel_test.moc"
