// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <iostream>
#include <string>

#include "graph/network.h"

namespace bw::samples {

/// Writes networks block after block; each reads the one before unless told otherwise. Samples are ours, so that a
/// mistake in one ends the generator.
class NetworkWriter {
public:
    explicit NetworkWriter(const std::string& name) { draft_.setName(name); }

    void stage(std::string name) { stage_ = std::move(name); }
    Port input(std::vector<int64_t> shape) { return add("input", "input", {{"shape", std::move(shape)}}, {}); }
    Port add(const std::string& kind, const std::string& name, Attributes attributes) {
        return add(kind, name, std::move(attributes), {last_});
    }
    Port add(const std::string& kind, const std::string& name, Attributes attributes, std::vector<Port> inputs) {
        last_ = {draft_.add(*findBlockKind(kind), name, std::move(attributes), std::move(inputs), stage_), 0};
        return last_;
    }
    Port last() const { return last_; }

    Network finish(std::vector<Port> outputs) {
        draft_.setOutputs(std::move(outputs));
        auto network = draft_.commit();
        if (!network) {
            std::cerr << network.error().text() << "\n";
            std::abort();
        }
        return *network;
    }
    Network finish() { return finish({last_}); }

private:
    NetworkDraft draft_;
    Port last_;
    std::string stage_;
};

/// Convolution of a network trained with batch normalisation.
inline Attributes normalized(Attributes attributes) {
    attributes.set("bias", false);
    attributes.set("batch_norm", true);
    return attributes;
}

}  // namespace bw::samples
