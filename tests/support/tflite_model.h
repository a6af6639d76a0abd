// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/flatbuffer_writer.h"

namespace bw::test {

/// Writes TFLite models for tests. Sizes are NHWC, as in the format.
class TfliteModel {
public:
    enum Type { Float32 = 0, Float16 = 1, Int32 = 2, Int8 = 9 };

    /// A tensor that the network computes or is fed.
    int tensor(const std::vector<int32_t>& shape, const std::string& name, Type type = Int8);
    /// States which sizes of a tensor are open (-1).
    void setSignature(int tensor, const std::vector<int32_t>& sizes);
    /// A constant filled with zeros.
    int weights(const std::vector<int32_t>& shape, const std::string& name, Type type = Int8);
    int integers(const std::vector<int32_t>& values, const std::string& name);

    /// `options`: 32-bit or (where `narrow` names the field) 8-bit scalars of the options table.
    void add(int builtin, const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs, int options_type = 0,
             const std::map<int, int>& options = {}, const std::vector<int>& narrow = {});
    void addCustom(const std::string& code, const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs);

    // Common operators; each gives its output tensor, whose shape the caller states.
    int conv(int x, const std::vector<int32_t>& filter, int stride, int activation, const std::vector<int32_t>& out);
    int depthwise(int x, const std::vector<int32_t>& filter, int stride, int activation,
                  const std::vector<int32_t>& out);
    int addition(int a, int b, const std::vector<int32_t>& out);
    int dense(int x, int in, int features, const std::vector<int32_t>& out);

    std::string file(const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs, int subgraphs = 1);

private:
    int addTensor(const std::vector<int32_t>& shape, const std::string& name, Type type, int buffer);
    int codeIndex(int builtin, const std::string& custom);

    FlatbufferWriter writer_;
    std::vector<FlatbufferWriter::Node> buffers_ = {writer_.table()};
    std::vector<FlatbufferWriter::Node> tensors_;
    std::vector<FlatbufferWriter::Node> operators_;
    std::vector<FlatbufferWriter::Node> codes_;
    std::map<std::pair<int, std::string>, int> code_of_;
};

/// A network of our own: 1x8x8x3 int8 -> convolution, inverted bottleneck with a residual add, depthwise convolution
/// with two outputs per channel, mean, dense, softmax. 5,320 multiply-accumulates, 469 parameters.
std::string smallTfliteNetwork();

}  // namespace bw::test
