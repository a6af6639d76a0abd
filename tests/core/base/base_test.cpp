// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>
#include <cmath>
#include <limits>

#include "base/checked.h"
#include "base/install_paths.h"
#include "base/random.h"
#include "base/result.h"
#include "base/sha256.h"

using namespace bw;

/// Checked arithmetic, random numbers, hashes and error texts.
class BaseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void overflowGivesNothing() {
        constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
        constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
        QCOMPARE(mulChecked(int64_t{1} << 31, int64_t{1} << 31), std::optional<int64_t>(int64_t{1} << 62));
        QVERIFY(!mulChecked(int64_t{1} << 32, int64_t{1} << 31));
        QVERIFY(!mulChecked(kMin, -1));
        QCOMPARE(addChecked(kMax - 1, 1), std::optional<int64_t>(kMax));
        QVERIFY(!addChecked(kMax, 1));
        QVERIFY(!addChecked(kMin, -1));
    }

    void roundsUpAndToTheNearestMultiple() {
        QCOMPARE(ceilDiv(0, 7), int64_t{0});
        QCOMPARE(ceilDiv(14, 7), int64_t{2});
        QCOMPARE(ceilDiv(15, 7), int64_t{3});
        QCOMPARE(roundUp(33, 16), int64_t{48});
        QCOMPARE(roundUp(32, 16), int64_t{32});
        QCOMPARE(roundToMultiple(24.0, 16), int64_t{32});
        QCOMPARE(roundToMultiple(23.9, 16), int64_t{16});
        QCOMPARE(roundToMultiple(0.1, 16), int64_t{16});
        QCOMPARE(roundToMultiple(-5.0, 16), int64_t{16});
    }

    void equalSeedsGiveEqualNumbersOnEveryPlatform() {
        // First draws of xoshiro256** with seed 1 by splitmix64, from an implementation in another language.
        Random one(1);
        QCOMPARE(one.next(), uint64_t{12966619160104079557ULL});
        QCOMPARE(one.next(), uint64_t{9600361134598540522ULL});
        QCOMPARE(one.next(), uint64_t{10590380919521690900ULL});
        Random a(42);
        Random b(42);
        Random c(43);
        bool differs = false;
        for (int i = 0; i < 100; ++i) {
            const uint64_t draw = a.next();
            QCOMPARE(b.next(), draw);
            differs = differs || c.next() != draw;
        }
        QVERIFY(differs);
    }

    void aRestoredStateContinuesTheSequence() {
        Random random(7);
        random.next();
        Random copy(0);
        copy.setState(random.state());
        QCOMPARE(copy.next(), random.next());
        QCOMPARE(copy.normal(), random.normal());
    }

    void drawsBelowABoundAreWithinItAndUniform() {
        Random random(3);
        std::array<int, 6> counts{};
        constexpr int kDraws = 60000;
        for (int i = 0; i < kDraws; ++i)
            ++counts[random.below(6)];
        for (const int count : counts)
            QVERIFY2(std::abs(count - kDraws / 6) < 500, qPrintable(QString::number(count)));
        // A bound just above 2^63 rejects almost half of the draws; without rejection small values come twice as often.
        constexpr uint64_t kBound = (uint64_t{1} << 63) + 1;
        int low = 0;
        for (int i = 0; i < 20000; ++i) {
            const uint64_t draw = random.below(kBound);
            QVERIFY(draw < kBound);
            low += draw < kBound / 2 ? 1 : 0;
        }
        QVERIFY2(std::abs(low - 10000) < 400, qPrintable(QString::number(low)));
        for (int i = 0; i < 100; ++i)
            QCOMPARE(random.below(1), uint64_t{0});
    }

    void drawsBetweenIncludeBothEnds() {
        Random random(4);
        bool low = false;
        bool high = false;
        for (int i = 0; i < 200; ++i) {
            const int64_t draw = random.between(-2, 2);
            QVERIFY(draw >= -2 && draw <= 2);
            low = low || draw == -2;
            high = high || draw == 2;
        }
        QVERIFY(low && high);
        const int64_t kMin = std::numeric_limits<int64_t>::min();
        const int64_t kMax = std::numeric_limits<int64_t>::max();
        for (int i = 0; i < 100; ++i)
            QVERIFY(random.between(kMax - 1, kMax) >= kMax - 1);
        for (int i = 0; i < 100; ++i)
            random.between(kMin, kMax);
    }

    void uniformAndNormalHaveTheirMoments() {
        Random random(5);
        constexpr int kDraws = 40000;
        double sum = 0;
        double normal_sum = 0;
        double normal_squares = 0;
        for (int i = 0; i < kDraws; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
            sum += u;
            const double n = random.normal();
            normal_sum += n;
            normal_squares += n * n;
        }
        QVERIFY(std::fabs(sum / kDraws - 0.5) < 0.01);
        QVERIFY(std::fabs(normal_sum / kDraws) < 0.03);
        QVERIFY(std::fabs(normal_squares / kDraws - 1) < 0.03);
    }

    void aForkIsIndependent() {
        Random random(6);
        Random fork = random.fork();
        QVERIFY(fork.next() != random.next());
    }

    void hashesAreThoseOfFips180() {
        QCOMPARE(QString::fromStdString(sha256Hex("")),
                 QStringLiteral("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(QString::fromStdString(sha256Hex("abc")),
                 QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(QString::fromStdString(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                 QStringLiteral("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
        QCOMPARE(QString::fromStdString(sha256Hex(std::string(1000000, 'a'))),
                 QStringLiteral("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void hashesAtBlockBordersAgreeWithQt() {
        for (size_t size = 0; size < 200; ++size) {
            const std::string bytes(size, static_cast<char>(size));
            const QByteArray expected =
                QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha256).toHex();
            QCOMPARE(QByteArray::fromStdString(sha256Hex(bytes)), expected);
        }
    }

    void errorTextsNameFileAndPlaceAndFitAStatusLine() {
        Error error;
        error.message = "is wrong";
        error.file = "a.onnx";
        error.place = "node 3";
        error.remedy = "mend it";
        QCOMPARE(QString::fromStdString(error.text()), QStringLiteral("a.onnx: node 3: is wrong; mend it"));
        error.file = std::string(5000, 'f');
        error.message = std::string(5000, 'm');
        error.place = "line\nbreak\x07";
        QVERIFY(error.text().size() <= 200);
        QVERIFY(error.text().find('\n') == std::string::npos);
        QVERIFY(error.text().find('\x07') == std::string::npos);
    }

    void theUsersModelsLieInTheUsersDataFolder() {
        const QByteArray home = qgetenv("HOME"), data = qgetenv("XDG_DATA_HOME"),
                         config = qgetenv("BLOCKWRIGHT_CONFIG_DIR");
        qputenv("BLOCKWRIGHT_CONFIG_DIR", "/redirected");
        QCOMPARE(userModelsDirectory(), std::string("/redirected/models"));
        qunsetenv("BLOCKWRIGHT_CONFIG_DIR");
        qputenv("XDG_DATA_HOME", "/data");
        QCOMPARE(userModelsDirectory(), std::string("/data/blockwright/models"));
        qputenv("XDG_DATA_HOME", "relative");
        qputenv("HOME", "/home/somebody");
        QCOMPARE(userModelsDirectory(), std::string("/home/somebody/.local/share/blockwright/models"));
        qunsetenv("HOME");
        QCOMPARE(userModelsDirectory(), std::string());
        QCOMPARE(folderIn(userModelsDirectory(), "targets"), std::string());
        for (const auto& [name, value] :
             {std::pair{"HOME", home}, {"XDG_DATA_HOME", data}, {"BLOCKWRIGHT_CONFIG_DIR", config}}) {
            value.isNull() ? qunsetenv(name) : qputenv(name, value);
        }
    }
};

QTEST_GUILESS_MAIN(BaseTest)
#include "base_test.moc"
