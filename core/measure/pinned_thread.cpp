// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/pinned_thread.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace bw {

Result<PinnedThread> PinnedThread::onCores(int cores) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
        return fail(ErrorCode::Unavailable, std::string("cannot ask for the processor's cores: ") + strerror(errno));
    }
    if (cores < 1 || cores > CPU_COUNT(&allowed)) {
        return fail(ErrorCode::InvalidArgument,
                    "measuring with " + std::to_string(cores) + " threads needs as many cores, but there are " +
                        std::to_string(CPU_COUNT(&allowed)),
                    "threads", "choose fewer threads");
    }
    cpu_set_t chosen;
    CPU_ZERO(&chosen);
    const int start = std::max(0, sched_getcpu());
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&chosen) < cores; ++i) {
        const auto core = static_cast<size_t>((start + i) % CPU_SETSIZE);
        if (CPU_ISSET(core, &allowed)) CPU_SET(core, &chosen);
    }
    if (sched_setaffinity(0, sizeof(chosen), &chosen) != 0) {
        return fail(ErrorCode::Unavailable, std::string("cannot hold a thread on its core: ") + strerror(errno));
    }
    return PinnedThread(allowed);
}

PinnedThread::PinnedThread(PinnedThread&& other) noexcept
    : before_(other.before_), owns_(std::exchange(other.owns_, false)) {}

PinnedThread::~PinnedThread() {
    if (owns_) sched_setaffinity(0, sizeof(before_), &before_);
}

}  // namespace bw
