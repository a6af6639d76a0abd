// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/safetensors.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "base/random.h"

using namespace bw;

namespace {

std::vector<NamedTensor> sample() {
    Random random(4);
    std::vector<NamedTensor> tensors = {
        {"weights", {3, 4}, {}}, {"bias", {4}, {}}, {"empty", {0}, {}}, {"one", {}, {}}};
    for (NamedTensor& tensor : tensors) {
        int64_t count = 1;
        for (const int64_t size : tensor.shape)
            count *= size;
        for (int64_t i = 0; i < count; ++i)
            tensor.values.push_back(static_cast<float>(random.normal()));
    }
    return tensors;
}

std::string withHeader(const std::string& header, size_t data_bytes) {
    std::string bytes(8, '\0');
    bytes[0] = static_cast<char>(header.size() & 0xFF);
    bytes[1] = static_cast<char>(header.size() >> 8);
    return bytes + header + std::string(data_bytes, '\0');
}

}  // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack() {
        const auto bytes = writeSafetensors(sample());
        QVERIFY(bytes);
        const auto read = readSafetensors(*bytes);
        QVERIFY(read);
        // Tensors without bytes share their offset with the next one; the order of the others is kept.
        QCOMPARE(read->size(), size_t{4});
        for (const NamedTensor& tensor : sample()) {
            QVERIFY(std::find(read->begin(), read->end(), tensor) != read->end());
        }
    }

    void everyTruncationIsRefused() {
        const std::string bytes = *writeSafetensors(sample());
        for (size_t size = 0; size < bytes.size(); ++size) {
            QVERIFY2(!readSafetensors(std::string_view(bytes).substr(0, size)), qPrintable(QString::number(size)));
        }
        QVERIFY(!readSafetensors(bytes + "x"));
    }

    void damagedFilesNeverCrash() {
        const std::string bytes = *writeSafetensors(sample());
        Random random(11);
        int refused = 0;
        for (int trial = 0; trial < 20'000; ++trial) {
            std::string damaged = bytes;
            for (uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
                damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
            }
            refused += readSafetensors(damaged) ? 0 : 1;
        }
        QVERIFY(refused > 10'000);
    }

    void brokenHeadersAreNamed_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("data_bytes");
        const auto row = [](const char* name, const char* header, int bytes) {
            QTest::newRow(name) << QString::fromLatin1(header) << bytes;
        };
        row("no object", "[1]", 0);
        row("no JSON", "{\"a\":", 0);
        row("no offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4);
        row("other format", R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4);
        row("gap", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8);
        row("overlap",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            4);
        row("repeated name",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            4);
        row("shape overflows", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0);
        row("negative size", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}})", 0);
        row("beyond the file", R"({"a":{"dtype":"F32","shape":[1000000],"data_offsets":[0,4000000]}})", 4);
    }
    void brokenHeadersAreNamed() {
        QFETCH(QString, header);
        QFETCH(int, data_bytes);
        const auto read = readSafetensors(withHeader(header.toStdString(), static_cast<size_t>(data_bytes)));
        QVERIFY(!read);
        QVERIFY(!read.error().message.empty());
        QVERIFY(!read.error().place.empty());
    }

    void valuesThatAreNotFiniteAreRefused() {
        for (const float value : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
            const auto read = readSafetensors(*writeSafetensors({{"a", {1}, {value}}}));
            QVERIFY(!read);
            QCOMPARE(read.error().place, std::string("tensor \"a\""));
        }
    }

    void writingRefusesShapesThatDoNotFit() {
        QVERIFY(!writeSafetensors({{"a", {2}, {1.0F}}}));
        QVERIFY(!writeSafetensors({{"a", {1}, {1.0F}}, {"a", {1}, {1.0F}}}));
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
