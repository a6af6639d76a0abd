// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "rewrite/rewrite.h"

namespace bw::test {

/// Builds small networks by name: net.add("conv", "stem", {"in"}, {{"channels", int64_t{16}}}).
class NetworkText {
public:
    explicit NetworkText(std::vector<int64_t> input_shape = {1, 3, 32, 32}) {
        add("input", "in", {}, {{"shape", Value(std::move(input_shape))}});
    }
    NetworkText& add(const char* kind, const char* name, std::initializer_list<const char*> inputs,
                     Attributes attributes = {}, const char* stage = "") {
        std::vector<Port> ports;
        for (const char* input : inputs)
            ports.push_back({idOf(input), 0});
        names_.emplace_back(name, draft_.add(*findBlockKind(kind), name, std::move(attributes), ports, stage));
        last_ = names_.back().second;
        return *this;
    }
    NetworkText& freeze() {
        draft_.edit(last_)->frozen = true;
        return *this;
    }
    /// The network whose outputs are the named blocks; the last one where none is named.
    Network done(std::initializer_list<const char*> outputs = {}) {
        std::vector<Port> ports;
        for (const char* output : outputs)
            ports.push_back({idOf(output), 0});
        if (ports.empty()) ports.push_back({last_, 0});
        draft_.setOutputs(ports);
        const auto network = draft_.commit();
        if (!network) qFatal("%s", network.error().text().c_str());
        if (const auto lowered = lower(*network); !lowered) qFatal("%s", lowered.error().text().c_str());
        return *network;
    }

private:
    BlockId idOf(const char* name) const {
        for (const auto& [known, id] : names_) {
            if (known == name) return id;
        }
        qFatal("no block %s", name);
    }
    NetworkDraft draft_;
    std::vector<std::pair<std::string, BlockId>> names_;
    BlockId last_ = kNoBlock;
};

inline const Attributes& attributesOf(const Network& network, const char* name) {
    const Block* block = network.findByName(name);
    if (block == nullptr) qFatal("no block %s", name);
    return block->attributes;
}
inline int64_t channelsOf(const Network& network, const char* name) {
    return attributesOf(network, name).integer("channels");
}

/// The outcome of an edit that must succeed.
inline EditOutcome edited(const Network& network, const std::string& command, const EditContext& context = {}) {
    auto outcome = applyEdit(network, command, context);
    if (!outcome) qFatal("'%s': %s", command.c_str(), outcome.error().text().c_str());
    return std::move(*outcome);
}
/// Why an edit is refused; empty if it is not.
inline std::string refusal(const Network& network, const std::string& command, const EditContext& context = {}) {
    const auto outcome = applyEdit(network, command, context);
    return outcome ? std::string() : outcome.error().text();
}
inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))
#define VERIFY_REFUSED(network, command, reason)            \
    do {                                                    \
        const std::string text = refusal(network, command); \
        QVERIFY2(!text.empty(), "the edit was made");       \
        QVERIFY2(contains(text, reason), text.c_str());     \
    } while (false)

}  // namespace bw::test
