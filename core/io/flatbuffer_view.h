// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bw {

class FlatTable;
class FlatVector;

/// Bounded access to a FlatBuffers file (https://flatbuffers.dev/internals). Every offset is checked before it is
/// followed. The first fault is kept and from then on all reads give defaults, so that a reader may check once per
/// step. Reads are counted: a file whose parts refer to the same bytes over and over runs into the limit.
class FlatbufferView {
public:
    /// `bytes` must outlive the view and every table and vector made from it.
    explicit FlatbufferView(std::string_view bytes);
    FlatbufferView(const FlatbufferView&) = delete;
    FlatbufferView& operator=(const FlatbufferView&) = delete;

    std::string_view bytes() const { return bytes_; }
    /// The four characters after the root offset; empty if the file is shorter than eight bytes.
    std::string_view identifier() const;
    FlatTable root();

    bool ok() const { return fault_.empty(); }
    /// What was wrong first, with the byte position; empty if nothing was.
    const std::string& fault() const { return fault_; }

private:
    friend class FlatTable;
    friend class FlatVector;

    void setFault(std::string_view what, uint64_t position);
    bool within(uint64_t position, uint64_t length) const;
    /// Counts `amount` reads; false once the limit is reached.
    bool spend(uint64_t amount);
    /// Little-endian unsigned number of 1, 2, 4 or 8 bytes at a position known to be inside.
    uint64_t number(uint64_t position, int bytes) const;
    /// Follows the unsigned 32-bit offset at `position`; 0 on a fault.
    uint64_t follow(uint64_t position);
    FlatTable tableAt(uint64_t position);
    FlatVector vectorAt(uint64_t position, uint32_t element_bytes);

    std::string_view bytes_;
    std::string fault_;
    uint64_t reads_left_;
};

/// A vector of numbers or of tables. An absent one is empty.
class FlatVector {
public:
    FlatVector() = default;

    uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Element `index` of a vector of 32-bit numbers; 0 outside.
    int32_t int32(uint32_t index) const;
    /// Element `index` of a vector of tables; an absent table outside.
    FlatTable table(uint32_t index) const;
    /// The elements as they lie in the file, for vectors of bytes.
    std::string_view data() const;

private:
    friend class FlatbufferView;

    FlatbufferView* view_ = nullptr;
    uint64_t begin_ = 0;
    uint32_t size_ = 0;
    uint32_t element_bytes_ = 1;
};

/// A table: fields by number, each possibly absent. An absent table has only absent fields.
class FlatTable {
public:
    FlatTable() = default;

    explicit operator bool() const { return view_ != nullptr; }
    /// A signed field of 1, 4 or 8 bytes, or `fallback` where absent.
    int64_t integer(int field, int bytes, int64_t fallback = 0) const;
    int64_t int8(int field) const { return integer(field, 1); }
    int32_t int32(int field, int32_t fallback = 0) const { return static_cast<int32_t>(integer(field, 4, fallback)); }
    uint32_t uint32(int field) const { return static_cast<uint32_t>(integer(field, 4)); }
    uint64_t uint64(int field) const { return static_cast<uint64_t>(integer(field, 8)); }
    /// True where the table states the field at all.
    bool has(int field) const { return fieldPosition(field, 1) != 0; }
    bool boolean(int field) const { return integer(field, 1) != 0; }
    FlatTable table(int field) const;
    /// Vector whose elements have `element_bytes` bytes (4 for tables).
    FlatVector vector(int field, uint32_t element_bytes) const;
    std::string_view string(int field) const;

private:
    friend class FlatbufferView;

    /// Position of a field of `bytes` bytes; 0 where absent or on a fault.
    uint64_t fieldPosition(int field, int bytes) const;

    FlatbufferView* view_ = nullptr;
    uint64_t position_ = 0;
    uint64_t vtable_ = 0;
    uint32_t vtable_bytes_ = 0;
    uint32_t table_bytes_ = 0;
};

}  // namespace bw
