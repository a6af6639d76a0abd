// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/imported_measurements.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "base/random.h"
#include "measure/label_import.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

TargetProfile target(std::string_view id) {
    return must(must(TargetRegistry::load(kModels + "/targets")).find(id));
}

std::string problemsText(const RowProblems& problems) {
    std::string text;
    for (const RowProblem& problem : problems.shown) {
        text += problem.text() + "\n";
    }
    return text;
}

ImportedMeasurements read(const std::string& csv, const std::string& directory = {}) {
    return readMeasurements(csv, directory);
}

/// Two operators by themselves, a block, and a network of three rows in context.
const std::string kGood =
    "network,op,in_c,in_h,in_w,out_c,kernel,stride,expansion,from,latency_ms\n"
    ",conv,16,28,28,32,3,1,,,0.5\n"
    ",depthwise_conv,32,28,28,,3,2,,,0.2\n"
    ",ibn,24,56,56,24,3,1,6,,2.5\n"
    "tiny,conv,3,64,64,16,3,2,,,0.4\n"
    "tiny,depthwise_conv,,,,,3,1,,,0.1\n"
    "tiny,add,,,,,,,,0 1,0.05\n";

}  // namespace

/// What a user's file of measurements gives, and everything that may be wrong with one.
class ImportedMeasurementsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operatorsBlocksAndNetworksAreRead() {
        const ImportedMeasurements read_back = read(kGood);
        QVERIFY2(read_back.problems.empty(), problemsText(read_back.problems).c_str());
        QCOMPARE(read_back.rows, int64_t{6});
        QCOMPARE(read_back.networks.size(), size_t{4});
        QCOMPARE(read_back.networks[0].graph.operators[0].macs, int64_t{28 * 28 * 32 * 16 * 9});
        QCOMPARE(read_back.networks[2].graph.operators.size(), size_t{3});
        QCOMPARE(read_back.networks[2].spans.size(), size_t{1});
        QCOMPARE(read_back.networks[2].spans[0].operator_count, 3);
        const ImportedNetwork& network = read_back.networks[3];
        QCOMPARE(network.id, std::string("tiny"));
        QCOMPARE(network.spans.size(), size_t{3});
        QVERIFY(network.graph.operators[2].type == OpType::Add);
        QCOMPARE(network.graph.operators[2].inputs, (std::vector<TensorId>{1, 2}));
        QCOMPARE(network.graph.outputs, (std::vector<TensorId>{3}));
        QCOMPARE(network.spans[1].time.value(), 0.1);
    }

    void problems_data() {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* csv, const char* expected) {
            QTest::newRow(name) << QByteArray(csv) << QByteArray(expected);
        };
        row("empty", "", "line 1: the file holds no measurement");
        row("no time", "op,in_c\nconv,3\n", "line 1: no column holds the times");
        row("unknown unit", "op,latency_minutes\n", "line 1, latency_minutes: the unit is not known");
        row("no unit", "op,latency\n", "line 1, latency: the unit is not known");
        row("mixed units", "op,latency_ms,latency_us\n", "line 1, latency_us: mixes units: latency_ms is there too");
        row("unknown column", "op,colour,latency_ms\n", "line 1, colour: no such column");
        row("column twice", "op,in_c,in_c,latency_ms\n", "line 1, in_c: the column is there twice");
        row("nothing measured", "in_c,latency_ms\n", "line 1: neither a column op nor a column model");
        row("short row", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8\n", "line 2: has 4 cells, the first line has 5");
        row("unknown op", "op,in_c,in_h,in_w,latency_ms\nconvolution,3,8,8,1\n",
            "line 2, op: 'convolution' is no kind");
        row("no op", "op,in_c,in_h,in_w,latency_ms\n,3,8,8,1\n", "line 2, op: names neither");
        row("negative", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,-1\n", "line 2, latency_ms: '-1' is negative");
        row("NaN", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,nan\n", "line 2, latency_ms: 'nan' is no finite number");
        row("infinite", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,inf\n", "'inf' is no finite number");
        row("overflow", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,1e400\n", "is no finite number");
        row("unit in a cell", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,3us\n", "the unit belongs into the column");
        row("endless", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,1e16\n", "is longer than any measurement");
        row("zero size", "op,in_c,in_h,in_w,latency_ms\nconv,0,8,8,1\n", "line 2, in_c: '0' is no size");
        row("fraction", "op,in_c,in_h,in_w,latency_ms\nconv,3.5,8,8,1\n", "line 2, in_c: '3.5' is no size");
        row("huge size", "op,in_c,in_h,in_w,latency_ms\nconv,99999999999999999999,8,8,1\n", "is no size");
        row("huge map", "op,in_c,in_h,in_w,latency_ms\nconv,1048576,1048576,1048576,1\n", "line 2, in_c");
        row("half a size", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,,1\n", "line 2, in_w: is missing");
        row("no size", "op,in_c,in_h,in_w,latency_ms\nconv,,,,1\n", "line 2, in_c: the sizes of the input are missing");
        row("two inputs", "op,in_c,in_shape,latency_ms\nconv,3,1x3x8x8,1\n",
            "line 2, in_shape: states the input beside");
        row("not its parameter", "op,in_c,in_h,in_w,expansion,latency_ms\nconv,3,8,8,6,1\n",
            "line 2, expansion: Convolution has no such parameter");
        row("bad parameter", "op,in_c,in_h,in_w,kernel,latency_ms\nconv,3,8,8,-3,1\n", "line 2, kernel:");
        row("wrong output", "op,in_c,in_h,in_w,out_h,latency_ms\nconv,3,8,8,7,1\n", "line 2, out_h: gives 1x32x8x8");
        row("impossible", "op,in_c,in_h,in_w,padding,kernel,latency_ms\nconv,3,8,8,valid,9,1\n", "line 2, op:");
        row("wrong input", "network,op,in_c,in_h,in_w,latency_ms\na,conv,3,8,8,1\na,conv,16,8,8,1\n",
            "line 3, in_c: reads 1x32x8x8, not the 1x16x8x8 it states");
        row("later row", "network,op,in_c,in_h,in_w,from,latency_ms\na,conv,3,8,8,,1\na,add,,,,0 1,1\n",
            "line 3, from: row 1 of the network does not come before it");
        row("bad from", "network,op,in_c,in_h,in_w,from,latency_ms\na,conv,3,8,8,x,1\n",
            "line 2, from: 'x' is neither");
        row("repeated", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,1\nconv,3,8,8,1\n",
            "line 3: measures the same as line 2");
        row("contradicting", "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,1\nconv,3,8,8,2\n",
            "line 3: measures the same as line 2 with another result");
        row("repeated network",
            "network,op,in_c,in_h,in_w,latency_ms\na,conv,3,8,8,1\na,conv,,,,1\nb,conv,3,8,8,1\nb,conv,,,,1\n",
            "line 4: measures the same as line 2");
        row("torn network", "network,op,in_c,in_h,in_w,latency_ms\na,conv,3,8,8,1\nb,conv,3,9,8,1\na,conv,,,,1\n",
            "line 4, network: the rows of a network must lie together; it began in line 2");
        row("no such file", "model,latency_ms\nnothing.onnx,1\n", "line 2, model: there is no such file");
        row("climbing file", "model,latency_ms\n../a.onnx,1\n", "line 2, model: the file must lie beside");
        row("absolute file", "model,latency_ms\n/etc/passwd,1\n", "line 2, model: the file must lie beside");
        row("file and more", "model,op,latency_ms\na.onnx,conv,1\n", "line 2, op: a row with a model file states");
        row("file without time", "model,latency_ms\na.onnx,\n", "line 2: a whole network needs a time above zero");
        row("binary", "PK\x03\x04\x01,\x02\n", "line 1: the line holds a control character");
    }

    void problems() {
        QFETCH(QByteArray, csv);
        QFETCH(QByteArray, expected);
        const ImportedMeasurements result = read(csv.toStdString());
        QVERIFY(result.networks.empty());
        const std::string text = problemsText(result.problems);
        QVERIFY2(text.find(expected.toStdString()) != std::string::npos, text.c_str());
    }

    void everyBadRowIsListedAndNothingIsTaken() {
        std::string csv = "op,in_c,in_h,in_w,latency_ms\nconv,3,8,8,1\n";
        for (int i = 0; i < 700; ++i) {
            csv += "conv,3,8," + std::to_string(i + 9) + ",-1\n";
        }
        const ImportedMeasurements result = read(csv);
        QCOMPARE(result.problems.count, int64_t{700});
        QCOMPARE(result.problems.shown.size(), kMaxShownProblems);
        QCOMPARE(result.problems.shown[0].line, int64_t{3});
        QCOMPARE(result.problems.shown[99].line, int64_t{102});
        QVERIFY(result.networks.empty());
    }

    void severalCellsOfARowAreListedTogether() {
        const ImportedMeasurements result = read("op,in_c,in_h,in_w,kernel,latency_ms\nconvv,0,8,8,3,-2\n");
        QCOMPARE(result.problems.count, int64_t{3});
    }

    void wholeNetworksAreFilesBesideTheTable() {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(QStringLiteral(BW_SOURCE_DIR "/models/samples/audio_keyword.blockwright"),
                            folder.filePath(QStringLiteral("a.blockwright"))));
        QFile table(folder.filePath(QStringLiteral("times.csv")));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("model,network,cycles\na.blockwright,keyword,250000\n");
        table.close();
        const auto result = readMeasurementFile(table.fileName().toStdString());
        QVERIFY(result);
        QVERIFY2(result->problems.empty(), problemsText(result->problems).c_str());
        QCOMPARE(result->networks[0].id, std::string("keyword"));
        QVERIFY(result->networks[0].graph.operators.size() > 5);
        QVERIFY(result->unit == TimeUnit::Cycles);
        // A link out of the folder is none of its files.
        QVERIFY(QFile::link(QStringLiteral(BW_SOURCE_DIR "/models/samples/mobilenet_v2.blockwright"),
                            folder.filePath(QStringLiteral("link.blockwright"))));
        const auto linked = read("model,latency_ms\nlink.blockwright,3\n", folder.path().toStdString());
        QVERIFY(problemsText(linked.problems).find("outside") != std::string::npos);
        QVERIFY(!readMeasurementFile(folder.filePath(QStringLiteral("none.csv")).toStdString()));
    }

    void unitsAreTheHeadersOnTheTargetsClock() {
        const TargetProfile u55 = target("ethos-u55-256");
        QCOMPARE(cyclesOf(2.0, TimeUnit::Cycles, u55), 2.0);
        QCOMPARE(cyclesOf(2.0, TimeUnit::Milliseconds, u55), 1e6);
        QCOMPARE(cyclesOf(2.0, TimeUnit::Microseconds, u55), 1e3);
        QCOMPARE(cyclesOf(2.0, TimeUnit::Nanoseconds, u55), 1.0);
        QCOMPARE(cyclesOf(2.0, TimeUnit::Seconds, u55), 1e9);
    }

    void kernelsGetTheirTimes() {
        const LabelledImport labelled = labelImport(read(kGood), target("neural-engine"));
        QVERIFY2(labelled.problems.empty(), problemsText(labelled.problems).c_str());
        QVERIFY(labelled.sums_only);
        QCOMPARE(labelled.data.networks.size(), size_t{4});
        const double clock = target("neural-engine").npu.clock_hz;
        QCOMPARE(labelled.data.networks[0].cycles, std::vector<double>{0.5e-3 * clock});
        double block = 0;
        for (const double cycles : labelled.data.networks[2].cycles) {
            block += cycles;
        }
        QVERIFY(std::abs(block / (2.5e-3 * clock) - 1.0) < 1e-9);
    }

    void wrongUnitsAreToldByTheHardware() {
        const TargetProfile engine = target("neural-engine");
        // Nanoseconds written as milliseconds, and seconds so.
        const auto slow = labelImport(read("op,in_c,in_h,in_w,latency_ms\nconv,16,28,28,500000\n"), engine);
        QVERIFY2(problemsText(slow.problems).find("is the unit right?") != std::string::npos,
                 problemsText(slow.problems).c_str());
        const auto fast = labelImport(read("op,in_c,in_h,in_w,latency_ms\nconv,16,28,28,0.0000005\n"), engine);
        QVERIFY(problemsText(fast.problems).find("line 2, latency_ms: its multiplications need at least") !=
                std::string::npos);
        QVERIFY(fast.data.networks.empty());
    }

    void theRuntimeDecidesWhatNeedsATime() {
        TargetProfile engine = target("neural-engine");
        const std::string head =
            "network,op,in_c,in_h,in_w,from,activation,latency_ms\na,conv,16,28,28,,,0.5\na,conv,,,,,none,0.5\n";
        engine.runtime.chains_add = true;
        QVERIFY(problemsText(labelImport(read(head + "a,add,,,,0 1,,0.1\n"), engine).problems)
                    .find("line 4, latency_ms: costs no time of its own") != std::string::npos);
        QVERIFY(labelImport(read(head + "a,add,,,,0 1,,\n"), engine).problems.empty());
        engine.runtime.chains_add = false;
        QVERIFY(
            problemsText(labelImport(read(head + "a,add,,,,0 1,,\n"), engine).problems).find("line 4, latency_ms: ") !=
            std::string::npos);
    }

    /// Random damage to a good file is refused or read; it never crashes, and what is read is finite and positive.
    void damagedFilesAreSafe() {
        Random random(11);
        const std::string alphabet = ",\n\r\"-.0123456789abconvxX_ \t\xC3\xA9\xFF\x01";
        const TargetProfile engine = target("neural-engine");
        int accepted = 0;
        for (int trial = 0; trial < 4000; ++trial) {
            std::string csv = kGood;
            const auto edits = 1 + random.below(4);
            for (uint64_t i = 0; i < edits && !csv.empty(); ++i) {
                const size_t at = random.below(csv.size());
                switch (random.below(5)) {
                    case 0:
                        csv[at] = alphabet[random.below(alphabet.size())];
                        break;
                    case 1:
                        csv.insert(at, 1, alphabet[random.below(alphabet.size())]);
                        break;
                    case 2:
                        csv.erase(at, 1 + random.below(9));
                        break;
                    case 3:
                        csv.resize(at);
                        break;
                    default:
                        csv.insert(at, csv.substr(random.below(csv.size()), random.below(60)));
                        break;
                }
            }
            const ImportedMeasurements result = read(csv);
            QVERIFY(result.problems.empty() != result.networks.empty());
            for (const RowProblem& problem : result.problems.shown) {
                QVERIFY(!problem.reason.empty() && problem.line >= 1);
            }
            if (!result.problems.empty()) continue;
            ++accepted;
            const LabelledImport labelled = labelImport(result, engine);
            QVERIFY(labelled.problems.empty() != labelled.data.networks.empty());
            for (const LabelledNetwork& network : labelled.data.networks) {
                QCOMPARE(network.cycles.size(), network.queries.size());
                for (const double cycles : network.cycles) {
                    QVERIFY(cycles > 0.0 && std::isfinite(cycles));
                }
            }
        }
        QVERIFY(accepted > 100);
        QVERIFY(accepted < 3900);
    }
};

QTEST_GUILESS_MAIN(ImportedMeasurementsTest)
#include "imported_measurements_test.moc"
