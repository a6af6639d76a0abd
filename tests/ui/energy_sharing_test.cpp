// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QTableWidget>

#include "inspector/format_editor.h"
#include "inspector/inspector.h"
#include "main_window/panel_docks.h"
#include "panels/energy_panel.h"
#include "panels/sharing_panel.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

const QString kPresence = QStringLiteral("presence_detector");

QString cell(const QTableWidget& table, int row, int column) {
    const QTableWidgetItem* item = table.item(row, column);
    return item != nullptr ? item->text() : QString();
}

template <class T>
T* panelOf(WindowFixture& fixture, const char* id) {
    fixture.window().docks().open(QLatin1String(id));
    return qobject_cast<T*>(fixture.window().docks().dock(QLatin1String(id))->widget());
}

bool anyLabelSays(const QWidget& panel, const QString& words) {
    for (const QLabel* label : panel.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(words)) return true;
    }
    return false;
}

}  // namespace

/// Formats of blocks, energy and shared accelerators, as the window shows them.
class EnergySharingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theInspectorGivesBlocksFormatsOfTheirOwn() {
        WindowFixture fixture;
        QVERIFY(fixture.open(WindowFixture::sample(kPresence)));
        DocumentSession& session = fixture.session();
        fixture.window().docks().open(QStringLiteral("inspector"));
        const Network before = session.network();
        std::vector<BlockId> chosen;
        for (const BlockPtr& block : session.network().blocks()) {
            if (block->kind->id == "ibn" && chosen.size() < 3) chosen.push_back(block->id);
        }
        session.setSelection(chosen);
        auto* editor = fixture.window().inspector().findChild<FormatEditor*>();
        QVERIFY(editor != nullptr && editor->isVisible());
        auto* precision = editor->findChildren<QComboBox*>().front();
        QCOMPARE(precision->currentData().toString(), QStringLiteral("network"));
        const int64_t peak = session.assessment()->totals.peak_activation_bytes;
        precision->setCurrentIndex(precision->findData(QStringLiteral("int16")));
        Q_EMIT precision->activated(precision->currentIndex());
        QVERIFY(fixture.settle());
        QCOMPARE(session.history().count(), 1);
        for (const BlockId id : chosen)
            QCOMPARE(session.network().find(id)->precision.activations, std::optional(Precision::Int16));
        QVERIFY(session.assessment()->totals.peak_activation_bytes >= peak);
        // The neural engine runs int8 alone: each block is a problem with a way back.
        QVERIFY(std::any_of(session.assessment()->problems.begin(), session.assessment()->problems.end(),
                            [&](const Problem& p) { return p.code == "BW-FORMAT-001" && p.block == chosen.front(); }));
        session.undo();
        QVERIFY(session.network().sharesWith(before));
    }

    void theInspectorTellsTheIntervalOfWhatItShows() {
        WindowFixture fixture;
        fixture.session().workbench().startEstimators();
        QVERIFY(fixture.open(WindowFixture::sample(kPresence)));
        fixture.window().docks().open(QStringLiteral("inspector"));
        const Inspector& inspector = fixture.window().inspector();
        DocumentSession& session = fixture.session();
        QVERIFY(QTest::qWaitFor([&] { return session.assessment()->totals.latency_ms.has_value(); }, 30000));
        for (const bool block : {false, true}) {
            if (block) session.setSelection({session.network().at(3).id});
            QVERIFY(QTest::qWaitFor([&] { return anyLabelSays(inspector, QStringLiteral("90 % interval")); }, 5000));
        }
    }

    void energyStandsSideBySide() {
        WindowFixture fixture;
        fixture.session().workbench().startEstimators();
        auto* panel = panelOf<EnergyPanel>(fixture, "energy");
        QVERIFY(panel != nullptr);
        QVERIFY(anyLabelSays(*panel, QStringLiteral("Open a network")));
        QVERIFY(fixture.open(WindowFixture::sample(kPresence)));
        const auto& table = *panel->findChild<QTableWidget*>();
        QVERIFY(QTest::qWaitFor([&] { return table.rowCount() >= 2 && cell(table, 1, 2).endsWith(QLatin1Char('J')); },
                                20000));
        QVERIFY(cell(table, 0, 2).endsWith(QLatin1Char('J')));
        QCOMPARE(cell(table, 0, 0), QStringLiteral("Neural engine (fictive), int8"));
        panel->setCompared(QStringLiteral("ethos-u55-256"), true);
        QVERIFY(QTest::qWaitFor(
            [&] { return cell(table, table.rowCount() - 1, 0) == QStringLiteral("Ethos-U55-256, int8"); }, 20000));
        const QString fleet = cell(table, 0, 8);
        panel->findChild<QSpinBox*>()->setValue(2'000'000);
        QVERIFY(cell(table, 0, 8) != fleet);
    }

    void modelsShareTheAccelerator() {
        WindowFixture fixture;
        fixture.session().workbench().startEstimators();
        QVERIFY(fixture.open(WindowFixture::sample(kPresence)));
        auto* panel = panelOf<SharingPanel>(fixture, "sharing");
        QVERIFY(panel != nullptr);
        QVERIFY(anyLabelSays(*panel, QStringLiteral("Add the open network")));
        panel->addOpenNetwork();
        panel->addFile(WindowFixture::sample(QStringLiteral("audio_keyword")));
        const auto& table = *panel->findChild<QTableWidget*>();
        QVERIFY(QTest::qWaitFor([&] { return table.rowCount() == 2 && cell(table, 1, 4).contains(QLatin1Char('%')); },
                                30000));
        // The load follows the rate at once, and too much of it is a problem with its number.
        const QString load = cell(table, 0, 4);
        auto* rate = qobject_cast<QDoubleSpinBox*>(table.cellWidget(0, 1));
        QVERIFY(rate != nullptr);
        rate->setValue(100000);
        QVERIFY(cell(table, 0, 4) != load);
        QVERIFY(anyLabelSays(*panel, QStringLiteral("busy")));
        rate->setValue(1);
        QVERIFY(!anyLabelSays(*panel, QStringLiteral("busy")));
        // The open network is live.
        const QString latency = cell(table, 0, 3);
        QVERIFY(fixture.session().applyEdit("scale 0.5").has_value());
        QVERIFY(QTest::qWaitFor([&] { return cell(table, 0, 3) != latency; }, 20000));
    }
};

QTEST_MAIN(EnergySharingTest)
#include "energy_sharing_test.moc"
