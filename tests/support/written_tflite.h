// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/tflite_file.h"
#include "io/tflite_writer.h"
#include "support/chain.h"
#include "support/must.h"

/// Small networks and the TFLite files that they are written as.
namespace bw::test {

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

}  // namespace bw::test
