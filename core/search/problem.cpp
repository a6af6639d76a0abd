// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/problem.h"

namespace bw {

std::vector<double> SearchProblem::features(const Genome& genome) const {
    std::vector<double> features;
    const auto decisions = this->decisions();
    for (size_t d = 0; d < decisions.size(); ++d) {
        const size_t options = decisions[d].options.size();
        if (decisions[d].ordered) {
            features.push_back(options > 1 ? static_cast<double>(genome[d]) / static_cast<double>(options - 1) : 0);
            continue;
        }
        for (size_t option = 0; option < options; ++option)
            features.push_back(genome[d] == static_cast<int32_t>(option) ? 1 : 0);
    }
    return features;
}

}  // namespace bw
