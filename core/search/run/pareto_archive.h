// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "search/run/search_run.h"

namespace bw {

/// The best that a search has found: what keeps all limits and is not dominated, of equal objectives the first found.
class ParetoArchive {
public:
    /// True where it joined the front.
    bool add(const Evaluation& evaluation);
    /// By objectives, the first first.
    const std::vector<Evaluation>& front() const { return front_; }

    /// Measures the hypervolume against this from now on.
    void setReference(std::vector<double> reference);
    const std::vector<double>& reference() const { return reference_; }
    /// 0 without a reference.
    double hypervolume() const { return hypervolume_; }

private:
    std::vector<std::vector<double>> points() const;

    std::vector<Evaluation> front_;
    std::vector<double> reference_;
    double hypervolume_ = 0;
};

}  // namespace bw
