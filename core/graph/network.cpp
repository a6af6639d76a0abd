// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/network.h"

#include <algorithm>
#include <queue>

#include "base/text.h"

namespace bw {
namespace {

std::string quoted(std::string_view name) {
    return "'" + elide(name, 60) + "'";
}

}  // namespace

int Network::positionOf(BlockId id) const {
    if (id < 0 || static_cast<size_t>(id) >= data_->position_of_id.size()) return -1;
    return data_->position_of_id[static_cast<size_t>(id)];
}

const Block* Network::find(BlockId id) const {
    const int position = positionOf(id);
    return position < 0 ? nullptr : data_->blocks[static_cast<size_t>(position)].get();
}

const Block* Network::findByName(std::string_view name) const {
    const auto it = std::find_if(data_->blocks.begin(), data_->blocks.end(),
                                 [&](const BlockPtr& block) { return block->name == name; });
    return it == data_->blocks.end() ? nullptr : it->get();
}

Result<BlockId> Network::resolve(std::string_view name_or_id) const {
    if (const Block* block = findByName(name_or_id)) return block->id;
    if (const auto number = parseInteger(name_or_id)) {
        if (*number >= 0 && *number < data_->next_id && find(static_cast<BlockId>(*number)) != nullptr) {
            return static_cast<BlockId>(*number);
        }
    }
    std::string near;
    for (const BlockPtr& block : data_->blocks) {
        if (block->name.find(name_or_id) == std::string::npos || near.size() > 60) continue;
        near += (near.empty() ? "" : ", ") + elide(block->name, 30);
    }
    return fail(ErrorCode::NotFound, "there is no block " + quoted(name_or_id), {},
                near.empty() ? "list the blocks with 'blockwright-cli estimate FILE'" : "near names: " + near);
}

std::vector<std::vector<int>> Network::consumers() const {
    std::vector<std::vector<int>> readers(size());
    for (size_t i = 0; i < size(); ++i) {
        for (const Port& port : at(i).inputs) {
            auto& list = readers[static_cast<size_t>(positionOf(port.block))];
            if (list.empty() || list.back() != static_cast<int>(i)) list.push_back(static_cast<int>(i));
        }
    }
    return readers;
}

bool Network::operator==(const Network& other) const {
    if (data_ == other.data_) return true;
    const auto same_block = [](const BlockPtr& a, const BlockPtr& b) { return a == b || *a == *b; };
    return data_->name == other.data_->name && data_->outputs == other.data_->outputs &&
           std::equal(data_->blocks.begin(), data_->blocks.end(), other.data_->blocks.begin(),
                      other.data_->blocks.end(), same_block);
}

NetworkDraft::NetworkDraft(const Network& network)
    : name_(network.name()),
      blocks_(network.blocks().begin(), network.blocks().end()),
      outputs_(network.outputs().begin(), network.outputs().end()),
      next_id_(network.nextId()) {}

BlockId NetworkDraft::add(const BlockKind& kind, std::string name, Attributes attributes, std::vector<Port> inputs,
                          std::string stage) {
    Block block;
    block.id = next_id_;
    block.kind = &kind;
    block.name = std::move(name);
    block.attributes = std::move(attributes);
    block.inputs = std::move(inputs);
    block.stage = std::move(stage);
    addWithId(std::move(block));
    return next_id_ - 1;
}

void NetworkDraft::addWithId(Block block) {
    next_id_ = std::max(next_id_, block.id + 1);
    unchecked_.insert(block.id);
    blocks_.push_back(std::make_shared<const Block>(std::move(block)));
}

BlockId NetworkDraft::insertAfter(BlockId anchor, const BlockKind& kind, std::string name, Attributes attributes,
                                  std::vector<Port> inputs) {
    const BlockId id = add(kind, std::move(name), std::move(attributes), std::move(inputs));
    const auto at = std::find_if(blocks_.begin(), blocks_.end(), [&](const BlockPtr& b) { return b->id == anchor; });
    if (at != blocks_.end()) std::rotate(at + 1, blocks_.end() - 1, blocks_.end());
    return id;
}

int NetworkDraft::locate(BlockId id) const {
    const auto guess = [&] {
        if (id < 0 || static_cast<size_t>(id) >= index_of_id_.size()) return -1;
        const int index = index_of_id_[static_cast<size_t>(id)];
        const bool right =
            index >= 0 && static_cast<size_t>(index) < blocks_.size() && blocks_[static_cast<size_t>(index)]->id == id;
        return right ? index : -1;
    };
    if (const int index = guess(); index >= 0) return index;
    // Blocks have come, gone or moved since the guesses were made.
    index_of_id_.assign(static_cast<size_t>(next_id_), -1);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        if (blocks_[i]->id >= 0) index_of_id_[static_cast<size_t>(blocks_[i]->id)] = static_cast<int>(i);
    }
    return guess();
}

Block* NetworkDraft::edit(BlockId id) {
    const int index = locate(id);
    if (index < 0) return nullptr;
    BlockPtr& block = blocks_[static_cast<size_t>(index)];
    auto copy = std::make_shared<Block>(*block);
    Block* raw = copy.get();
    unchecked_.insert(id);
    block = std::move(copy);
    return raw;
}

const Block* NetworkDraft::find(BlockId id) const {
    const int index = locate(id);
    return index < 0 ? nullptr : blocks_[static_cast<size_t>(index)].get();
}

void NetworkDraft::erase(BlockId id) {
    std::erase_if(blocks_, [&](const BlockPtr& block) { return block->id == id; });
}

void NetworkDraft::moveAfter(BlockId id, BlockId anchor) {
    const int from = locate(id);
    const int to = locate(anchor);
    if (from < 0 || to < 0 || from == to) return;
    const auto begin = blocks_.begin();
    if (from < to) {
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    } else {
        std::rotate(begin + to + 1, begin + from, begin + from + 1);
    }
}

void NetworkDraft::setOrder(std::span<const BlockId> order) {
    std::vector<size_t> place(static_cast<size_t>(next_id_), order.size());
    for (size_t i = 0; i < order.size(); ++i) {
        if (order[i] >= 0 && order[i] < next_id_) place[static_cast<size_t>(order[i])] = i;
    }
    std::stable_sort(blocks_.begin(), blocks_.end(), [&](const BlockPtr& a, const BlockPtr& b) {
        return place[static_cast<size_t>(a->id)] < place[static_cast<size_t>(b->id)];
    });
}

void NetworkDraft::redirect(Port from, Port to, BlockId except) {
    for (BlockPtr& block : blocks_) {
        if (block->id == except || std::find(block->inputs.begin(), block->inputs.end(), from) == block->inputs.end()) {
            continue;
        }
        auto copy = std::make_shared<Block>(*block);
        std::replace(copy->inputs.begin(), copy->inputs.end(), from, to);
        block = std::move(copy);
    }
    std::replace(outputs_.begin(), outputs_.end(), from, to);
}

namespace {

Result<void> checkBlock(const Block& block, const std::vector<int>& position_of_id) {
    const auto count = static_cast<int>(block.inputs.size());
    if (block.kind == nullptr) return fail(ErrorCode::InvalidArgument, "the block has no kind", block.name);
    if (count < block.kind->min_inputs || (block.kind->max_inputs >= 0 && count > block.kind->max_inputs)) {
        return fail(ErrorCode::InvalidArgument, block.kind->label + " cannot have " + std::to_string(count) + " inputs",
                    block.name);
    }
    for (const Port& port : block.inputs) {
        const bool known = port.block >= 0 && static_cast<size_t>(port.block) < position_of_id.size() &&
                           position_of_id[static_cast<size_t>(port.block)] >= 0 && port.output >= 0;
        if (!known) {
            return fail(ErrorCode::InvalidArgument,
                        "reads block " + std::to_string(port.block) + ", which does not exist", block.name);
        }
    }
    return {};
}

std::vector<int> positionsById(std::span<const BlockPtr> blocks, BlockId next_id) {
    std::vector<int> position(static_cast<size_t>(next_id), -1);
    for (size_t i = 0; i < blocks.size(); ++i)
        position[static_cast<size_t>(blocks[i]->id)] = static_cast<int>(i);
    return position;
}

/// Kahn's algorithm taking the earliest ready block first, so that an order that already works is kept.
Result<void> orderBlocks(std::vector<BlockPtr>& blocks, std::vector<int>& position_of_id) {
    bool ordered = true;
    for (size_t i = 0; i < blocks.size() && ordered; ++i) {
        for (const Port& port : blocks[i]->inputs) {
            ordered = ordered && position_of_id[static_cast<size_t>(port.block)] < static_cast<int>(i);
        }
    }
    if (ordered) return {};
    std::vector<int> missing(blocks.size(), 0);
    std::vector<std::vector<int>> readers(blocks.size());
    for (size_t i = 0; i < blocks.size(); ++i) {
        for (const Port& port : blocks[i]->inputs) {
            ++missing[i];
            readers[static_cast<size_t>(position_of_id[static_cast<size_t>(port.block)])].push_back(
                static_cast<int>(i));
        }
    }
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (size_t i = 0; i < blocks.size(); ++i) {
        if (missing[i] == 0) ready.push(static_cast<int>(i));
    }
    std::vector<BlockPtr> sorted;
    while (!ready.empty()) {
        const auto next = static_cast<size_t>(ready.top());
        ready.pop();
        sorted.push_back(blocks[next]);
        for (const int reader : readers[next]) {
            if (--missing[static_cast<size_t>(reader)] == 0) ready.push(reader);
        }
    }
    if (sorted.size() != blocks.size()) {
        const auto stuck = std::find_if(missing.begin(), missing.end(), [](int count) { return count > 0; });
        return fail(ErrorCode::InvalidArgument, "the blocks form a cycle",
                    blocks[static_cast<size_t>(stuck - missing.begin())]->name);
    }
    blocks = std::move(sorted);
    position_of_id = positionsById(blocks, static_cast<BlockId>(position_of_id.size()));
    return {};
}

/// Texts of files and people become what every view can show and every document can hold.
BlockPtr withCleanTexts(BlockPtr block) {
    std::string name = cleanName(block->name.empty() ? block->kind->id : block->name, kMaxNameBytes);
    std::string stage = cleanName(block->stage, kMaxNameBytes);
    std::string source = cleanName(block->source, kMaxNameBytes);
    if (name == block->name && stage == block->stage && source == block->source) return block;
    auto copy = std::make_shared<Block>(*block);
    copy->name = std::move(name);
    copy->stage = std::move(stage);
    copy->source = std::move(source);
    return copy;
}

void makeNamesUnique(std::vector<BlockPtr>& blocks) {
    constexpr size_t kSuffixBytes = 24;
    std::unordered_set<std::string> taken;
    for (BlockPtr& block : blocks) {
        std::string name = block->name;
        if (taken.contains(name)) {
            const std::string stem = elide(name, kMaxNameBytes - kSuffixBytes);
            // The id makes a second clash all but impossible, so that 10,000 equal names cost 10,000 steps.
            name = stem + "_" + std::to_string(block->id);
            for (int i = 2; taken.contains(name); ++i)
                name = stem + "_" + std::to_string(block->id) + "_" + std::to_string(i);
        }
        taken.insert(name);
        if (name == block->name) continue;
        auto copy = std::make_shared<Block>(*block);
        copy->name = std::move(name);
        block = std::move(copy);
    }
}

}  // namespace

Result<Network> NetworkDraft::commit() const {
    if (static_cast<int64_t>(blocks_.size()) > kMaxNodes) {
        return fail(ErrorCode::LimitExceeded, "more than " + std::to_string(kMaxNodes) + " blocks");
    }
    auto data = std::make_shared<Network::Data>();
    data->name = cleanName(name_, kMaxNameBytes);
    data->blocks = blocks_;
    data->outputs = outputs_;
    data->next_id = next_id_;
    data->position_of_id.assign(static_cast<size_t>(next_id_), -1);
    for (size_t i = 0; i < data->blocks.size(); ++i) {
        int& position = data->position_of_id[static_cast<size_t>(data->blocks[i]->id)];
        if (position >= 0) {
            return fail(ErrorCode::InvalidArgument, "two blocks have the id " + std::to_string(data->blocks[i]->id));
        }
        position = static_cast<int>(i);
    }
    for (BlockPtr& block : data->blocks) {
        if (auto ok = checkBlock(*block, data->position_of_id); !ok) return tl::unexpected(ok.error());
        if (!unchecked_.contains(block->id)) continue;
        auto attributes = completeAttributes(*block->kind, block->attributes);
        if (!attributes) {
            Error error = attributes.error();
            error.place = elide(block->name, 60) + "." + error.place;
            return tl::unexpected(std::move(error));
        }
        if (!(*attributes == block->attributes)) {
            auto copy = std::make_shared<Block>(*block);
            copy->attributes = std::move(*attributes);
            block = std::move(copy);
        }
        block = withCleanTexts(std::move(block));
    }
    makeNamesUnique(data->blocks);
    if (auto ok = orderBlocks(data->blocks, data->position_of_id); !ok) return tl::unexpected(ok.error());
    for (const Port& port : data->outputs) {
        if (port.block < 0 || port.block >= next_id_ || data->position_of_id[static_cast<size_t>(port.block)] < 0) {
            return fail(ErrorCode::InvalidArgument, "the network's output reads a block that does not exist");
        }
    }
    return Network(std::move(data));
}

}  // namespace bw
