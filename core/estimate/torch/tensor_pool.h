// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace bw {

/// Memory of the tensors of one network, taken from one block at the lowest free place, as runtimes that plan their
/// memory do: from the second pass on no memory is asked of the system, every pass finds its tensors where the one
/// before had them, and what is used most stays in the caches. Tensors may outlive it.
class TensorPool {
public:
    class Arena;

    /// `bytes` is what the network is expected to need at once; more comes from the system.
    explicit TensorPool(size_t bytes);
    ~TensorPool();
    TensorPool(const TensorPool&) = delete;
    TensorPool& operator=(const TensorPool&) = delete;

    /// While it lives, LibTorch allocates the calling thread's tensors in the pool. Scopes may nest.
    class Scope {
    public:
        explicit Scope(const TensorPool& pool);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        std::shared_ptr<Arena> before_;
    };

private:
    std::shared_ptr<Arena> arena_;
};

}  // namespace bw
