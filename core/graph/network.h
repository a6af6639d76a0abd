// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "graph/block_kind.h"

namespace bw {

/// One output of a block.
struct Port {
    BlockId block = kNoBlock;
    int32_t output = 0;
    auto operator<=>(const Port&) const = default;
};

/// One block of a network: a kind with attributes, reading the outputs of earlier blocks.
struct Block {
    BlockId id = kNoBlock;  ///< Unique in its network and never reused by later edits.
    std::string name;       ///< Unique, non-empty; plain text.
    const BlockKind* kind = nullptr;
    Attributes attributes;  ///< Complete: a value for every parameter of the kind.
    std::vector<Port> inputs;
    bool frozen = false;             ///< Protected from edits, multipliers and search.
    std::string stage;               ///< Group it is shown and scaled with; may be empty.
    std::string source;              ///< What an imported file calls it; may be empty.
    PrecisionChoice precision = {};  ///< Number formats of its own; as the network's where empty.

    int64_t channels() const { return attributes.integer("channels"); }
    bool operator==(const Block&) const = default;
};

using BlockPtr = std::shared_ptr<const Block>;

/// An immutable network. Copies share everything; an edit (NetworkDraft) gives a new value that shares the untouched
/// blocks, so that undo is the previous value and threads need no lock.
class Network {
public:
    Network() : data_(std::make_shared<const Data>()) {}

    const std::string& name() const { return data_->name; }
    /// Blocks in execution order: each reads only blocks before it.
    std::span<const BlockPtr> blocks() const { return data_->blocks; }
    size_t size() const { return data_->blocks.size(); }
    bool empty() const { return data_->blocks.empty(); }
    const Block& at(size_t position) const { return *data_->blocks[position]; }
    /// What the network gives, in order.
    std::span<const Port> outputs() const { return data_->outputs; }

    /// -1 and null where there is no such block.
    int positionOf(BlockId id) const;
    const Block* find(BlockId id) const;
    const Block* findByName(std::string_view name) const;
    /// By name first, else by the number that ids print as; the error lists near names.
    Result<BlockId> resolve(std::string_view name_or_id) const;

    /// Positions of the blocks that read each block, by position; in execution order.
    std::vector<std::vector<int>> consumers() const;

    /// One more than the greatest id ever used here.
    BlockId nextId() const { return data_->next_id; }
    /// True for the very same value, without comparing.
    bool sharesWith(const Network& other) const { return data_ == other.data_; }
    /// Equal names, blocks and outputs; which ids were used and given up does not count.
    bool operator==(const Network& other) const;

private:
    friend class NetworkDraft;
    struct Data {
        std::string name;
        std::vector<BlockPtr> blocks;
        std::vector<Port> outputs;
        std::vector<int> position_of_id;
        BlockId next_id = 0;
    };
    explicit Network(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

    std::shared_ptr<const Data> data_;
};

/// A network in the making. Nothing is checked until commit(), which gives a valid network or the first reason why not.
class NetworkDraft {
public:
    NetworkDraft() = default;
    explicit NetworkDraft(const Network& network);

    void setName(std::string name) { name_ = std::move(name); }
    /// Appends a block and gives its id; empty or taken names become unique at commit.
    BlockId add(const BlockKind& kind, std::string name, Attributes attributes, std::vector<Port> inputs,
                std::string stage = {});
    /// Appends a block that keeps the id it has, as readers of documents need.
    void addWithId(Block block);
    /// Puts a new block directly behind `anchor` in execution order.
    BlockId insertAfter(BlockId anchor, const BlockKind& kind, std::string name, Attributes attributes,
                        std::vector<Port> inputs);
    /// A copy to change; null where there is no such block.
    Block* edit(BlockId id);
    const Block* find(BlockId id) const;
    void erase(BlockId id);
    /// Puts a block directly behind `anchor` in execution order.
    void moveAfter(BlockId id, BlockId anchor);
    /// Puts the blocks in this order; those not named come behind, in the order they have.
    void setOrder(std::span<const BlockId> order);
    /// Every reader of `from`, and the network's outputs, reads `to` instead; `except` keeps reading `from`.
    void redirect(Port from, Port to, BlockId except = kNoBlock);
    void setOutputs(std::vector<Port> outputs) { outputs_ = std::move(outputs); }
    std::span<const Port> outputs() const { return outputs_; }
    BlockId nextId() const { return next_id_; }

    /// Completes attributes, makes names unique and safe to show, puts blocks in an order that works (stable where it
    /// already does), and checks kinds, input counts, ports and cycles.
    Result<Network> commit() const;

private:
    /// Index in blocks_, -1 where there is no such block.
    int locate(BlockId id) const;

    std::string name_;
    std::vector<BlockPtr> blocks_;
    mutable std::vector<int> index_of_id_;  ///< A guess that locate() checks and renews.
    std::vector<Port> outputs_;
    std::unordered_set<BlockId> unchecked_;  ///< Added or edited: their attributes need completing.
    BlockId next_id_ = 0;
};

}  // namespace bw
