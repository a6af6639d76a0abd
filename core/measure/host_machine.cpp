// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/host_machine.h"

#include <sched.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>

#include "base/text.h"

namespace bw {

HostMachine thisMachine() {
    HostMachine machine;
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) == 0) machine.name = cleanName(name.data(), 100);
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) machine.cores = CPU_COUNT(&allowed);
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        const size_t colon = line.find(':');
        if (colon != std::string::npos && line.starts_with("model name")) {
            machine.cpu = cleanName(trim(std::string_view(line).substr(colon + 1)), 100);
            break;
        }
    }
    return machine;
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace bw
