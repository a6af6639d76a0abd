// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "estimate/estimator_impl.h"
#include "estimate/regressor.h"

namespace bw {

/// Estimates with `regressor.additive`, which must hold a model. No LibTorch.
std::unique_ptr<Estimator::Impl> makeAdditiveEstimator(const TargetProfile& target, Regressor regressor);

}  // namespace bw
