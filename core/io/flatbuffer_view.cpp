// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/flatbuffer_view.h"

namespace bw {
namespace {

constexpr uint64_t kOffsetBytes = 4;
/// Reads granted beyond one per byte of the file; covers the few look-ups that are made twice.
constexpr uint64_t kSpareReads = 65'536;

}  // namespace

FlatbufferView::FlatbufferView(std::string_view bytes) : bytes_(bytes), reads_left_(bytes.size() + kSpareReads) {}

std::string_view FlatbufferView::identifier() const {
    return bytes_.size() < 8 ? std::string_view() : bytes_.substr(4, 4);
}

FlatTable FlatbufferView::root() {
    if (!within(0, kOffsetBytes)) {
        setFault("the file is too short", 0);
        return {};
    }
    const uint64_t target = follow(0);
    return ok() ? tableAt(target) : FlatTable();
}

void FlatbufferView::setFault(std::string_view what, uint64_t position) {
    if (fault_.empty()) fault_ = std::string(what) + " (byte " + std::to_string(position) + ")";
}

bool FlatbufferView::within(uint64_t position, uint64_t length) const {
    return position <= bytes_.size() && length <= bytes_.size() - position;
}

bool FlatbufferView::spend(uint64_t amount) {
    if (amount > reads_left_) {
        reads_left_ = 0;
        setFault("its parts refer to the same bytes too often", 0);
        return false;
    }
    reads_left_ -= amount;
    return true;
}

uint64_t FlatbufferView::number(uint64_t position, int bytes) const {
    uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; --i)
        value = value << 8U | static_cast<unsigned char>(bytes_[position + static_cast<uint64_t>(i)]);
    return value;
}

uint64_t FlatbufferView::follow(uint64_t position) {
    const uint64_t target = position + number(position, 4);
    if (target == position || !within(target, kOffsetBytes)) {
        setFault("an offset leads outside the file", position);
        return 0;
    }
    return target;
}

FlatTable FlatbufferView::tableAt(uint64_t position) {
    if (!spend(1)) return {};
    const auto to_vtable = static_cast<int32_t>(number(position, 4));
    const int64_t vtable = static_cast<int64_t>(position) - to_vtable;
    if (vtable < 0 || !within(static_cast<uint64_t>(vtable), 4)) {
        setFault("a table's field list lies outside the file", position);
        return {};
    }
    FlatTable table;
    table.position_ = position;
    table.vtable_ = static_cast<uint64_t>(vtable);
    table.vtable_bytes_ = static_cast<uint32_t>(number(table.vtable_, 2));
    table.table_bytes_ = static_cast<uint32_t>(number(table.vtable_ + 2, 2));
    if (table.vtable_bytes_ < 4 || !within(table.vtable_, table.vtable_bytes_) || table.table_bytes_ < 4 ||
        !within(position, table.table_bytes_)) {
        setFault("a table reaches outside the file", position);
        return {};
    }
    table.view_ = this;
    return table;
}

FlatVector FlatbufferView::vectorAt(uint64_t position, uint32_t element_bytes) {
    FlatVector vector;
    const auto size = static_cast<uint32_t>(number(position, 4));
    if (!within(position + kOffsetBytes, uint64_t{size} * element_bytes)) {
        setFault("a list of " + std::to_string(size) + " elements reaches outside the file", position);
        return vector;
    }
    vector.view_ = this;
    vector.begin_ = position + kOffsetBytes;
    vector.size_ = size;
    vector.element_bytes_ = element_bytes;
    return vector;
}

int32_t FlatVector::int32(uint32_t index) const {
    if (index >= size_ || element_bytes_ != 4 || !view_->spend(1)) return 0;
    return static_cast<int32_t>(view_->number(begin_ + uint64_t{index} * 4, 4));
}

FlatTable FlatVector::table(uint32_t index) const {
    if (index >= size_ || element_bytes_ != 4 || !view_->ok()) return {};
    const uint64_t target = view_->follow(begin_ + uint64_t{index} * 4);
    return view_->ok() ? view_->tableAt(target) : FlatTable();
}

std::string_view FlatVector::data() const {
    if (view_ == nullptr) return {};
    return view_->bytes().substr(begin_, uint64_t{size_} * element_bytes_);
}

uint64_t FlatTable::fieldPosition(int field, int bytes) const {
    if (view_ == nullptr || !view_->ok()) return 0;
    const auto slot = static_cast<uint32_t>(4 + 2 * field);
    if (slot + 2 > vtable_bytes_) return 0;
    const auto offset = static_cast<uint32_t>(view_->number(vtable_ + slot, 2));
    if (offset == 0) return 0;
    if (offset < 4 || offset + static_cast<uint32_t>(bytes) > table_bytes_) {
        view_->setFault("a field lies outside its table", position_);
        return 0;
    }
    return position_ + offset;
}

int64_t FlatTable::integer(int field, int bytes, int64_t fallback) const {
    const uint64_t position = fieldPosition(field, bytes);
    if (position == 0) return fallback;
    const uint64_t value = view_->number(position, bytes);
    if (bytes == 1) return static_cast<int8_t>(value);
    if (bytes == 4) return static_cast<int32_t>(value);
    return static_cast<int64_t>(value);
}

FlatTable FlatTable::table(int field) const {
    const uint64_t position = fieldPosition(field, 4);
    if (position == 0) return {};
    const uint64_t target = view_->follow(position);
    return view_->ok() ? view_->tableAt(target) : FlatTable();
}

FlatVector FlatTable::vector(int field, uint32_t element_bytes) const {
    const uint64_t position = fieldPosition(field, 4);
    if (position == 0) return {};
    const uint64_t target = view_->follow(position);
    return view_->ok() ? view_->vectorAt(target, element_bytes) : FlatVector();
}

std::string_view FlatTable::string(int field) const {
    return vector(field, 1).data();
}

}  // namespace bw
