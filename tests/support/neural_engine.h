// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "support/must.h"

namespace bw::test {

/// The neural-engine with its bundled regressor, opened once.
inline const AssessmentContext& neuralEngine() {
    static const AssessmentContext kContext = [] {
        const std::string models = BW_SOURCE_DIR "/models";
        AssessmentContext made;
        made.target = support::must(support::must(TargetRegistry::load(models + "/targets")).find("neural-engine"));
        made.estimator = support::must(Estimator::open(made.target, models));
        return made;
    }();
    return kContext;
}

}  // namespace bw::test
