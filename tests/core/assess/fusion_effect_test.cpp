// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/fusion_effect.h"

#include <QtTest>

#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

/// What fusing does to one block.
class FusionEffectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        context_.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
        context_.estimator = must(Estimator::open(context_.target, BW_SOURCE_DIR "/models"));
        network_ = samples::presenceDetector();
    }

    void macsRiseWhileLatencyFallsInEarlyBlocks() {
        const FusionEffect effect = must(fusionEffect(network_, network_.findByName("ibn_3")->id, context_));
        QVERIFY(!effect.fused);
        QVERIFY(effect.as_fused.macs > effect.as_ibn.macs);
        QVERIFY(*effect.as_fused.latency_ms < *effect.as_ibn.latency_ms);
        QVERIFY(*effect.as_fused.network_latency_ms < *effect.as_ibn.network_latency_ms);
    }

    void fusingLateBlocksCosts() {
        const FusionEffect effect = must(fusionEffect(network_, network_.findByName("ibn_16")->id, context_));
        QVERIFY(*effect.as_fused.latency_ms > *effect.as_ibn.latency_ms);
    }

    void bothFormsAreThoseOfTheNetworks() {
        const BlockId block = network_.findByName("ibn_3")->id;
        const Network fused = must(applyEdit(network_, "fuse ibn_3")).network;
        const FusionEffect before = must(fusionEffect(network_, block, context_));
        const FusionEffect after = must(fusionEffect(must(applyEdit(fused, "freeze ibn_3")).network, block, context_));
        QVERIFY(after.fused);
        QCOMPARE(after.as_ibn.latency_ms, before.as_ibn.latency_ms);
        QCOMPARE(after.as_fused.latency_ms, before.as_fused.latency_ms);
        QCOMPARE(before.as_ibn.network_latency_ms, must(assess(network_, context_)).totals.latency_ms);
        QCOMPARE(before.as_fused.network_latency_ms, must(assess(fused, context_)).totals.latency_ms);
    }

    void otherBlocksAreRefused() {
        QVERIFY(!fusionEffect(network_, network_.findByName("stem")->id, context_));
        QVERIFY(!fusionEffect(network_, 9999, context_));
    }

private:
    AssessmentContext context_;
    Network network_;
};

QTEST_GUILESS_MAIN(FusionEffectTest)
#include "fusion_effect_test.moc"
