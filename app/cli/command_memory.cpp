// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/model_source.h"
#include "io/atomic_write.h"
#include "io/offline_plan.h"
#include "memory/exact_planner.h"
#include "memory/patches.h"
#include "memory/plan_export.h"
#include "memory/reorder.h"

namespace bw::cli {
namespace {

constexpr double kDefaultExactSeconds = 10;

struct MemoryOptions : ModelOptions {
    std::string profile;
    std::string plan_file;
    std::string tflm_file;
    std::string budget;
    std::vector<double> exact;  ///< Seconds, at most one.
    bool wants_exact = false;
    bool reorder = false;
};

/// A planned network with what was asked of it.
struct Planned {
    LoweredNetwork lowered;
    MemoryPlan plan;
    MemoryRules rules;
    std::optional<ReorderPlan> reorder;
    std::optional<ExactPlan> exact;
    std::optional<PatchPlan> patches;
    std::optional<int64_t> budget;

    bool fits() const { return !budget || plan.arena.arena_bytes <= *budget; }
};

Result<int64_t> budgetOf(const std::string& text) {
    const auto bytes = parseBytes(text);
    if (!bytes) {
        return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no size", "--budget",
                    "write 256KiB, 1.5MiB or 4096");
    }
    if (*bytes < 1) {
        return fail(ErrorCode::InvalidArgument, "a budget of " + std::to_string(*bytes) + " bytes holds nothing",
                    "--budget", "give at least 1 byte");
    }
    return *bytes;
}

Result<ExactOptions> exactLimits(const MemoryOptions& options) {
    const double seconds = options.exact.empty() ? kDefaultExactSeconds : options.exact.front();
    if (!(seconds >= 0 && seconds <= 1e6)) {
        return fail(ErrorCode::InvalidArgument, "the seconds must lie between 0 and 1,000,000", "--exact");
    }
    ExactOptions limits;
    limits.time_limit = std::chrono::milliseconds(static_cast<int64_t>(seconds * 1e3));
    return limits;
}

Result<ExactPlan> exactArena(const MemoryPlan& plan, const MemoryRules& rules, const MemoryOptions& options) {
    const auto limits = exactLimits(options);
    if (!limits) return tl::unexpected(limits.error());
    return planArenaExactly(arenaBuffers(plan.live), rules.alignment, *limits);
}

Result<Planned> planFor(const OpenedForTarget& opened, const MemoryOptions& options) {
    auto lowered = lower(opened.model.document.network, opened.context.precision);
    if (!lowered) return tl::unexpected(lowered.error());
    Planned planned;
    planned.lowered = std::move(*lowered);
    const OperatorGraph& graph = planned.lowered.graph;
    AssessmentContext context = opened.context;
    context.memory_profile = options.profile;
    if (!options.budget.empty()) {
        const auto bytes = budgetOf(options.budget);
        if (!bytes) return tl::unexpected(bytes.error());
        context.budgets.peak_activation_bytes = *bytes;
    }
    planned.budget = context.budgets.peak_activation_bytes;
    const std::vector<int32_t> kernel_steps = stepsOfKernels(decompose(graph, context.target));
    auto request = memoryRequestOf(context, kernel_steps);
    if (!request) return tl::unexpected(request.error());
    planned.rules = request->profile->rules(request->traits, request->precision);
    if (options.reorder) {
        ReorderOptions order;
        if (request->profile->follows_kernels) order.step_of_operator = kernel_steps;
        auto reorder = reorderForMemory(graph, planned.rules, order);
        if (!reorder) return tl::unexpected(reorder.error());
        planned.reorder = std::move(*reorder);
        request->step_of_operator = planned.reorder->step_of_operator;
    }
    auto plan = planRuntimeMemory(graph, *request);
    if (!plan) return tl::unexpected(plan.error());
    planned.plan = std::move(*plan);
    if (options.wants_exact) {
        auto exact = exactArena(planned.plan, planned.rules, options);
        if (!exact) return tl::unexpected(exact.error());
        planned.plan.arena = exact->plan;
        planned.exact = std::move(*exact);
    }
    PatchOptions patch;
    patch.enough_bytes = planned.budget;
    auto patches = bestPatches(graph, planned.rules, patch);
    if (!patches) return tl::unexpected(patches.error());
    planned.patches = *patches;
    return planned;
}

/// The offline plan of a .tflite file is made from the file's own operators, so that its tensor numbers hold.
Result<std::string> offlinePlan(const Planned& planned, const OpenedForTarget& opened, const MemoryOptions& options) {
    if (opened.model.format != "tflite") return offlinePlanBytes(planned.lowered.graph, planned.plan);
    if (options.reorder || !options.input_shapes.empty()) {
        return fail(ErrorCode::InvalidArgument, "the offline plan of a .tflite file keeps its order and sizes",
                    "--tflm-plan", "leave --reorder and --input-shape out");
    }
    std::optional<ExactOptions> exact;
    if (options.wants_exact) {
        auto limits = exactLimits(options);
        if (!limits) return tl::unexpected(limits.error());
        exact = *limits;
    }
    return tfliteOfflinePlan(options.file, *planned.plan.profile, opened.context.precision, exact);
}

std::string bytesText(int64_t bytes) {
    return groupDigits(bytes) + " B";
}

std::string blockName(const Planned& planned, const Network& network, const TensorLife& life) {
    if (const Block* block = network.find(life.block)) return elide(block->name, 60);
    for (size_t i = 0; i < network.size(); ++i) {
        for (const TensorId output : planned.lowered.blocks[i].outputs) {
            if (output == life.tensor) return elide(network.at(i).name, 60);
        }
    }
    return "-";
}

void printPeak(const Planned& planned, const Network& network) {
    const LiveMemory& live = planned.plan.live;
    std::cout << "peak activations  " << bytesText(live.peak_bytes) << " at step " << live.peak_step + 1 << " of "
              << live.live_bytes_per_step.size() << ":\n";
    for (const TensorLife& life : live.lives) {
        if (!life.liveAt(live.peak_step) || life.role == LifeRole::WeightStaging) continue;
        std::cout << "  " << lifeRoleId(life.role) << " of " << blockName(planned, network, life) << "  "
                  << bytesText(life.bytes) << "\n";
    }
    if (planned.plan.stagingBytes() > 0) {
        std::cout << "weight staging    " << bytesText(planned.plan.stagingBytes()) << " at most; with it "
                  << bytesText(live.total_peak_bytes) << " at step " << live.total_peak_step + 1 << "\n";
    }
    if (planned.plan.cascaded_peak_bytes) {
        std::cout << "whole tensors     " << bytesText(planned.plan.whole_peak_bytes) << "\n"
                  << "cascaded          " << bytesText(*planned.plan.cascaded_peak_bytes) << "\n";
    }
}

void printArena(const Planned& planned) {
    const ArenaPlan& arena = planned.plan.arena;
    std::cout << "lower bound       " << bytesText(arena.lower_bound_bytes) << "\n"
              << "arena             " << bytesText(arena.arena_bytes)
              << (planned.exact ? " (exact planner)" : " (greedy)") << "\n";
    if (!planned.exact) return;
    if (planned.exact->optimal()) {
        std::cout << "  proved: no arena is smaller\n";
    } else {
        std::cout << "  no arena is smaller than " << bytesText(planned.exact->proven_bound_bytes)
                  << "; open: " << bytesText(planned.exact->gapBytes()) << "\n";
    }
}

void printWays(const Planned& planned) {
    if (planned.reorder) {
        std::cout << "reordered         " << bytesText(planned.reorder->given_peak_bytes) << " -> "
                  << bytesText(planned.reorder->peak_bytes)
                  << (planned.reorder->optimal ? ", the least of any order" : ", the best found") << "\n";
    }
    if (planned.patches) {
        std::cout << "in patches        " << bytesText(planned.patches->peakBytes()) << " by the first "
                  << planned.patches->operators << " operators on a " << planned.patches->grid << " x "
                  << planned.patches->grid << " grid, " << groupDigits(planned.patches->extra_macs)
                  << " MACs computed again\n";
    }
}

void printVerdict(const Planned& planned) {
    if (!planned.budget) return;
    const ArenaPlan& arena = planned.plan.arena;
    if (planned.fits()) {
        std::cout << "fits              " << bytesText(arena.arena_bytes) << " of " << bytesText(*planned.budget)
                  << "\n";
        return;
    }
    std::cout << "EXCEEDS           " << bytesText(arena.arena_bytes) << " of " << bytesText(*planned.budget)
              << ", over by " << bytesText(arena.arena_bytes - *planned.budget) << "\n";
    const int64_t bound = planned.exact ? planned.exact->proven_bound_bytes : arena.lower_bound_bytes;
    if (bound > *planned.budget) {
        std::cout << "  no plan of this network in this order can fit: " << bytesText(bound) << " are live at once\n";
    } else if (!planned.exact) {
        std::cout << "  " << bytesText(bound) << " are live at once: try --exact\n";
    }
}

nlohmann::json asJson(const Planned& planned, const OpenedForTarget& opened, const MemoryOptions& options) {
    auto value = nlohmann::json::parse(memoryPlanJson(planned.lowered.graph, planned.plan, opened.context.precision));
    value["file"] = options.file;
    value["target"] = opened.context.target.id;
    value["fits"] = planned.budget ? nlohmann::json(planned.fits()) : nlohmann::json(nullptr);
    value["budget_bytes"] = planned.budget ? nlohmann::json(*planned.budget) : nlohmann::json(nullptr);
    value["parameter_bytes"] = planned.plan.parameters.total();
    if (planned.exact) {
        value["exact"] = {{"proven_bound_bytes", planned.exact->proven_bound_bytes},
                          {"optimal", planned.exact->optimal()},
                          {"gap_bytes", planned.exact->gapBytes()},
                          {"nodes", planned.exact->nodes}};
    }
    if (planned.reorder) {
        value["reorder"] = {{"given_peak_bytes", planned.reorder->given_peak_bytes},
                            {"peak_bytes", planned.reorder->peak_bytes},
                            {"optimal", planned.reorder->optimal}};
    }
    if (planned.patches) {
        value["patches"] = {{"operators", planned.patches->operators},
                            {"grid", planned.patches->grid},
                            {"peak_bytes", planned.patches->peakBytes()},
                            {"extra_macs", planned.patches->extra_macs},
                            {"macs_factor", planned.patches->cost_factor}};
    }
    return value;
}

int memory(const MemoryOptions& options) {
    auto opened = openForTarget(options);
    if (!opened) return reportError(opened.error());
    const auto planned = planFor(*opened, options);
    if (!planned) return reportError(planned.error());
    if (!options.plan_file.empty()) {
        const std::string text = memoryPlanJson(planned->lowered.graph, planned->plan, opened->context.precision);
        if (auto ok = writeFileAtomically(options.plan_file, text); !ok) return reportError(ok.error());
    }
    if (!options.tflm_file.empty()) {
        const auto bytes = offlinePlan(*planned, *opened, options);
        if (!bytes) return reportError(bytes.error());
        if (auto ok = writeFileAtomically(options.tflm_file, *bytes); !ok) return reportError(ok.error());
    }
    if (options.json) {
        std::cout << asJson(*planned, *opened, options).dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << "\n";
    } else {
        std::cout << planned->plan.profile->name << ", " << precisionId(opened->context.precision) << " on "
                  << opened->context.target.name << "\n"
                  << planned->plan.profile->counts << "\n";
        printPeak(*planned, opened->model.document.network);
        printArena(*planned);
        printWays(*planned);
        printVerdict(*planned);
    }
    return planned->fits() ? kExitFits : kExitExceeds;
}

}  // namespace

void addMemory(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "memory", "Plan activation memory: peak, arena and what is live there; exit 0 if it fits the budget, 1 if not");
    auto options = std::make_shared<MemoryOptions>();
    options->addTo(*command);
    std::string profiles;
    for (const MemoryProfile& profile : memoryProfiles())
        profiles += (profiles.empty() ? "" : ", ") + std::string(profile.id);
    command->add_option("--profile", options->profile,
                        "Rules of the runtime: " + profiles + "; the target's if not given");
    command->add_option("--plan", options->plan_file, "Write the plan with all offsets as JSON");
    command->add_option("--tflm-plan", options->tflm_file,
                        "Write TensorFlow Lite Micro's offline plan (metadata OfflineMemoryAllocation), profile tflm");
    auto* exact =
        command->add_option("--exact", options->exact, "Look for the smallest arena, for so many seconds (10)");
    exact->expected(0, 1);
    command->add_flag("--reorder", options->reorder, "Run operators in the order with the lowest peak");
    command->add_option("--budget", options->budget, "SRAM for the arena, such as 256KiB; the document's if not given");
    command->callback([options, exact, &exit_code] {
        options->wants_exact = exact->count() > 0;
        exit_code = memory(*options);
    });
}

}  // namespace bw::cli
