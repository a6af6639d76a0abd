// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_constants.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/checked.h"
#include "base/limits.h"
#include "io/protobuf_view.h"

namespace bw::onnx {
namespace {

/// Bytes of one element; 0 for types whose numbers we do not read.
size_t elementBytes(int32_t type) {
    switch (type) {
        case kInt64:
        case kUint64:
        case kDouble:
            return 8;
        case kFloat:
        case kInt32:
        case kUint32:
            return 4;
        case kFloat16:
        case kBfloat16:
        case kInt16:
        case kUint16:
            return 2;
        case kInt8:
        case kUint8:
        case kBool:
            return 1;
        default:
            return 0;
    }
}

double halfToDouble(uint16_t bits) {
    const double sign = (bits & 0x8000U) != 0 ? -1 : 1;
    const int exponent = (bits >> 10U) & 0x1F;
    const int mantissa = bits & 0x3FF;
    if (exponent == 0) return sign * std::ldexp(mantissa, -24);
    if (exponent == 31) return mantissa != 0 ? std::nan("") : sign * HUGE_VAL;
    return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

/// Appends the number whose bit pattern is `bits` to the constant.
void appendBits(Constant& constant, uint64_t bits) {
    switch (constant.type) {
        case kFloat:
            constant.reals.push_back(std::bit_cast<float>(static_cast<uint32_t>(bits)));
            break;
        case kDouble:
            constant.reals.push_back(std::bit_cast<double>(bits));
            break;
        case kFloat16:
            constant.reals.push_back(halfToDouble(static_cast<uint16_t>(bits)));
            break;
        case kBfloat16:
            constant.reals.push_back(std::bit_cast<float>(static_cast<uint32_t>(bits << 16U)));
            break;
        case kInt8:
            constant.integers.push_back(static_cast<int8_t>(bits));
            break;
        case kInt16:
            constant.integers.push_back(static_cast<int16_t>(bits));
            break;
        case kInt32:
            constant.integers.push_back(static_cast<int32_t>(bits));
            break;
        default:
            constant.integers.push_back(static_cast<int64_t>(bits));
            break;
    }
}

void appendPacked(Constant& constant, std::string_view bytes, size_t size) {
    for (size_t i = 0; i + size <= bytes.size(); i += size) {
        uint64_t bits = 0;
        for (size_t b = 0; b < size; ++b)
            bits |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[i + b])) << (8 * b);
        appendBits(constant, bits);
    }
}

/// Reads the numbers from wherever the tensor holds them; their count may turn out wrong.
void readNumbers(const RawTensor& tensor, Constant& constant) {
    const auto limit = static_cast<size_t>(kMaxKnownElements);
    WireReader reader(tensor.message);
    while (reader.next()) {
        const WireField& field = reader.field();
        const bool fits = field.bytes.size() <= limit * 10;
        if (!fits) continue;
        const bool fixed = field.type == WireType::Fixed32 || field.type == WireType::Fixed64;
        if (field.number == 9) appendPacked(constant, field.bytes, elementBytes(constant.type));
        if ((field.number == 4 && constant.type == kFloat) || (field.number == 10 && constant.type == kDouble)) {
            if (fixed) appendBits(constant, field.varint);
            appendPacked(constant, field.bytes, elementBytes(constant.type));
        }
        if (field.number == 5 || field.number == 7 || field.number == 11) {
            std::vector<int64_t> values;
            appendIntegers(reader, values, limit);
            for (const int64_t value : values)
                appendBits(constant, static_cast<uint64_t>(value));
        }
        if (constant.integers.size() > limit || constant.reals.size() > limit) return;
    }
}

}  // namespace

int64_t Constant::elements() const {
    int64_t product = 1;
    for (const int64_t size : dims)
        product *= size;
    return product;
}

Result<Constant> makeConstant(std::vector<int64_t> dims, int32_t type) {
    if (dims.size() > 16) return fail(ErrorCode::LimitExceeded, "a constant has more than 16 dimensions");
    int64_t product = 1;
    for (const int64_t size : dims) {
        if (size < 0) return fail(ErrorCode::InvalidFile, "a constant has the negative size " + std::to_string(size));
        // Empty axes count as one here, so that strides cannot overflow either.
        const auto next = mulChecked(product, std::max<int64_t>(size, 1));
        if (!next || *next > kMaxElements) {
            return fail(ErrorCode::LimitExceeded, "a constant has more than 2^40 elements");
        }
        product = *next;
    }
    Constant constant;
    constant.dims = std::move(dims);
    constant.type = type;
    return constant;
}

Result<Constant> readConstant(const RawTensor& tensor) {
    auto constant = makeConstant(tensor.dims, tensor.type);
    if (!constant) return constant;
    const int64_t elements = constant->elements();
    if (elements > kMaxKnownElements || elementBytes(tensor.type) == 0) return constant;
    readNumbers(tensor, *constant);
    const size_t count = constant->isReal() ? constant->reals.size() : constant->integers.size();
    constant->known = count == static_cast<size_t>(elements);
    if (!constant->known) {
        constant->integers.clear();
        constant->reals.clear();
    }
    return constant;
}

std::optional<double> scalarOf(const Constant& constant) {
    if (!constant.known || constant.elements() != 1) return std::nullopt;
    return constant.number(0);
}

std::optional<std::vector<int64_t>> integersOf(const Constant& constant) {
    if (!constant.known || constant.isReal()) return std::nullopt;
    return constant.integers;
}

Result<std::vector<int64_t>> broadcastDims(std::span<const int64_t> a, std::span<const int64_t> b) {
    const size_t rank = std::max(a.size(), b.size());
    std::vector<int64_t> dims(rank);
    for (size_t i = 0; i < rank; ++i) {
        const int64_t size_a = i + a.size() < rank ? 1 : a[i + a.size() - rank];
        const int64_t size_b = i + b.size() < rank ? 1 : b[i + b.size() - rank];
        if (size_a != size_b && size_a != 1 && size_b != 1) {
            return fail(ErrorCode::InvalidFile, "operands with sizes " + std::to_string(size_a) + " and " +
                                                    std::to_string(size_b) + " along one axis do not match");
        }
        dims[i] = size_a == 1 ? size_b : size_a;
    }
    return dims;
}

}  // namespace bw::onnx
