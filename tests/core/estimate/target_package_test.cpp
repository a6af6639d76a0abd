// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_package.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "base/random.h"
#include "estimate/estimator.h"
#include "estimate/target_card.h"
#include "estimate/target_fingerprint.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetPackage bundled(std::string_view id) {
    return packageOf(must(must(TargetRegistry::load(kModels + "/targets")).find(id)), kModels, {});
}

/// The same target under another name, regressor included.
TargetPackage renamed(TargetPackage package, const std::string& id) {
    package.target.id = id;
    package.regressor->target_id = id;
    package.regressor = must(sealRegressor(*package.regressor));
    return package;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

/// Targets handed from one user to another, and their cards.
class TargetPackageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPackageReadsBackAndInstalls() {
        QTemporaryDir folder, home;
        const TargetPackage mine = renamed(bundled("ethos-u55-256"), "my-npu");
        QVERIFY(writeTargetPackage(folder.path().toStdString(), mine));
        const TargetPackage read = must(readTargetPackage(folder.path().toStdString()));
        QVERIFY(read.target == mine.target);
        QVERIFY(read.regressor == mine.regressor);
        const std::string user = home.path().toStdString() + "/models";
        QVERIFY(installTarget(user, read));
        const TargetRegistry registry = must(TargetRegistry::load(kModels + "/targets", user + "/targets"));
        const auto estimator = must(Estimator::open(must(registry.find("my-npu")), kModels, user));
        QCOMPARE(estimator->id(), mine.regressor->id);
    }

    void anyChangedOrCutFileIsRefused() {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        QVERIFY(writeTargetPackage(path, bundled("neural-engine")));
        Random random(3);
        for (const char* name : {"package.json", "target.json", "regressor.json", "regressor.safetensors"}) {
            const QString file = folder.filePath(QLatin1String(name));
            const QByteArray good = contents(file);
            QVERIFY(!good.isEmpty());
            for (int trial = 0; trial < 60; ++trial) {
                QByteArray bad = good;
                const auto at = static_cast<qsizetype>(random.below(static_cast<uint64_t>(good.size())));
                if (trial % 3 == 0) {
                    bad.truncate(at);
                } else {
                    bad[at] = static_cast<char>(bad[at] ^ static_cast<char>(1U << random.below(8)));
                }
                write(file, bad);
                const auto read = readTargetPackage(path);
                QVERIFY2(!read, name);
                QVERIFY(!read.error().file.empty());
            }
            QVERIFY(QFile::remove(file));
            QVERIFY(!readTargetPackage(path));
            write(file, good);
        }
        QVERIFY(readTargetPackage(path));
    }

    void aRegressorOfOtherHardwareIsNotPacked() {
        QTemporaryDir folder;
        TargetPackage package = bundled("neural-engine");
        package.target.npu.output_lanes = 48;
        QVERIFY(!writeTargetPackage(folder.path().toStdString(), package));
        QVERIFY(!installTarget(folder.path().toStdString(), package));
        QVERIFY(!QDir(folder.filePath(QStringLiteral("targets"))).exists());
    }

    void aFailedInstallationLeavesThePreviousOne() {
        QTemporaryDir home;
        const std::string user = home.path().toStdString();
        const TargetPackage first = renamed(bundled("neural-engine"), "mine");
        QVERIFY(installTarget(user, first));
        const QByteArray before = contents(home.filePath(QStringLiteral("regressors/mine.json")));
        // The last file cannot be written: a folder has its name.
        const QString target_file = home.filePath(QStringLiteral("targets/mine.json"));
        QVERIFY(QFile::remove(target_file));
        QVERIFY(QDir().mkpath(target_file + QStringLiteral("/occupied")));
        TargetPackage second = first;
        second.regressor->card.source = "another";
        second.regressor = must(sealRegressor(*second.regressor));
        QVERIFY(!installTarget(user, second));
        QCOMPARE(contents(home.filePath(QStringLiteral("regressors/mine.json"))), before);
    }

    void aCardHoldsEverySectionOfItsEstimator() {
        const TargetPackage package = bundled("ethos-u85-512");
        RegressorCard card = package.regressor->card;
        card.learning_curve = {{100, 0.05}, {400, 0.02}};
        card.held_out = {{"net 7", 4.0, 5.0}};
        const std::string text = cardText(targetCard(package.target, {&card, package.regressor->id, false, {}}));
        for (const char* part : {"ethos-u85-512", "Trained on", "Within 10 %", "90 % interval", "conv2d",
                                 "Learning curve", "400 networks", "net 7", "+25.0 %", "MACs a cycle", "fuses"}) {
            QVERIFY2(text.find(part) != std::string::npos, part);
        }
        const std::string none = cardText(targetCard(package.target, {nullptr, {}, false, "it is damaged"}));
        QVERIFY(none.find("it is damaged") != std::string::npos);
        QVERIFY(none.find("Within 10 %") == std::string::npos);
        QCOMPARE(percentText(0.0096), std::string("0.96 %"));
        QCOMPARE(percentText(0.0234), std::string("2.3 %"));
        QCOMPARE(percentText(1.0), std::string("100 %"));
    }
};

QTEST_GUILESS_MAIN(TargetPackageTest)
#include "target_package_test.moc"
