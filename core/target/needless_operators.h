// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// Operator::detail of a Mul by zero, as some search spaces put it where an edge is absent.
inline constexpr std::string_view kTimesZero = "zero";

/// What a compiler that looks at the whole graph finds of an operator.
enum class Need : uint8_t {
    Needed,
    Unused,    ///< No output of the network depends on its result.
    Constant,  ///< Its result does not depend on the network's input.
    PassesOn,  ///< Adds a constant to one tensor, which a neighbour's bias takes over.
};

struct OperatorNeed {
    Need need = Need::Needed;
    TensorId passed = -1;  ///< PassesOn: the input that is no constant.
};

/// One entry for each operator. Linear in the number of operators.
std::vector<OperatorNeed> operatorNeeds(const OperatorGraph& graph);

}  // namespace bw
