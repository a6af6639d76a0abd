// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/tflite_file.h"
#include "io/tflite_writer.h"
#include "support/must.h"

/// Small networks and the TFLite files that they are written as.
namespace bw::test {

using Ints = std::vector<int64_t>;

/// A network in the making: each call appends a block that reads the one before.
class Chain {
public:
    explicit Chain(Ints shape) { last_ = add("input", {{"shape", std::move(shape)}}, {}); }
    BlockId add(const std::string& kind, Attributes attributes, std::vector<BlockId> inputs, std::string name = {}) {
        std::vector<Port> ports;
        for (const BlockId id : inputs)
            ports.push_back({id, 0});
        return draft_.add(*findBlockKind(kind), name.empty() ? kind : name, std::move(attributes), ports);
    }
    BlockId then(const std::string& kind, Attributes attributes, std::string name = {}) {
        return last_ = add(kind, std::move(attributes), {last_}, std::move(name));
    }
    BlockId last() const { return last_; }
    void setLast(BlockId id) { last_ = id; }
    Network network() {
        draft_.setName("net");
        draft_.setOutputs({{last_, 0}});
        return support::must(draft_.commit());
    }

private:
    NetworkDraft draft_;
    BlockId last_ = kNoBlock;
};

/// A file and what it says.
struct Written {
    explicit Written(const Network& network, TfliteWriteOptions options = {})
        : bytes(support::must(support::must(exportTflite(network, options)).bytes())), file(bytes) {
        const auto ok = tflite::parse(file);
        if (!ok) throw std::runtime_error(ok.error().text());
    }

    std::vector<tflite::Builtin> codes() const {
        std::vector<tflite::Builtin> list;
        for (const tflite::OperatorInfo& op : file.operators)
            list.push_back(static_cast<tflite::Builtin>(op.code));
        return list;
    }
    const tflite::TensorInfo& operand(size_t op, size_t input) const {
        return file.tensors[static_cast<size_t>(file.operators[op].inputs[input])];
    }
    std::vector<float> floats(size_t op, size_t input) const {
        const std::string_view data = operand(op, input).data;
        std::vector<float> values(data.size() / sizeof(float));
        std::memcpy(values.data(), data.data(), data.size());
        return values;
    }

    std::string bytes;
    tflite::ModelFile file;
};

inline Attributes conv(int64_t channels, int64_t kernel, int64_t stride, const std::string& padding) {
    return {{"channels", channels}, {"kernel", kernel}, {"stride", stride}, {"padding", padding}};
}

}  // namespace bw::test
