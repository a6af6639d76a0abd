// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/operator.h"
#include "target/energy_parameters.h"
#include "target/npu_parameters.h"

namespace bw {

/// No target file is longer.
inline constexpr int64_t kMaxTargetFileBytes = int64_t{1} << 18;

/// Where a target keeps something.
enum class MemoryArea : uint8_t { Sram, Dram, Flash };
std::string_view memoryAreaId(MemoryArea area);

/// How feature maps are placed: all in SRAM, or in SRAM as far as they fit and in DRAM beyond (dedicated SRAM).
enum class FeatureMapPlacement : uint8_t { AllSram, DedicatedSram };

/// Multiples that channel counts should keep so that no lane idles. hardware.md, 4.2b.
struct ChannelSteps {
    int64_t output = 8;     ///< Output channels of convolutions.
    int64_t input = 8;      ///< Input channels of convolutions.
    int64_t depthwise = 8;  ///< Channels of depthwise convolutions.
    bool operator==(const ChannelSteps&) const = default;
};

/// What the target's runtime does to a network before running it.
struct RuntimeRules {
    std::vector<Activation> fused_activations;  ///< Computed inside the operator that produces their input.
    bool chains_add = false;                    ///< An Add runs on the fly behind its producer, at no cost.
    bool folds_pad = false;                     ///< A Pad before a convolution becomes the convolution's own padding.
    bool free_quantize = false;                 ///< Quantize behind a compute operator is part of its output scaling.
    bool free_concat = false;                   ///< Producers write straight into the concatenated tensor.
    bool removes_dead = false;                  ///< Drops what no output needs and computes constants beforehand.
    bool fuses(Activation activation) const;
    bool operator==(const RuntimeRules&) const = default;
};

/// Limits a network should keep on this target; absent where the target sets none.
struct TargetBudgets {
    std::optional<int64_t> parameter_bytes;
    std::optional<int64_t> peak_bytes;
    std::optional<double> latency_ms;
    bool operator==(const TargetBudgets&) const = default;
};

/// Which estimator gives the latency, and what its regressor is trained from.
struct EstimatorChoice {
    std::string id;             ///< Regressor in models/estimators, or "parametric" for the model of parametric_npu.h.
    std::string measurements;   ///< File name of the measurement table; empty where the parametric model measures.
    std::string configuration;  ///< Value of its `cfg` column; empty where there is none.
    bool operator==(const EstimatorChoice&) const = default;
};

/// An accelerator or processor as everything else in Blockwright knows it: a value read from models/targets/*.json.
struct TargetProfile {
    std::string id;    ///< Lower-case letters, digits and hyphens.
    std::string name;  ///< For people.
    std::string description;
    std::string kind;  ///< "parametric-npu", "ethos-u", "nvdla", "systolic" or "cpu".
    NpuParameters npu;
    ChannelSteps channel_steps;
    MemoryArea weights_area = MemoryArea::Dram;
    FeatureMapPlacement feature_maps = FeatureMapPlacement::AllSram;
    RuntimeRules runtime;
    EnergyParameters energy;
    TargetBudgets budgets;
    EstimatorChoice estimator;
    std::string memory_profile;  ///< Of memory/memory_profile.h; empty: as memoryProfile() has it.

    /// The runtime that plans activation memory: the one named, else what targets of this kind use.
    std::string memoryProfile() const;
    int64_t memoryBrick() const { return npu.memory_brick; }
    /// Cycles of this target's clock as milliseconds.
    double milliseconds(double cycles) const { return cycles / npu.clock_hz * 1e3; }
    bool operator==(const TargetProfile&) const = default;
};

/// Reads one target. `file` names the text in messages. Unknown fields, numbers that are out of range or not exactly
/// representable, and missing fields are refused with the field's name as place.
Result<TargetProfile> readTargetProfile(std::string_view json, const std::string& file);

/// The same document, canonical: readTargetProfile(writeTargetProfile(p)) == p.
std::string writeTargetProfile(const TargetProfile& profile);

/// The targets a program offers, by id.
class TargetRegistry {
public:
    /// Loads every *.json of `directory`, then of `user_directory` if that is not empty and exists (whose targets
    /// replace bundled ones of the same id). A bad bundled file fails the load; a bad user file becomes a problem.
    static Result<TargetRegistry> load(const std::string& directory, const std::string& user_directory = {});

    /// What is installed with the program and what the user keeps in userModelsDirectory().
    static Result<TargetRegistry> loadInstalled();

    /// Adds or replaces.
    void add(TargetProfile profile);
    /// NotFound names the ids there are.
    Result<TargetProfile> find(std::string_view id) const;
    /// Sorted by id.
    const std::map<std::string, TargetProfile, std::less<>>& all() const { return profiles_; }
    /// User files that could not be read.
    const std::vector<Error>& problems() const { return problems_; }

private:
    std::map<std::string, TargetProfile, std::less<>> profiles_;
    std::vector<Error> problems_;
};

}  // namespace bw
