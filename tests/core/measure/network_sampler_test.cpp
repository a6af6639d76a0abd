// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/network_sampler.h"

#include <QtTest>
#include <set>

#include "base/limits.h"

using namespace bw;

class NetworkSamplerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalSeedsGiveEqualNetworks() {
        Random a(3), b(3), c(4);
        const OperatorGraph first = sampleNetwork(a), second = sampleNetwork(b), other = sampleNetwork(c);
        QCOMPARE(first.operators.size(), second.operators.size());
        QCOMPARE(first.totalMacs(), second.totalMacs());
        QVERIFY(first.totalMacs() != other.totalMacs());
    }

    void networksAreWholeAndWithinTheLimits() {
        Random random(1);
        for (int i = 0; i < 300; ++i) {
            const OperatorGraph graph = sampleNetwork(random);
            QVERIFY(graph.operators.size() >= 5);
            QVERIFY(!graph.outputs.empty());
            for (size_t op = 0; op < graph.operators.size(); ++op) {
                for (const TensorId input : graph.operators[op].inputs) {
                    const int32_t producer = graph.tensors[static_cast<size_t>(input)].producer;
                    QVERIFY(producer < static_cast<int32_t>(op));
                }
            }
            for (const Tensor& tensor : graph.tensors)
                QVERIFY(tensor.shape.elements() <= kMaxElements);
        }
    }

    void familiesDifferInTheirBlocks() {
        const auto shareOf = [](NetworkFamily family, OpType type) {
            Random random(5);
            int64_t found = 0, all = 0;
            for (int i = 0; i < 40; ++i) {
                for (const Operator& op : sampleNetwork(random, family).operators) {
                    ++all;
                    found += op.type == type ? 1 : 0;
                }
            }
            return static_cast<double>(found) / static_cast<double>(all);
        };
        QVERIFY(shareOf(NetworkFamily::InvertedBottleneck, OpType::DepthwiseConv2d) > 0.1);
        QVERIFY(shareOf(NetworkFamily::Residual, OpType::DepthwiseConv2d) < 0.02);
        QCOMPARE(shareOf(NetworkFamily::Plain, OpType::Add), 0.0);
        QVERIFY(shareOf(NetworkFamily::Branching, OpType::Concat) > 0.05);
        QVERIFY(shareOf(NetworkFamily::Dense, OpType::Dense) > 0.1);
        QVERIFY(shareOf(NetworkFamily::Attention, OpType::MatMul) > 0.0);
        QVERIFY(shareOf(NetworkFamily::Segmentation, OpType::Resize) > 0.0);
        std::set<std::string_view> ids;
        for (int family = 0; family < kNetworkFamilyCount; ++family)
            ids.insert(networkFamilyId(static_cast<NetworkFamily>(family)));
        QCOMPARE(ids.size(), static_cast<size_t>(kNetworkFamilyCount));
    }

    void theTypesOfRealNetworksOccur() {
        Random random(2);
        std::set<OpType> types;
        for (int i = 0; i < 300; ++i) {
            for (const Operator& op : sampleNetwork(random).operators)
                types.insert(op.type);
        }
        for (const OpType type :
             {OpType::Conv2d, OpType::DepthwiseConv2d, OpType::TransposedConv2d, OpType::Dense, OpType::MaxPool,
              OpType::AvgPool, OpType::Add, OpType::Mul, OpType::Activation, OpType::LayerNorm, OpType::Softmax,
              OpType::MatMul, OpType::Concat, OpType::Resize, OpType::Pad, OpType::Slice, OpType::Transpose}) {
            QVERIFY2(types.contains(type), std::string(opTypeId(type)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(NetworkSamplerTest)
#include "network_sampler_test.moc"
