// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace bw {

/// Memory of the tensors of one network. What a tensor gives back serves the next one of about its size, so that from
/// the second pass on no memory is asked of the system, and passes differ by no page faults. Tensors may outlive it.
class TensorPool {
public:
    class Blocks;

    TensorPool();
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
        std::shared_ptr<Blocks> before_;
    };

private:
    std::shared_ptr<Blocks> blocks_;
};

}  // namespace bw
