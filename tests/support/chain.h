// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/network.h"
#include "support/must.h"

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

inline Attributes conv(int64_t channels, int64_t kernel, int64_t stride, const std::string& padding) {
    return {{"channels", channels}, {"kernel", kernel}, {"stride", stride}, {"padding", padding}};
}

}  // namespace bw::test
