// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace bw {

/// Limits a design has to keep; absent: none.
struct Budgets {
    std::optional<double> latency_ms;
    std::optional<int64_t> parameter_bytes;
    std::optional<int64_t> peak_activation_bytes;
    bool operator==(const Budgets&) const = default;
};

}  // namespace bw
