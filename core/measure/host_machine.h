// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace bw {

/// What measurements say of the machine they were made on.
struct HostMachine {
    std::string name;  ///< As the network knows it.
    std::string cpu;   ///< The processor's model name.
    int cores = 1;     ///< That this process may use.
};
HostMachine thisMachine();

/// "2026-11-23T10:15:00Z".
std::string utcNow();

}  // namespace bw
