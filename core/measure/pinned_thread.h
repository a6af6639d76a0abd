// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sched.h>

#include "base/result.h"

namespace bw {

/// Holds the calling thread, and the threads it starts, on fixed processor cores while it lives.
class PinnedThread {
public:
    /// Takes the core that the thread runs on, and for more threads the next ones that the process may use.
    /// InvalidArgument where it may use fewer than `cores`.
    static Result<PinnedThread> onCores(int cores);

    ~PinnedThread();
    PinnedThread(PinnedThread&& other) noexcept;
    PinnedThread(const PinnedThread&) = delete;
    PinnedThread& operator=(const PinnedThread&) = delete;
    PinnedThread& operator=(PinnedThread&&) = delete;

private:
    explicit PinnedThread(const cpu_set_t& before) : before_(before) {}

    cpu_set_t before_;
    bool owns_ = true;
};

}  // namespace bw
