// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace bw {

void lowerThreadPriority() {
    // On Linux nice values are of threads, and new threads inherit them.
    constexpr int kNice = 15;
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice));
}

}  // namespace bw
