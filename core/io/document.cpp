// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/document.h"

#include "base/limits.h"
#include "base/text.h"
#include "io/atomic_write.h"
#include "io/network_json.h"
#include "io/review_json.h"
#include "io/strict_json.h"
#include "memory/memory_profile.h"

namespace bw {
namespace {

using nlohmann::json;
constexpr int64_t kFormatVersion = 1;

json budgetsToJson(const Budgets& budgets) {
    json value = json::object();
    if (budgets.latency_ms) value["latency_ms"] = *budgets.latency_ms;
    if (budgets.parameter_bytes) value["parameter_bytes"] = *budgets.parameter_bytes;
    if (budgets.peak_activation_bytes) value["peak_activation_bytes"] = *budgets.peak_activation_bytes;
    return value;
}

Result<Budgets> budgetsFromJson(const json& value) {
    constexpr int64_t kMaxBytes = int64_t{1} << 50;
    const JsonObject object(value, "budgets");
    if (auto ok = object.allowOnly({"latency_ms", "parameter_bytes", "peak_activation_bytes"}); !ok) {
        return tl::unexpected(ok.error());
    }
    Budgets budgets;
    if (object.has("latency_ms")) {
        const auto latency = object.number("latency_ms", 1e-6, 1e9);
        if (!latency) return tl::unexpected(latency.error());
        budgets.latency_ms = *latency;
    }
    if (object.has("parameter_bytes")) {
        const auto bytes = object.integer("parameter_bytes", 1, kMaxBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        budgets.parameter_bytes = *bytes;
    }
    if (object.has("peak_activation_bytes")) {
        const auto bytes = object.integer("peak_activation_bytes", 1, kMaxBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        budgets.peak_activation_bytes = *bytes;
    }
    return budgets;
}

Result<Document> documentFromJson(const json& value) {
    const JsonObject object(value, "");
    if (!object.has("blockwright")) {
        return fail(ErrorCode::InvalidFile, "is not a Blockwright document: the field 'blockwright' is missing");
    }
    const auto version = object.integer("blockwright", 1, 1'000'000'000);
    if (!version) return tl::unexpected(version.error());
    if (*version > kFormatVersion) {
        return fail(
            ErrorCode::Unsupported,
            "has format version " + std::to_string(*version) + ", this program reads " + std::to_string(kFormatVersion),
            "blockwright", "open it with a newer Blockwright");
    }
    if (auto ok = object.allowOnly({"blockwright", "target", "precision", "budgets", "notes", "network", "baseline",
                                    "memory_profile", "review"});
        !ok) {
        return tl::unexpected(ok.error());
    }
    Document document;
    auto target = object.text("target", 256);
    if (!target) return tl::unexpected(target.error());
    document.target_id = std::move(*target);
    const auto precision_id = object.text("precision", 16);
    if (!precision_id) return tl::unexpected(precision_id.error());
    const auto precision = parsePrecision(*precision_id);
    if (!precision) return tl::unexpected(precision.error());
    document.precision = *precision;
    if (object.has("budgets")) {
        const auto budgets = budgetsFromJson(value["budgets"]);
        if (!budgets) return tl::unexpected(budgets.error());
        document.budgets = *budgets;
    }
    if (object.has("memory_profile")) {
        auto profile = object.text("memory_profile", 64);
        if (!profile) return tl::unexpected(profile.error());
        if (const auto known = findMemoryProfile(*profile); !known) {
            Error error = known.error();
            error.code = ErrorCode::InvalidFile;
            error.place = "memory_profile";
            return tl::unexpected(std::move(error));
        }
        document.memory_profile = std::move(*profile);
    }
    if (object.has("notes")) {
        auto notes = object.text("notes", size_t{1} << 20);
        if (!notes) return tl::unexpected(notes.error());
        document.notes = std::move(*notes);
    }
    const auto network_json = object.member("network");
    if (!network_json) return tl::unexpected(network_json.error());
    auto network = networkFromJson(**network_json, "network");
    if (!network) return tl::unexpected(network.error());
    document.network = std::move(*network);
    if (object.has("baseline")) {
        auto baseline = networkFromJson(value["baseline"], "baseline");
        if (!baseline) return tl::unexpected(baseline.error());
        document.baseline = std::move(*baseline);
    }
    if (object.has("review")) {
        auto review = reviewFromJson(value["review"], "review");
        if (!review) return tl::unexpected(review.error());
        document.review = std::move(*review);
    }
    return document;
}

}  // namespace

Result<Document> readDocument(std::string_view bytes, const std::string& file_name) {
    const auto named = [&](Error error) {
        error.file = file_name;
        return tl::unexpected(std::move(error));
    };
    const auto value = parseStrictJson(bytes, kMaxDocumentBytes);
    if (!value) return named(value.error());
    auto document = documentFromJson(*value);
    if (!document) return named(document.error());
    return document;
}

std::string writeDocument(const Document& document) {
    json value = {{"blockwright", kFormatVersion},
                  {"target", document.target_id},
                  {"precision", precisionId(document.precision)},
                  {"network", networkToJson(document.network)}};
    if (document.budgets != Budgets{}) value["budgets"] = budgetsToJson(document.budgets);
    if (!document.memory_profile.empty()) value["memory_profile"] = document.memory_profile;
    if (!document.notes.empty()) value["notes"] = document.notes;
    if (!document.review.empty()) value["review"] = reviewToJson(document.review);
    if (document.baseline) value["baseline"] = networkToJson(*document.baseline);
    // Names come from files of all kinds: bytes that are not UTF-8 are replaced rather than refused at saving.
    return value.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<void> saveDocument(const Document& document, const std::string& path) {
    const std::string text = writeDocument(document);
    if (static_cast<int64_t>(text.size()) > kMaxDocumentBytes) {
        return fail(ErrorCode::LimitExceeded,
                    "the document has " + formatBytes(static_cast<int64_t>(text.size())) + ", more than the " +
                        formatBytes(kMaxDocumentBytes) + " that can be opened again",
                    {}, "remove some of its candidates");
    }
    return writeFileAtomically(path, text, true);
}

}  // namespace bw
