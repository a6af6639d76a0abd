// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <thread>

namespace bw::cli {

/// Turns the first Ctrl+C into a call of `ask`, from a thread of its own; the second ends the program as usual.
class InterruptWatch {
public:
    explicit InterruptWatch(std::function<void()> ask);
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

private:
    std::jthread thread_;
};

}  // namespace bw::cli
