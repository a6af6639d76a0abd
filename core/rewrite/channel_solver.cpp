// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "rewrite/channel_classes.h"

namespace bw {

/// Finds the classes that requests reach, gives each its new count along the relations, and turns the counts into
/// attributes.
class ChannelClasses::Solver {
public:
    explicit Solver(const ChannelClasses& classes)
        : classes_(classes),
          count_(classes.classes_.size(), 0),
          cause_(classes.classes_.size(), kNoBlock),
          affected_(classes.classes_.size(), false) {}

    Result<void> request(const Request& request) {
        const int32_t cls = classes_.classOf(request.port);
        if (count(cls) > 0 && count(cls) != request.channels) {
            return fail(ErrorCode::InvalidEdit, "its channels must equal those of '" + nameOf(cause(cls)) + "'",
                        nameOf(request.port.block));
        }
        if (count(cls) == 0) cause(cls) = request.port.block;
        count(cls) = request.channels;
        requested_.push_back(request.port.block);
        affect(cls);
        return {};
    }

    Result<Solution> run() {
        for (bool settled = false; !settled;) {
            if (auto ok = reach(); !ok) return tl::unexpected(ok.error());
            if (auto ok = propagate(); !ok) return tl::unexpected(ok.error());
            const auto moved = movePadded();
            if (!moved) return tl::unexpected(moved.error());
            settled = !*moved;
        }
        std::sort(requested_.begin(), requested_.end());
        for (const int32_t cls : reached_) {
            if (auto ok = emitOwners(cls); !ok) return tl::unexpected(ok.error());
        }
        for (const int32_t index : touched_) {
            if (auto ok = emitAdjustment(relation(index)); !ok) return tl::unexpected(ok.error());
        }
        for (int32_t cls = 0; cls < classes_.count(); ++cls) {
            if (count(cls) == 0) count(cls) = classes_.channels(cls);
        }
        return Solution{std::move(changes_), std::move(count_)};
    }

private:
    const Relation& relation(int32_t index) const { return classes_.relations_[static_cast<size_t>(index)]; }
    const Block& blockOf(const Relation& relation) const {
        return classes_.network_.at(static_cast<size_t>(relation.position));
    }
    const std::string& nameOf(BlockId id) const { return classes_.network_.find(id)->name; }
    int64_t& count(int32_t cls) { return count_[static_cast<size_t>(cls)]; }
    BlockId& cause(int32_t cls) { return cause_[static_cast<size_t>(cls)]; }
    bool affected(int32_t cls) const { return affected_[static_cast<size_t>(cls)]; }
    void affect(int32_t cls) {
        if (affected(cls)) return;
        affected_[static_cast<size_t>(cls)] = true;
        reached_.push_back(cls);
    }
    bool anyTermAffected(const Relation& r) const {
        return std::any_of(r.terms.begin(), r.terms.end(), [&](const auto& term) { return affected(term.first); });
    }

    Result<void> reach();
    Result<void> propagate();
    Result<bool> forward(const Relation& r);
    Result<bool> backward(const Relation& r);
    Result<bool> assign(int32_t cls, int64_t value, const Relation& r, BlockId why);
    Result<bool> movePadded();
    int64_t countNow(int32_t cls) const {
        const int64_t known = count_[static_cast<size_t>(cls)];
        return known > 0 ? known : classes_.channels(cls);
    }
    int64_t slackOf(const Relation& r) const {
        return countNow(r.out) - countNow(r.terms.front().first) - r.constant +
               blockOf(r).attributes.list("amounts")[static_cast<size_t>(r.slack)];
    }
    Result<void> emitOwners(int32_t cls);
    Result<void> emitAdjustment(const Relation& r);
    Result<void> emitPadding(const Relation& r);

    const ChannelClasses& classes_;
    std::vector<int64_t> count_;  ///< By class: the new count; 0 until known.
    std::vector<BlockId> cause_;  ///< By class: the requested block it follows.
    std::vector<bool> affected_;
    std::vector<int32_t> reached_;  ///< Affected classes in the order found.
    std::vector<int32_t> touched_;  ///< Relations among them, in execution order.
    std::vector<BlockId> requested_;
    std::vector<Change> changes_;
};

/// What a change reaches: forward along every relation; backward only where a relation has a single source, since
/// nothing says how a sum should be shared out.
Result<void> ChannelClasses::Solver::reach() {
    for (size_t next = 0, settled = 0; next < reached_.size() || settled < reached_.size();) {
        if (next < reached_.size()) {
            for (const int32_t index : classes_.at(reached_[next++]).feeds) {
                if (relation(index).slack < 0) affect(relation(index).out);
            }
            continue;
        }
        for (const int32_t index : classes_.at(reached_[settled++]).gives) {
            const Relation& r = relation(index);
            if (r.slack >= 0 || anyTermAffected(r)) continue;
            const bool single = std::all_of(r.terms.begin(), r.terms.end(),
                                            [&](const auto& term) { return term.first == r.terms.front().first; });
            if (!single) {
                return fail(ErrorCode::InvalidEdit,
                            "its channels are the sum of the inputs of '" + blockOf(r).name + "'", blockOf(r).name,
                            "change the channels of those inputs instead");
            }
            affect(r.terms.front().first);
        }
    }
    for (const int32_t cls : reached_) {
        const Class& c = classes_.at(cls);
        touched_.insert(touched_.end(), c.feeds.begin(), c.feeds.end());
        touched_.insert(touched_.end(), c.gives.begin(), c.gives.end());
    }
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    return {};
}

Result<bool> ChannelClasses::Solver::assign(int32_t cls, int64_t value, const Relation& r, BlockId why) {
    const std::string& name = blockOf(r).name;
    if (value < 1 || value > kMaxDimension) {
        return fail(ErrorCode::InvalidEdit, "it would have " + std::to_string(value) + " channels", name);
    }
    if (count(cls) != 0) {
        if (count(cls) == value) return false;
        return fail(
            ErrorCode::InvalidEdit,
            "it gives " + std::to_string(value) + " channels where " + std::to_string(count(cls)) + " are needed",
            name);
    }
    count(cls) = value;
    cause(cls) = why;
    return true;
}

/// True where the relation's output became known.
Result<bool> ChannelClasses::Solver::forward(const Relation& r) {
    int64_t sum = r.constant;
    BlockId why = kNoBlock;
    for (const auto& [term, coefficient] : r.terms) {
        if (affected(term) && count(term) == 0) return false;
        if (affected(term) && why == kNoBlock) why = cause(term);
        sum += coefficient * (affected(term) ? count(term) : classes_.channels(term));
    }
    if (sum % r.denominator != 0) {
        return fail(ErrorCode::InvalidEdit,
                    "its share of " + std::to_string(count(r.terms.front().first)) + " channels is not a whole number",
                    blockOf(r).name);
    }
    return assign(r.out, sum / r.denominator, r, why);
}

Result<bool> ChannelClasses::Solver::backward(const Relation& r) {
    const int32_t source = r.terms.front().first;
    if (count(r.out) == 0 || count(source) != 0) return false;
    int64_t coefficient = 0;
    for (const auto& [term, c] : r.terms) {
        if (term != source) return false;
        coefficient += c;
    }
    const int64_t scaled = count(r.out) * r.denominator - r.constant;
    if (scaled % coefficient != 0) {
        return fail(ErrorCode::InvalidEdit,
                    std::to_string(count(r.out)) + " channels are no multiple of the " + std::to_string(coefficient) +
                        " outputs it has for each input channel",
                    blockOf(r).name);
    }
    return assign(source, scaled / coefficient, r, cause(r.out));
}

Result<void> ChannelClasses::Solver::propagate() {
    for (bool progress = true; progress;) {
        progress = false;
        for (const int32_t index : touched_) {
            const Relation& r = relation(index);
            if (r.slack >= 0) continue;
            for (auto step : {&Solver::forward, &Solver::backward}) {
                const auto made = (this->*step)(r);
                if (!made) return tl::unexpected(made.error());
                progress = progress || *made;
            }
        }
    }
    return {};
}

/// Where a padding of channels cannot take up a difference, the other side moves by as much; true where one did.
Result<bool> ChannelClasses::Solver::movePadded() {
    bool any = false;
    for (const int32_t index : touched_) {
        const Relation& r = relation(index);
        const int32_t source = r.terms.front().first;
        if (r.slack < 0 || slackOf(r) >= 0) continue;
        if (affected(source) && affected(r.out)) {
            return fail(
                ErrorCode::InvalidEdit,
                "it cannot pad " + std::to_string(count(source)) + " channels to " + std::to_string(count(r.out)),
                blockOf(r).name);
        }
        const bool forward = affected(source);
        const int32_t other = forward ? r.out : source;
        const int64_t moved = forward ? count(source) + r.constant : count(r.out) - r.constant;
        affect(other);
        const auto made = assign(other, moved, r, cause(forward ? source : r.out));
        if (!made) return made;
        any = true;
    }
    return any;
}

Result<void> ChannelClasses::Solver::emitOwners(int32_t cls) {
    const Class& c = classes_.at(cls);
    const int64_t value = count(cls);
    const std::string place = cause(cls) == kNoBlock ? std::string() : nameOf(cause(cls));
    if (value == 0) {
        return fail(ErrorCode::InvalidEdit, "its channels depend on each other in a circle", place);
    }
    if (value != c.channels && !c.pin.empty()) {
        return fail(ErrorCode::InvalidEdit,
                    std::to_string(value) + " channels would have to change others too: " + c.pin, place);
    }
    if (value % c.divisor != 0) {
        return fail(ErrorCode::InvalidEdit,
                    std::to_string(value) + " channels are no multiple of the " + std::to_string(c.divisor) +
                        " groups or heads of '" + c.divided_by + "'",
                    place);
    }
    for (const BlockId owner : c.owners) {
        const Block& block = *classes_.network_.find(owner);
        if (block.channels() == value) continue;
        const bool asked = std::binary_search(requested_.begin(), requested_.end(), owner);
        if (block.frozen) return fail(ErrorCode::InvalidEdit, "'" + block.name + "' is frozen", place, "thaw it first");
        changes_.push_back({owner, "channels", Value(value), asked ? kNoBlock : cause(cls)});
    }
    return {};
}

/// Slices, reshapes and paddings of channels hold counts of their own.
Result<void> ChannelClasses::Solver::emitAdjustment(const Relation& r) {
    if (r.slack >= 0) return emitPadding(r);
    const Block& block = blockOf(r);
    const bool slices = block.kind->id == "slice";
    if (!slices && block.kind->id != "reshape") return {};
    const int32_t source = r.terms.front().first;
    const int64_t old_in = classes_.channels(source);
    if (!affected(source) || count(source) == old_in) return {};
    if (block.frozen) return fail(ErrorCode::InvalidEdit, "the block is frozen", block.name, "thaw it first");
    if (slices) {
        const int64_t begin = block.attributes.integer("begin") * count(source);
        if (begin % old_in != 0) {
            return fail(ErrorCode::InvalidEdit, "its first channel would not be a whole number", block.name);
        }
        if (begin != 0) changes_.push_back({block.id, "begin", Value(begin / old_in), cause(r.out)});
        changes_.push_back({block.id, "size", Value(count(r.out)), cause(r.out)});
        return {};
    }
    std::vector<int64_t> sizes = block.attributes.list("sizes");
    if (sizes.size() == 2 && sizes[1] > 0) {
        sizes[1] = count(r.out);
        changes_.push_back({block.id, "sizes", Value(std::move(sizes)), cause(r.out)});
    }
    return {};
}

Result<void> ChannelClasses::Solver::emitPadding(const Relation& r) {
    const Block& block = blockOf(r);
    std::vector<int64_t> amounts = block.attributes.list("amounts");
    int64_t& amount = amounts[static_cast<size_t>(r.slack)];
    const int64_t needed = slackOf(r);
    if (needed == amount) return {};
    if (block.frozen) return fail(ErrorCode::InvalidEdit, "the block is frozen", block.name, "thaw it first");
    amount = needed;
    changes_.push_back({block.id, "amounts", Value(std::move(amounts)),
                        affected(r.out) ? cause(r.out) : cause(r.terms.front().first)});
    return {};
}

Result<ChannelClasses::Solution> ChannelClasses::solve(std::span<const Request> requests) const {
    Solver solver(*this);
    for (const Request& request : requests) {
        if (auto ok = solver.request(request); !ok) return tl::unexpected(ok.error());
    }
    return solver.run();
}

}  // namespace bw
