// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/derive_target.h"

#include <iostream>

#include "base/install_paths.h"
#include "base/text.h"
#include "cli/command.h"
#include "estimate/target_package.h"
#include "target/user_targets.h"

namespace bw::cli {
namespace {

Result<ParameterChanges> readChanges(const std::vector<std::string>& sets) {
    ParameterChanges changes;
    for (const std::string& set : sets) {
        const size_t sign = set.find('=');
        if (sign == std::string::npos) {
            return fail(ErrorCode::InvalidArgument, "'" + elide(set, 60) + "' is not of the form PARAMETER=VALUE");
        }
        const std::string id = set.substr(0, sign);
        const TargetParameter* parameter = findTargetParameter(id);
        if (parameter == nullptr) {
            return fail(ErrorCode::NotFound, "an accelerator has no parameter '" + elide(id, 40) + "'", {},
                        "'targets --parameters' lists them");
        }
        const auto value = parseParameter(*parameter, std::string_view(set).substr(sign + 1));
        if (!value) return tl::unexpected(value.error());
        if (!changes.emplace(id, *value).second) {
            return fail(ErrorCode::InvalidArgument, "is set twice", id);
        }
    }
    return changes;
}

}  // namespace

int deriveUserTarget(const DeriveOptions& options) {
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return reportError(registry.error());
    const auto base = registry->find(options.base);
    if (!base) return reportError(base.error());
    const auto changes = readChanges(options.sets);
    if (!changes) return reportError(changes.error());
    const auto target = deriveTarget(*base, *changes, options.id, options.name.empty() ? options.id : options.name);
    if (!target) return reportError(target.error());
    if (auto free = checkUserTargetId(modelsDirectory(), target->id); !free) return reportError(free.error());
    const std::string folder = userModelsDirectory();
    if (auto saved = installTarget(folder, {*target, std::nullopt}); !saved) return reportError(saved.error());
    std::cout << target->id << ": written to " << folderIn(folder, "targets/" + target->id + ".json") << "\n";
    for (const TargetParameter* parameter : differingParameters(*base, *target)) {
        const std::string id = parameter->id();
        std::cout << "  " << id << " " << parameterText(*parameter, parameterValue(*target, *parameter)) << " (was "
                  << parameterText(*parameter, parameterValue(*base, *parameter)) << ")"
                  << (changes->count(id) == 0 ? ", follows" : "") << "\n";
    }
    std::cout << "It is estimated by the parametric model until 'train-estimator --target " << target->id
              << "' gives it a regressor.\n";
    return kExitFits;
}

}  // namespace bw::cli
