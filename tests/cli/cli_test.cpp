// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QtTest>

#include "support/cli_run.h"

using namespace bw::test;

namespace {

QString sample(const char* name) {
    return QStringLiteral(BW_SOURCE_DIR "/models/samples/") + QString::fromUtf8(name) + QStringLiteral(".blockwright");
}

QString q(const char* text) {
    return QString::fromUtf8(text);
}

}  // namespace

/// The command line as other programs rely on it: exit codes, where messages go, and the fields of its JSON.
class CliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("BLOCKWRIGHT_CONFIG_DIR", folder_->path().toUtf8());
    }

    void targetsAreListed() {
        const CliRun result = runCli({q("targets"), q("--json")});
        QCOMPARE(result.exit_code, 0);
        QStringList ids;
        for (const QJsonValue target : QJsonDocument::fromJson(result.out).array())
            ids << target[q("id")].toString();
        for (const char* id :
             {"neural-engine", "ethos-u55-256", "ethos-u65-512", "ethos-u85-256", "ethos-u85-512", "ethos-u85-1024"})
            QVERIFY2(ids.contains(q(id)), id);
    }

    void theParametersOfAnAcceleratorAreListed() {
        const CliRun text = runCli({q("targets"), q("--parameters")});
        QCOMPARE(text.exit_code, 0);
        QVERIFY(text.out.contains("output_lanes: ") && text.out.contains("a whole number from 1 to 16384 channels"));
        const CliRun listed = runCli({q("targets"), q("--parameters"), q("--json")});
        QStringList ids;
        for (const QJsonValue parameter : QJsonDocument::fromJson(listed.out).array())
            ids << parameter[q("id")].toString();
        QVERIFY(ids.contains(q("clock_hz")) && ids.contains(q("channel_steps.output")) && ids.contains(q("weights")));
    }

    void aTargetHasACardAndCanBePassedOn() {
        const CliRun card = runCli({q("targets"), q("ethos-u85-512"), q("--card")});
        QCOMPARE(card.exit_code, 0);
        for (const char* part : {"held-out networks", "Within 10 %", "90 % interval", "What its runtime fuses"})
            QVERIFY2(card.out.contains(part), card.out.constData());
        const CliRun as_json = runCli({q("targets"), q("ethos-u85-512"), q("--card"), q("--json")});
        const QJsonObject object = QJsonDocument::fromJson(as_json.out).object();
        QCOMPARE(object[q("target")].toObject()[q("id")].toString(), q("ethos-u85-512"));
        QVERIFY(object[q("estimator")].toObject()[q("network_mape")].toDouble() > 0);

        const QString package = folder_->filePath(q("package"));
        QCOMPARE(runCli({q("targets"), q("systolic-16"), q("--export"), package}).exit_code, 0);
        const CliRun taken = runCli({q("targets"), q("--install"), package});
        QCOMPARE(taken.exit_code, 2);
        QVERIFY2(taken.err.contains("--force"), taken.err.constData());
        QCOMPARE(runCli({q("targets"), q("--install"), package, q("--force")}).exit_code, 0);
        QVERIFY(QFile::exists(folder_->filePath(q("models/regressors/systolic-16.safetensors"))));
        QFile weights(package + q("/regressor.safetensors"));
        QVERIFY(weights.resize(weights.size() - 4));
        const CliRun tampered = runCli({q("targets"), q("--install"), package, q("--force")});
        QCOMPARE(tampered.exit_code, 2);
        QVERIFY2(tampered.err.contains("regressor.safetensors"), tampered.err.constData());
        QCOMPARE(runCli({q("targets"), q("systolic-16"), q("--card")}).exit_code, 0);
    }

    void aTargetOfOnesOwnIsDerivedEstimatedAndTrained() {
        const CliRun derived = runCli({q("targets"), q("--derive"), q("neural-engine"), q("--set"),
                                       q("output_lanes=64"), q("--set"), q("clock_hz=800MHz"), q("--id"), q("my-npu")});
        QVERIFY2(derived.exit_code == 0, derived.err.constData());
        QVERIFY(derived.out.contains("channel_steps.output 64 channels (was 32 channels), follows"));
        QVERIFY(runCli({q("targets"), q("--json")}).out.contains("\"my-npu\""));
        const QStringList estimate = {q("estimate"), sample("presence_detector"), q("--target"), q("my-npu"),
                                      q("--json")};
        // Without a regressor the parametric model answers and says so.
        const CliRun before = runCli(estimate);
        QCOMPARE(before.exit_code, 0);
        QVERIFY(before.json()[q("estimator")][q("parametric")].toBool());
        QVERIFY(before.json()[q("notes")].toArray().last().toString().contains(q("parametric model")));
        const double model_ms = before.json()[q("totals")][q("latency_ms")].toDouble();
        QVERIFY(model_ms > 0);
        const CliRun trained = runCli({q("train-estimator"), q("--target"), q("my-npu"), q("--quiet"), q("--members"),
                                       q("1"), q("--hidden"), q("32"), q("--epochs"), q("20")});
        QVERIFY2(trained.exit_code == 0, trained.err.constData());
        const CliRun after = runCli(estimate);
        QVERIFY(!after.json()[q("estimator")][q("parametric")].toBool());
        const double ms = after.json()[q("totals")][q("latency_ms")].toDouble();
        QVERIFY2(std::abs(ms / model_ms - 1) < 0.15, qPrintable(QString::number(ms / model_ms)));
    }

    void impossibleTargetsAreRefusedByField_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        const QString base = q("neural-engine"), id = q("--id"), mine = q("mine"), set = q("--set");
        const auto row = [&](const char* name, const QString& change, const char* message) {
            QTest::newRow(name) << QStringList{base, set, change, id, mine} << QByteArray(message);
        };
        row("zero lanes", q("output_lanes=0"), "hardware.output_lanes");
        row("not a number", q("clock_hz=nan"), "hardware.clock_hz");
        row("clock", q("clock_hz=2THz"), "hardware.clock_hz");
        row("no bandwidth", q("dram_bytes_per_cycle=0"), "hardware.dram_bytes_per_cycle");
        row("small SRAM", q("sram_bytes=1KiB"), "hardware.sram_bytes");
        row("granule", q("input_granule=48"), "hardware.input_granule");
        row("no such parameter", q("colour=3"), "no parameter 'colour'");
        row("no value", q("output_lanes"), "PARAMETER=VALUE");
        QTest::newRow("bundled id") << QStringList{base, id, q("ethos-u55-256")} << QByteArray("never replaced");
        QTest::newRow("bad id") << QStringList{base, id, q("../mine")} << QByteArray("lower-case letters");
        QTest::newRow("bad base") << QStringList{q("nothing"), id, mine} << QByteArray("no target is called");
    }

    void impossibleTargetsAreRefusedByField() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        const CliRun result = runCli(QStringList{q("targets"), q("--derive")} + arguments);
        QCOMPARE(result.exit_code, 2);
        QVERIFY2(result.err.contains(message), result.err.constData());
        QVERIFY(!runCli({q("targets"), q("--json")}).out.contains("\"mine\""));
    }

    void whySaysWhatLimitsEachBlock() {
        const CliRun text =
            runCli({q("estimate"), sample("mobilenet_v2"), q("--target"), q("ethos-u85-512"), q("--why")});
        QCOMPARE(text.exit_code, 0);
        for (const char* part : {"limited by multipliers", "sets the pace", "fusion margin", "weights in DRAM",
                                 "conv2d + relu6", "free. Runs on the fly"})
            QVERIFY2(text.out.contains(part), text.out.constData());
        const CliRun as_json =
            runCli({q("estimate"), sample("mobilenet_v2"), q("--target"), q("ethos-u85-512"), q("--why"), q("--json")});
        int fused = 0, bound = 0;
        for (const QJsonValue block : QJsonDocument::fromJson(as_json.out).object()[q("blocks")].toArray()) {
            const QJsonObject why = block.toObject()[q("why")].toObject();
            QVERIFY(why.contains(q("parts_ms")));
            fused += static_cast<int>(why[q("fused")].toArray().size());
            bound += why[q("bound")].isString() && why[q("model_ms")].toDouble() > 0 ? 1 : 0;
        }
        QVERIFY(fused > 0);
        QVERIFY(bound > 10);
    }

    void anEstimateHasTheDocumentedFields() {
        const CliRun result =
            runCli({q("estimate"), sample("mobilenet_v2"), q("--target"), q("neural-engine"), q("--json")});
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QCOMPARE(json[q("file")].toString(), sample("mobilenet_v2"));
        QCOMPARE(json[q("target")].toString(), q("neural-engine"));
        QCOMPARE(json[q("precision")].toString(), q("int8"));
        QVERIFY(json[q("problems")].isArray());
        const QJsonObject totals = json[q("totals")].toObject();
        for (const char* field : {"latency_ms", "latency_low_ms", "latency_high_ms", "macs", "parameters",
                                  "parameter_bytes", "peak_activation_bytes", "arena_bytes", "coverage"})
            QVERIFY2(totals.contains(q(field)), field);
        QCOMPARE(totals[q("macs")].toInteger(), qint64{300774272});
        QCOMPARE(totals[q("parameters")].toInteger(), qint64{3504872});
        const QJsonArray blocks = json[q("blocks")].toArray();
        QCOMPARE(blocks.size(), 22);
        qint64 macs = 0;
        int ibns = 0;
        for (const QJsonValue value : blocks) {
            const QJsonObject block = value.toObject();
            for (const char* field : {"id", "name", "kind", "latency_ms", "latency_low_ms", "latency_high_ms", "macs",
                                      "parameters", "output_shape", "operators"})
                QVERIFY2(block.contains(q(field)), field);
            QVERIFY(block[q("latency_low_ms")].toDouble() <= block[q("latency_ms")].toDouble());
            QVERIFY(block[q("latency_ms")].toDouble() <= block[q("latency_high_ms")].toDouble());
            macs += block[q("macs")].toInteger();
            ibns += block[q("kind")].toString() == q("ibn") ? 1 : 0;
            for (const QJsonValue op : block[q("operators")].toArray())
                QVERIFY(op[q("op")].isString() && !op[q("latency_ms")].isUndefined());
        }
        QCOMPARE(macs, totals[q("macs")].toInteger());
        QCOMPARE(ibns, 16);
        if (json[q("estimator")].isObject()) {
            QVERIFY(json[q("estimator")][q("id")].isString());
            QVERIFY(json[q("estimator")][q("sha256")].isString());
        }
    }

    void textAndJsonGiveTheSameDigits() {
        const CliRun json = runCli({q("estimate"), sample("audio_keyword"), q("--json")});
        const CliRun text = runCli({q("estimate"), sample("audio_keyword")});
        QCOMPARE(json.exit_code, 0);
        QCOMPARE(text.exit_code, 0);
        const qint64 macs = json.json()[q("totals")][q("macs")].toInteger();
        QVERIFY(text.out.contains(QLocale(QLocale::English).toString(macs).toUtf8()));
        QVERIFY(runCli({q("estimate"), sample("audio_keyword"), q("--json")}).out == json.out);
    }

    void checkingAnswersByItsExitCode() {
        const QString file = sample("audio_keyword");
        QCOMPARE(runCli({q("check"), file, q("--budget"), q("params=1MiB,peak=1MiB")}).exit_code, 0);
        const CliRun over = runCli({q("check"), file, q("--budget"), q("params=1KiB,peak=1MiB")});
        QCOMPARE(over.exit_code, 1);
        QVERIFY(over.out.contains("EXCEEDS"));
        for (const char* bad :
             {"params", "params=", "params=-1", "params=1XB", "speed=3", "latency=fast", ",", "params=0"})
            QVERIFY2(runCli({q("check"), file, q("--budget"), q(bad)}).exit_code == 2, bad);
        QCOMPARE(runCli({q("check"), file}).exit_code, 2);
        QCOMPARE(runCli({q("check"), q("/absent.onnx"), q("--budget"), q("params=1MiB")}).exit_code, 2);
        // What is not known keeps no budget, and is not said to exceed one.
        const CliRun unknown = runCli({q("check"), file, q("--budget"), q("latency=5ms"), q("--precision"), q("fp32")});
        QCOMPARE(unknown.exit_code, 1);
        QVERIFY(unknown.out.startsWith("UNKNOWN  latency unknown of 5.00 ms"));
        // A document's own budgets: the camera classifier is over both.
        QCOMPARE(runCli({q("check"), sample("camera_classifier")}).exit_code, 1);
        const CliRun json = runCli({q("check"), file, q("--budget"), q("params=1MiB"), q("--json")});
        QVERIFY(json.json()[q("fits")].toBool());
    }

    void errorsGoToStderrAndNameTheFile() {
        QCOMPARE(::mkfifo(path("fifo.onnx").toUtf8().constData(), 0600), 0);
        write("program.pt", "PK\x03\x04 an archive of PyTorch");
        write("broken.blockwright", "{\"blockwright\": 1,");
        write("empty.tflite", "");
        write("words.onnx", "Just some words.\n");
        for (const QString& file :
             {path("absent.onnx"), path("fifo.onnx"), path("program.pt"), path("broken.blockwright"),
              path("empty.tflite"), path("words.onnx"), folder_->path()}) {
            for (const char* verb : {"estimate", "convert"}) {
                QStringList arguments = {q(verb), file};
                if (arguments.front() == q("convert")) arguments << path("out.blockwright");
                const CliRun result = runCli(arguments);
                QVERIFY2(result.exit_code == 2, qPrintable(file));
                QVERIFY2(result.out.isEmpty(), qPrintable(file));
                QVERIFY2(result.err.contains(QFileInfo(file).fileName().toUtf8()), result.err.constData());
                QVERIFY2(result.err.trimmed().count('\n') == 0, result.err.constData());
            }
        }
        QVERIFY(runCli({q("estimate"), path("program.pt")}).err.contains("export to ONNX"));
        QVERIFY(runCli({q("estimate"), path("words.onnx")}).err.contains("is text, not a model"));
        QVERIFY(!QFile::exists(path("out.blockwright")));
    }

    void wrongArgumentsAreRefused() {
        const QString file = sample("audio_keyword");
        QCOMPARE(runCli({q("estimate"), file, q("--target"), q("no-such-target")}).exit_code, 2);
        QCOMPARE(runCli({q("estimate"), file, q("--precision"), q("int3")}).exit_code, 2);
        QCOMPARE(runCli({q("estimate"), file, q("--input-shape"), q("banana")}).exit_code, 2);
        QCOMPARE(runCli({q("estimate")}).exit_code, 2);
        QCOMPARE(runCli({q("no-such-command")}).exit_code, 2);
        QVERIFY(runCli({q("no-such-command")}).err.contains("no command 'no-such-command'"));
        QCOMPARE(runCli({}).exit_code, 2);
        QCOMPARE(runCli({q("--help")}).exit_code, 0);
        QCOMPARE(runCli({q("--version")}).exit_code, 0);
    }

    void editsAreAppliedInOrderAndSaved() {
        const QString out = path("edited.blockwright");
        const CliRun result = runCli({q("edit"), sample("mobilenet_v2"), q("--do"), q("fuse ibn_2"), q("--do"),
                                      q("set ibn_4.channels=40"), q("--do"), q("scale 0.75 --multiple 16"), q("--out"),
                                      out, q("--json")});
        QVERIFY2(result.exit_code == 0, result.err.constData());
        const QJsonObject json = result.json();
        QCOMPARE(json[q("edits")].toArray().size(), 3);
        QVERIFY(json[q("before")][q("macs")].toInteger() != json[q("after")][q("macs")].toInteger());
        const CliRun again = runCli({q("estimate"), out, q("--json")});
        QCOMPARE(again.exit_code, 0);
        QCOMPARE(again.json()[q("totals")][q("macs")].toInteger(), json[q("after")][q("macs")].toInteger());
    }

    void anImpossibleEditSaysWhyAndSavesNothing() {
        const QString out = path("edited.blockwright");
        for (const char* edit : {"fuse stem", "fuse nobody", "set ibn_2.channels=0", "explode everything", ""}) {
            const CliRun result = runCli({q("edit"), sample("mobilenet_v2"), q("--do"), q(edit), q("--out"), out});
            QVERIFY2(result.exit_code == 2, edit);
            QVERIFY2(!result.err.isEmpty(), edit);
            QVERIFY2(!QFile::exists(out), edit);
        }
        QCOMPARE(runCli({q("edit"), sample("mobilenet_v2"), q("--do"), q("fuse ibn_2"), q("--out"),
                         q("/no/such/folder/x.blockwright")})
                     .exit_code,
                 2);
    }

    void aModelIsNeverReplacedByADocument() {
        write("model.onnx", "somebody's weights");
        for (const QString& out : {path("model.onnx"), q("")}) {
            const CliRun result =
                runCli({q("edit"), sample("mobilenet_v2"), q("--do"), q("fuse ibn_2"), q("--out"), out});
            QCOMPARE(result.exit_code, 2);
            QVERIFY(result.err.contains("NAME.blockwright"));
        }
        QFile kept(path("model.onnx"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("somebody's weights"));
    }

    void outputThatCannotBeWrittenIsAnError() {
        QProcess process;
        process.setStandardOutputFile(q("/dev/full"));
        process.start(q(BW_BINARY_DIR "/bin/blockwright-cli"), {q("edits")});
        QVERIFY(process.waitForFinished(120000));
        QCOMPARE(process.exitCode(), 2);
    }

    void aModelIsConvertedToADocument() {
        const QString model = q(BW_SHARED_DATA "/models/kws_dscnn_int8.tflite");
        if (!QFile::exists(model)) QSKIP("no shared data: models are absent");
        const QString out = path("kws.blockwright");
        QCOMPARE(runCli({q("convert"), model, out}).exit_code, 0);
        const CliRun before = runCli({q("estimate"), model, q("--json")});
        const CliRun after = runCli({q("estimate"), out, q("--json")});
        QCOMPARE(before.json()[q("totals")], after.json()[q("totals")]);
        QCOMPARE(runCli({q("convert"), model, path("kws.xyz")}).exit_code, 2);
    }

    void symbolicSizesAreTakenFromTheCommandLine() {
        const QString model = q(BW_SHARED_DATA "/models/yunet_n_dynamic.onnx");
        if (!QFile::exists(model)) QSKIP("no shared data: models are absent");
        const CliRun asked = runCli({q("estimate"), model});
        QCOMPARE(asked.exit_code, 2);
        QVERIFY(asked.err.contains("input-shape") || asked.err.contains("shape"));
        QCOMPARE(runCli({q("estimate"), model, q("--input-shape"), q("1x3x320x320")}).exit_code, 0);
    }

    void otherSizesOfAStatedInputAreTakenFromTheCommandLine() {
        const QString file = sample("mobilenet_v2");
        const auto macs = [](const CliRun& result) { return result.json()[q("totals")][q("macs")].toInteger(); };
        const CliRun full = runCli({q("estimate"), file, q("--json")});
        const CliRun planes = runCli({q("estimate"), file, q("--json"), q("--input-shape"), q("1x3x112x112")});
        const CliRun interleaved = runCli({q("estimate"), file, q("--json"), q("--input-shape"), q("1x112x112x3")});
        QVERIFY(macs(planes) > 0 && macs(planes) * 3 < macs(full));
        QCOMPARE(macs(interleaved), macs(planes));
        for (const char* bad : {"1x4x224x224", "2x3x224x224", "1x3x224", "224"}) {
            const CliRun refused = runCli({q("estimate"), file, q("--input-shape"), q(bad)});
            QVERIFY2(refused.exit_code == 2, bad);
            QVERIFY2(refused.err.contains("its shape is 1,3,224,224"), refused.err.constData());
        }
        QCOMPARE(runCli({q("estimate"), file, q("--input-shape"), q("1x3x64x64"), q("--input-shape"), q("1x3x64x64")})
                     .exit_code,
                 2);
    }

    void whatTheBandIsAboutIsSaid() {
        const QStringList arguments = {q("estimate"), sample("mobilenet_v2"), q("--target"), q("ethos-u55-256")};
        QVERIFY(runCli(arguments).out.contains("how far the vendor's two estimators differ"));
        const QJsonObject estimator = runCli(QStringList(arguments) << q("--json")).json()[q("estimator")].toObject();
        QVERIFY(estimator[q("source")].toString().contains(q("Vela")));
        QVERIFY(estimator[q("held_out_error")].toDouble() > 0);
        QVERIFY(estimator[q("band")].toString().contains(q("vendor")));
        QVERIFY(runCli({q("estimate"), sample("mobilenet_v2"), q("--target"), q("neural-engine")})
                    .out.contains("against the parametric model"));
    }

private:
    QString path(const char* name) const { return folder_->filePath(q(name)); }
    void write(const char* name, const QByteArray& bytes) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
