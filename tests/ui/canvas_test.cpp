// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImageReader>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtTest>

#include "canvas/canvas_search.h"
#include "canvas/graph_canvas.h"
#include "canvas/minimap.h"
#include "ui/sample_scene.h"

using namespace bw::ui;

namespace {

/// Blocks 0 -> 1 -> 2 -> 3 and a side branch 0 -> 4.
CanvasScene smallScene() {
    CanvasScene scene;
    for (int i = 0; i < 5; ++i) {
        CanvasNode node;
        node.id = i;
        node.title = QStringLiteral("block_%1").arg(i);
        node.kind_id = i % 2 ? QStringLiteral("ibn") : QStringLiteral("conv");
        node.kind_label = i % 2 ? QStringLiteral("Inverted bottleneck") : QStringLiteral("Convolution");
        node.style = kindStyle(node.kind_id);
        node.shape_text = QStringLiteral("56×56×24");
        node.figure = QStringLiteral("0.100 ms");
        scene.nodes.push_back(node);
    }
    scene.edges = {{0, 1}, {1, 2}, {2, 3}, {0, 4}};
    return scene;
}

CanvasScene chainScene(int count) {
    CanvasScene scene;
    for (int i = 0; i < count; ++i) {
        CanvasNode node;
        node.id = i;
        node.title = QString::number(i);
        scene.nodes.push_back(node);
        if (i > 0) scene.edges.push_back({i - 1, i});
    }
    return scene;
}

bool hasColorNear(const QImage& image, const QRect& area, QColor color) {
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) +
                    std::abs(pixel.blue() - color.blue()) <
                24)
                return true;
        }
    return false;
}

void turnWheel(GraphCanvas& canvas, QPointF at, int delta) {
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&canvas, &event);
}

}  // namespace

class CanvasTest : public QObject {
    Q_OBJECT

    std::unique_ptr<GraphCanvas> canvas_;

    QPoint centreOf(int id) const { return canvas_->blockRect(id).center().toPoint(); }

private Q_SLOTS:
    void init() {
        canvas_ = std::make_unique<GraphCanvas>();
        canvas_->setAnimated(false);
        canvas_->resize(1000, 700);
        canvas_->show();
        canvas_->setScene(smallScene(), GraphCanvas::ViewChange::Reset);
        canvas_->setFocus();
    }

    void cleanup() { canvas_.reset(); }

    void selectsByClickAndAddsWithControl() {
        QSignalSpy spy(canvas_.get(), &GraphCanvas::selectionChanged);
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, centreOf(1));
        QCOMPARE(canvas_->selection(), QList<int>{1});
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::ControlModifier, centreOf(3));
        QCOMPARE(canvas_->selection(), (QList<int>{1, 3}));
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::ControlModifier, centreOf(1));
        QCOMPARE(canvas_->selection(), QList<int>{3});
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, QPoint(6, 350));
        QVERIFY(canvas_->selection().isEmpty());
        QCOMPARE(spy.count(), 4);
    }

    void selectsARangeWithShift() {
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, centreOf(1));
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, Qt::ShiftModifier, centreOf(3));
        for (const int id : {1, 2, 3})
            QVERIFY(canvas_->selection().contains(id));
        QVERIFY(!canvas_->selection().contains(0));
    }

    void selectsWithARubberBand() {
        const QRectF a = canvas_->blockRect(1), b = canvas_->blockRect(2);
        const QPoint from(static_cast<int>(a.left()) - 30, static_cast<int>(a.top()) - 6);
        const QPoint to(static_cast<int>(b.left()) + 20, static_cast<int>(b.top()) + 20);
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas_.get(), (from + to) / 2);
        QTest::mouseMove(canvas_.get(), to);
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, to);
        QCOMPARE(canvas_->selection(), (QList<int>{1, 2}));
    }

    void walksAlongEdgesByArrowKeys() {
        QTest::keyClick(canvas_.get(), Qt::Key_Down);
        QCOMPARE(canvas_->currentNode(), 0);
        QTest::keyClick(canvas_.get(), Qt::Key_Down);
        QCOMPARE(canvas_->currentNode(), 1);
        QTest::keyClick(canvas_.get(), Qt::Key_Right);
        QCOMPARE(canvas_->currentNode(), 4);
        QTest::keyClick(canvas_.get(), Qt::Key_Up);
        QCOMPARE(canvas_->currentNode(), 0);
        QTest::keyClick(canvas_.get(), Qt::Key_End);
        QCOMPARE(canvas_->currentNode(), 3);
        QTest::keyClick(canvas_.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(canvas_->selection(), (QList<int>{3, 2}));
    }

    void scrollsTheKeyboardsBlockIntoSight() {
        canvas_->setScene(chainScene(60), GraphCanvas::ViewChange::Reset);
        QTest::keyClick(canvas_.get(), Qt::Key_End);
        QCOMPARE(canvas_->currentNode(), 59);
        QVERIFY(QRectF(canvas_->rect()).contains(canvas_->blockRect(59)));
    }

    void activatesByEnterAndDoubleClick() {
        QSignalSpy spy(canvas_.get(), &GraphCanvas::blockActivated);
        QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, centreOf(2));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.at(0).at(0).toInt(), 2);
        QCOMPARE(detailAt(canvas_->view().scale), DetailLevel::Operators);
        canvas_->setSelection({1});
        QTest::keyClick(canvas_.get(), Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
        QCOMPARE(detailAt(canvas_->view().scale), DetailLevel::Cards);
    }

    void wheelKeepsThePointUnderThePointer() {
        const QPointF at = canvas_->blockRect(2).center() + QPointF(17, 9);
        const QPointF world = canvas_->view().toWorld(at);
        const double before = canvas_->view().scale;
        for (const int delta : {120, 120, -240, -120, 360}) {
            turnWheel(*canvas_, at, delta);
            QVERIFY(QLineF(canvas_->view().toPainter(world), at).length() < 0.01);
        }
        QVERIFY(canvas_->view().scale > before);
    }

    void fitsAllOfALongGraph() {
        canvas_->setScene(chainScene(2000), GraphCanvas::ViewChange::Reset);
        QTest::keyClick(canvas_.get(), Qt::Key_F);
        QVERIFY(QRectF(canvas_->rect()).contains(canvas_->view().toPainter(canvas_->geometry().bounds())));
    }

    void editKeepsViewSelectionAndPlaces() {
        canvas_->setScene(chainScene(60), GraphCanvas::ViewChange::Reset);
        canvas_->setSelection({30});
        canvas_->showBlock(30, true);
        const CanvasView view = canvas_->view();
        const QRectF above = canvas_->blockRect(29), below = canvas_->blockRect(31);
        CanvasScene edited = chainScene(60);
        CanvasNode inserted;
        inserted.id = 1000;
        edited.nodes.push_back(inserted);
        edited.edges[30] = {30, 1000};
        edited.edges.push_back({1000, 31});
        QSignalSpy spy(canvas_.get(), &GraphCanvas::selectionChanged);
        canvas_->setScene(edited);
        QCOMPARE(canvas_->view().scale, view.scale);
        QCOMPARE(canvas_->view().offset, view.offset);
        QCOMPARE(canvas_->selection(), QList<int>{30});
        QCOMPARE(spy.count(), 0);
        QCOMPARE(canvas_->blockRect(29), above);
        QCOMPARE(canvas_->blockRect(31).top() - below.top(), (kCardHeight + 40) * view.scale);
    }

    void editAboveTheViewIsNotFelt() {
        canvas_->setScene(chainScene(60), GraphCanvas::ViewChange::Reset);
        canvas_->showBlock(40, true);
        const QRectF before = canvas_->blockRect(40);
        CanvasScene edited = chainScene(60);
        CanvasNode inserted;
        inserted.id = 1000;
        edited.nodes.push_back(inserted);
        edited.edges[2] = {2, 1000};
        edited.edges.push_back({1000, 3});
        canvas_->setScene(edited);
        QVERIFY(QLineF(canvas_->blockRect(40).center(), before.center()).length() < 0.01);
    }

    void dropsDeletedBlocksFromTheSelection() {
        canvas_->setSelection({1, 3});
        CanvasScene edited = smallScene();
        edited.nodes.erase(edited.nodes.begin() + 3);
        QSignalSpy spy(canvas_.get(), &GraphCanvas::selectionChanged);
        canvas_->setScene(edited);
        QCOMPARE(canvas_->selection(), QList<int>{1});
        QCOMPARE(spy.count(), 1);
    }

    void findsByNameAndKind() {
        QTest::keyClick(canvas_.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(canvas_->searchBox()->isVisible());
        auto* input = canvas_->searchBox()->findChild<QLineEdit*>();
        input->setText(QStringLiteral("BOTTLE"));
        QCOMPARE(canvas_->searchHits(), (QList<int>{1, 3}));
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(canvas_->selection(), QList<int>{3});
        QTest::keyClick(input, Qt::Key_Return);
        QCOMPARE(canvas_->selection(), QList<int>{1});
        input->setText(QStringLiteral("block_4"));
        QCOMPARE(canvas_->searchHits(), QList<int>{4});
        input->setText(QStringLiteral("no such block"));
        QVERIFY(canvas_->searchHits().isEmpty());
        QTest::keyClick(input, Qt::Key_Escape);
        QVERIFY(!canvas_->searchBox()->isVisible());
    }

    void asksForAContextMenuOfTheBlockUnderThePointer() {
        QSignalSpy spy(canvas_.get(), &GraphCanvas::contextMenuRequested);
        canvas_->setSelection({0});
        const QPoint at = centreOf(2);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas_->mapToGlobal(at));
        QCoreApplication::sendEvent(canvas_.get(), &event);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.at(0).at(0).value<QList<int>>(), QList<int>{2});
    }

    void minimapMovesTheView() {
        canvas_->setScene(chainScene(200), GraphCanvas::ViewChange::Reset);
        auto* map = canvas_->findChild<Minimap*>();
        QVERIFY(map->isVisible());
        QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() / 2, map->height() - 10));
        QVERIFY(QRectF(canvas_->rect()).intersects(canvas_->blockRect(199)));
        canvas_->setMinimapShown(false);
        QVERIFY(!map->isVisible());
    }

    void describesTheCurrentBlockToScreenReaders() {
        canvas_->setSelection({1});
        QVERIFY(canvas_->accessibleDescription().contains(QStringLiteral("block_1")));
        QVERIFY(canvas_->accessibleDescription().contains(QStringLiteral("0.100 ms")));
        QVERIFY(!canvas_->accessibleName().isEmpty());
    }

    void saysWhyACyclicSceneIsNotDrawn() {
        CanvasScene scene = smallScene();
        scene.edges.push_back({3, 0});
        canvas_->setScene(scene, GraphCanvas::ViewChange::Reset);
        QVERIFY(!canvas_->geometry().error().isEmpty());
        canvas_->grab();
        canvas_->setScene(smallScene());
        QVERIFY(canvas_->geometry().error().isEmpty());
    }

    void acceptsAnEmptyScene() {
        canvas_->setScene({});
        canvas_->grab();
        for (const int key : {Qt::Key_Down, Qt::Key_F, Qt::Key_Plus, Qt::Key_Return})
            QTest::keyClick(canvas_.get(), static_cast<Qt::Key>(key));
        QCOMPARE(canvas_->currentNode(), kNoNode);
        QVERIFY(canvas_->renderToImage().isNull());
    }

    void paintsAtEveryScaleWithEveryMark() {
        canvas_->setScene(sampleScene(80, true), GraphCanvas::ViewChange::Reset);
        canvas_->selectAll();
        for (double scale = 0.01; scale < 5; scale *= 1.7) {
            canvas_->zoomAt({500, 350}, scale);
            QVERIFY(!canvas_->grab().isNull());
        }
    }

    /// The picture holds the last block, not only what the window shows.
    void exportsTheWholeGraph() {
        canvas_->setScene(chainScene(40), GraphCanvas::ViewChange::Reset);
        const QImage image = canvas_->renderToImage(1);
        QVERIFY(image.height() > 40 * static_cast<int>(kCardHeight + 40) - 40);
        const QColor stripe = Colors::fromPalette(canvas_->palette()).kind(0);
        QVERIFY(hasColorNear(image, QRect(0, image.height() - 40 - 60, image.width(), 50), stripe));
        QVERIFY(hasColorNear(image, QRect(0, 44, image.width(), 50), stripe));
    }

    void exportsAPng20000PixelsWide() {
        CanvasScene scene = chainScene(1);
        for (int i = 1; i <= 40; ++i) {
            CanvasNode node;
            node.id = i;
            node.title = QString::number(i);
            scene.nodes.push_back(node);
            scene.edges.push_back({0, i});
        }
        canvas_->setScene(scene, GraphCanvas::ViewChange::Reset);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wide.png"));
        int calls = 0;
        const auto written = canvas_->exportPng(path, 20'000, {}, [&](double) { return ++calls > 0; });
        QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
        QVERIFY(calls > 0);
        const QImage image(path);
        QCOMPARE(image.width(), 20'000);
        const double scale = 20'000 / (canvas_->geometry().bounds().width() + 80);
        const QColor stripe = Colors::fromPalette(canvas_->palette()).kind(0);
        for (const int id : {7, 40}) {
            const QRectF card = canvas_->geometry().cards()[static_cast<size_t>(canvas_->geometry().indexOf(id))];
            const QPointF corner = (card.topLeft() - canvas_->geometry().bounds().topLeft() + QPointF(40, 40)) * scale;
            QVERIFY(hasColorNear(image, QRect(corner.toPoint() + QPoint(4, 60), QSize(12, 12)), stripe));
        }
    }

    void wrapsATallPngToItsAspect() {
        canvas_->setScene(chainScene(120), GraphCanvas::ViewChange::Reset);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wrapped.png"));
        ExportOptions options;
        options.aspect = 16.0 / 9;
        QVERIFY(canvas_->exportPng(path, 2000, options));
        const QSize size = QImageReader(path).size();
        QCOMPARE(size.width(), 2000);
        QVERIFY(size.height() > 700 && size.height() < 1900);
    }

    void exportsSvgWithEveryBlock() {
        canvas_->setScene(sampleScene(60), GraphCanvas::ViewChange::Reset);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("graph.svg"));
        QVERIFY(canvas_->exportSvg(path));
        QSvgRenderer renderer(path);
        QVERIFY(renderer.isValid());
        QVERIFY(renderer.viewBoxF().height() > 5000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("stem"));
        QVERIFY(text.contains("all_scores"));
    }

    void refusesExportsThatCannotBe() {
        QCOMPARE(canvas_->exportPng(QStringLiteral("/nonexistent/x.png"), 800).error().code, bw::ErrorCode::IoFailure);
        QCOMPARE(canvas_->exportSvg(QStringLiteral("/nonexistent/x.svg")).error().code, bw::ErrorCode::IoFailure);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x.png"));
        QCOMPARE(canvas_->exportPng(path, 2'000'000).error().code, bw::ErrorCode::LimitExceeded);
        const auto cancelled = canvas_->exportPng(path, 800, {}, [](double) { return false; });
        QCOMPARE(cancelled.error().code, bw::ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(path));
        canvas_->setScene({}, GraphCanvas::ViewChange::Reset);
        QCOMPARE(canvas_->exportPng(path, 800).error().code, bw::ErrorCode::InvalidArgument);
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
