// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bw {

/// How a protobuf field is encoded. The deprecated groups (3, 4) are refused.
enum class WireType : uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// One field as it stands in the file. `bytes` points into the file; nothing is copied.
struct WireField {
    uint32_t number = 0;
    WireType type = WireType::Varint;
    uint64_t varint = 0;     ///< Value of Varint, Fixed64 and Fixed32 fields.
    std::string_view bytes;  ///< Content of Bytes fields.
    size_t offset = 0;       ///< Where the field starts, from the start of the file.
    size_t content = 0;      ///< Where `bytes` starts, from the start of the file.

    int64_t integer() const { return static_cast<int64_t>(varint); }
    /// Value of a Fixed32 field as IEEE single precision.
    float single() const;
};

/// Walks over the fields of one protobuf message. Every length is checked against the enclosing message, varints hold
/// at most ten bytes, messages nest at most kMaxNestingDepth deep. The first violation ends the walk and stays.
class WireReader {
public:
    explicit WireReader(std::string_view message) : bytes_(message) {}

    /// A reader over the message that `field` holds, one level deeper. Fails where `field` is no message.
    WireReader nested(const WireField& field) const;

    /// Goes to the next field; false at the end of the message or at a violation.
    bool next();
    const WireField& field() const { return field_; }

    bool failed() const { return failure_ != nullptr; }
    /// The violation, with its position as place.
    Error error() const;
    /// Records that the current field is not what the format says; `reason` must outlive the reader.
    void refuse(const char* reason);

private:
    bool readVarint(uint64_t& value);
    bool readFixed(size_t size);

    std::string_view bytes_;
    size_t base_ = 0;
    size_t position_ = 0;
    int depth_ = 1;
    WireField field_;
    const char* failure_ = nullptr;
    size_t failure_offset_ = 0;
};

/// Appends the integers of a repeated field, packed or not; at most `limit` in all.
void appendIntegers(WireReader& reader, std::vector<int64_t>& values, size_t limit);

}  // namespace bw
