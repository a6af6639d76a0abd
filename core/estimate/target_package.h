// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "estimate/regressor.h"
#include "target/target_profile.h"

namespace bw {

/// A target as people hand it on: its parameters and, where it has one, its regressor.
struct TargetPackage {
    TargetProfile target;
    std::optional<Regressor> regressor;
};

/// Writes a package into `folder`, which is made where it is missing: package.json, which names the SHA-256 of the
/// other files; target.json; regressor.json and regressor.safetensors. Nothing in it is code. InvalidArgument where the
/// regressor was trained for other parameters.
Result<void> writeTargetPackage(const std::string& folder, const TargetPackage& package);

/// Reads a package and verifies every hash, every number and that target and regressor belong together. Any changed,
/// cut or missing file is refused with its name.
Result<TargetPackage> readTargetPackage(const std::string& folder);

/// Puts a package among the user's targets (USER_MODELS_DIR/targets and regressors), replacing what has its id. Where a
/// file cannot be written, the files before the call are put back.
Result<void> installTarget(const std::string& user_models_dir, const TargetPackage& package);

/// The target and its regressor as the program would use them: the user's where there is one, else the bundled. The
/// regressor is absent where none fits.
TargetPackage packageOf(const TargetProfile& target, const std::string& models_dir, const std::string& user_models_dir);

}  // namespace bw
