// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/document.h"

#include <QtTest>

#include "base/limits.h"
#include "base/random.h"
#include "generator/sample_networks.h"
#include "io/file_bytes.h"
#include "io/open_model.h"
#include "lowering/lower.h"
#include "support/any_block.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

constexpr const char* kHandmade = BW_SHARED_DATA "/bad/json/handmade";

/// A small document as text, with `channels`, `extra` and `inputs` put in as they are.
std::string textWith(const std::string& channels, const std::string& extra = {},
                     const std::string& inputs = "[[0, 0]]") {
    return R"({"blockwright": 1, "target": "neural-engine", "precision": "int8", )" + extra +
           R"("network": {"name": "n", "blocks": [
              {"id": 0, "name": "in", "kind": "input", "attributes": {"shape": [1, 3, 32, 32]}},
              {"id": 1, "name": "c", "kind": "conv", "inputs": )" +
           inputs + R"(, "attributes": {"channels": )" + channels + R"(}}], "outputs": [[1, 0]]}})";
}

void verifyGoodMessage(const Error& error, const std::string& file) {
    const std::string text = error.text();
    QVERIFY2(text.find(file) != std::string::npos, text.c_str());
    QVERIFY2(text.size() <= 200, text.c_str());
    QVERIFY2(text.find("exception") == std::string::npos, text.c_str());
    QVERIFY2(text.find("std::") == std::string::npos, text.c_str());
}

std::string randomName(Random& random) {
    static const std::vector<std::string> kParts = {"a", "größe", "通道", " ", "\"", "\\", "<b>", "\xFF", "\n", "."};
    std::string name;
    for (uint64_t i = random.below(6); i > 0; --i)
        name += kParts[random.below(kParts.size())];
    return name;
}

/// A document of up to six blocks with random kinds, attributes and texts; empty where the draw does not lower.
std::optional<Document> randomDocument(Random& random) {
    NetworkDraft draft;
    draft.setName(randomName(random));
    Port x{draft.add(*findBlockKind("input"), randomName(random), {{"shape", std::vector<int64_t>{1, 8, 12, 12}}}, {}),
           0};
    for (uint64_t i = random.below(6); i > 0; --i) {
        const BlockKind& kind = blockKinds()[random.below(blockKinds().size())];
        if (!kind.creatable) continue;
        Attributes attributes;
        for (const ParamSpec& spec : kind.params) {
            if (random.below(3) == 0) attributes.set(spec.name, support::anyValue(spec, random));
        }
        const BlockId id = draft.add(kind, randomName(random), attributes, {x}, randomName(random));
        draft.edit(id)->frozen = random.below(4) == 0;
        draft.edit(id)->source = randomName(random);
        PrecisionChoice& choice = draft.edit(id)->precision;
        if (random.below(5) == 0) choice.activations = static_cast<Precision>(random.below(kPrecisionCount));
        if (random.below(5) == 0) choice.weights = static_cast<WeightFormat>(random.below(kWeightFormatCount));
        const auto trial = draft.commit();
        if (!trial || !lower(*trial)) {
            draft.erase(id);
        } else {
            x = {id, 0};
        }
    }
    draft.setOutputs({x});
    auto network = draft.commit();
    if (!network) return std::nullopt;
    Document document;
    document.network = std::move(*network);
    document.precision = static_cast<Precision>(random.below(3));
    if (random.below(2) == 0) document.baseline = document.network;
    if (random.below(2) == 0) document.budgets.latency_ms = 1e-6 + random.uniform() * 100;
    if (random.below(2) == 0) document.budgets.parameter_bytes = random.between(1, int64_t{1} << 40);
    if (random.below(3) == 0) document.memory_profile = "tinyengine";
    if (random.below(3) == 0) document.notes = "line 1\nline 2";
    return document;
}

}  // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesComeBackToTheByte() {
        for (const samples::Sample& sample : samples::allSamples()) {
            const std::string bytes = writeDocument(sample.document);
            const Document read = must(readDocument(bytes, sample.file_name));
            QVERIFY2(read == sample.document, sample.file_name.c_str());
            QVERIFY2(writeDocument(read) == bytes, sample.file_name.c_str());
        }
    }

    void tenThousandRandomDocumentsComeBack() {
        Random random(20260712);
        int documents = 0;
        for (int i = 0; i < 10000; ++i) {
            const auto document = randomDocument(random);
            if (!document) continue;
            ++documents;
            const std::string bytes = writeDocument(*document);
            const auto read = readDocument(bytes, "random");
            QVERIFY2(read.has_value(), read ? "" : (read.error().text() + "\n" + bytes).c_str());
            QVERIFY2(*read == *document, bytes.c_str());
            QVERIFY2(writeDocument(*read) == bytes, bytes.c_str());
        }
        QVERIFY2(documents > 9900, qPrintable(QString::number(documents)));
    }

    void whatWasDeletedDoesNotComeBackAndDoesNotMatter() {
        NetworkDraft draft(samples::audioKeyword());
        const Block last = draft.commit()->at(draft.commit()->size() - 1);
        draft.redirect({last.id, 0}, last.inputs.front());
        draft.erase(last.id);
        Document document;
        document.network = must(draft.commit());
        QVERIFY(must(readDocument(writeDocument(document), "x")) == document);
    }

    void everyHandmadeFileIsRefusedWithAMessage() {
        const QDir folder(QString::fromUtf8(kHandmade));
        const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
        if (names.isEmpty()) QSKIP("no shared data: bad/json/handmade is absent");
        for (const QString& name : names) {
            const auto opened = openModel(folder.filePath(name).toStdString());
            QVERIFY2(!opened, qPrintable(name));
            verifyGoodMessage(opened.error(), name.toStdString());
        }
    }

    void formatsOfBlocksAreWrittenOnlyWhereSet() {
        const std::string plain = writeDocument(must(readDocument(textWith("8"), "f")));
        QVERIFY(plain.find("weights") == std::string::npos);
        QCOMPARE(plain.find("precision"), plain.rfind("precision"));
        const auto with = [](const std::string& fields) { return textWith("8", {}, "[[0, 0]], " + fields); };
        const Document mixed = must(readDocument(with(R"("precision": "int16", "weights": "int4")"), "f"));
        const PrecisionChoice expected{Precision::Int16, WeightFormat::Int4};
        QVERIFY(mixed.network.at(1).precision == expected);
        QVERIFY(must(readDocument(writeDocument(mixed), "f")) == mixed);
        for (const char* bad : {R"("precision": "int4")", R"("precision": 8)", R"("weights": "int16")"}) {
            const auto refused = readDocument(with(bad), "f");
            QVERIFY2(!refused, bad);
            QVERIFY2(refused.error().text().find("network.blocks[1].") != std::string::npos,
                     refused.error().text().c_str());
        }
    }

    void channelsAreExactOrRefused() {
        QCOMPARE(must(readDocument(textWith("8"), "f")).network.at(1).channels(), int64_t{8});
        QCOMPARE(must(readDocument(textWith("1048576"), "f")).network.at(1).channels(), int64_t{1048576});
        for (const char* bad : {"0",
                                "-0",
                                "-1",
                                "8.5",
                                "8.0",
                                "1e3",
                                "1e400",
                                "NaN",
                                "Infinity",
                                "-Infinity",
                                "\"8\"",
                                "true",
                                "null",
                                "[8]",
                                "{}",
                                "1048577",
                                "2147483648",
                                "4294967303",
                                "9223372036854775807",
                                "9223372036854775808",
                                "18446744073709551616",
                                "18446744073709551624",
                                "0x8",
                                "08",
                                "+8"}) {
            const auto read = readDocument(textWith(bad), "file.blockwright");
            QVERIFY2(!read, bad);
            verifyGoodMessage(read.error(), "file.blockwright");
        }
    }

    void errorsNameTheField() {
        const auto place = [](const std::string& text) {
            const auto read = readDocument(text, "f");
            return QString::fromStdString(read ? "accepted" : read.error().place);
        };
        QCOMPARE(place(textWith("0")), QStringLiteral("network.blocks[1].attributes.channels"));
        QCOMPARE(place(textWith("8", R"("surprise": 1, )")), QStringLiteral("surprise"));
        QCOMPARE(place(textWith("8", R"("budgets": {"latency_ms": -1}, )")), QStringLiteral("budgets.latency_ms"));
        QCOMPARE(place(textWith("8", {}, "[[0]]")), QStringLiteral("network.blocks[1].inputs[0]"));
        QCOMPARE(place(textWith("8, \"colour\": 1")), QStringLiteral("network.blocks[1].attributes.colour"));
    }

    void danglingAndCyclicInputsAreRefused() {
        for (const char* inputs : {"[[7, 0]]", "[[1, 0]]", "[[0, 1]]", "[[-1, 0]]", "[[0, -1]]", "[]",
                                   "[[0, 0], [0, 0]]", "[[4294967296, 0]]", "[[0.0, 0]]", "null", "[[0, 4097]]"}) {
            QVERIFY2(!readDocument(textWith("8", {}, inputs), "f"), inputs);
        }
    }

    void laterVersionsAskForANewerProgram() {
        std::string text = textWith("8");
        text.replace(text.find("\"blockwright\": 1"), 16, "\"blockwright\": 2");
        const auto read = readDocument(text, "f");
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::Unsupported);
        QVERIFY(read.error().text().find("newer Blockwright") != std::string::npos);
        for (const char* version : {"0", "-1", "1.0", "\"1\"", "null"}) {
            std::string bad = textWith("8");
            bad.replace(bad.find("\"blockwright\": 1"), 16, std::string("\"blockwright\": ") + version);
            QVERIFY2(!readDocument(bad, "f"), version);
        }
    }

    void countsThatWouldLeave64BitsAreRefused() {
        // Each convolution counts almost 2^61 multiply-accumulates; a chain of them would wrap around.
        NetworkDraft draft;
        const std::vector<int64_t> shape = {1, 65536, 2048, 2048};
        Port x{draft.add(*findBlockKind("input"), "in", {{"shape", shape}}, {}), 0};
        for (int i = 0; i < 8; ++i)
            x = {draft.add(*findBlockKind("conv"), "c", {{"channels", int64_t{65536}}, {"kernel", int64_t{11}}}, {x}),
                 0};
        draft.setOutputs({x});
        Document document;
        document.network = must(draft.commit());
        const auto read = readDocument(writeDocument(document), "f");
        QVERIFY(!read);
        QVERIFY2(read.error().code == ErrorCode::LimitExceeded, read.error().text().c_str());
    }

    void twentyThousandMutantsNeverCrash() {
        std::vector<std::string> seeds = {textWith("8"), writeDocument(must(readDocument(textWith("8"), "f")))};
        for (const samples::Sample& sample : samples::allSamples()) {
            const std::string bytes = writeDocument(sample.document);
            if (bytes.size() < 12000) seeds.push_back(bytes);
        }
        const std::vector<std::string> tokens = {
            "-1",  "0",     "1e999",   "18446744073709551616", "null", "[[", "{}",
            "\"",  "true",  "\\u0000", "9223372036854775807",  "",     "[",  "\xFF",
            "[]]", "65536", "0.5"};
        Random random(99);
        int accepted = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string bytes = seeds[random.below(seeds.size())];
            for (uint64_t j = 1 + random.below(3); j > 0; --j) {
                const size_t at = random.below(bytes.size());
                const size_t length = std::min<size_t>(random.below(6), bytes.size() - at);
                if (random.below(3) == 0) {
                    bytes[at] = static_cast<char>(random.below(256));
                } else {
                    bytes.replace(at, length, tokens[random.below(tokens.size())]);
                }
            }
            const auto read = readDocument(bytes, "mutant.blockwright");
            if (!read) {
                QVERIFY(read.error().text().size() <= 200);
                QVERIFY2(read.error().file == "mutant.blockwright", read.error().text().c_str());
                continue;
            }
            ++accepted;
            const std::string canonical = writeDocument(*read);
            const auto again = readDocument(canonical, "again");
            QVERIFY2(again.has_value(), bytes.c_str());
            QVERIFY2(*again == *read && writeDocument(*again) == canonical, bytes.c_str());
        }
        QVERIFY(accepted > 100);
    }

    void modelsAreToldApartByContent() {
        QTemporaryDir folder;
        const auto written = [&](const char* name, const std::string& bytes) {
            const QString path = folder.filePath(QString::fromUtf8(name));
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", name);
            file.write(QByteArray::fromStdString(bytes));
            return path.toStdString();
        };
        QCOMPARE(QString::fromStdString(must(openModel(written("odd.onnx", textWith("8")))).format),
                 QStringLiteral("blockwright"));
        const std::string zip = "PK\x03\x04" + std::string(64, 'x');
        const std::string pickle = "\x80\x02}q\x00." + std::string(64, 'x');
        const std::string mobile = "\x1c\0\0\0PTMF" + std::string(64, 'x');
        for (const auto& [name, bytes] : {std::pair("a.pt", zip), {"b.pth", pickle}, {"c.onnx", zip}}) {
            const auto opened = openModel(written(name, bytes));
            QVERIFY2(!opened, name);
            QVERIFY2(opened.error().text().find("export to ONNX") != std::string::npos, opened.error().text().c_str());
        }
        QVERIFY(!openModel(written("d.ptl", mobile)));
        QVERIFY(!openModel(written("empty.blockwright", "")));
        QVERIFY(!openModel(written("text.onnx", "hello, this is no network at all")));
        QVERIFY(!openModel(folder.filePath(QStringLiteral("absent.onnx")).toStdString()));
        QVERIFY(!openModel(folder.path().toStdString()));
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
