// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <string>
#include <vector>

#include "io/onnx_reader.h"
#include "support/onnx_model.h"

namespace bw::test {

/// The imported model; a failed test with the reason where there is none.
inline ImportedModel imported(const std::string& bytes, const ImportOptions& options = {}) {
    auto model = readOnnx(bytes, "test.onnx", options);
    if (model) return std::move(*model);
    QTest::qFail(model.error().text().c_str(), __FILE__, __LINE__);
    return {};
}

inline ImportedModel imported(const OnnxModel& model, const ImportOptions& options = {}) {
    return imported(model.bytes(), options);
}

inline Error refused(const OnnxModel& model, const ImportOptions& options = {}) {
    const auto read = readOnnx(model.bytes(), "test.onnx", options);
    return read ? Error{} : read.error();
}

/// A model whose single input x has the given sizes and whose output is y.
inline OnnxModel graphOf(const std::vector<OnnxDim>& sizes, int64_t opset = 13) {
    OnnxModel model(opset);
    model.input("x", sizes).output("y");
    return model;
}

/// x -> 3x3 convolution to 8 channels -> c.
inline OnnxModel& addConv(OnnxModel& model) {
    return model.weights("w", {8, 3, 3, 3}).node("Conv", {"x", "w"}, {"c"}, {}, "stem");
}

}  // namespace bw::test
