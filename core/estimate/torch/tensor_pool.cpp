// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/tensor_pool.h"

#include <c10/core/CPUAllocator.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace bw {
namespace {

constexpr size_t kAlignment = 64;

/// The size of block that serves `bytes`, a multiple of the alignment: eight sizes between one power of two and the
/// next.
size_t blockSize(size_t bytes) {
    const size_t least = std::max(bytes, kAlignment * 8);
    const size_t step = std::bit_floor(least) / 8;
    return (least + step - 1) / step * step;
}

void* newBlock(size_t size) {
    void* block = std::aligned_alloc(kAlignment, size);
    if (!block) throw std::bad_alloc();
    return block;
}

}  // namespace

/// The blocks that nobody uses, by size; the last one given back is the first one taken: it may still be in a cache.
class TensorPool::Blocks {
public:
    Blocks() = default;
    ~Blocks() {
        for (auto& [size, blocks] : free_) {
            for (void* block : blocks)
                std::free(block);
        }
    }
    Blocks(const Blocks&) = delete;
    Blocks& operator=(const Blocks&) = delete;

    void* take(size_t size) {
        const std::lock_guard lock(mutex_);
        std::vector<void*>& blocks = free_[size];
        if (!blocks.empty()) {
            void* block = blocks.back();
            blocks.pop_back();
            return block;
        }
        return newBlock(size);
    }

    void giveBack(void* block, size_t size) {
        const std::lock_guard lock(mutex_);
        free_[size].push_back(block);
    }

private:
    std::mutex mutex_;  // Tensors may be freed by another thread.
    std::map<size_t, std::vector<void*>> free_;
};

namespace {

thread_local std::shared_ptr<TensorPool::Blocks> current_blocks;

/// Lies in front of every block that a tensor uses, and keeps the pool alive that it came from; null: no pool.
struct Header {
    std::shared_ptr<TensorPool::Blocks> blocks;
    size_t size;
};
static_assert(sizeof(Header) <= kAlignment);

void release(void* data) {
    if (!data) return;
    void* block = static_cast<char*>(data) - kAlignment;
    auto* header = static_cast<Header*>(block);
    const Header old{std::move(header->blocks), header->size};
    std::destroy_at(header);
    if (old.blocks) {
        old.blocks->giveBack(block, old.size);
    } else {
        std::free(block);
    }
}

/// Serves from the calling thread's pool where there is one, else from the system. oneDNN's temporary memory comes
/// this way too; it asks for bare pointers, which is why the context of a block is the block.
class PoolAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(size_t bytes) const override {
        void* data = nullptr;
        if (bytes > 0) {
            const size_t size = blockSize(bytes + kAlignment);
            void* block = current_blocks ? current_blocks->take(size) : newBlock(size);
            new (block) Header{current_blocks, size};
            data = static_cast<char*>(block) + kAlignment;
        }
        return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

/// Installed as the module is opened: whatever LibTorch allocates must be freed by the one that allocated it.
[[maybe_unused]] const bool kInstalled = [] {
    static PoolAllocator allocator;
    c10::SetCPUAllocator(&allocator, 1);
    return true;
}();

}  // namespace

TensorPool::TensorPool() : blocks_(std::make_shared<Blocks>()) {}

TensorPool::~TensorPool() = default;

TensorPool::Scope::Scope(const TensorPool& pool) : before_(std::exchange(current_blocks, pool.blocks_)) {}

TensorPool::Scope::~Scope() {
    current_blocks = std::move(before_);
}

}  // namespace bw
