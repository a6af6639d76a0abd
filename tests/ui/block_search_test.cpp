// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "canvas/canvas_search.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// A window with the presence study and its open search box.
class SearchFixture : public WindowFixture {
public:
    SearchFixture() {
        session().workbench().startEstimators();
        is_open_ = open(sample(QStringLiteral("presence_detector"))) &&
                   QTest::qWaitFor([this] { return session().assessment()->totals.latency_ms.has_value(); }, 60000);
        canvas().openSearch();
    }
    bool isOpen() const { return is_open_; }
    GraphCanvas& canvas() { return window().canvas(); }
    CanvasSearch& box() { return *canvas().searchBox(); }
    QLineEdit* input() { return box().findChild<QLineEdit*>(); }
    void ask(const char* query) { input()->setText(QString::fromUtf8(query)); }

    QList<int> blocks(const std::function<bool(const Block&, const BlockFigures&)>& is) {
        QList<int> ids;
        const auto assessment = session().assessment();
        for (size_t p = 0; p < assessment->network.size(); ++p)
            if (is(assessment->network.at(p), assessment->blocks[p])) ids.append(assessment->network.at(p).id);
        return ids;
    }

private:
    bool is_open_ = false;
};

QList<int> sorted(QList<int> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

class BlockSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsBlocksByCost() {
        SearchFixture fixture;
        QVERIFY(fixture.isOpen());
        const double total = fixture.session().assessment()->totals.latency_ms.value();
        fixture.ask("latency > 3% and cout % 16 != 0");
        const QList<int> expected = fixture.blocks([total](const Block&, const BlockFigures& f) {
            return f.latency_ms.value_or(0) > total * 0.03 && f.output_shape.channels() % 16 != 0;
        });
        QVERIFY(!expected.isEmpty());
        QCOMPARE(sorted(fixture.canvas().searchHits()), sorted(expected));
        QVERIFY(fixture.box().note().isEmpty());
    }

    void selectsAllHitsAtOnce() {
        SearchFixture fixture;
        fixture.ask("kind = ibn and stride = 2");
        const QList<int> hits = fixture.canvas().searchHits();
        QVERIFY(hits.size() > 1);
        QTest::keyClick(fixture.input(), Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(sorted(fixture.canvas().selection()), sorted(hits));
        const auto& selected = fixture.session().selection();
        QCOMPARE(sorted(QList<int>(selected.begin(), selected.end())), sorted(hits));
    }

    void saysWhyAQueryCannotBeAnswered() {
        SearchFixture fixture;
        fixture.ask("macs > 1 and latencyy > 5%");
        QVERIFY(fixture.canvas().searchHits().isEmpty());
        QVERIFY(fixture.box().note().contains(QLatin1String("character 14")));
        QVERIFY(fixture.box().note().contains(QLatin1String("'latency'?")));
        QVERIFY(fixture.box().height() > fixture.input()->height() * 2);
        fixture.ask("stem");
        QVERIFY(fixture.box().note().isEmpty());
        QVERIFY(!fixture.canvas().searchHits().isEmpty());
    }

    void hitsFollowEdits() {
        SearchFixture fixture;
        fixture.ask("kind = fused_ibn");
        const qsizetype before = fixture.canvas().searchHits().size();
        const QList<int> fusible =
            fixture.blocks([](const Block& b, const BlockFigures&) { return b.kind->id == "ibn" && !b.frozen; });
        QVERIFY(!fusible.isEmpty());
        QVERIFY(fixture.session().applyEdit("fuse " + std::to_string(fusible.front())));
        QTRY_COMPARE(fixture.canvas().searchHits().size(), before + 1);
        fixture.session().undo();
        QTRY_COMPARE(fixture.canvas().searchHits().size(), before);
    }

    void examplesWriteQueriesThatWork() {
        SearchFixture fixture;
        QMenu* menu = nullptr;
        for (const QToolButton* button : fixture.box().findChildren<QToolButton*>())
            if (button->menu() != nullptr) menu = button->menu();
        QVERIFY(menu != nullptr);
        QVERIFY(menu->actions().size() > 15);
        menu->actions().at(0)->trigger();
        QCOMPARE(fixture.input()->text(), QStringLiteral("latency > 5%"));
        menu->actions().at(2)->trigger();
        QCOMPARE(fixture.input()->text(), QStringLiteral("latency > 5% and macs > 10M"));
        QVERIFY(fixture.box().note().isEmpty());
    }

    void looksGood() {
        SearchFixture fixture;
        fixture.ask("latency > 2% and idle > 20%");
        const QString folder = qEnvironmentVariable("BW_PICTURES");
        if (folder.isEmpty()) QSKIP("set BW_PICTURES to a folder to keep pictures");
        fixture.window().grab().save(folder + QStringLiteral("/search_hits.png"));
        fixture.ask("macs > 1 and latencyy > 5%");
        fixture.window().grab().save(folder + QStringLiteral("/search_problem.png"));
    }
};

QTEST_MAIN(BlockSearchTest)
#include "block_search_test.moc"
