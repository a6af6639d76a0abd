// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "target/target_parameters.h"

namespace bw {

/// "My NPU, v2" as "my-npu-v2": what is left of a name in an id, at most 64 characters; may be empty.
std::string targetIdFromName(std::string_view name);

/// A target of the user's own: `base` with the changes and what follows them, under another id and name. It is measured
/// on the parametric model, whatever `base` was measured on, and its description lists the changes. InvalidArgument
/// where the result cannot be built or modelled, with the field as place; Unsupported for processors.
Result<TargetProfile> deriveTarget(const TargetProfile& base, const ParameterChanges& changes, const std::string& id,
                                   const std::string& name);

/// InvalidArgument where `bundled_directory` (modelsDirectory()) has a target of this id: those are never replaced by a
/// derived one.
Result<void> checkUserTargetId(const std::string& bundled_directory, const std::string& id);
/// True where DIRECTORY/targets (of userModelsDirectory()) has a file of this id.
bool isUserTarget(const std::string& directory, std::string_view id);
/// Removes the target and its regressor from DIRECTORY. NotFound where there is none.
Result<void> removeUserTarget(const std::string& directory, const std::string& id);

}  // namespace bw
