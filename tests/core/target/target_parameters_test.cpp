// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_parameters.h"

#include <QtTest>
#include <cmath>
#include <limits>
#include <set>

#include "core/target/target_fixtures.h"

using namespace bw;
using namespace bw::test;

namespace {

/// Stands for a value of any type while the fields of a struct are counted.
struct Anything {
    template <class T>
    operator T() const;
};

template <class T, class... Fields>
constexpr size_t fieldCount() {
    if constexpr (requires { T{Fields{}..., Anything{}}; }) {
        return fieldCount<T, Fields..., Anything>();
    } else {
        return sizeof...(Fields);
    }
}

/// Rows of the table that describe fields of `Part`.
template <class Part>
size_t rowsOf() {
    size_t rows = 0;
    for (const TargetParameter& parameter : targetParameters()) {
        rows +=
            std::visit([]<class T, class Owner>(T Owner::*) { return std::is_same_v<Owner, Part>; }, parameter.field);
    }
    return rows;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    if (at == std::string::npos) qFatal("the document holds no %s", from.c_str());
    return text.replace(at, from.size(), to);
}

const TargetParameter& named(const char* id) {
    const TargetParameter* parameter = findTargetParameter(id);
    if (parameter == nullptr) qFatal("no parameter %s", id);
    return *parameter;
}

TargetProfile changed(const char* base, const std::vector<std::pair<const char*, const char*>>& changes) {
    ParameterChanges values;
    for (const auto& [id, text] : changes)
        values[id] = parseParameter(named(id), text).value();
    return changedTarget(bundledTarget(base), values).value();
}

}  // namespace

class TargetParametersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldOfTheModelHasARow() {
        QCOMPARE(rowsOf<NpuParameters>(), fieldCount<NpuParameters>());
        QCOMPARE(rowsOf<ChannelSteps>(), fieldCount<ChannelSteps>());
        QCOMPARE(rowsOf<RuntimeRules>(), fieldCount<RuntimeRules>());
        std::set<std::string> ids;
        std::vector<TargetParameter::Field> fields;
        for (const TargetParameter& parameter : targetParameters()) {
            QVERIFY2(ids.insert(parameter.id()).second, parameter.name);
            QVERIFY2(std::find(fields.begin(), fields.end(), parameter.field) == fields.end(), parameter.name);
            fields.push_back(parameter.field);
            QVERIFY2(findTargetParameter(parameter.id()) == &parameter, parameter.name);
            QVERIFY2(*parameter.label != '\0' && *parameter.meaning != '\0', parameter.name);
            if (parameter.isNumber()) QVERIFY2(parameter.least < parameter.most, parameter.name);
            for (const char* other : {parameter.otherwise, parameter.follows})
                QVERIFY2(*other == '\0' || ids.count(other) == 1, "stands behind what it refers to");
        }
    }

    void everyValueSurvivesBeingTyped() {
        const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
        QVERIFY(registry);
        for (const auto& [id, target] : registry->all()) {
            QVERIFY2(checkTarget(target).empty(), id.c_str());
            for (const TargetParameter& parameter : targetParameters()) {
                const ParameterValue value = parameterValue(target, parameter);
                const auto again = parseParameter(parameter, parameterText(parameter, value));
                QVERIFY2(again, again ? "" : again.error().text().c_str());
                QVERIFY2(*again == value, parameter.name);
            }
        }
    }

    void unitsMayBeTyped() {
        const auto read = [](const char* id, const char* text) { return parseParameter(named(id), text).value(); };
        QCOMPARE(std::get<double>(read("clock_hz", "0.8 GHz")), 8e8);
        QCOMPARE(std::get<double>(read("clock_hz", "800MHz")), 8e8);
        QCOMPARE(std::get<double>(read("clock_hz", "8e8")), 8e8);
        QCOMPARE(std::get<int64_t>(read("sram_bytes", "512 KiB")), int64_t{512} << 10);
        QCOMPARE(std::get<double>(read("sram_bytes_per_cycle", "16 B/cycle")), 16.0);
        QCOMPARE(std::get<std::string>(read("precisions", "int16,int8,int16")), std::string("int16, int8"));
        QCOMPARE(parameterText(named("pixel_rows"), int64_t{1}), std::string("1 pixel"));
        QCOMPARE(parameterText(named("pixel_rows"), int64_t{2}), std::string("2 pixels"));
        QCOMPARE(std::get<int64_t>(read("pixel_rows", "1 pixels")), int64_t{1});
        QCOMPARE(parameterText(named("clock_hz"), 8.5e8), std::string("850 MHz"));
        QCOMPARE(parameterText(named("clock_hz"), 1.25e9), std::string("1.25 GHz"));
        QCOMPARE(parameterText(named("sram_bytes"), int64_t{393216}), std::string("384 KiB"));
        QCOMPARE(parameterText(named("ifm_buffer_bytes"), int64_t{1001}), std::string("1001 B"));
    }

    void everyNumberIsHeldInItsRange() {
        for (const TargetParameter& parameter : targetParameters()) {
            TargetProfile target = bundledTarget("neural-engine");
            const TargetProfile before = target;
            std::vector<ParameterValue> bad = {std::string("magic")};
            if (parameter.isNumber()) {
                for (const double number :
                     {parameter.least - 1, parameter.most + 1, -1.0, std::numeric_limits<double>::quiet_NaN(),
                      std::numeric_limits<double>::infinity()})
                    bad.emplace_back(number);
                bad.emplace_back(static_cast<int64_t>(parameter.least) - 1);
            }
            if (parameter.isWhole()) bad.emplace_back(1.5);
            if (!parameter.isFlag()) bad.emplace_back(true);
            for (const ParameterValue& value : bad) {
                const auto set = setParameter(target, parameter, value);
                QVERIFY2(!set.has_value(), parameter.name);
                QCOMPARE(set.error().place, parameter.place());
                QVERIFY(!set.error().message.empty());
            }
            QVERIFY(target == before);
            for (const char* text : {"nan", "inf", "-3", "1e400", "", "12 parsecs"}) {
                if (parameter.isList() && *text == '\0') continue;  // An empty list of activations is legal.
                QVERIFY2(!parseParameter(parameter, text), parameter.name);
            }
        }
        QVERIFY(!parseParameter(named("precisions"), ""));
    }

    void impossibleHardwareIsRefusedByField_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const char* id, const char* text, const char* place) {
            QTest::newRow(name) << QString::fromLatin1(id) << QString::fromLatin1(text) << QString::fromLatin1(place);
        };
        row("granule beside the lanes", "input_granule", "48", "hardware.input_granule");
        row("more taps than products", "depthwise_taps", "512", "hardware.depthwise_taps");
        row("SRAM below a row", "sram_bytes", "4 KiB", "hardware.sram_bytes");
        row("no SRAM for all maps", "sram_bytes", "0", "hardware.sram_bytes");
        row("no tile fits", "ifm_buffer_bytes", "1 B", "");
        row("array beyond any chip", "pixel_rows", "1024", "hardware.ifm_buffer_bytes");
        row("brick deeper than a tile", "memory_brick", "256", "hardware.memory_brick");
    }

    void impossibleHardwareIsRefusedByField() {
        QFETCH(QString, id);
        QFETCH(QString, text);
        QFETCH(QString, place);
        const TargetProfile target =
            changed("neural-engine", {{id.toLatin1().constData(), text.toLatin1().constData()}});
        const std::vector<ParameterProblem> problems = checkTarget(target);
        if (place.isEmpty()) {
            // The accumulators' half of the common room is enough for a small tile.
            QVERIFY(problems.empty());
            return;
        }
        QVERIFY(!problems.empty());
        QCOMPARE(QString::fromStdString(problems.front().parameter->place()), place);
        const auto read = readTargetProfile(writeTargetProfile(target), "mine.json");
        QVERIFY(!read);
        QCOMPARE(QString::fromStdString(read.error().place), place);
        QCOMPARE(read.error().message, problems.front().message);
    }

    void separateBuffersAreCheckedEach() {
        const auto first = [](const TargetProfile& target) { return checkTarget(target).front().parameter->id(); };
        QCOMPARE(first(changed("nvdla-large", {{"ifm_buffer_bytes", "100 B"}})), std::string("ifm_buffer_bytes"));
        QCOMPARE(first(changed("nvdla-large", {{"acc_buffer_bytes", "0"}})), std::string("acc_buffer_bytes"));
        QVERIFY(checkTarget(changed("nvdla-large", {{"input_lanes", "256"}, {"memory_brick", "256"}})).empty());
        QCOMPARE(first(changed("nvdla-small", {{"weights", "sram"}})), std::string("weights"));
        QVERIFY(checkTarget(changed("nvdla-small", {{"sram_bytes", "1 MiB"}})).empty());
        QCOMPARE(first(changed("nvdla-small", {{"sram_bytes", "100 B"}})), std::string("sram_bytes"));
    }

    void whatFollowsTheLanesFollowsUntilSetByHand() {
        const TargetProfile wide = changed("neural-engine", {{"output_lanes", "64"}, {"input_lanes", "128"}});
        QCOMPARE(wide.channel_steps.output, 64);
        QCOMPARE(wide.channel_steps.depthwise, 64);
        QCOMPARE(wide.npu.input_granule, 128);
        QCOMPARE(wide.channel_steps.input, 128);
        // Ethos-U55 steps depthwise channels by two sets of lanes, and its granule is four sets of input lanes.
        const TargetProfile ethos = changed("ethos-u55-128", {{"output_lanes", "16"}, {"input_lanes", "16"}});
        QVERIFY((ethos.channel_steps == ChannelSteps{16, 64, 32}));
        QCOMPARE(ethos.npu.input_granule, 64);
        const TargetProfile held =
            changed("neural-engine", {{"output_lanes", "64"}, {"channel_steps.output", "16"}, {"input_granule", "32"}});
        QVERIFY((held.channel_steps == ChannelSteps{16, 32, 64}));
        QVERIFY(changed("neural-engine", {}) == bundledTarget("neural-engine"));
        const auto differing = differingParameters(bundledTarget("neural-engine"), wide);
        QCOMPARE(differing.size(), size_t{6});
        QVERIFY(!changedTarget(wide, {{"colour", int64_t{1}}}));
        QVERIFY(!changedTarget(wide, {{"output_lanes", int64_t{0}}}));
    }

    void fieldsOfAFileThatAreAbsentFallBack() {
        std::string text = writeTargetProfile(bundledTarget("nvdla-large"));
        text = replaced(text, "    \"elementwise_elements_per_cycle\": 4.0,\n", "");
        text = replaced(text, "    \"multiply_elements_per_cycle\": 4.0,\n", "");
        text = replaced(text, "    \"input_granule\": 64,\n", "");
        text = replaced(text, "    \"command_queue_depth\": 4,\n", "");
        const auto read = readTargetProfile(text, "mine.json");
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->npu.multiply_elements_per_cycle, read->npu.output_elements_per_cycle);
        QCOMPARE(read->npu.input_granule, 64);
        QCOMPARE(read->npu.command_queue_depth, NpuParameters().command_queue_depth);
    }
};

QTEST_GUILESS_MAIN(TargetParametersTest)
#include "target_parameters_test.moc"
