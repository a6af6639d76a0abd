// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/interrupt.h"

#include <chrono>
#include <csignal>

namespace bw::cli {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

extern "C" void bwInterrupted(int) {
    g_interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

}  // namespace

InterruptWatch::InterruptWatch(std::function<void()> ask) {
    g_interrupted = 0;
    std::signal(SIGINT, bwInterrupted);
    thread_ = std::jthread([ask = std::move(ask)](const std::stop_token& stop) {
        using namespace std::chrono_literals;
        while (!stop.stop_requested()) {
            if (g_interrupted != 0) {
                ask();
                return;
            }
            std::this_thread::sleep_for(20ms);
        }
    });
}

InterruptWatch::~InterruptWatch() {
    std::signal(SIGINT, SIG_DFL);
}

}  // namespace bw::cli
