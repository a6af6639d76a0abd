// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include <QtTest>

using namespace bw;

namespace {

using Cells = std::vector<std::string>;

/// All cells, or the message of the first line that is refused.
std::pair<std::vector<Cells>, std::string> readAll(const std::string& text) {
    CsvReader reader(text);
    std::vector<Cells> lines;
    while (auto line = reader.next()) {
        if (!*line) return {lines, line->error().place + ": " + line->error().message};
        lines.push_back((*line)->cells);
    }
    return {lines, {}};
}

}  // namespace

class CsvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cellsComeAsWritten() {
        const auto [lines, problem] = readAll(
            "\xEF\xBB\xBF"
            "a, b ,c\r\n\n1,,\n\"x,y\", \"say \"\"hi\"\"\" ,z");
        QCOMPARE(problem, std::string());
        QCOMPARE(lines.size(), size_t{3});
        QVERIFY((lines[0] == Cells{"a", "b", "c"}));
        QVERIFY((lines[1] == Cells{"1", "", ""}));
        QVERIFY((lines[2] == Cells{"x,y", "say \"hi\"", "z"}));
    }

    void lineNumbersCountBlankLines() {
        CsvReader reader("a\n\n\nb\n");
        QCOMPARE((*reader.next())->number, int64_t{1});
        QCOMPARE((*reader.next())->number, int64_t{4});
        QVERIFY(!reader.next());
    }

    void aBadLineIsNamedAndReadingGoesOn() {
        CsvReader reader("a,b\n\"open,b\nc,d\n");
        QVERIFY(reader.next()->has_value());
        const auto bad = reader.next();
        QVERIFY(!bad->has_value());
        QCOMPARE(bad->error().place, std::string("line 2"));
        QVERIFY((*(*reader.next())).cells == (Cells{"c", "d"}));
    }

    void whatIsNoTextIsRefused() {
        for (const std::string& text : {std::string("a,\"b\"c\n"), std::string("a\"b\n"), std::string("a,\0b\n", 5),
                                        std::string(kMaxCsvLineBytes + 1, 'x'), std::string(kMaxCsvCells, ',')}) {
            QVERIFY(!readAll(text).second.empty());
        }
        QVERIFY(readAll(std::string(kMaxCsvCells - 1, ',')).second.empty());
        QVERIFY(readAll({}).first.empty());
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
