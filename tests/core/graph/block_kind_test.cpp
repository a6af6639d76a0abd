// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/block_kind.h"

#include <QtTest>
#include <set>

#include "graph/network.h"
#include "lowering/lower.h"
#include "support/any_block.h"

using namespace bw;

namespace {

/// The block with default attributes behind inputs of the given shape, lowered.
Result<LoweredNetwork> lowerDefault(const BlockKind& kind, const std::vector<int64_t>& input) {
    NetworkDraft draft;
    std::vector<Port> inputs;
    for (int i = 0; i < std::max(kind.min_inputs, kind.id == "input" ? 0 : 1); ++i)
        inputs.push_back({draft.add(*findBlockKind("input"), "in", {{"shape", input}}, {}), 0});
    const BlockId id = draft.add(kind, "block", {}, inputs);
    draft.setOutputs({{id, 0}});
    const auto network = draft.commit();
    if (!network) return tl::unexpected(network.error());
    return lower(*network);
}

}  // namespace

/// What every registered kind must have, so that the inspector, the palette and the files can rely on it.
class BlockKindTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsDescribed() {
        std::set<std::string> ids;
        std::set<std::string> labels;
        for (const BlockKind& kind : blockKinds()) {
            QVERIFY2(ids.insert(kind.id).second, kind.id.c_str());
            QVERIFY2(labels.insert(kind.label).second, kind.label.c_str());
            QVERIFY2(kind.doc.size() > 8 && kind.doc.back() == '.', kind.id.c_str());
            QVERIFY2(kind.lower != nullptr, kind.id.c_str());
            QVERIFY2(!kindGroupLabel(kind.group).empty(), kind.id.c_str());
            QVERIFY2(kind.max_inputs < 0 || kind.max_inputs >= kind.min_inputs, kind.id.c_str());
            QVERIFY2(findBlockKind(kind.id) == &kind, kind.id.c_str());
        }
        QVERIFY(findBlockKind("no_such_kind") == nullptr);
    }

    void everyParameterIsDescribedAndItsDefaultIsLegal() {
        for (const BlockKind& kind : blockKinds()) {
            std::set<std::string> names;
            for (const ParamSpec& spec : kind.params) {
                const std::string where = kind.id + "." + spec.name;
                QVERIFY2(names.insert(spec.name).second, where.c_str());
                QVERIFY2(!spec.label.empty() && !spec.doc.empty() && spec.doc.back() == '.', where.c_str());
                const auto checked = checkedValue(spec, spec.default_value);
                QVERIFY2(checked.has_value(), where.c_str());
                QVERIFY2(*checked == spec.default_value, where.c_str());
                QVERIFY2(spec.type != ParamType::Choice || spec.choices.size() > 1, where.c_str());
            }
            QVERIFY2(kind.channel_rule != ChannelRule::Own || kind.param("channels") != nullptr, kind.id.c_str());
        }
    }

    void defaultsReadBackFromTheirText() {
        for (const BlockKind& kind : blockKinds()) {
            for (const ParamSpec& spec : kind.params) {
                if (spec.type == ParamType::IntegerList && valueText(spec.default_value).empty()) continue;
                const auto parsed = parseValue(spec, valueText(spec.default_value));
                QVERIFY2(parsed && *parsed == spec.default_value, (kind.id + "." + spec.name).c_str());
            }
        }
    }

    void everyCreatableKindLowersWithItsDefaults() {
        // Images first; sequences, tokens and vectors for the kinds that need them.
        const std::vector<std::vector<int64_t>> inputs = {{1, 32, 16, 16}, {1, 16, 32}, {1, 32}};
        for (const BlockKind& kind : blockKinds()) {
            if (!kind.creatable && kind.id != "input") continue;
            std::string problems;
            bool lowers = false;
            for (const auto& input : inputs) {
                // A residual with defaults adds its input, so that channels must agree.
                const auto lowered = lowerDefault(kind, input);
                lowers = lowers || lowered.has_value();
                if (!lowered) problems += lowered.error().text() + "; ";
            }
            if (kind.id == "bottleneck") lowers = lowerDefault(kind, {1, 256, 8, 8}).has_value();
            QVERIFY2(lowers, (kind.id + ": " + problems).c_str());
        }
    }

    void noInputAndNoAttributesCrashAKind() {
        Random random(11);
        int lowered = 0;
        int refused = 0;
        for (const BlockKind& kind : blockKinds()) {
            for (const auto& input : support::shapesOfEveryRank()) {
                for (int i = 0; i < 60; ++i) {
                    const auto network = support::anyBlock(kind, input, random);
                    if (!network) continue;
                    const auto result = lower(*network);
                    ++(result ? lowered : refused);
                    if (!result) QVERIFY2(!result.error().message.empty(), kind.id.c_str());
                }
            }
        }
        QVERIFY(lowered > 1000);
        QVERIFY(refused > 1000);
    }

    void valuesOfTheWrongTypeAreNeverConverted() {
        const BlockKind& conv = *findBlockKind("conv");
        const ParamSpec& channels = *conv.param("channels");
        QVERIFY(!checkedValue(channels, Value(true)));
        QVERIFY(!checkedValue(channels, Value(8.0)));
        QVERIFY(!checkedValue(channels, Value(std::string("8"))));
        for (const char* bad : {"", "8.5", "1e3", "true", "8 9", "0", "-1", "9223372036854775808", "nan"})
            QVERIFY2(!parseValue(channels, bad), bad);
        QCOMPARE(parseValue(channels, " 24 ")->index(), Value(int64_t{24}).index());
        const ParamSpec& expansion = *findBlockKind("ibn")->param("expansion");
        QVERIFY(*checkedValue(expansion, Value(int64_t{6})) == Value(6.0));
        for (const char* bad : {"nan", "inf", "0", "-1", "65", "six"})
            QVERIFY2(!parseValue(expansion, bad), bad);
        const ParamSpec& residual = *findBlockKind("ibn")->param("residual");
        QVERIFY(*parseValue(residual, "on") == Value(true));
        QVERIFY(!parseValue(residual, "2"));
    }

    void errorsNameTheLegalRange() {
        const auto error = parseValue(*findBlockKind("conv")->param("stride"), "0");
        QVERIFY(!error);
        const std::string text = error.error().text();
        QVERIFY2(text.find("stride") != std::string::npos && text.find("1 to 32768") != std::string::npos,
                 text.c_str());
        const auto choice = parseValue(*findBlockKind("conv")->param("padding"), "half");
        QVERIFY(choice.error().text().find("symmetric") != std::string::npos);
    }

    void theDepthMultiplierOfTfliteIsNotTheModels() {
        const BlockKind& depthwise = *findBlockKind("depthwise_conv");
        const ParamSpec* outputs = depthwise.param("outputs_per_channel");
        QVERIFY(outputs != nullptr);
        QVERIFY(outputs->doc.find("depth_multiplier") != std::string::npos);
        QVERIFY(depthwise.param("depth_multiplier") == nullptr);
        QVERIFY(depthwise.channel_rule == ChannelRule::Follow);
    }

    void attributesAreSortedAndTyped() {
        Attributes a{{"z", int64_t{1}}, {"b", true}, {"m", std::string("x")}};
        a.set("b", false);
        a.set("a", 0.5);
        QCOMPARE(a.entries().size(), size_t{4});
        QVERIFY(std::is_sorted(a.entries().begin(), a.entries().end(),
                               [](const auto& x, const auto& y) { return x.first < y.first; }));
        QCOMPARE(a.integer("z"), int64_t{1});
        QCOMPARE(a.integer("b", 7), int64_t{7});
        QCOMPARE(a.number("a"), 0.5);
        QVERIFY(a.text("missing").empty());
        QVERIFY(a.list("z").empty());
        a.erase("z");
        QVERIFY(a.find("z") == nullptr);
        QVERIFY((a == Attributes{{"a", 0.5}, {"b", false}, {"m", std::string("x")}}));
        QCOMPARE(QString::fromStdString(valueText(Value(std::vector<int64_t>{1, 3, 224}))), QStringLiteral("1,3,224"));
    }
};

QTEST_GUILESS_MAIN(BlockKindTest)
#include "block_kind_test.moc"
