// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "safetensors holds little-endian numbers");

constexpr uint64_t kMaxHeaderBytes = uint64_t{1} << 20;
constexpr size_t kLengthBytes = 8;

std::optional<int64_t> elementCount(const std::vector<int64_t>& shape) {
    int64_t count = 1;
    for (const int64_t size : shape) {
        if (size < 0 || size > kMaxElements) {
            return std::nullopt;
        }
        const auto product = mulChecked(count, size);
        if (!product || *product > kMaxElements) {
            return std::nullopt;
        }
        count = *product;
    }
    return count;
}

std::string tensorPlace(const std::string& name) {
    return "tensor \"" + elide(name, 60) + "\"";
}

/// A tensor as the header describes it.
struct Entry {
    std::string name;
    std::vector<int64_t> shape;
    uint64_t begin = 0;
    uint64_t end = 0;
};

Result<Entry> readEntry(const std::string& name, const Json& json) {
    const auto broken = [&](std::string message) {
        return fail(ErrorCode::InvalidFile, std::move(message), tensorPlace(name));
    };
    if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") || !json.contains("data_offsets")) {
        return broken("needs dtype, shape and data_offsets");
    }
    if (json["dtype"] != "F32") {
        return fail(ErrorCode::Unsupported, "has a number format other than F32", tensorPlace(name));
    }
    const Json& shape = json["shape"];
    const Json& offsets = json["data_offsets"];
    if (!shape.is_array() || shape.size() > kMaxRank || !offsets.is_array() || offsets.size() != 2) {
        return broken("has a broken shape or data_offsets");
    }
    Entry entry;
    entry.name = name;
    for (const Json& size : shape) {
        if (!size.is_number_unsigned() || size.get<uint64_t>() > static_cast<uint64_t>(kMaxElements)) {
            return broken("has a size that is no count");
        }
        entry.shape.push_back(static_cast<int64_t>(size.get<uint64_t>()));
    }
    if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
        return broken("has data_offsets that are no counts");
    }
    entry.begin = offsets[0].get<uint64_t>();
    entry.end = offsets[1].get<uint64_t>();
    const auto count = elementCount(entry.shape);
    if (!count || entry.end < entry.begin || entry.end - entry.begin != static_cast<uint64_t>(*count) * sizeof(float)) {
        return broken("has data_offsets that do not fit its shape");
    }
    return entry;
}

Result<Json> parseHeader(std::string_view text) {
    bool repeated = false;
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > 3) {
            repeated = true;  // Deeper than the format ever is.
            return false;
        }
        if (event == Json::parse_event_t::object_start) {
            keys.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            keys.pop_back();
        } else if (event == Json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second) {
            repeated = true;
        }
        return true;
    };
    if (text.find('\0') != std::string_view::npos) {
        return fail(ErrorCode::InvalidFile, "the header holds a zero byte", "byte 8");
    }
    Json header = Json::parse(text, watch, false);
    if (header.is_discarded() || !header.is_object() || repeated) {
        return fail(ErrorCode::InvalidFile, "the header is no JSON object of tensors", "byte 8");
    }
    return header;
}

}  // namespace

Result<void> writeSafetensors(const std::vector<NamedTensor>& tensors, const ByteSink& sink) {
    Json header = Json::object();
    uint64_t offset = 0;
    for (const NamedTensor& tensor : tensors) {
        const auto count = elementCount(tensor.shape);
        if (!count || std::cmp_not_equal(*count, tensor.values.size()) || header.contains(tensor.name)) {
            return fail(ErrorCode::InvalidArgument, "the tensor's shape does not fit its values, or its name repeats",
                        tensorPlace(tensor.name));
        }
        const uint64_t end = offset + tensor.values.size() * sizeof(float);
        header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');
    const uint64_t length = text.size();
    std::string begin(kLengthBytes, '\0');
    std::memcpy(begin.data(), &length, kLengthBytes);
    begin += text;
    if (auto ok = sink(begin); !ok) return ok;
    for (const NamedTensor& tensor : tensors) {
        const std::string_view values(reinterpret_cast<const char*>(tensor.values.data()),
                                      tensor.values.size() * sizeof(float));
        if (auto ok = sink(values); !ok) return ok;
    }
    return {};
}

Result<std::string> writeSafetensors(const std::vector<NamedTensor>& tensors) {
    std::string bytes;
    const auto written = writeSafetensors(tensors, [&bytes](std::string_view part) -> Result<void> {
        bytes += part;
        return {};
    });
    if (!written) return tl::unexpected(written.error());
    return bytes;
}

Result<std::vector<NamedTensor>> readSafetensors(std::string_view bytes) {
    if (std::cmp_greater(bytes.size(), kMaxSafetensorsBytes)) {
        return fail(ErrorCode::LimitExceeded, "the file is larger than " + formatBytes(kMaxSafetensorsBytes));
    }
    uint64_t length = 0;
    if (bytes.size() < kLengthBytes) {
        return fail(ErrorCode::InvalidFile, "the file ends before its header", "byte " + std::to_string(bytes.size()));
    }
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > kMaxHeaderBytes || length > bytes.size() - kLengthBytes) {
        return fail(ErrorCode::InvalidFile, "the header is longer than the file or than 1 MiB", "byte 0");
    }
    const auto header = parseHeader(bytes.substr(kLengthBytes, length));
    if (!header) {
        return tl::unexpected(header.error());
    }
    std::vector<Entry> entries;
    for (const auto& [name, json] : header->items()) {
        if (name == "__metadata__") {
            continue;
        }
        auto entry = readEntry(name, json);
        if (!entry) {
            return tl::unexpected(entry.error());
        }
        entries.push_back(*std::move(entry));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.begin < b.begin; });

    const std::string_view data = bytes.substr(kLengthBytes + length);
    uint64_t expected = 0;
    std::vector<NamedTensor> tensors;
    for (Entry& entry : entries) {
        if (entry.begin != expected || entry.end > data.size()) {
            return fail(ErrorCode::InvalidFile, "lies outside the data, or overlaps or leaves a gap",
                        tensorPlace(entry.name));
        }
        std::vector<float> values((entry.end - entry.begin) / sizeof(float));
        std::memcpy(values.data(), data.data() + entry.begin, entry.end - entry.begin);
        if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
            return fail(ErrorCode::InvalidFile, "holds a value that is not finite", tensorPlace(entry.name));
        }
        expected = entry.end;
        tensors.push_back({std::move(entry.name), std::move(entry.shape), std::move(values)});
    }
    if (expected != data.size()) {
        return fail(ErrorCode::InvalidFile, "bytes follow the last tensor",
                    "byte " + std::to_string(kLengthBytes + length + expected));
    }
    return tensors;
}

}  // namespace bw
