// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace bw {
namespace {

constexpr std::array<std::string_view, 3> kAreas = {"sram", "dram", "flash"};
constexpr std::array<std::string_view, 2> kPlacements = {"sram", "dedicated"};

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// The part of a target that a kind of field belongs to.
const NpuParameters& partOf(const TargetProfile& target, const NpuParameters*) {
    return target.npu;
}
const EnergyParameters& partOf(const TargetProfile& target, const EnergyParameters*) {
    return target.energy;
}
const ChannelSteps& partOf(const TargetProfile& target, const ChannelSteps*) {
    return target.channel_steps;
}
const RuntimeRules& partOf(const TargetProfile& target, const RuntimeRules*) {
    return target.runtime;
}
const TargetProfile& partOf(const TargetProfile& target, const TargetProfile*) {
    return target;
}

template <class T, class Part>
const T& fieldOf(const TargetProfile& target, T Part::*field) {
    return partOf(target, static_cast<const Part*>(nullptr)).*field;
}
template <class T, class Part>
T& fieldOf(TargetProfile& target, T Part::*field) {
    return const_cast<T&>(fieldOf(std::as_const(target), field));
}

tl::unexpected<Error> refuse(const TargetParameter& parameter, std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message), parameter.place());
}

tl::unexpected<Error> outOfRange(const TargetParameter& parameter) {
    return refuse(parameter, "must be " + parameter.range());
}

/// The words of a list, each trimmed.
std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    if (trim(text).empty()) return words;
    for (const std::string& word : split(text, ','))
        words.emplace_back(trim(word));
    return words;
}

template <class T, class IdOf>
std::string join(const std::vector<T>& items, IdOf idOf) {
    std::string text;
    for (const T& item : items)
        text += (text.empty() ? "" : ", ") + std::string(idOf(item));
    return text;
}

/// Reads a list of ids into `items`, leaving out what occurs twice.
template <class T, class Parse>
Result<void> readList(const TargetParameter& parameter, const std::string& text, Parse parse, std::vector<T>& items) {
    std::vector<T> read;
    for (const std::string& word : wordsOf(text)) {
        const auto item = parse(word);
        if (!item) return refuse(parameter, item.error().message);
        if (std::find(read.begin(), read.end(), *item) == read.end()) read.push_back(*item);
    }
    items = std::move(read);
    return {};
}

}  // namespace

std::string TargetParameter::id() const {
    const std::string_view part = section;
    return part.empty() || part == "hardware" ? std::string(name) : place();
}

std::string TargetParameter::place() const {
    return *section == '\0' ? std::string(name) : std::string(section) + "." + name;
}

bool TargetParameter::isFlag() const {
    return std::holds_alternative<bool NpuParameters::*>(field) || std::holds_alternative<bool RuntimeRules::*>(field);
}

bool TargetParameter::isWhole() const {
    return std::holds_alternative<int64_t NpuParameters::*>(field) ||
           std::holds_alternative<int64_t ChannelSteps::*>(field);
}

bool TargetParameter::isNumber() const {
    return isWhole() || std::holds_alternative<double NpuParameters::*>(field) ||
           std::holds_alternative<double EnergyParameters::*>(field);
}

bool TargetParameter::isList() const {
    return std::holds_alternative<std::vector<Precision> NpuParameters::*>(field) ||
           std::holds_alternative<std::vector<WeightFormat> NpuParameters::*>(field) ||
           std::holds_alternative<std::vector<Activation> RuntimeRules::*>(field);
}

std::vector<std::string> TargetParameter::words() const {
    std::vector<std::string> words;
    if (std::holds_alternative<MemoryArea TargetProfile::*>(field)) words.assign(kAreas.begin(), kAreas.end());
    if (std::holds_alternative<FeatureMapPlacement TargetProfile::*>(field))
        words.assign(kPlacements.begin(), kPlacements.end());
    if (std::holds_alternative<std::vector<Precision> NpuParameters::*>(field)) {
        for (int i = 0; i < kPrecisionCount; ++i)
            words.emplace_back(precisionId(static_cast<Precision>(i)));
    }
    if (std::holds_alternative<std::vector<WeightFormat> NpuParameters::*>(field)) {
        for (int i = 0; i < kWeightFormatCount; ++i)
            words.emplace_back(weightFormatId(static_cast<WeightFormat>(i)));
    }
    if (std::holds_alternative<std::vector<Activation> RuntimeRules::*>(field)) {
        for (auto i = static_cast<int>(Activation::Relu); i <= static_cast<int>(Activation::LeakyRelu); ++i)
            words.emplace_back(activationId(static_cast<Activation>(i)));
    }
    return words;
}

std::string TargetParameter::range() const {
    if (isFlag()) return "true or false";
    if (isNumber()) {
        const auto text = [this](double value) {
            return isWhole() ? parameterText(*this, static_cast<int64_t>(value)) : parameterText(*this, value);
        };
        std::string from = text(least);
        const std::string to = text(most);
        // A unit that both ends share is said once.
        const std::string ending = " " + std::string(unit);
        const size_t space = from.rfind(' ');
        // "1 pixel" and "16 pixels" share theirs too.
        if (space != std::string::npos && to.ends_with(ending) && ending.starts_with(from.substr(space)))
            from.resize(space);
        return (isWhole() ? "a whole number from " : "a number from ") + from + " to " + to;
    }
    return (isList() ? "some of " : "one of ") + join(words(), [](const std::string& word) { return word; });
}

const TargetParameter* findTargetParameter(std::string_view id) {
    for (const TargetParameter& parameter : targetParameters()) {
        if (parameter.id() == id) return &parameter;
    }
    return nullptr;
}

ParameterValue parameterValue(const TargetProfile& target, const TargetParameter& parameter) {
    const auto present = Overloaded{
        [](bool value) { return ParameterValue(value); },
        [](int64_t value) { return ParameterValue(value); },
        [](double value) { return ParameterValue(value); },
        [](MemoryArea value) { return ParameterValue(std::string(kAreas[static_cast<size_t>(value)])); },
        [](FeatureMapPlacement value) { return ParameterValue(std::string(kPlacements[static_cast<size_t>(value)])); },
        [](const std::vector<Precision>& value) { return ParameterValue(join(value, precisionId)); },
        [](const std::vector<WeightFormat>& value) { return ParameterValue(join(value, weightFormatId)); },
        [](const std::vector<Activation>& value) { return ParameterValue(join(value, activationId)); }};
    return std::visit([&](auto field) { return present(fieldOf(target, field)); }, parameter.field);
}

Result<void> setParameter(TargetProfile& target, const TargetParameter& parameter, const ParameterValue& value) {
    const auto inRange = [&](double number) { return number >= parameter.least && number <= parameter.most; };
    const auto* text = std::get_if<std::string>(&value);
    const auto choose = [&](auto& field, const auto& ids) -> Result<void> {
        const auto found = text == nullptr ? ids.end() : std::find(ids.begin(), ids.end(), *text);
        if (found == ids.end()) return outOfRange(parameter);
        field = static_cast<std::decay_t<decltype(field)>>(found - ids.begin());
        return {};
    };
    const auto store = Overloaded{
        [&](bool& field) -> Result<void> {
            const auto* flag = std::get_if<bool>(&value);
            if (flag == nullptr) return outOfRange(parameter);
            field = *flag;
            return {};
        },
        [&](int64_t& field) -> Result<void> {
            const auto* whole = std::get_if<int64_t>(&value);
            if (whole == nullptr || !inRange(static_cast<double>(*whole))) return outOfRange(parameter);
            field = *whole;
            return {};
        },
        [&](double& field) -> Result<void> {
            const auto* whole = std::get_if<int64_t>(&value);
            const auto* number = std::get_if<double>(&value);
            const double wanted = whole != nullptr ? static_cast<double>(*whole) : number != nullptr ? *number : NAN;
            if (!inRange(wanted)) return outOfRange(parameter);
            field = wanted;
            return {};
        },
        [&](MemoryArea& field) { return choose(field, kAreas); },
        [&](FeatureMapPlacement& field) { return choose(field, kPlacements); },
        [&](std::vector<Precision>& field) -> Result<void> {
            if (text == nullptr) return outOfRange(parameter);
            if (wordsOf(*text).empty()) return refuse(parameter, "names no precision");
            return readList(parameter, *text, parsePrecision, field);
        },
        [&](std::vector<WeightFormat>& field) -> Result<void> {
            if (text == nullptr) return outOfRange(parameter);
            return readList(parameter, *text, parseWeightFormat, field);
        },
        [&](std::vector<Activation>& field) -> Result<void> {
            if (text == nullptr) return outOfRange(parameter);
            return readList(parameter, *text, parseActivation, field);
        }};
    return std::visit([&](auto field) { return store(fieldOf(target, field)); }, parameter.field);
}

Result<TargetProfile> changedTarget(const TargetProfile& base, const ParameterChanges& changes) {
    TargetProfile target = base;
    for (const auto& [id, value] : changes) {
        if (findTargetParameter(id) != nullptr) continue;
        return fail(ErrorCode::NotFound, "an accelerator has no parameter '" + elide(id, 40) + "'", {},
                    "'targets --parameters' lists them");
    }
    for (const TargetParameter& parameter : targetParameters()) {
        const auto set = changes.find(parameter.id());
        if (set != changes.end()) {
            if (auto done = setParameter(target, parameter, set->second); !done) return tl::unexpected(done.error());
            continue;
        }
        const TargetParameter* leader = findTargetParameter(parameter.follows);
        if (leader == nullptr) continue;
        const int64_t before = std::get<int64_t>(parameterValue(base, *leader));
        const int64_t now = std::get<int64_t>(parameterValue(target, *leader));
        if (before == now) continue;
        const int64_t own = std::get<int64_t>(parameterValue(base, parameter));
        const double scaled =
            std::ceil(static_cast<double>(own) * static_cast<double>(now) / static_cast<double>(before));
        const auto value = static_cast<int64_t>(std::clamp(scaled, parameter.least, parameter.most));
        if (auto done = setParameter(target, parameter, value); !done) return tl::unexpected(done.error());
    }
    return target;
}

std::vector<const TargetParameter*> differingParameters(const TargetProfile& a, const TargetProfile& b) {
    std::vector<const TargetParameter*> differing;
    for (const TargetParameter& parameter : targetParameters()) {
        if (parameterValue(a, parameter) != parameterValue(b, parameter)) differing.push_back(&parameter);
    }
    return differing;
}

}  // namespace bw
