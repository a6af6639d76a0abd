// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_profile.h"

#include <QtTest>

using namespace bw;

class TargetProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBundledTargetLoadsAndSurvivesWriting() {
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
        QVERIFY2(registry.has_value(), registry ? "" : registry.error().text().c_str());
        for (const char* id :
             {"neural-engine", "ethos-u55-128", "ethos-u55-256", "ethos-u65-256", "ethos-u65-512", "ethos-u85-256",
              "ethos-u85-512", "ethos-u85-1024", "nvdla-small", "nvdla-large", "systolic-16", "systolic-32"})
            QVERIFY2(registry->find(id).has_value(), id);
        for (const auto& [id, profile] : registry->all()) {
            const auto again = readTargetProfile(writeTargetProfile(profile), "again.json");
            QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
            QVERIFY2(*again == profile, id.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TargetProfileTest)
#include "target_profile_test.moc"
