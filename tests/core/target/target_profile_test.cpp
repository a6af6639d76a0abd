// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_profile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <string>

#include "core/target/target_fixtures.h"

using namespace bw;
using namespace bw::test;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    if (at == std::string::npos) qFatal("the document holds no %s", from.c_str());
    return text.replace(at, from.size(), to);
}

std::string document() {
    return writeTargetProfile(bundledTarget("ethos-u55-256"));
}

void write(const QString& path, const std::string& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write the test file");
    file.write(text.c_str(), static_cast<qint64>(text.size()));
}

}  // namespace

class TargetProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBundledTargetLoadsAndSurvivesWriting() {
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
        QVERIFY2(registry.has_value(), registry ? "" : registry.error().text().c_str());
        for (const char* id : {"neural-engine", "ethos-u55-128", "ethos-u55-256", "ethos-u65-256", "ethos-u65-512",
                               "ethos-u85-128", "ethos-u85-256", "ethos-u85-512", "ethos-u85-1024", "nvdla-small",
                               "nvdla-256", "nvdla-512", "nvdla-1024", "nvdla-large", "systolic-16", "systolic-32"})
            QVERIFY2(registry->find(id).has_value(), id);
        for (const auto& [id, profile] : registry->all()) {
            const auto again = readTargetProfile(writeTargetProfile(profile), "again.json");
            QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
            QVERIFY2(*again == profile, id.c_str());
            QVERIFY2(!profile.description.empty(), id.c_str());
        }
    }

    void theReferenceAcceleratorIsFrozen() {
        const TargetProfile engine = bundledTarget("neural-engine");
        const NpuParameters& npu = engine.npu;
        QVERIFY(npu.input_lanes == 64 && npu.output_lanes == 32 && npu.input_granule == 64);
        QVERIFY(npu.pixel_columns == 1 && npu.pixel_rows == 1);
        QVERIFY(npu.depthwise_taps == 1 && npu.depthwise_cycles == 2);
        QVERIFY(npu.output_elements_per_cycle == 16 && npu.elementwise_elements_per_cycle == 16);
        QVERIFY(npu.sram_bytes_per_cycle == 64 && npu.dram_bytes_per_cycle == 16 && npu.clock_hz == 1e9);
        QVERIFY(engine.feature_maps == FeatureMapPlacement::AllSram && npu.memory_brick == 16);
        QCOMPARE(engine.milliseconds(1e6), 1.0);
    }

    void badDocumentsAreRefusedByField_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* name, const char* from, const char* to, const char* place) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(place);
        };
        row("wraps", "\"output_lanes\": 8", "\"output_lanes\": 4294967304", "hardware.output_lanes");
        row("fraction", "\"output_lanes\": 8", "\"output_lanes\": 8.5", "hardware.output_lanes");
        row("zero", "\"output_lanes\": 8", "\"output_lanes\": 0", "hardware.output_lanes");
        row("negative", "\"sram_bytes\": 2097152", "\"sram_bytes\": -1", "hardware.sram_bytes");
        row("huge", "\"sram_bytes\": 2097152", "\"sram_bytes\": 18446744073709551615", "hardware.sram_bytes");
        row("text for number", "\"output_lanes\": 8", "\"output_lanes\": \"8\"", "hardware.output_lanes");
        row("zero clock", "\"clock_hz\": 500000000.0", "\"clock_hz\": 0", "hardware.clock_hz");
        row("unknown field", "\"output_lanes\": 8", "\"output_lanes\": 8, \"colour\": 1", "hardware.colour");
        row("missing field", "\"output_lanes\": 8,", "", "hardware.output_lanes");
        row("bad kind", "\"kind\": \"ethos-u\"", "\"kind\": \"magic\"", "kind");
        row("bad id", "\"id\": \"ethos-u55-256\",\n  \"kind\"", "\"id\": \"../x\",\n  \"kind\"", "id");
        row("bad activation", "\"relu6\"", "\"relu7\"", "runtime.fused_activations");
        row("bad precision", "\"int16\"", "\"int3\"", "hardware.precisions");
        row("bad memory", "\"weights\": \"flash\"", "\"weights\": \"tape\"", "weights");
    }

    void badDocumentsAreRefusedByField() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, place);
        const auto result = readTargetProfile(replaced(document(), from.toStdString(), to.toStdString()), "mine.json");
        QVERIFY(!result.has_value());
        QCOMPARE(QByteArray::fromStdString(result.error().place), place);
        QCOMPARE(result.error().file, std::string("mine.json"));
        QVERIFY(result.error().text().size() <= 200);
    }

    void brokenTextIsRefused() {
        for (const std::string& text : {std::string(), std::string("{"), std::string("[]"), std::string("null"),
                                        document() + std::string("\0x", 2), std::string(100000, '[')}) {
            const auto result = readTargetProfile(text, "mine.json");
            QVERIFY(!result.has_value());
            QCOMPARE(result.error().file, std::string("mine.json"));
        }
    }

    void userTargetsReplaceBundledOnesAndBadOnesAreReported() {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("a.json")),
              replaced(document(), "\"output_lanes\": 8", "\"output_lanes\": 16"));
        write(folder.filePath(QStringLiteral("b.json")), "{}");
        write(folder.filePath(QStringLiteral("notes.txt")), "not a target");
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets", folder.path().toStdString());
        QVERIFY(registry.has_value());
        QCOMPARE(registry->find("ethos-u55-256")->npu.output_lanes, 16);
        QCOMPARE(registry->problems().size(), size_t{1});
        QVERIFY(registry->problems()[0].file.ends_with("b.json"));
        QVERIFY(!TargetRegistry::load(folder.path().toStdString()).has_value());
    }

    void unknownTargetsNameTheKnownOnes() {
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
        const auto missing = registry->find("ethos-u99");
        QVERIFY(!missing.has_value() && missing.error().code == ErrorCode::NotFound);
        QVERIFY(missing.error().remedy.find("neural-engine") != std::string::npos);
        QVERIFY(!TargetRegistry::load("/nowhere/at/all").has_value());
    }
};

QTEST_GUILESS_MAIN(TargetProfileTest)
#include "target_profile_test.moc"
