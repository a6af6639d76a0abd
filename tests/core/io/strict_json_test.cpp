// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/strict_json.h"

#include <QtTest>

#include "base/limits.h"
#include "io/file_bytes.h"

using namespace bw;

namespace {

constexpr const char* kSuite = BW_SHARED_DATA "/bad/json/JSONTestSuite";

Result<nlohmann::json> parse(std::string_view text) {
    return parseStrictJson(text, kMaxDocumentBytes);
}

}  // namespace

class StrictJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsJsonIsReadAndNothingElse() {
        const QDir folder(QString::fromUtf8(kSuite));
        const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
        if (names.isEmpty()) QSKIP("no shared data: bad/json/JSONTestSuite is absent");
        // Valid JSON that we refuse on purpose: a key that occurs twice has two readings.
        const QStringList stricter = {QStringLiteral("y_object_duplicated_key.json"),
                                      QStringLiteral("y_object_duplicated_key_and_value.json")};
        int accepted = 0;
        for (const QString& name : names) {
            const auto bytes = readFileBytes(folder.filePath(name).toStdString(), kMaxDocumentBytes);
            QVERIFY2(bytes.has_value(), qPrintable(name));
            const auto value = parse(*bytes);
            if (name.startsWith(QLatin1String("y_")))
                QVERIFY2(value.has_value() != stricter.contains(name), qPrintable(name));
            if (name.startsWith(QLatin1String("n_"))) QVERIFY2(!value.has_value(), qPrintable(name));
            accepted += value.has_value() ? 1 : 0;
            if (value) continue;
            QVERIFY2(!value.error().message.empty(), qPrintable(name));
            // No words of the parser's own exceptions.
            QVERIFY2(value.error().text().find("json.exception") == std::string::npos, qPrintable(name));
            QVERIFY(value.error().text().size() <= 200);
        }
        QVERIFY(accepted > 90);
    }

    void takesTimeInProportionToItsLength() {
        // Was quadratic in the length of an array: minutes for 12 MB.
        std::string text = "[{}";
        for (int i = 1; i < 4'000'000; ++i)
            text += ",{}";
        QElapsedTimer timer;
        timer.start();
        const auto value = parse(text + "]");
        QVERIFY(value && value->size() == 4'000'000);
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

    void duplicateKeysAreNamed() {
        const auto value = parse(R"({"a": {"key": 1, "other": 2, "key": 1}})");
        QVERIFY(!value);
        QVERIFY(value.error().message.find("'key'") != std::string::npos);
        QVERIFY(parse(R"([{"key": 1}, {"key": 1}])"));
        QVERIFY(parse(R"({"key": {"key": 1}})"));
        // Equal only after unescaping.
        QVERIFY(!parse(R"({"a": 1, "\u0061": 2})"));
    }

    void nestingEndsAt64Levels() {
        const auto nested = [](int depth) {
            return std::string(static_cast<size_t>(depth), '[') + std::string(static_cast<size_t>(depth), ']');
        };
        QVERIFY(parse(nested(kMaxNestingDepth)));
        QVERIFY(!parse(nested(kMaxNestingDepth + 1)));
        QVERIFY(!parse(nested(1000000)));
        QVERIFY(!parse(std::string(1000000, '[')));
        // Brackets inside texts do not nest.
        QVERIFY(parse("[\"" + std::string(1000, '[') + "\\\"[\"]"));
    }

    void nothingMayComeBehindTheValue() {
        for (const char* bad : {"", " ", "{} x", "{}{}", "1 2", "{\"a\":1}//", "\xEF\xBB\xBF"})
            QVERIFY2(!parse(bad), bad);
        QVERIFY(!parse(std::string_view("{}\0", 3)));
        QVERIFY(!parse(std::string_view("{\"a\":\"\0\"}", 9)));
        QVERIFY(parse(" {} \r\n\t"));
    }

    void whatIsTooLongIsRefusedUnread() {
        QVERIFY(!parseStrictJson("[1,2,3]", 6));
        QVERIFY(parseStrictJson("[1,2,3]", 7));
    }

    void membersAreReadByTypeAndRange() {
        const auto value = *parse(R"({"i": 8, "f": 8.5, "e": 1e3, "s": "8", "b": true, "n": null, "m": -0,
                                      "big": 18446744073709551615, "bigger": 18446744073709551616, "neg": -9})");
        const JsonObject object(value, "place");
        QCOMPARE(object.integer("i", 1, 10).value(), int64_t{8});
        QCOMPARE(object.integer("m", 0, 10).value(), int64_t{0});
        for (const char* bad : {"f", "e", "s", "b", "n", "big", "bigger", "neg", "absent"}) {
            const auto integer = object.integer(bad, 0, std::numeric_limits<int64_t>::max());
            QVERIFY2(!integer, bad);
            QVERIFY2(integer.error().place == std::string("place.") + bad, integer.error().place.c_str());
        }
        QVERIFY(!object.integer("i", 9, 10));
        QCOMPARE(object.integer("neg", -10, 10).value(), int64_t{-9});
        QCOMPARE(object.number("f", 0, 10).value(), 8.5);
        QVERIFY(!object.number("s", 0, 10));
        QVERIFY(!object.number("e", 0, 10));
        QVERIFY(!object.flag("i"));
        QVERIFY(!object.text("i", 10));
        QVERIFY(!object.text("s", 0));
        QVERIFY(!object.allowOnly({"i", "f"}));
        QVERIFY(!JsonObject(value["i"], "x").member("y"));
    }
};

QTEST_GUILESS_MAIN(StrictJsonTest)
#include "strict_json_test.moc"
