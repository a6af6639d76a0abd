// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/space_source.h"

#include "base/text.h"

namespace bw::cli {
namespace {

Result<SpaceOptions> spaceOptionsOf(const SpaceCommandOptions& options) {
    SpaceOptions space;
    if (!options.decide.empty()) {
        space = SpaceOptions::none();
        for (const std::string& part : split(options.decide, ',')) {
            // Depth multipliers are widths at a coarser grain.
            const std::string_view name = trim(part) == "scale" ? std::string_view("width") : trim(part);
            const auto kind = parseDecisionKind(name);
            if (!kind) return tl::unexpected(kind.error());
            space[*kind] = true;
        }
    }
    space.grain = options.grain == "model"   ? WidthGrain::Model
                  : options.grain == "stage" ? WidthGrain::Stage
                                             : WidthGrain::Class;
    space.closed = options.keep;
    space.least_width = options.least_width;
    space.most_width = options.most_width;
    return space;
}

}  // namespace

void SpaceCommandOptions::addTo(CLI::App& command) {
    ModelOptions::addTo(command);
    command.add_option("--decide", decide,
                       "Kinds of decisions, of input,output_stride,width,expansion,kernel,fusion,conversion,squeeze,"
                       "depth; all but input and output_stride if not given");
    command.add_option("--grain", grain, "Widths by 'model', 'stage' (depth multipliers) or 'class' (each by itself)")
        ->check(CLI::IsMember({"model", "stage", "class"}));
    command.add_option("--keep", keep, "Blocks that stay as they are, beside frozen ones");
    command.add_option("--options", options, "A decision's options of your own: ibn_3.channels=32,48");
    command.add_option("--least-width", least_width, "Least channels as a share of the present ones")
        ->check(CLI::Range(0.01, 1.0));
    command.add_option("--most-width", most_width, "Most channels as a share of the present ones")
        ->check(CLI::Range(1.0, 8.0));
}

Result<OpenedForSpace> openForSpace(const SpaceCommandOptions& options) {
    auto space = spaceOptionsOf(options);
    if (!space) return tl::unexpected(space.error());
    auto opened = openForTarget(options);
    if (!opened) return tl::unexpected(opened.error());
    if (opened->context.estimator == nullptr) {
        return fail(ErrorCode::Unavailable, "needs latencies: " + opened->estimator_problem, opened->context.target.id);
    }
    OpenedForSpace result{*std::move(opened), {}, {}};
    for (const std::string& block : space->closed) {
        const auto known = result.network().resolve(block);
        if (!known) return tl::unexpected(known.error());
    }
    auto lowered = lower(result.network(), result.opened.context.precision);
    if (!lowered) return tl::unexpected(lowered.error());
    result.lowered = *std::move(lowered);
    result.curation.space = *std::move(space);
    for (const std::string& text : options.options) {
        const size_t at = text.find('=');
        if (at == std::string::npos || at == 0) {
            return fail(ErrorCode::InvalidArgument, "'" + elide(text, 60) + "' names no options", "--options",
                        "write, for example, --options ibn_3.channels=32,48");
        }
        OwnOptions own{text.substr(0, at), {}};
        for (const std::string& option : split(text.substr(at + 1), ','))
            own.options.emplace_back(trim(option));
        result.curation.own.push_back(std::move(own));
    }
    return result;
}

nlohmann::ordered_json roughnessJson(const Roughness& roughness) {
    return {{"violations", roughness.violations},           {"plateaus", roughness.plateaus},
            {"false_minima", roughness.false_minima},       {"total_variation", roughness.total_variation},
            {"autocorrelation", roughness.autocorrelation}, {"samples", roughness.samples}};
}

}  // namespace bw::cli
