// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimator/import_dialog.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include "charts/scatter_chart.h"
#include "estimator/card_dialog.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

constexpr int kPatience = 120'000;

/// Convolutions in `rows` sizes, each slower than the neural engine by a factor.
QByteArray table(int rows) {
    QByteArray csv = "op,in_c,in_h,in_w,out_c,kernel,latency_ms\n";
    for (int i = 0; i < rows; ++i) {
        const int c = 8 + 4 * (i % 23), size = 7 + 7 * (i % 5), out = 8 + 8 * (i % 13), kernel = i % 2 == 0 ? 1 : 3;
        const double macs = double(size) * size * c * out * kernel * kernel;
        csv += QStringLiteral("conv,%1,%2,%2,%3,%4,%5\n")
                   .arg(c)
                   .arg(size)
                   .arg(out)
                   .arg(kernel)
                   .arg(macs / 2e8 + 0.02)
                   .toUtf8();
    }
    return csv;
}

QString written(const QString& folder, const QByteArray& csv) {
    const QString path = folder + QStringLiteral("/times.csv");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(csv);
    return path;
}

bool waitForStep(ImportDialog& dialog) {
    return QTest::qWaitFor([&] { return !dialog.isBusy(); }, kPatience);
}

}  // namespace

/// Importing measurements in the window, and the card.
class ImportDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void badRowsAreListedAndNothingIsTaken() {
        WindowFixture fixture;
        ImportDialog dialog(fixture.session().workbench(), "neural-engine");
        dialog.setFile(written(fixture.folder(), table(30) + "conv,3,8,8,-4,1,-1\n"));
        QVERIFY(waitForStep(dialog));
        auto* problems = dialog.findChild<QTableWidget*>();
        QCOMPARE(problems->rowCount(), 2);
        QCOMPARE(problems->item(0, 0)->text(), QStringLiteral("32"));
        dialog.startTraining();
        QVERIFY(!dialog.isBusy());
        dialog.setFile(fixture.folder() + QStringLiteral("/nothing.csv"));
        QVERIFY(waitForStep(dialog));
        dialog.startTraining();
        QVERIFY(!dialog.isBusy());
    }

    void anAcceptedImportIsInUse() {
        WindowFixture fixture;
        Workbench& workbench = fixture.session().workbench();
        QVERIFY(fixture.open(WindowFixture::sample(QStringLiteral("mobilenet_v2"))));
        ImportDialog dialog(workbench, "neural-engine");
        dialog.show();
        dialog.setFile(written(fixture.folder(), table(150)));
        QVERIFY(waitForStep(dialog));
        // Says as many held-out networks as the report is then made of.
        const auto saysHeldOut = [&dialog](size_t count) {
            const QString words = QStringLiteral("%1 of the networks are held out").arg(count);
            const auto labels = dialog.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](QLabel* l) { return l->text().contains(words); });
        };
        QVERIFY(saysHeldOut(150 / 4));
        auto* id = dialog.findChildren<QLineEdit*>().last();
        id->setText(QStringLiteral("my-engine"));
        dialog.startTraining();
        QVERIFY(dialog.isBusy());
        QVERIFY(waitForStep(dialog));
        QVERIFY(dialog.report().has_value());
        QCOMPARE(dialog.report()->test.networks, int64_t{150 / 4});
        QVERIFY(dialog.findChild<ScatterChart*>() != nullptr);
        QVERIFY(workbench.target("my-engine") == nullptr);
        QSignalSpy installed(&dialog, &ImportDialog::installed);
        dialog.acceptEstimator();
        QVERIFY(waitForStep(dialog));
        QCOMPARE(installed.size(), 1);
        QVERIFY(workbench.estimator("my-engine") != nullptr);
        QVERIFY(QFile::exists(fixture.folder() + QStringLiteral("/models/targets/my-engine.json")));
        CardDialog card(workbench, "my-engine");
        card.show();
        QVERIFY(!card.findChildren<QLabel*>().isEmpty());
    }

    void cancelLeavesThePresentEstimator() {
        WindowFixture fixture;
        Workbench& workbench = fixture.session().workbench();
        ImportDialog dialog(workbench, "neural-engine");
        dialog.show();
        dialog.setFile(written(fixture.folder(), table(200)));
        QVERIFY(waitForStep(dialog));
        dialog.startTraining();
        QVERIFY(dialog.isBusy());
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text().contains(QStringLiteral("Cancel"))) button->click();
        }
        QVERIFY(waitForStep(dialog));
        QVERIFY(!dialog.report().has_value());
        QVERIFY(!QFile::exists(fixture.folder() + QStringLiteral("/models")));
    }
};

QTEST_MAIN(ImportDialogTest)
#include "import_dialog_test.moc"
