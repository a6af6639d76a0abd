// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_profile.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "io/strict_json.h"
#include "memory/memory_profile.h"
#include "target/json_fields.h"
#include "target/target_parameters.h"

namespace bw {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kMemoryAreaIds = {"sram", "dram", "flash"};
constexpr std::array<std::string_view, 5> kTargetKinds = {"parametric-npu", "ethos-u", "nvdla", "systolic", "cpu"};
constexpr int64_t kMaxBudgetBytes = int64_t{1} << 40;

template <size_t N>
std::optional<size_t> indexOf(const std::array<std::string_view, N>& ids, std::string_view id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return std::nullopt;
    return static_cast<size_t>(found - ids.begin());
}

/// A JSON value as that of a parameter; nothing where no parameter has such a value.
std::optional<ParameterValue> valueOf(const json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
    if (value.is_number_integer()) return value.get<int64_t>();
    if (value.is_number()) return value.get<double>();
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array() || value.size() > 64) return std::nullopt;
    std::string list;
    for (const json& item : value) {
        if (!item.is_string() || item.get_ref<const std::string&>().find(',') != std::string::npos) return std::nullopt;
        list += (list.empty() ? "" : ", ") + item.get<std::string>();
    }
    return list;
}

void readParameter(JsonFields& fields, const TargetParameter& parameter, TargetProfile& profile) {
    const json* given = fields.value(parameter.name, parameter.required);
    if (given == nullptr) {
        const TargetParameter* otherwise = findTargetParameter(parameter.otherwise);
        // Both have passed their own range; a refusal is the other one's and told there.
        if (otherwise != nullptr) (void)setParameter(profile, parameter, parameterValue(profile, *otherwise));
        return;
    }
    const std::optional<ParameterValue> value =
        given->is_array() == parameter.isList() ? valueOf(*given) : std::nullopt;
    if (!value) {
        fields.refuse(parameter.name, "must be " + parameter.range());
    } else if (auto set = setParameter(profile, parameter, *value); !set) {
        fields.refuse(parameter.name, set.error().message);
    }
}

void readSection(JsonFields& fields, std::string_view section, TargetProfile& profile) {
    for (const TargetParameter& parameter : targetParameters()) {
        if (section == parameter.section) readParameter(fields, parameter, profile);
    }
}

json asJson(const TargetParameter& parameter, const ParameterValue& value) {
    if (!parameter.isList()) return std::visit([](const auto& plain) { return json(plain); }, value);
    json list = json::array();
    const std::string& text = std::get<std::string>(value);
    if (text.empty()) return list;
    for (const std::string& word : split(text, ','))
        list.push_back(std::string(trim(word)));
    return list;
}

void readBudgets(JsonFields& fields, TargetBudgets& budgets) {
    const int64_t parameters = fields.integer("parameter_bytes", 1, kMaxBudgetBytes, 0);
    const int64_t peak = fields.integer("peak_bytes", 1, kMaxBudgetBytes, 0);
    const double latency = fields.number("latency_ms", 1e-6, 1e9, 0);
    if (parameters > 0) budgets.parameter_bytes = parameters;
    if (peak > 0) budgets.peak_bytes = peak;
    if (latency > 0) budgets.latency_ms = latency;
}

void readMain(JsonFields& fields, TargetProfile& profile) {
    profile.id = fields.text("id", 64);
    const bool legal = !profile.id.empty() && std::all_of(profile.id.begin(), profile.id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!legal) fields.refuse("id", "must be lower-case letters, digits and hyphens");
    profile.name = fields.text("name", 128);
    profile.description = fields.text("description", 2048, "");
    profile.kind = fields.text("kind", 64);
    profile.memory_profile = fields.text("memory_profile", 64, "");
    if (!profile.memory_profile.empty()) {
        if (const auto known = findMemoryProfile(profile.memory_profile); !known)
            fields.refuse("memory_profile", known.error().message + "; " + known.error().remedy);
    }
    if (!indexOf(kTargetKinds, profile.kind))
        fields.refuse("kind", "must be parametric-npu, ethos-u, nvdla, systolic or cpu");
}

json budgetsAsJson(const TargetBudgets& budgets) {
    json result = json::object();
    if (budgets.parameter_bytes) result["parameter_bytes"] = *budgets.parameter_bytes;
    if (budgets.peak_bytes) result["peak_bytes"] = *budgets.peak_bytes;
    if (budgets.latency_ms) result["latency_ms"] = *budgets.latency_ms;
    return result;
}

}  // namespace

std::string_view memoryAreaId(MemoryArea area) {
    return kMemoryAreaIds[static_cast<size_t>(area)];
}

std::string TargetProfile::memoryProfile() const {
    if (!memory_profile.empty()) return memory_profile;
    if (kind == "ethos-u") return "ethos-u";
    return kind == "cpu" ? "tflm" : "neural-engine";
}

bool RuntimeRules::fuses(Activation activation) const {
    return std::find(fused_activations.begin(), fused_activations.end(), activation) != fused_activations.end();
}

Result<TargetProfile> readTargetProfile(std::string_view text, const std::string& file) {
    const Result<json> document = parseStrictJson(text, kMaxTargetFileBytes);
    if (!document) {
        Error error = document.error();
        error.file = file;
        return tl::unexpected(std::move(error));
    }
    TargetProfile profile;
    JsonFields fields(*document, {}, file);
    readMain(fields, profile);
    readSection(fields, {}, profile);
    for (const char* section : {"hardware", "channel_steps", "runtime"}) {
        if (auto object = fields.object(section, true)) {
            readSection(*object, section, profile);
            fields.finishNested(*object);
        }
    }
    if (auto energy = fields.object("energy", false)) {
        readSection(*energy, "energy", profile);
        profile.energy.source = energy->text("source", 2048, "");
        fields.finishNested(*energy);
    }
    if (auto budgets = fields.object("budgets", false)) {
        readBudgets(*budgets, profile.budgets);
        fields.finishNested(*budgets);
    }
    if (auto estimator = fields.object("estimator", true)) {
        profile.estimator.id = estimator->text("id", 64);
        profile.estimator.measurements = estimator->text("measurements", 256, "");
        profile.estimator.configuration = estimator->text("configuration", 64, "");
        fields.finishNested(*estimator);
    }
    if (std::optional<Error> problem = fields.finish()) return tl::unexpected(*problem);
    if (const auto problems = checkTarget(profile); !problems.empty()) {
        return tl::unexpected(
            Error{ErrorCode::InvalidFile, problems.front().message, file, problems.front().parameter->place(), {}});
    }
    return profile;
}

std::string writeTargetProfile(const TargetProfile& profile) {
    json document = {{"id", profile.id},
                     {"name", profile.name},
                     {"description", profile.description},
                     {"kind", profile.kind},
                     {"budgets", budgetsAsJson(profile.budgets)},
                     {"estimator", {{"id", profile.estimator.id}}}};
    const bool with_energy = profile.energy != EnergyParameters{};
    for (const TargetParameter& parameter : targetParameters()) {
        if (std::string_view(parameter.section) == "energy" && !with_energy) continue;
        json& section = *parameter.section == '\0' ? document : document[parameter.section];
        section[parameter.name] = asJson(parameter, parameterValue(profile, parameter));
    }
    if (!profile.energy.source.empty()) document["energy"]["source"] = profile.energy.source;
    if (!profile.estimator.measurements.empty()) document["estimator"]["measurements"] = profile.estimator.measurements;
    if (!profile.estimator.configuration.empty())
        document["estimator"]["configuration"] = profile.estimator.configuration;
    if (!profile.memory_profile.empty()) document["memory_profile"] = profile.memory_profile;
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace bw
