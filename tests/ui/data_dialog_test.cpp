// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_dialog.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include "data/data_source_form.h"
#include "learn/data/data_export.h"
#include "learn/data/image/image_codec.h"

using namespace bw;
using namespace bw::ui;

namespace {

constexpr int kPatience = 120'000;

bool says(const QDialog& dialog, const QString& text) {
    const auto labels = dialog.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) { return label->text().contains(text); });
}

QPushButton* buttonCalled(const QDialog& dialog, const QString& text) {
    for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->text().remove(QLatin1Char('&')) == text) return button;
    }
    return nullptr;
}

QTableWidget* tableCalled(const QDialog& dialog, const QString& name) {
    for (QTableWidget* table : dialog.findChildren<QTableWidget*>()) {
        if (table->accessibleName() == name) return table;
    }
    return nullptr;
}

bool waitUntilRead(DataDialog& dialog) {
    return QTest::qWaitFor([&] { return !dialog.loader().isBusy() && dialog.samples().pending() == 0; }, kPatience);
}

void put(const QString& path, const std::string& bytes) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

}  // namespace

/// Choosing, checking and looking at data sets in the window.
class DataDialogTest : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

private Q_SLOTS:
    void builtInSetsShowSamplesAndStatistics() {
        DataDialog dialog;
        QAbstractItemModelTester tester(&dialog.samples(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(says(dialog, QStringLiteral("press Open")));
        dialog.form().setBuiltIn(QStringLiteral("presence"));
        dialog.show();
        dialog.openSource();
        QVERIFY(dialog.loader().isBusy());
        QVERIFY(waitUntilRead(dialog));
        QCOMPARE(dialog.samples().rowCount(), 2000);
        QVERIFY(says(dialog, QStringLiteral("2,000 samples train, 500 validate")));
        QTableWidget* classes = tableCalled(dialog, QStringLiteral("Classes"));
        QCOMPARE(classes->rowCount(), 1);
        QCOMPARE(classes->item(0, 0)->text(), QStringLiteral("person"));
        // What the view shows is a picture of many colours, not the field that stands for one.
        const QModelIndex first = dialog.samples().index(0);
        dialog.samples().data(first, Qt::DecorationRole);
        QVERIFY(waitUntilRead(dialog));
        const QImage image = dialog.samples().data(first, Qt::DecorationRole).value<QPixmap>().toImage();
        QSet<QRgb> colors;
        for (int i = 0; i < image.width(); ++i)
            colors.insert(image.pixel(i, i));
        QVERIFY(colors.size() > 20);
    }

    void brokenFilesAreListedWithTheirNames() {
        const QString root = dir_.filePath(QStringLiteral("animals"));
        Image image(8, 8);
        for (int i = 0; i < 6; ++i)
            put(root + QStringLiteral("/cat/%1.png").arg(i), i == 2 ? "broken" : *encodePng(image));
        put(root + QStringLiteral("/dog/0.png"), *encodePng(image));
        DataDialog dialog;
        dialog.form().setPath(root);
        dialog.show();
        dialog.openSource();
        QVERIFY(waitUntilRead(dialog));
        QTableWidget* problems = tableCalled(dialog, QStringLiteral("Problems"));
        QVERIFY(problems->rowCount() >= 1);
        bool named = false;
        for (int row = 0; row < problems->rowCount(); ++row)
            named = named || problems->item(row, 0)->text() == QStringLiteral("2.png");
        QVERIFY(named);
        QVERIFY(!says(dialog, QStringLiteral("no problems")));
    }

    void whatCannotBeOpenedSaysWhy() {
        DataDialog dialog;
        dialog.form().setPath(QStringLiteral("/nowhere/at/all"));
        dialog.show();
        dialog.openSource();
        QVERIFY(waitUntilRead(dialog));
        QVERIFY(says(dialog, QStringLiteral("there is no such file or folder")));
        QCOMPARE(dialog.samples().rowCount(), 0);
        QVERIFY(!buttonCalled(dialog, QStringLiteral("Export…"))->isEnabled());
        dialog.form().setPath({});
        QVERIFY(!buttonCalled(dialog, QStringLiteral("Open"))->isEnabled());
    }

    void checkingAllCanBeCancelled() {
        DataDialog dialog;
        dialog.form().setBuiltIn(QStringLiteral("porch"));
        dialog.show();
        dialog.openSource();
        QVERIFY(waitUntilRead(dialog));
        QVERIFY(dialog.loader().statistics()->read == DataLoader::kGlance);
        buttonCalled(dialog, QStringLiteral("Check All"))->click();
        QVERIFY(dialog.loader().isBusy());
        buttonCalled(dialog, QStringLiteral("Cancel"))->click();
        QVERIFY(waitUntilRead(dialog));
        QVERIFY(says(dialog, QStringLiteral("Cancelled")));
        QVERIFY(dialog.samples().rowCount() > 0);
    }

    void exportsCanBeOpenedAgain() {
        DataDialog dialog;
        DataSource source;
        source.format = "rooms";
        source.width = source.height = 24;
        source.count = 10;
        dialog.show();
        QSignalSpy exported(&dialog.loader(), &DataLoader::exported);
        dialog.loader().open(source);
        QVERIFY(waitUntilRead(dialog));
        const QString folder = dir_.filePath(QStringLiteral("rooms"));
        dialog.loader().exportTo(folder);
        QVERIFY(exported.wait(kPatience));
        QVERIFY(says(dialog, QStringLiteral("10 samples written")));
        dialog.form().setPath(folder, QStringLiteral("masks"));
        dialog.openSource();
        QVERIFY(waitUntilRead(dialog));
        QCOMPARE(dialog.samples().rowCount(), 8);
        QCOMPARE(tableCalled(dialog, QStringLiteral("Problems"))->rowCount() > 0,
                 !dialog.loader().statistics()->problems.empty());
    }

    void everyControlHasAName() {
        DataDialog dialog;
        dialog.show();
        for (QWidget* widget : dialog.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
            if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface != nullptr);
            const bool inner = widget->parentWidget()->inherits("QAbstractSpinBox") || widget->inherits("QTabWidget") ||
                               widget->inherits("QTabBar") || widget->inherits("QHeaderView");
            QVERIFY2(inner || !interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(DataDialogTest)
#include "data_dialog_test.moc"
