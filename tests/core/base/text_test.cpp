// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <QtTest>
#include <cmath>
#include <limits>

#include "base/random.h"

using namespace bw;

namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool isUtf8(const std::string& text) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString decoded = decoder(QByteArray::fromStdString(text));
    return !decoder.hasError();
}

}  // namespace

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elidingKeepsBothEndsAndTheLimit() {
        QCOMPARE(q(elide("short", 10)), QStringLiteral("short"));
        QCOMPARE(q(elide("abcdefghijklmnop", 9)), QStringLiteral("abcd...op"));
        const std::string text(1000, 'x');
        for (size_t limit = 0; limit < 40; ++limit)
            QVERIFY2(elide(text, limit).size() <= limit, qPrintable(QString::number(limit)));
    }

    void elidingNeverSplitsACharacter() {
        const std::string text = "Kanäle für Größe – 通道数量 – канал";
        for (size_t limit = 0; limit <= text.size() + 1; ++limit) {
            const std::string elided = elide(text, limit);
            QVERIFY2(isUtf8(elided), qPrintable(QString::number(limit)));
            QVERIFY(elided.size() <= limit);
        }
    }

    void controlCharactersBecomeSpaces() {
        QCOMPARE(q(elide("a\nb\tc\x1b[31m\x7f", 40)), QStringLiteral("a b c [31m "));
    }

    void namesOfAnyBytesBecomeUtf8() {
        Random random(1);
        for (int i = 0; i < 20000; ++i) {
            std::string bytes;
            const auto length = random.below(24);
            for (uint64_t j = 0; j < length; ++j)
                bytes += static_cast<char>(random.below(2) == 0 ? 0x80 + random.below(0x80) : random.below(256));
            const std::string name = cleanName(bytes, 16);
            QVERIFY(isUtf8(name));
            QVERIFY(name.size() <= 16);
        }
        QCOMPARE(q(cleanName("\xC0\xAF", 16)), QStringLiteral("??"));
        QCOMPARE(q(cleanName("\xED\xA0\x80", 16)), QStringLiteral("???"));
        QCOMPARE(q(cleanName("größe", 16)), QStringLiteral("größe"));
    }

    void splittingKeepsEmptyParts() {
        QCOMPARE(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
        QCOMPARE(split("", ','), std::vector<std::string>{""});
        QCOMPARE(trim("  a b\r\n"), std::string_view("a b"));
        QCOMPARE(trim(" \t"), std::string_view());
    }

    void numbersAreParsedWholeOrNotAtAll() {
        QCOMPARE(parseInteger("-42"), std::optional<int64_t>(-42));
        QCOMPARE(parseInteger("9223372036854775807"), std::optional<int64_t>(std::numeric_limits<int64_t>::max()));
        for (const char* bad : {"", " 1", "1 ", "1.0", "1e3", "+1", "0x10", "9223372036854775808", "--1", "1,000"})
            QVERIFY2(!parseInteger(bad), bad);
        QCOMPARE(parseNumber("1e3"), std::optional<double>(1000));
        for (const char* bad : {"", "nan", "inf", "-inf", "1e999", "1,5", "1 ", "0x1p3", "five"})
            QVERIFY2(!parseNumber(bad), bad);
    }

    void bytesTakeBinaryAndDecimalUnits() {
        QCOMPARE(parseBytes("256KiB"), std::optional<int64_t>(262144));
        QCOMPARE(parseBytes("1.5 MiB"), std::optional<int64_t>(1572864));
        QCOMPARE(parseBytes("2kB"), std::optional<int64_t>(2000));
        QCOMPARE(parseBytes("1MB"), std::optional<int64_t>(1000000));
        QCOMPARE(parseBytes("1GiB"), std::optional<int64_t>(int64_t{1} << 30));
        QCOMPARE(parseBytes("4096"), std::optional<int64_t>(4096));
        QCOMPARE(parseBytes("0"), std::optional<int64_t>(0));
        for (const char* bad : {"", "KiB", "-1KiB", "1 KiBi", "1e30GiB", "nanKiB", "12 ms", "1kib"})
            QVERIFY2(!parseBytes(bad), bad);
    }

    void millisecondsTakeSecondsAndMicroseconds() {
        QCOMPARE(parseMilliseconds("5ms"), std::optional<double>(5));
        QCOMPARE(parseMilliseconds("0.2s"), std::optional<double>(200));
        QCOMPARE(parseMilliseconds("300us"), std::optional<double>(0.3));
        QCOMPARE(parseMilliseconds("7"), std::optional<double>(7));
        for (const char* bad : {"", "ms", "-1ms", "1 h", "infms", "1msx"})
            QVERIFY2(!parseMilliseconds(bad), bad);
    }

    void formattedNumbersReadBack() {
        Random random(2);
        for (int i = 0; i < 2000; ++i) {
            const double value = random.normal() * std::pow(10.0, static_cast<double>(random.between(-30, 30)));
            QCOMPARE(parseNumber(formatNumber(value)), std::optional<double>(value));
        }
        QCOMPARE(q(formatNumber(0.1)), QStringLiteral("0.1"));
        QCOMPARE(q(formatNumber(3)), QStringLiteral("3"));
    }

    void figuresHaveThreeDigitsAndAUnit() {
        QCOMPARE(q(groupDigits(1505280)), QStringLiteral("1,505,280"));
        QCOMPARE(q(groupDigits(-1000)), QStringLiteral("-1,000"));
        QCOMPARE(q(groupDigits(999)), QStringLiteral("999"));
        QCOMPARE(q(groupDigits(std::numeric_limits<int64_t>::min())), QStringLiteral("-9,223,372,036,854,775,808"));
        QCOMPARE(q(formatBytes(96)), QStringLiteral("96 B"));
        QCOMPARE(q(formatBytes(1505280)), QStringLiteral("1.44 MiB"));
        QCOMPARE(q(formatBytes(120832)), QStringLiteral("118 KiB"));
        QCOMPARE(q(formatBytes(0)), QStringLiteral("0 B"));
        QCOMPARE(q(formatBytes(1048575)), QStringLiteral("1.00 MiB"));
        QCOMPARE(q(formatMilliseconds(3.414)), QStringLiteral("3.41 ms"));
        QCOMPARE(q(formatMilliseconds(0.0821)), QStringLiteral("0.082 ms"));
        QCOMPARE(q(formatMilliseconds(99.97)), QStringLiteral("100 ms"));
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
