// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration/calibrate_dialog.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "charts/scatter_chart.h"

using namespace bw;
using namespace bw::ui;

namespace {

QPushButton* buttonCalled(const QDialog& dialog, const QString& text) {
    for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->text().remove(QLatin1Char('&')) == text) return button;
    }
    return nullptr;
}

bool says(const QDialog& dialog, const QString& text) {
    const auto labels = dialog.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) { return label->text().contains(text); });
}

}  // namespace

class CalibrateDialogTest : public QObject {
    Q_OBJECT

    Workbench workbench_{QStringLiteral(BW_SOURCE_DIR "/models")};

private Q_SLOTS:
    void startsAndCancelsWithoutAChange() {
        CalibrateDialog dialog(workbench_, {});
        dialog.show();
        QVERIFY(dialog.calibrator().target() != nullptr);
        QPushButton* start = buttonCalled(dialog, QStringLiteral("Start"));
        QPushButton* cancel = buttonCalled(dialog, QStringLiteral("Cancel"));
        QVERIFY(start && cancel && start->isVisible());
        QVERIFY(!buttonCalled(dialog, QStringLiteral("Accept"))->isVisible());
        QSignalSpy progressed(&dialog.calibrator(), &HostCalibrator::progressed);
        QSignalSpy finished(&dialog.calibrator(), &HostCalibrator::finished);
        start->click();
        QVERIFY(dialog.calibrator().isRunning());
        QVERIFY(!start->isVisible());
        QVERIFY(progressed.wait(20000));
        QVERIFY(says(dialog, QStringLiteral("elapsed")));
        cancel->click();
        QVERIFY(finished.wait(60000));
        QVERIFY(!dialog.calibrator().isRunning());
        QVERIFY(dialog.calibrator().result() == nullptr);
        QVERIFY(says(dialog, QStringLiteral("everything is as it was")));
        QVERIFY(start->isVisible());
        QVERIFY(dialog.isVisible());
    }

    void closingWhileItRunsStopsIt() {
        auto dialog = std::make_unique<CalibrateDialog>(workbench_, std::nullopt);
        dialog->show();
        buttonCalled(*dialog, QStringLiteral("Start"))->click();
        dialog->reject();
        QVERIFY(!dialog->isVisible());
        dialog.reset();  // Waits for the worker: nothing of it may run afterwards.
    }

    void showsNetworksAsMeasuredAndPredicted() {
        CalibrateDialog dialog(workbench_, {});
        HostCheck drawn{"12 sampled", false, {0.010, 0.0099, 0.0101}, 11.0, 9.0, 13.0, 0};
        HostCheck real{"mobilenet_v2", true, {0.020, 0.0199, 0.0202}, 19.0, 17.0, 22.0, 0};
        dialog.showChecks({drawn, real});
        const auto* table = dialog.findChild<QTableWidget*>();
        QCOMPARE(table->rowCount(), 2);
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("mobilenet_v2"));  // What people look for comes first.
        QCOMPARE(table->item(0, 1)->text(), QStringLiteral("20.0 ms"));
        QVERIFY(table->item(1, 4)->text().startsWith(QStringLiteral("+10")));
        QVERIFY(says(dialog, QStringLiteral("2 networks run whole and never trained on")));
        QVERIFY(dialog.findChild<ScatterChart*>() != nullptr);
    }
};

QTEST_MAIN(CalibrateDialogTest)
#include "calibrate_dialog_test.moc"
