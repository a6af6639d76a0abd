// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/tensor_pool.h"

#include <c10/core/CPUAllocator.h>

#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace bw {
namespace {

constexpr size_t kAlignment = 64;

size_t roundedUp(size_t bytes) {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

/// Bytes that are a multiple of the alignment, from the system.
void* systemBlock(size_t bytes) {
    void* block = std::aligned_alloc(kAlignment, bytes);
    if (!block) throw std::bad_alloc();
    return block;
}

}  // namespace

/// One block of memory and the gaps in it, by place.
class TensorPool::Arena {
public:
    explicit Arena(size_t bytes) : bytes_(roundedUp(bytes)), memory_(static_cast<char*>(systemBlock(bytes_))) {
        gaps_.emplace(0, bytes_);
    }
    ~Arena() { std::free(memory_); }
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// The lowest place of `bytes`; null where no gap is as large.
    void* take(size_t bytes) {
        const std::lock_guard lock(mutex_);
        for (auto gap = gaps_.begin(); gap != gaps_.end(); ++gap) {
            const auto [place, size] = *gap;
            if (size < bytes) continue;
            gaps_.erase(gap);
            if (size > bytes) gaps_.emplace(place + bytes, size - bytes);
            return memory_ + place;
        }
        return nullptr;
    }

    void giveBack(void* block, size_t bytes) {
        const std::lock_guard lock(mutex_);
        auto gap = gaps_.emplace(static_cast<size_t>(static_cast<char*>(block) - memory_), bytes).first;
        if (const auto next = std::next(gap); next != gaps_.end() && gap->first + gap->second == next->first) {
            gap->second += next->second;
            gaps_.erase(next);
        }
        if (gap == gaps_.begin()) return;
        if (const auto before = std::prev(gap); before->first + before->second == gap->first) {
            before->second += gap->second;
            gaps_.erase(gap);
        }
    }

private:
    std::mutex mutex_;  // Tensors may be freed by another thread.
    size_t bytes_;
    char* memory_;
    std::map<size_t, size_t> gaps_;  ///< Size by place; no two touch.
};

namespace {

thread_local std::shared_ptr<TensorPool::Arena> current_arena;

/// Lies in front of every block that a tensor uses, and keeps the arena alive that it came from; null: none.
struct Header {
    std::shared_ptr<TensorPool::Arena> arena;
    size_t size;
};
static_assert(sizeof(Header) <= kAlignment);

void release(void* data) {
    if (!data) return;
    void* block = static_cast<char*>(data) - kAlignment;
    auto* header = static_cast<Header*>(block);
    const Header old{std::move(header->arena), header->size};
    std::destroy_at(header);
    if (old.arena) {
        old.arena->giveBack(block, old.size);
    } else {
        std::free(block);
    }
}

/// Serves from the calling thread's arena where there is one, else from the system. oneDNN's temporary memory comes
/// this way too; it asks for bare pointers, which is why the context of a block is the block.
class PoolAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(size_t bytes) const override {
        void* data = nullptr;
        if (bytes > 0) {
            const size_t size = roundedUp(bytes) + kAlignment;
            void* block = current_arena ? current_arena->take(size) : nullptr;
            std::shared_ptr<TensorPool::Arena> arena = block ? current_arena : nullptr;
            if (!block) block = systemBlock(size);
            new (block) Header{std::move(arena), size};
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

TensorPool::TensorPool(size_t bytes) : arena_(std::make_shared<Arena>(bytes)) {}

TensorPool::~TensorPool() = default;

TensorPool::Scope::Scope(const TensorPool& pool) : before_(std::exchange(current_arena, pool.arena_)) {}

TensorPool::Scope::~Scope() {
    current_arena = std::move(before_);
}

}  // namespace bw
