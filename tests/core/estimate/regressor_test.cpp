// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/regressor.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "graph/operator.h"

using namespace bw;

namespace {

Regressor sample() {
    Random random(5);
    Regressor regressor;
    regressor.target_id = "toy";
    regressor.target_sha256 = "00";
    regressor.feature_version = 1;
    regressor.shape = {6, 8, 2, 3};
    for (int i = 0; i < 6; ++i) {
        regressor.mean.push_back(static_cast<float>(random.normal()));
        regressor.scale.push_back(static_cast<float>(0.1 + random.uniform()));
        regressor.low.push_back(-3.0F);
        regressor.high.push_back(3.0F);
    }
    for (int64_t i = 0; i < regressor.shape.parameters(); ++i) {
        regressor.parameters.push_back(static_cast<float>(random.normal()));
    }
    regressor.interval.type_sigma.assign(kOpTypeCount, 0.05);
    regressor.interval.disagreement = 0.3;
    regressor.interval.source_sigma = 0.2;
    regressor.card.source = "a test";
    regressor.card.band = "90 % interval of a test";
    regressor.card.network_mape = 0.0123;
    regressor.card.by_type = {{"conv2d", 12, 0.1}};
    regressor.card.learning_curve = {{10, 0.2}, {20, 0.1}};
    regressor.card.held_out = {{"net 7", 3.5, 3.0}, {"net 2", 1.0, 1.01}};
    return regressor;
}

}  // namespace

class RegressorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savingAndLoadingGivesTheSame() {
        QTemporaryDir folder;
        const Regressor regressor = sample();
        QVERIFY(saveRegressor(folder.path().toStdString(), regressor));
        const auto loaded = loadRegressor(folder.path().toStdString(), "toy");
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        Regressor expected = regressor;
        expected.id = loaded->id;
        QCOMPARE(loaded->id.size(), size_t{64});
        QVERIFY(*loaded == expected);
    }

    void anyChangedByteIsRefused() {
        const RegressorFiles files = *writeRegressor(sample());
        QVERIFY(readRegressor(files));
        Random random(7);
        for (int trial = 0; trial < 10'000; ++trial) {
            RegressorFiles damaged = files;
            std::string& bytes = trial % 2 == 0 ? damaged.json : damaged.weights;
            char& byte = bytes[random.below(bytes.size())];
            byte = static_cast<char>(byte ^ static_cast<char>(1U << random.below(8)));
            const auto read = readRegressor(damaged);
            QVERIFY(!read);
            QVERIFY(!read.error().message.empty());
        }
    }

    void truncatedFilesAreRefused() {
        const RegressorFiles files = *writeRegressor(sample());
        for (size_t size = 0; size < files.json.size(); size += 7) {
            QVERIFY(!readRegressor({files.json.substr(0, size), files.weights}));
        }
        for (size_t size = 0; size < files.weights.size(); size += 13) {
            QVERIFY(!readRegressor({files.json, files.weights.substr(0, size)}));
        }
    }

    void aMissingRegressorIsUnavailable() {
        QTemporaryDir folder;
        const auto loaded = loadRegressor(folder.path().toStdString(), "nothing");
        QVERIFY(!loaded);
        QVERIFY(loaded.error().code == ErrorCode::Unavailable);
    }

    void aRegressorOfAnotherTargetIsRefused() {
        QTemporaryDir folder;
        QVERIFY(saveRegressor(folder.path().toStdString(), sample()));
        QVERIFY(
            QFile::rename(folder.filePath(QStringLiteral("toy.json")), folder.filePath(QStringLiteral("other.json"))));
        QVERIFY(QFile::rename(folder.filePath(QStringLiteral("toy.safetensors")),
                              folder.filePath(QStringLiteral("other.safetensors"))));
        QVERIFY(!loadRegressor(folder.path().toStdString(), "other"));
    }

    /// A card is shown as it stands: sealing a lie anew must not bring one that overflows or has other fields.
    void aResealedCardIsStillChecked() {
        const nlohmann::json good = cardJson(sample().card);
        QVERIFY(readCard(good));
        const std::vector<std::pair<const char*, nlohmann::json>> lies = {
            {"epochs", 1e300},
            {"epochs", "12"},
            {"seed", -1},
            {"network_mape", -0.1},
            {"test_networks", 1.5},
            {"held_out", "none"},
            {"spearman", 7},
            {"by_type", {{{"type", 5}}}},
            {"learning_curve", {{1}}},
            {"source", nullptr},
            {"surprise", 1},
            {"source", std::string(5000, 'x')},
            {"held_out", {{{"network", "n"}, {"measured_ms", 0.0}, {"predicted_ms", 1.0}}}}};
        for (const auto& [name, value] : lies) {
            nlohmann::json bad = good;
            bad[name] = value;
            const auto read = readCard(bad);
            QVERIFY2(!read, name);
            QVERIFY2(read.error().place.find(name) != std::string::npos, read.error().text().c_str());
        }
        nlohmann::json older = good;
        older.erase("learning_curve");
        older.erase("held_out");
        QVERIFY(readCard(older));
    }

    void impossibleRegressorsAreNotWritten() {
        Regressor regressor = sample();
        regressor.scale[0] = 0.0F;
        QVERIFY(!writeRegressor(regressor));
        regressor = sample();
        regressor.parameters.pop_back();
        QVERIFY(!writeRegressor(regressor));
    }
};

QTEST_GUILESS_MAIN(RegressorTest)
#include "regressor_test.moc"
