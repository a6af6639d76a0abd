// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/atomic_write.h"
#include "io/tflite_file.h"
#include "io/tflite_schema.h"

/// A TFLite file in the making: what the file says, in its own terms and order of axes.
namespace bw::tflite {

/// How integers stand for real numbers: real = scale * (integer - zero point), one pair or one per slice along `axis`.
struct Quantization {
    std::vector<float> scales;
    std::vector<int64_t> zero_points;
    int32_t axis = 0;
    std::vector<float> minimum;  ///< Recorded by converters, read by nobody at run time.
    std::vector<float> maximum;

    bool empty() const { return scales.empty(); }
    bool operator==(const Quantization&) const = default;
};

/// The bytes of a constant: a view of bytes that outlive the writing, or made when they are written, so that a large
/// network is never in memory twice.
struct Payload {
    uint64_t bytes = 0;
    std::string_view view;
    std::function<std::string()> make;  ///< Gives exactly `bytes` bytes; used where set.
};

struct OutputTensor {
    std::vector<int32_t> shape;
    std::vector<int32_t> shape_signature;
    int type = static_cast<int>(ElementType::Float32);
    std::string name;
    Quantization quantization;
    bool is_variable = false;
    std::optional<Payload> constant;
    bool is_copied = false;  ///< From a source file, with its number format.
};

struct OutputOperator {
    int32_t code = 0;
    std::string custom_code;
    int32_t version = 1;
    std::vector<int32_t> inputs;  ///< -1: left out.
    std::vector<int32_t> outputs;
    int options_type = 0;
    std::map<int, int64_t> options;     ///< Scalars by field; floating-point numbers by their bits.
    std::vector<int32_t> options_list;  ///< Field 0 of attributes that are a list.
    bool has_options_list = false;
    std::string_view custom_options;     ///< Must outlive the writing.
    std::string_view mutating;           ///< One byte per input; must outlive the writing.
    bool is_copied = false;              ///< From a source file, to be left as it is.
    int32_t place_in_source = -1;        ///< Number of the operator in the source file.
    std::vector<int32_t> intermediates;  ///< Tensors that recurrent operators keep for themselves.
};

struct OutputSignature {
    std::string key;
    std::vector<std::pair<std::string, uint32_t>> inputs;  ///< Name and tensor.
    std::vector<std::pair<std::string, uint32_t>> outputs;
};

struct OutputModel {
    std::string description;
    std::string network_name;
    std::vector<OutputTensor> tensors;
    std::vector<OutputOperator> operators;
    std::vector<int32_t> inputs;
    std::vector<int32_t> outputs;
    std::vector<std::pair<std::string, std::string>> metadata;  ///< Name and bytes.
    std::vector<OutputSignature> signatures;
};

/// Puts the operators into the order of the source file as far as they came from it; the others stay behind the one
/// that they follow.
void restoreSourceOrder(OutputModel& model);

/// Writes the file: first everything but the constants, then these one by one, each at a multiple of 16 bytes. Equal
/// models give equal bytes. LimitExceeded over 2 GiB.
Result<void> serialize(const OutputModel& model, const ByteSink& sink);

}  // namespace bw::tflite
