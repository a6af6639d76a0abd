// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_fingerprint.h"

#include <QtTest>
#include <nlohmann/json.hpp>
#include <set>

using namespace bw;

namespace {

TargetProfile someTarget() {
    return *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find("ethos-u85-512");
}

/// The target with the fields of `document` in place of its own.
Result<TargetProfile> read(const nlohmann::json& document) {
    return readTargetProfile(document.dump(), "test.json");
}

}  // namespace

class TargetFingerprintTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHardwareNumberCounts() {
        // Read from the file's own fields, so that a parameter added later cannot be forgotten here.
        const TargetProfile target = someTarget();
        const nlohmann::json document = nlohmann::json::parse(writeTargetProfile(target));
        const std::string before = targetFingerprint(target);
        const std::set<std::string> without_effect = {"precisions", "weight_formats"};
        int fields = 0;
        for (const auto& [name, value] : document["hardware"].items()) {
            if (without_effect.contains(name)) continue;
            nlohmann::json changed = document;
            nlohmann::json& field = changed["hardware"][name];
            if (value.is_boolean()) {
                field = !value.get<bool>();
            } else if (value.is_number_integer()) {
                field = value.get<int64_t>() * 2 + (value.get<int64_t>() == 0 ? 1 : 0);
            } else {
                field = value.get<double>() * 1.5 + (value.get<double>() == 0.0 ? 1.0 : 0.0);
            }
            const auto other = read(changed);
            QVERIFY2(other, other ? "" : other.error().text().c_str());
            QVERIFY2(targetFingerprint(*other) != before, name.c_str());
            ++fields;
        }
        QVERIFY(fields >= 30);
    }

    void runtimeAndPlacementCount() {
        const TargetProfile target = someTarget();
        const std::string before = targetFingerprint(target);
        TargetProfile other = target;
        other.runtime.chains_add = !other.runtime.chains_add;
        QVERIFY(targetFingerprint(other) != before);
        other = target;
        other.runtime.fused_activations.pop_back();
        QVERIFY(targetFingerprint(other) != before);
        other = target;
        other.feature_maps = FeatureMapPlacement::AllSram;
        QVERIFY(targetFingerprint(other) != before);
        other = target;
        other.weights_area = MemoryArea::Sram;
        QVERIFY(targetFingerprint(other) != before);
    }

    void whatNoLatencyDependsOnDoesNotCount() {
        const TargetProfile target = someTarget();
        TargetProfile other = target;
        other.id = "mine";
        other.name = "Mine";
        other.description = "Another text";
        other.kind = "parametric-npu";
        other.channel_steps = {1, 2, 3};
        other.budgets.peak_bytes = 1;
        other.npu.precisions = {Precision::Int8};
        other.npu.weight_formats = {WeightFormat::Int4};
        other.estimator.id = "other";
        std::swap(other.runtime.fused_activations.front(), other.runtime.fused_activations.back());
        QCOMPARE(targetFingerprint(other), targetFingerprint(target));
    }
};

QTEST_GUILESS_MAIN(TargetFingerprintTest)
#include "target_fingerprint_test.moc"
