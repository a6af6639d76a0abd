// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/protobuf_view.h"

#include <bit>

#include "base/limits.h"

namespace bw {
namespace {

constexpr size_t kMaxVarintBytes = 10;
constexpr uint64_t kMaxFieldNumber = (uint64_t{1} << 29) - 1;

}  // namespace

float WireField::single() const {
    return std::bit_cast<float>(static_cast<uint32_t>(varint));
}

WireReader WireReader::nested(const WireField& field) const {
    WireReader inner(field.bytes);
    inner.base_ = field.content;
    inner.depth_ = depth_ + 1;
    if (field.type != WireType::Bytes) {
        inner.failure_ = "a message was expected";
        inner.failure_offset_ = field.offset;
    } else if (inner.depth_ > kMaxNestingDepth) {
        inner.failure_ = "messages are nested more than 64 deep";
        inner.failure_offset_ = field.offset;
    }
    return inner;
}

void WireReader::refuse(const char* reason) {
    if (failed()) return;
    failure_ = reason;
    failure_offset_ = field_.offset;
}

Error WireReader::error() const {
    Error error;
    error.code = ErrorCode::InvalidFile;
    error.message = failure_ == nullptr ? "is damaged" : failure_;
    error.place = "byte " + std::to_string(failure_offset_);
    return error;
}

bool WireReader::readVarint(uint64_t& value) {
    value = 0;
    for (size_t i = 0; i < kMaxVarintBytes; ++i) {
        if (position_ >= bytes_.size()) {
            refuse("ends within a number; the file is truncated");
            return false;
        }
        const auto byte = static_cast<uint8_t>(bytes_[position_++]);
        if (i + 1 == kMaxVarintBytes && byte > 1) break;
        value |= static_cast<uint64_t>(byte & 0x7FU) << (7 * i);
        if (byte < 0x80U) return true;
    }
    refuse("a number is longer than 64 bits");
    return false;
}

bool WireReader::readFixed(size_t size) {
    if (bytes_.size() - position_ < size) {
        refuse("ends within a number; the file is truncated");
        return false;
    }
    field_.varint = 0;
    for (size_t i = 0; i < size; ++i)
        field_.varint |= static_cast<uint64_t>(static_cast<uint8_t>(bytes_[position_ + i])) << (8 * i);
    position_ += size;
    return true;
}

bool WireReader::next() {
    if (failed() || position_ >= bytes_.size()) return false;
    field_ = {};
    field_.offset = base_ + position_;
    uint64_t key = 0;
    if (!readVarint(key)) return false;
    const uint64_t number = key >> 3U;
    if (number == 0 || number > kMaxFieldNumber) {
        refuse("a field has an impossible number");
        return false;
    }
    field_.number = static_cast<uint32_t>(number);
    field_.type = static_cast<WireType>(key & 7U);
    switch (field_.type) {
        case WireType::Varint:
            return readVarint(field_.varint);
        case WireType::Fixed64:
            return readFixed(8);
        case WireType::Fixed32:
            return readFixed(4);
        case WireType::Bytes: {
            uint64_t length = 0;
            if (!readVarint(length)) return false;
            if (length > bytes_.size() - position_) {
                refuse("a length reaches beyond its message; the file is truncated or damaged");
                return false;
            }
            field_.bytes = bytes_.substr(position_, length);
            field_.content = base_ + position_;
            position_ += length;
            return true;
        }
    }
    refuse((key & 7U) < 5 ? "holds deprecated protobuf groups" : "a field has an unknown encoding");
    return false;
}

void appendIntegers(WireReader& reader, std::vector<int64_t>& values, size_t limit) {
    const WireField& field = reader.field();
    if (field.type == WireType::Varint) {
        if (values.size() >= limit) {
            reader.refuse("a list of numbers is too long");
            return;
        }
        values.push_back(field.integer());
        return;
    }
    if (field.type != WireType::Bytes) {
        reader.refuse("a list of integers was expected");
        return;
    }
    size_t position = 0;
    while (position < field.bytes.size()) {
        uint64_t value = 0;
        size_t length = 0;
        bool complete = false;
        while (!complete && length < kMaxVarintBytes && position < field.bytes.size()) {
            const auto byte = static_cast<uint8_t>(field.bytes[position++]);
            if (length + 1 == kMaxVarintBytes && byte > 1) break;
            value |= static_cast<uint64_t>(byte & 0x7FU) << (7 * length++);
            complete = byte < 0x80U;
        }
        if (!complete) {
            reader.refuse("a number in a list is damaged");
            return;
        }
        if (values.size() >= limit) {
            reader.refuse("a list of numbers is too long");
            return;
        }
        values.push_back(static_cast<int64_t>(value));
    }
}

}  // namespace bw
