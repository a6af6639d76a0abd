// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/readers/coco_records.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "base/text.h"

namespace bw {
namespace {

using Json = nlohmann::json;

/// Follows the parser's events. Depth 1 is the file's object, 2 a list, 3 one of its records, 4 a record's own list.
class CocoHandler : public nlohmann::json_sax<Json> {
public:
    CocoRecords records;
    std::string message;
    size_t error_byte = 0;

    bool null() override { return true; }
    bool boolean(bool value) override { return number(value ? 1 : 0); }
    bool number_integer(number_integer_t value) override { return integer(value, static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        const bool fits = value <= static_cast<number_unsigned_t>(INT64_MAX);
        return integer(fits ? static_cast<int64_t>(value) : -1, static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t&) override { return number(value); }
    bool string(string_t& value) override {
        if (depth_ == 3 && list_ != nullptr && !list_->empty() && (key_ == "name" || key_ == "file_name"))
            list_->back().name = std::move(value);
        return true;
    }
    bool binary(binary_t&) override { return true; }

    bool start_object(size_t) override {
        if (!deeper()) return false;
        if (depth_ == 3 && list_ != nullptr) list_->emplace_back();
        return true;
    }
    bool end_object() override { return shallower(); }
    bool start_array(size_t) override {
        if (depth_ == 0) return refuse("expected an object with the lists images, annotations and categories");
        return deeper();
    }
    bool end_array() override { return shallower(); }
    bool key(string_t& name) override {
        if (depth_ == 1) {
            list_ = name == "images"        ? &records.images
                    : name == "annotations" ? &records.annotations
                    : name == "categories"  ? &records.categories
                                            : nullptr;
        }
        if (depth_ <= 3) key_ = std::move(name);
        return true;
    }
    bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception&) override {
        message = "is not valid JSON";
        error_byte = position;
        return false;
    }

private:
    bool refuse(const char* why) {
        message = why;
        return false;
    }
    bool deeper() {
        if (++depth_ > kMaxNestingDepth) return refuse("is nested too deeply");
        return true;
    }
    bool shallower() {
        --depth_;
        return true;
    }
    bool integer(int64_t exact, double value) {
        if (depth_ == 3 && list_ != nullptr && !list_->empty()) {
            CocoRecord& record = list_->back();
            if (key_ == "id") {
                record.id = exact;
                record.has_id = true;
            }
            if (key_ == "image_id") record.image_id = exact;
            if (key_ == "category_id") record.category_id = exact;
        }
        return number(value);
    }
    bool number(double value) {
        if (list_ == nullptr || list_->empty()) return true;
        CocoRecord& record = list_->back();
        if (depth_ == 4 && key_ == "bbox" && record.bbox.size() < 5) record.bbox.push_back(value);
        if (depth_ != 3) return true;
        if (key_ == "width") record.width = value;
        if (key_ == "height") record.height = value;
        if (key_ == "iscrowd") record.is_crowd = value;
        return true;
    }

    int depth_ = 0;
    std::string key_;
    std::vector<CocoRecord>* list_ = nullptr;
};

std::string lineAndColumn(const std::string& bytes, size_t position) {
    position = std::min(position, bytes.size());
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(position);
    const auto line = std::count(bytes.begin(), end, '\n') + 1;
    const size_t start = position == 0 ? std::string::npos : bytes.rfind('\n', position - 1);
    const size_t column = start == std::string::npos ? position : position - start - 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Result<CocoRecords> readCocoRecords(const std::string& bytes) {
    CocoHandler handler;
    if (!Json::sax_parse(bytes, &handler)) {
        const std::string place = handler.error_byte > 0 ? lineAndColumn(bytes, handler.error_byte) : std::string();
        return fail(ErrorCode::InvalidFile, handler.message, place);
    }
    return std::move(handler.records);
}

}  // namespace bw
