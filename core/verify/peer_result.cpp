// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/peer_result.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"
#include "io/file_bytes.h"
#include "io/strict_json.h"

namespace bw {
namespace {

using nlohmann::json;
constexpr double kMaxMs = 1e9;
constexpr size_t kMaxRuns = 100'000;

Result<const json*> list(const JsonObject& object, std::string_view name, size_t max_items) {
    auto value = object.member(name);
    if (!value) return value;
    if (!(*value)->is_array() || (*value)->size() > max_items)
        return fail(ErrorCode::InvalidFile, "is no list of at most " + std::to_string(max_items), object.placeOf(name));
    return value;
}

Result<double> milliseconds(const json& value, const std::string& place) {
    const double ms = value.is_number() ? value.get<double>() : -1.0;
    if (!(ms >= 0.0 && ms <= kMaxMs)) return fail(ErrorCode::InvalidFile, "is no time in milliseconds", place);
    return ms;
}

Result<PeerOperator> readOperator(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    auto name = object.text("name", kMaxNameBytes);
    auto type = object.text("type", kMaxNameBytes);
    auto latency = object.member("latency_ms");
    if (!name) return tl::unexpected(name.error());
    if (!type) return tl::unexpected(type.error());
    if (!latency) return tl::unexpected(latency.error());
    const auto ms = milliseconds(**latency, object.placeOf("latency_ms"));
    if (!ms) return tl::unexpected(ms.error());
    PeerOperator op;
    op.name = *std::move(name);
    op.type = *std::move(type);
    op.latency_ms = *ms;
    return op;
}

Result<PeerOutput> readOutput(const json& value, const std::string& place, const std::string& file) {
    const JsonObject object(value, place);
    const auto shape = list(object, "shape", static_cast<size_t>(kMaxRank));
    if (!shape) return tl::unexpected(shape.error());
    const auto integer = object.flag("integer");
    if (!integer) return tl::unexpected(integer.error());
    PeerOutput output;
    output.integer = *integer;
    int64_t count = 1;
    for (const json& item : **shape) {
        const auto size = exactInteger(item, 1, kMaxDimension, object.placeOf("shape"));
        if (!size) return tl::unexpected(size.error());
        output.shape.push_back(*size);
        count *= *size;
        if (count > kMaxPeerOutputBytes / 4)
            return fail(ErrorCode::LimitExceeded, "the output is too large to compare", place);
    }
    const auto bytes = readFileBytes(file, kMaxPeerOutputBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (static_cast<int64_t>(bytes->size()) != count * 4)
        return fail(ErrorCode::InvalidFile, "the file holds another number of values than its shape says", place);
    output.values.resize(static_cast<size_t>(count));
    std::memcpy(output.values.data(), bytes->data(), bytes->size());
    return output;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string itemOf(const char* name, size_t index) {
    return std::string(name) + "[" + std::to_string(index) + "]";
}

Result<void> readLists(const JsonObject& object, const std::string& folder, PeerResult& result) {
    const auto runs = list(object, "latency_ms", kMaxRuns);
    const auto operators = list(object, "operators", static_cast<size_t>(kMaxNodes));
    const auto outputs = list(object, "outputs", kMaxListItems);
    for (const auto* each : {&runs, &operators, &outputs}) {
        if (!*each) return tl::unexpected(each->error());
    }
    for (const json& item : **runs) {
        const auto ms = milliseconds(item, "latency_ms");
        if (!ms) return tl::unexpected(ms.error());
        result.runs_ms.push_back(*ms);
    }
    for (size_t i = 0; i < (*operators)->size(); ++i) {
        auto op = readOperator((**operators)[i], itemOf("operators", i));
        if (!op) return tl::unexpected(op.error());
        result.operators.push_back(*std::move(op));
    }
    for (size_t i = 0; i < (*outputs)->size(); ++i) {
        auto output = readOutput((**outputs)[i], itemOf("outputs", i), folder + "/output" + std::to_string(i) + ".bin");
        if (!output) return tl::unexpected(output.error());
        result.outputs.push_back(*std::move(output));
    }
    return {};
}

}  // namespace

Result<PeerResult> readPeerResult(std::string_view bytes, const std::string& outputs_folder) {
    const auto parsed = parseStrictJson(bytes, kMaxPeerResultBytes);
    if (!parsed) return tl::unexpected(parsed.error());
    const JsonObject object(*parsed, "");
    if (auto ok = object.allowOnly({"tool", "version", "latency_ms", "operators", "quantized", "outputs"}); !ok)
        return tl::unexpected(ok.error());
    PeerResult result;
    auto tool = object.text("tool", kMaxNameBytes);
    auto version = object.text("version", kMaxNameBytes);
    const auto quantized = object.flag("quantized");
    if (!tool) return tl::unexpected(tool.error());
    if (!version) return tl::unexpected(version.error());
    if (!quantized) return tl::unexpected(quantized.error());
    result.tool = *std::move(tool);
    result.version = *std::move(version);
    result.quantized = *quantized;
    if (auto ok = readLists(object, outputs_folder, result); !ok) return tl::unexpected(ok.error());
    result.latency_ms = median(result.runs_ms);
    return result;
}

}  // namespace bw
