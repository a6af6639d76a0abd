// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bw::test {

/// A size of a stated shape: a number or a symbol.
using OnnxDim = std::variant<int64_t, std::string>;

struct OnnxAttribute {
    std::string name;
    std::variant<int64_t, float, std::string, std::vector<int64_t>> value;
};

/// Writes ONNX files for tests, valid ones and, on purpose, invalid ones: nothing is checked.
class OnnxModel {
public:
    explicit OnnxModel(int64_t opset = 13) : opset_(opset) {}

    OnnxModel& input(std::string_view name, const std::vector<OnnxDim>& dims);
    OnnxModel& output(std::string_view name, const std::vector<OnnxDim>& dims = {});
    OnnxModel& valueInfo(std::string_view name, const std::vector<OnnxDim>& dims);
    OnnxModel& node(std::string_view op, const std::vector<std::string>& inputs,
                    const std::vector<std::string>& outputs, const std::vector<OnnxAttribute>& attributes = {},
                    std::string_view name = {});
    /// Float weights of the given sizes without data.
    OnnxModel& weights(std::string_view name, const std::vector<int64_t>& dims, int64_t type = 1);
    /// Small constants: 64-bit integers as a vector, single-precision numbers as a vector, or one number.
    OnnxModel& integers(std::string_view name, const std::vector<int64_t>& values);
    OnnxModel& reals(std::string_view name, const std::vector<float>& values);
    OnnxModel& scalar(std::string_view name, float value);
    /// A Constant node that holds weights of the given sizes without data.
    OnnxModel& constantNode(std::string_view name, const std::vector<int64_t>& dims);

    std::string bytes() const;

private:
    int64_t opset_;
    std::string graph_;
};

/// Wire-format pieces, for hand-made broken files.
std::string wireVarint(uint64_t value);
std::string wireInteger(uint32_t field, int64_t value);
std::string wireBytes(uint32_t field, std::string_view content);

}  // namespace bw::test
