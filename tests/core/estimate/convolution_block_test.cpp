// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/convolution_block.h"

#include <QtTest>

#include "base/checked.h"
#include "base/random.h"

using namespace bw;

namespace {

TargetProfile target(std::string_view id) {
    return *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find(id);
}

Kernel convolution(int64_t size, int64_t in_c, int64_t out_c, int32_t kernel, int32_t stride) {
    Kernel k;
    k.type = OpType::Conv2d;
    k.in_h = k.in_w = size;
    k.in_c = in_c;
    k.out_h = k.out_w = ceilDiv(size, stride);
    k.out_c = out_c;
    k.kernel_h = k.kernel_w = kernel;
    k.stride_h = k.stride_w = stride;
    k.macs = k.out_h * k.out_w * out_c * in_c * kernel * kernel;
    return k;
}

}  // namespace

class ConvolutionBlockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Blocks as Vela 3.10 (U55, U65) and 5.1 (U85) chose them, from the tables that our measurements were made from.
    void blocksAreThoseOfTheCompiler_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<QList<int>>("block");
        const auto row = [](const char* id, int size, int in, int out, int k, int s, const QList<int>& block) {
            QTest::addRow("%s %d %d %d %d", id, size, in, out, k) << id << size << in << out << k << s << block;
        };
        row("ethos-u85-512", 24, 128, 64, 1, 1, {8, 8, 64});
        row("ethos-u85-512", 12, 384, 96, 1, 1, {6, 12, 48});
        row("ethos-u85-512", 12, 96, 192, 1, 1, {10, 12, 32});
        row("ethos-u85-1024", 48, 32, 128, 1, 1, {8, 16, 64});
        row("ethos-u85-1024", 96, 3, 32, 3, 2, {6, 16, 32});
        row("ethos-u85-256", 12, 192, 96, 1, 1, {3, 12, 48});
        row("ethos-u55-256", 160, 1, 24, 3, 2, {8, 20, 24});
        row("ethos-u55-256", 192, 1, 24, 3, 2, {12, 14, 24});
        row("ethos-u65-512", 224, 3, 8, 3, 2, {16, 16, 8});
    }

    void blocksAreThoseOfTheCompiler() {
        QFETCH(QString, id);
        QFETCH(int, size);
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(QList<int>, block);
        Kernel k = convolution(size, in, out, kernel, stride);
        k.reads_network_input = in <= 3;
        const Tile found = convolutionBlock(k, target(id.toStdString())).block;
        QCOMPARE(
            (QList<int>{static_cast<int>(found.height), static_cast<int>(found.width), static_cast<int>(found.depth)}),
            block);
    }

    void everyBlockIsLegalAndCostsSomething() {
        Random random(4);
        for (const char* id : {"ethos-u55-256", "ethos-u65-512", "ethos-u85-256", "ethos-u85-1024"}) {
            const TargetProfile profile = target(id);
            QVERIFY(choosesConvolutionBlocks(profile));
            for (int i = 0; i < 300; ++i) {
                Kernel k =
                    convolution(random.between(1, 120), random.between(1, 700), random.between(1, 900),
                                static_cast<int32_t>(random.between(1, 9)), static_cast<int32_t>(random.between(1, 3)));
                if (random.below(3) == 0) k.staging.stripe_rows = random.between(1, k.out_h);
                const ConvolutionBlock block = convolutionBlock(k, profile);
                QVERIFY(block.block.height >= 1 && block.block.width >= 1 && block.block.depth >= 1);
                QVERIFY(block.block.height * block.block.width <= 4096);
                QVERIFY(block.npu_cycles > 0 && block.places >= 1 && block.input_bytes > 0);
                const ConvolutionBlock again = convolutionBlock(k, profile);
                QVERIFY(again.block == block.block && again.npu_cycles == block.npu_cycles);
            }
        }
    }

    void stripesReadTheirEdgesAgain() {
        const TargetProfile profile = target("ethos-u85-512");
        Kernel k = convolution(56, 32, 64, 3, 1);
        const ConvolutionBlock whole = convolutionBlock(k, profile);
        k.staging.stripe_rows = 4;
        const ConvolutionBlock striped = convolutionBlock(k, profile);
        QVERIFY(striped.input_bytes > whole.input_bytes);
        QVERIFY(striped.places >= whole.places);
    }

    void onlyMeasuredVendorTargetsHaveBlocks() {
        QVERIFY(!choosesConvolutionBlocks(target("neural-engine")));
        QVERIFY(!choosesConvolutionBlocks(target("ethos-u85-128")));
    }
};

QTEST_GUILESS_MAIN(ConvolutionBlockTest)
#include "convolution_block_test.moc"
