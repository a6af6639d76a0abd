// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/run/search_run.h"

namespace bw {

void RunControl::pause() {
    const std::lock_guard lock(mutex_);
    if (paused_) return;
    paused_ = true;
    paused_since_ = std::chrono::steady_clock::now();
}

void RunControl::resume() {
    {
        const std::lock_guard lock(mutex_);
        if (!paused_) return;
        paused_ = false;
        paused_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - paused_since_).count();
    }
    changed_.notify_all();
}

void RunControl::cancel() {
    {
        // Under the lock, so that who is about to wait does not miss it.
        const std::lock_guard lock(mutex_);
        stop_.request_stop();
    }
    changed_.notify_all();
}

bool RunControl::isPaused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
}

double RunControl::pausedSeconds() const {
    const std::lock_guard lock(mutex_);
    if (!paused_) return paused_seconds_;
    return paused_seconds_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - paused_since_).count();
}

bool RunControl::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !paused_ || stop_.stop_requested(); });
    return !stop_.stop_requested();
}

}  // namespace bw
