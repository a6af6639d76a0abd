// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/compare_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QFile>

#include "compare/difference_table.h"
#include "panels/message_bar.h"
#include "window_fixture.h"

using namespace bw;
using namespace bw::ui;

namespace {

/// The presence detector, whose baseline is the sample itself, with some blocks fused and others deleted.
class CompareFixture : public WindowFixture {
public:
    CompareFixture() {
        ready_ = openWithLatencies(QStringLiteral("presence_detector"));
        session().pinBaseline();
        for (const BlockPtr& block : session().network().blocks()) {
            if (block->kind->id != "ibn" || fused_.size() >= 3) continue;
            if (session().applyEdit("fuse " + quoteName(block->name))) fused_.push_back(block->name);
        }
        for (const BlockPtr& block : session().network().blocks()) {
            if (block->kind->id != "ibn" || !session().applyEdit("delete " + quoteName(block->name))) continue;
            deleted_ = block->name;
            break;
        }
        ready_ = ready_ && settle();
    }
    /// The window once it has compared what is chosen.
    CompareWindow* compare() {
        window().registry().action(QStringLiteral("review.compare"))->trigger();
        CompareWindow& compare = window().compareWindow();
        return waitFor(compare) ? &compare : nullptr;
    }
    static bool waitFor(CompareWindow& compare) {
        return QTest::qWaitFor([&] { return !compare.isBusy() && compare.comparison().has_value(); }, 30000);
    }
    bool isReady() const { return ready_ && fused_.size() == 3 && !deleted_.empty(); }
    const std::vector<std::string>& fused() const { return fused_; }
    const std::string& deleted() const { return deleted_; }

private:
    bool ready_ = false;
    std::vector<std::string> fused_;
    std::string deleted_;
};

}  // namespace

class CompareWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDocumentIsComparedWithItsBaseline() {
        CompareFixture fixture;
        QVERIFY(fixture.isReady());
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        const NetworkDiff& diff = compare->comparison()->diff;
        QCOMPARE(diff.lines.size(), size_t{2});
        QCOMPARE(compare->lines().rowCount(), 3);
        QVERIFY(compare->lines().item(0, 0)->text().contains(QString::fromStdString(fixture.deleted())));
        QVERIFY(compare->lines().item(1, 0)->text().contains(QStringLiteral("fused")));
        QCOMPARE(diff.removed, std::vector<std::string>{fixture.deleted()});
        // Both graphs are coloured on one scale, of which one legend tells.
        const CanvasLegend& a = compare->canvas(Side::A).scene().legend;
        const CanvasLegend& b = compare->canvas(Side::B).scene().legend;
        QVERIFY(a.diverging && b.diverging);
        QVERIFY(a.title.isEmpty() && !b.title.isEmpty());
        compare->resize(1280, 720);
        QTest::qWait(50);
        WindowFixture::picture(*compare, QStringLiteral("compare_1280"));
        compare->resize(2560, 1440);
        QTest::qWait(50);
        WindowFixture::picture(*compare, QStringLiteral("compare_2560"));
    }

    void selectionAndViewAreShared() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        GraphCanvas& a = compare->canvas(Side::A);
        GraphCanvas& b = compare->canvas(Side::B);
        const Block* fused = compare->comparison()->b->network.findByName(fixture.fused().front());
        b.setSelection({fused->id});
        QCOMPARE(a.selection(), QList<int>{partnerOf(*compare->comparison(), Side::B, fused->id)});
        a.setAnimated(false);
        b.setAnimated(false);
        b.showBlock(fused->id, true);
        b.zoomAt(b.rect().center(), 1.3);
        QCOMPARE(a.view().scale, b.view().scale);
        const QPointF there = b.blockRect(fused->id).center(), here = a.blockRect(a.selection().front()).center();
        QVERIFY2(qAbs(there.y() - here.y()) < 3, qPrintable(QString::number(there.y() - here.y())));
        a.zoomAt(a.rect().center(), 0.7);
        QCOMPARE(b.view().scale, a.view().scale);
    }

    void aLineSelectsItsBlocks() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        compare->lines().selectRow(1);
        QCOMPARE(compare->canvas(Side::B).selection().size(), qsizetype{3});
        QCOMPARE(compare->canvas(Side::A).selection().size(), qsizetype{3});
        compare->lines().selectRow(0);
        QCOMPARE(compare->canvas(Side::A).selection().size(), qsizetype{1});
        QVERIFY(compare->canvas(Side::B).selection().isEmpty());
    }

    void oneGraphShowsWhatIsGoneAsGhosts() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        compare->setMerged(true);
        const CanvasScene& scene = compare->canvas(Side::B).scene();
        int ghosts = 0;
        for (const CanvasNode& node : scene.nodes)
            ghosts += node.ghost ? 1 : 0;
        QCOMPARE(ghosts, 1);
        QCOMPARE(scene.nodes.size(), compare->comparison()->b->network.size() + 1);
        QVERIFY(!compare->canvas(Side::A).isVisible());
        compare->resize(1280, 720);
        QTest::qWait(50);
        WindowFixture::picture(*compare, QStringLiteral("compare_merged"));
    }

    void editsOfTheDocumentAreFollowed() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        QSignalSpy compared(compare, &CompareWindow::compared);
        fixture.session().undo();
        QVERIFY(compared.wait(30000));
        QVERIFY(CompareFixture::waitFor(*compare));
        QCOMPARE(compare->comparison()->diff.lines.size(), size_t{1});
    }

    void otherFilesCanBeCompared() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        QSignalSpy compared(compare, &CompareWindow::compared);
        compare->openFile(WindowFixture::sample(QStringLiteral("mobilenet_v2")));
        QVERIFY(compared.wait(30000));
        QVERIFY(CompareFixture::waitFor(*compare));
        QVERIFY(!compare->comparison()->diff.lines.empty());
        QVERIFY(compare->choose(Side::A, QStringLiteral("mobilenet_v2.blockwright")));
        QVERIFY(
            QTest::qWaitFor([&] { return !compare->isBusy() && compare->comparison()->diff.lines.empty(); }, 30000));
    }

    void scriptsAreCopiedAsCommands() {
        CompareFixture fixture;
        CompareWindow* compare = fixture.compare();
        QVERIFY(compare != nullptr);
        for (QAbstractButton* button : compare->findChildren<QAbstractButton*>()) {
            if (button->text() == QStringLiteral("Copy Edits")) button->click();
        }
        const QStringList commands = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        fixture.session().returnToBaseline();
        for (const QString& command : commands)
            QVERIFY2(fixture.session().applyEdit(command.toStdString()), qPrintable(command));
        QVERIFY(fixture.session().network().findByName(fixture.deleted()) == nullptr);
    }

    void reportsAreSavedAsPagesAndAsPdf() {
        CompareFixture fixture;
        QVERIFY(fixture.isReady());
        const auto saved = [&](const QString& path) {
            fixture.window().saveReport(path);
            const bool written = QTest::qWaitFor([&] { return QFile::exists(path); }, 30000);
            QFile file(path);
            return written && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray page = saved(fixture.folder() + QStringLiteral("/report.html"));
        QVERIFY(page.startsWith("<!DOCTYPE html>"));
        QVERIFY(page.contains("Differences from the baseline"));
        const QByteArray pdf = saved(fixture.folder() + QStringLiteral("/report.pdf"));
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        const QString folder = qEnvironmentVariable("BW_PICTURES");
        if (!folder.isEmpty())
            QFile::copy(fixture.folder() + QStringLiteral("/report.pdf"), folder + QStringLiteral("/report.pdf"));
    }
};

QTEST_MAIN(CompareWindowTest)
#include "compare_window_test.moc"
