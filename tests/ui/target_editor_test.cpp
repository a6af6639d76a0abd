// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/target_editor.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QtTest>

#include "accelerator/accelerator_panel.h"
#include "accelerator/comparison_view.h"
#include "accelerator/parameter_row.h"
#include "accelerator/quantity_box.h"
#include "main_window/panel_docks.h"
#include "target/user_targets.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

const TargetParameter& named(const char* id) {
    const TargetParameter* parameter = findTargetParameter(id);
    if (parameter == nullptr) qFatal("no parameter %s", id);
    return *parameter;
}

/// A window with the sample, its estimator and the form open.
class Fixture : public WindowFixture {
public:
    bool start() {
        session().workbench().startEstimators();
        if (!open(sample(QStringLiteral("presence_detector")))) return false;
        window().registry().action(QStringLiteral("target.edit"))->trigger();
        return settledOn("neural-engine") && QTest::qWaitFor([this] { return panel().isVisible(); }, 5000);
    }

    TargetEditor& editor() { return window().targetEditor(); }
    AcceleratorPanel& panel() { return window().acceleratorPanel(); }
    QuantityBox& box(const char* id) { return *qobject_cast<QuantityBox*>(panel().row(id)->field()); }
    double latency() {
        const auto assessment = session().assessment();
        return assessment && assessment->totals.latency_ms ? *assessment->totals.latency_ms : -1;
    }
    const std::string& target() { return session().document().target_id; }

    /// Waits until the assessment at hand is that of target `id`, with a latency.
    bool settledOn(const std::string& id) {
        return QTest::qWaitFor(
            [this, id] {
                return target() == id && !session().isAssessing() && session().assessmentContext().target.id == id &&
                       latency() > 0;
            },
            20000);
    }

    /// Waits until the change of the form has reached the graph.
    bool applied() {
        return QTest::qWaitFor(
            [this] {
                const TargetProfile& shown = session().assessmentContext().target;
                return shown.npu == editor().edited().npu && shown.id == editor().edited().id &&
                       !session().isAssessing() && latency() > 0;
            },
            20000);
    }

    void type(const char* id, const QString& text) {
        QuantityBox& field = box(id);
        field.setFocus();
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }
};

}  // namespace

class TargetEditorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditShowsAtOnceThenItsRegressorArrives() {
        Fixture fixture;
        QVERIFY(fixture.start());
        QCOMPARE(fixture.editor().source(), TargetEditor::Source::Saved);
        const double before = fixture.latency();
        fixture.type("clock_hz", QStringLiteral("500 MHz"));
        QVERIFY(fixture.applied());
        QCOMPARE(fixture.target(), std::string("neural-engine-edited"));
        QVERIFY(fixture.editor().isVariant());
        // Half the clock, twice the time; the model and the regressor differ by little.
        QVERIFY2(std::abs(fixture.latency() / before - 2.0) < 0.1,
                 qPrintable(QString::number(fixture.latency() / before)));
        QVERIFY(fixture.session().assessmentContext().estimator->isParametric());
        QCOMPARE(fixture.editor().source(), TargetEditor::Source::Training);
        // The bundled target is as it was.
        QCOMPARE(fixture.session().workbench().target("neural-engine")->npu.clock_hz, 1e9);
        QVERIFY(QTest::qWaitFor([&] { return fixture.editor().source() == TargetEditor::Source::Trained; }, 240000));
        QVERIFY(fixture.applied());
        QVERIFY(!fixture.session().assessmentContext().estimator->isParametric());
        QVERIFY(std::abs(fixture.latency() / before - 2.0) < 0.1);
        QVERIFY(fixture.editor().sourceText().contains(QStringLiteral("trained just now")));
        // Another change and back: what was trained is still there.
        fixture.type("output_lanes", QStringLiteral("64"));
        QVERIFY(fixture.applied());
        QCOMPARE(fixture.editor().source(), TargetEditor::Source::Training);
        fixture.editor().undo();
        QVERIFY(fixture.applied());
        QCOMPARE(fixture.editor().source(), TargetEditor::Source::Trained);
        // Saved with its regressor, it is a target like any other.
        QVERIFY(fixture.editor().saveAs(QStringLiteral("Slow Engine")));
        QVERIFY(fixture.settledOn("slow-engine"));
        const auto again = Estimator::open(*fixture.session().target(), BW_SOURCE_DIR "/models",
                                           QString(fixture.folder() + QStringLiteral("/models")).toStdString());
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QVERIFY(std::abs((*again)->card().network_mape) < 0.05);
        QVERIFY(fixture.editor().isOwnTarget());
        QVERIFY(fixture.editor().deleteTarget("neural-engine"));
        QVERIFY(fixture.settledOn("neural-engine"));
        QVERIFY(fixture.session().workbench().target("slow-engine") == nullptr);
        QVERIFY(!QFile::exists(fixture.folder() + QStringLiteral("/models/targets/slow-engine.json")));
    }

    void undoAndResetWalkThroughTheValues() {
        Fixture fixture;
        QVERIFY(fixture.start());
        const double before = fixture.latency();
        fixture.type("output_lanes", QStringLiteral("16"));
        QVERIFY(fixture.applied());
        QVERIFY(fixture.latency() > before * 1.2);
        QCOMPARE(fixture.editor().edited().channel_steps.output, 16);
        QVERIFY(fixture.panel().row("output_lanes")->note().contains(QStringLiteral("was 32")));
        QTest::keyClick(&fixture.box("output_lanes"), Qt::Key_Up);
        QCOMPARE(fixture.editor().edited().npu.output_lanes, 32);
        QTest::keyClick(&fixture.box("output_lanes"), Qt::Key_Up);
        QCOMPARE(fixture.editor().edited().npu.output_lanes, 64);
        QTest::keySequence(&fixture.box("output_lanes"), QKeySequence(QKeySequence::Undo));
        QTest::keySequence(&fixture.box("output_lanes"), QKeySequence(QKeySequence::Undo));
        QCOMPARE(fixture.editor().edited().npu.output_lanes, 16);
        QTest::keySequence(&fixture.box("output_lanes"), QKeySequence(QKeySequence::Redo));
        QCOMPARE(fixture.editor().edited().npu.output_lanes, 32);
        // The document's own history has one step: the change of target.
        QCOMPARE(fixture.session().history().count(), 1);
        fixture.type("sram_bytes_per_cycle", QStringLiteral("8"));
        fixture.editor().reset(named("sram_bytes_per_cycle"));
        QVERIFY(!fixture.editor().isChanged(named("sram_bytes_per_cycle")));
        fixture.type("clock_hz", QStringLiteral("250MHz"));
        fixture.editor().resetAll();
        QVERIFY(fixture.editor().edited().npu == fixture.editor().base().npu);
        QVERIFY(fixture.applied());
        QVERIFY(std::abs(fixture.latency() / before - 1) < 1e-9);
        fixture.editor().undo();
        QCOMPARE(fixture.editor().edited().npu.clock_hz, 2.5e8);
        // Undo of the document goes back to the target itself, redo to the variant.
        fixture.session().undo();
        QVERIFY(fixture.settledOn("neural-engine"));
        QVERIFY(!fixture.editor().isVariant());
        QVERIFY(std::abs(fixture.latency() / before - 1) < 1e-9);
        fixture.session().redo();
        QVERIFY(fixture.settledOn("neural-engine-edited"));
        QCOMPARE(fixture.editor().edited().npu.clock_hz, 2.5e8);
    }

    void channelStepsFollowUntilSetByHand() {
        Fixture fixture;
        QVERIFY(fixture.start());
        fixture.type("channel_steps.output", QStringLiteral("8"));
        fixture.type("output_lanes", QStringLiteral("64"));
        QCOMPARE(fixture.editor().edited().channel_steps.output, 8);
        QCOMPARE(fixture.editor().edited().channel_steps.depthwise, 64);
        QVERIFY(fixture.applied());
        QCOMPARE(fixture.session().target()->channel_steps.depthwise, 64);
    }

    void impossibleHardwareIsMarkedAndNotApplied() {
        Fixture fixture;
        QVERIFY(fixture.start());
        // A value of no meaning does not leave its field.
        fixture.type("clock_hz", QStringLiteral("nan"));
        QVERIFY(!fixture.editor().isVariant());
        QVERIFY(fixture.panel().row("clock_hz")->note().contains(QStringLiteral("from 1 MHz to 10 GHz")));
        fixture.type("output_lanes", QStringLiteral("0"));
        QVERIFY(!fixture.editor().isVariant());
        // A combination that cannot be stays in the form, so that the next field can mend it.
        fixture.type("clock_hz", QStringLiteral("900 MHz"));
        QVERIFY(fixture.applied());
        const double before = fixture.latency();
        fixture.type("sram_bytes", QStringLiteral("1 KiB"));
        QTest::qWait(300);
        QVERIFY(!fixture.editor().problems().empty());
        QVERIFY(fixture.panel().row("sram_bytes")->note().contains(QStringLiteral("smaller than one row")));
        QCOMPARE(fixture.session().target()->npu.sram_bytes, int64_t{4} << 20);
        QCOMPARE(fixture.latency(), before);
        QVERIFY(!fixture.editor().saveAs(QStringLiteral("Impossible")));
        QVERIFY(fixture.window()
                    .registry()
                    .action(QStringLiteral("target.save"))
                    ->toolTip()
                    .contains(QStringLiteral("cannot be")));
        fixture.type("sram_bytes", QStringLiteral("64 KiB"));
        QVERIFY(fixture.editor().problems().empty());
        QVERIFY(fixture.applied());
    }

    void theComparisonIsOfTheOpenNetwork() {
        Fixture fixture;
        QVERIFY(fixture.start());
        fixture.type("depthwise_cycles", QStringLiteral("1"));
        fixture.type("clock_hz", QStringLiteral("2 GHz"));
        QVERIFY(fixture.applied());
        ComparisonView& view = fixture.panel().comparison();
        QVERIFY(QTest::qWaitFor([&] { return view.editedFigures() && view.editedFigures()->peak_tops > 8; }, 10000));
        const TargetFigures& base = *view.baseFigures();
        const TargetFigures& edited = *view.editedFigures();
        QVERIFY(*edited.latency_ms < *base.latency_ms / 2);
        QCOMPARE(base.peak_tops, 4.096);
        QCOMPARE(edited.peak_tops, 8.192);
        // Twice the depthwise rate halves C*.
        QCOMPARE(base.crossover_channels, 144.0);
        QCOMPARE(edited.crossover_channels, 72.0);
        QVERIFY(base.idle_lanes > 0 && base.idle_lanes < 1 && base.utilisation > 0 && base.utilisation < 1);
    }

    void aBundledTargetIsNeverOverwritten() {
        Fixture fixture;
        QVERIFY(fixture.start());
        QVERIFY(!fixture.editor().isOwnTarget());
        fixture.type("clock_hz", QStringLiteral("900 MHz"));
        const auto saved = fixture.editor().saveAs(QStringLiteral("Neural Engine"));
        QVERIFY(!saved);
        QVERIFY(saved.error().message.find("never replaced") != std::string::npos);
        QVERIFY(!fixture.editor().saveAs(QStringLiteral(" ··· ")));
        QVERIFY(!fixture.editor().deleteTarget("ethos-u55-256"));
    }

    void cancellingAndTurningAwayStopTheTraining() {
        Fixture fixture;
        QVERIFY(fixture.start());
        fixture.type("clock_hz", QStringLiteral("900 MHz"));
        QVERIFY(QTest::qWaitFor([&] { return fixture.editor().trainer().isRunning(); }, 10000));
        fixture.editor().cancelTraining();
        QVERIFY(!fixture.editor().trainer().isRunning());
        QCOMPARE(fixture.editor().source(), TargetEditor::Source::Parametric);
        fixture.editor().train();
        QVERIFY(fixture.editor().trainer().isRunning());
        fixture.session().setTarget("ethos-u55-256");
        QVERIFY(!fixture.editor().trainer().isRunning());
        QVERIFY(fixture.settledOn("ethos-u55-256"));
        QCOMPARE(fixture.editor().base().id, std::string("ethos-u55-256"));
        // A second variant beside the first.
        fixture.type("output_lanes", QStringLiteral("16"));
        QVERIFY(fixture.applied());
        QCOMPARE(fixture.target(), std::string("ethos-u55-256-edited"));
        QVERIFY(fixture.editor().edited().estimator.measurements.empty());
        fixture.session().setTarget("neural-engine-edited");
        QCOMPARE(fixture.editor().edited().npu.clock_hz, 9e8);
        fixture.editor().cancelTraining();
    }

    void anUnsavedTargetIsToldWhenTheDocumentIsSaved() {
        Fixture fixture;
        QVERIFY(fixture.start());
        fixture.type("clock_hz", QStringLiteral("900 MHz"));
        QVERIFY(fixture.applied());
        fixture.editor().cancelTraining();
        Document document = fixture.session().document();
        const QString path = fixture.folder() + QStringLiteral("/mine.blockwright");
        QVERIFY(saveDocument(document, path.toStdString()));
        QVERIFY(fixture.open(path) || fixture.session().assessmentError());
        // In a program that knows no such target the document opens and says what is missing.
        WindowFixture other;
        other.session().workbench().startEstimators();
        QSignalSpy opened(&other.window().documents(), &DocumentController::opened);
        other.window().documents().openSample(path);
        QVERIFY(QTest::qWaitFor([&] { return !opened.isEmpty(); }, 20000));
        QVERIFY(QTest::qWaitFor([&] { return other.session().assessmentError().has_value(); }, 20000));
        QVERIFY(other.session().assessmentError()->message.find("neural-engine-edited") != std::string::npos);
        other.window().registry().action(QStringLiteral("target.edit"))->trigger();
        QVERIFY(!other.window().targetEditor().isEditable());
    }

    void closingAsksAboutAnUnsavedAccelerator() {
        Fixture fixture;
        QVERIFY(fixture.start());
        fixture.type("output_lanes", QStringLiteral("64"));
        QVERIFY(fixture.applied());
        QVERIFY(fixture.editor().hasUnsavedChanges());
        const auto close = [&fixture](QMessageBox::StandardButton answer) {
            bool asked = false;
            QTimer::singleShot(200, &fixture.window(), [&asked, answer] {
                auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                asked = box != nullptr && box->objectName() == QStringLiteral("unsavedTarget");
                if (box != nullptr) box->button(answer)->click();
            });
            fixture.session().history().setClean();
            const bool closed = fixture.window().close();
            if (!asked) qWarning("nobody asked");
            return closed;
        };
        QVERIFY(!close(QMessageBox::Cancel));
        QVERIFY(fixture.window().isVisible());
        QVERIFY(close(QMessageBox::Discard));
    }

    void everyFieldShowsItsValue() {
        Fixture fixture;
        QVERIFY(fixture.start());
        const auto all_shown = [&fixture](const TargetProfile& target) {
            for (const TargetParameter& parameter : targetParameters()) {
                if (!parameter.isNumber()) continue;
                const auto* line = fixture.panel().row(parameter.id())->field()->findChild<QLineEdit*>();
                const std::string text = parameterText(parameter, parameterValue(target, parameter));
                if (line->text().toStdString() != text) {
                    qWarning("%s shows '%s', not '%s'", parameter.name, qPrintable(line->text()), text.c_str());
                    return false;
                }
            }
            return true;
        };
        QVERIFY(all_shown(fixture.editor().edited()));
        fixture.session().setTarget("ethos-u85-512");
        QVERIFY(fixture.settledOn("ethos-u85-512"));
        QVERIFY(all_shown(*fixture.session().target()));
    }

    void theFormIsReachableByKeyboardAndFilter() {
        Fixture fixture;
        QVERIFY(fixture.start());
        for (const TargetParameter& parameter : targetParameters()) {
            ParameterRow* row = fixture.panel().row(parameter.id());
            QVERIFY2(row != nullptr, parameter.name);
            QVERIFY2(row->field()->focusPolicy() & Qt::TabFocus, parameter.name);
            QVERIFY2(!row->field()->accessibleName().isEmpty(), parameter.name);
            // A field that the wheel can focus changes its value while the form is scrolled.
            QVERIFY2((row->field()->focusPolicy() & Qt::WheelFocus) != Qt::WheelFocus, parameter.name);
        }
        auto* filter = fixture.panel().findChild<QLineEdit*>(QStringLiteral("parameterFilter"));
        QVERIFY(filter != nullptr);
        filter->setText(QStringLiteral("dram latency"));
        QVERIFY(!fixture.panel().row("dram_latency_cycles")->isHidden());
        QVERIFY(fixture.panel().row("output_lanes")->isHidden());
        filter->clear();
        QVERIFY(!fixture.panel().row("output_lanes")->isHidden());
    }
};

QTEST_MAIN(TargetEditorTest)
#include "target_editor_test.moc"
