// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "target/target_profile.h"

namespace bw {

/// What belongs together in forms and lists.
enum class ParameterGroup : uint8_t {
    Array,
    Depthwise,
    Clock,
    Memories,
    OutputPath,
    Weights,
    Runtime,
    Energy,
    Channels
};
std::string_view parameterGroupLabel(ParameterGroup group);

/// Value of a parameter: a flag, a whole number, a number, or text. Choices are text by id ("dram"), lists are text
/// with commas ("int8, int16").
using ParameterValue = std::variant<bool, int64_t, double, std::string>;

/// One parameter of an accelerator, described once: target files, their messages, the editor, the command line and the
/// help read this. A new field of NpuParameters needs a row in target_parameter_table.cpp and nothing else.
struct TargetParameter {
    using Field = std::variant<int64_t NpuParameters::*, double NpuParameters::*, double EnergyParameters::*,
                               bool NpuParameters::*, std::vector<Precision> NpuParameters::*,
                               std::vector<WeightFormat> NpuParameters::*, int64_t ChannelSteps::*,
                               bool RuntimeRules::*, std::vector<Activation> RuntimeRules::*,
                               MemoryArea TargetProfile::*, FeatureMapPlacement TargetProfile::*>;

    const char* section;  ///< Object of the target file it stands in; empty for the document itself.
    const char* name;     ///< Field of that object.
    ParameterGroup group;
    const char* label;    ///< As people read it.
    const char* unit;     ///< "B", "Hz", "B/cycle" ...; empty for pure numbers.
    const char* meaning;  ///< One sentence, without period.
    Field field;
    double least = 0;  ///< Legal range of numbers, inclusive.
    double most = 0;
    double step = 0;             ///< What an arrow of the form adds; 0: it doubles and halves.
    bool required = false;       ///< A target file must name it.
    const char* otherwise = "";  ///< Parameter whose value a file that does not name this one gives it.
    const char* follows = "";    ///< Parameter with which it scales while it is not set by hand.

    /// How people and the command line call it: "output_lanes", "channel_steps.output".
    std::string id() const;
    /// Place in the target file for messages: "hardware.output_lanes".
    std::string place() const;
    bool isFlag() const;
    bool isWhole() const;
    bool isNumber() const;  ///< Whole or not.
    bool isList() const;
    /// Legal words of choices and lists; empty for flags and numbers.
    std::vector<std::string> words() const;
    /// "1 to 16384", "one of sram, dram, flash", "true or false".
    std::string range() const;
};

/// All parameters, group by group; what others fall back to or follow stands before them.
std::span<const TargetParameter> targetParameters();
/// By id; null where there is none.
const TargetParameter* findTargetParameter(std::string_view id);

ParameterValue parameterValue(const TargetProfile& target, const TargetParameter& parameter);
/// Sets one parameter. InvalidArgument, with the place, where the value has another type or is out of range (NaN is).
Result<void> setParameter(TargetProfile& target, const TargetParameter& parameter, const ParameterValue& value);

/// Reads what a person typed: "64", "512 KiB", "0.8 GHz", "true", "int8, int16".
Result<ParameterValue> parseParameter(const TargetParameter& parameter, std::string_view text);
/// The same text with its unit, exact: "512 KiB", "800 MHz", "16 B/cycle".
std::string parameterText(const TargetParameter& parameter, const ParameterValue& value);

/// Values set by hand, by id.
using ParameterChanges = std::map<std::string, ParameterValue, std::less<>>;

/// `base` with the changes, and with the parameters that follow a changed one in proportion (channel steps and the
/// input granule with the lanes) unless they are set by hand. Errors as of setParameter; impossible combinations are
/// left to checkTarget.
Result<TargetProfile> changedTarget(const TargetProfile& base, const ParameterChanges& changes);
/// The parameters in which two targets differ.
std::vector<const TargetParameter*> differingParameters(const TargetProfile& a, const TargetProfile& b);

/// What cannot be built or modelled, although every number is in its own range.
struct ParameterProblem {
    const TargetParameter* parameter = nullptr;
    std::string message;
};
/// Buffers that hold no tile, a granule beside the lanes, an SRAM below one row of a tile, a depthwise rate above the
/// array's, and the like; also numbers out of range, for targets that did not come from a file.
std::vector<ParameterProblem> checkTarget(const TargetProfile& target);

}  // namespace bw
