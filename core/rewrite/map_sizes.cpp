// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/map_sizes.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bw {
namespace {

bool resizes(const Block& block) {
    return block.kind->id == "resize";
}

/// A resize or a head that enlarges by a factor.
bool resizesByFactor(const Block& block) {
    return block.kind->param("scale") != nullptr && block.attributes.integer("height") == 0 &&
           block.attributes.integer("width") == 0;
}

/// True for a pooling that just covers its map.
bool coversMap(const Block& block, const Shape& input) {
    const Attributes& a = block.attributes;
    if (block.kind->id != "avg_pool" && block.kind->id != "max_pool") return false;
    const int64_t across = a.integer("kernel_w") > 0 ? a.integer("kernel_w") : a.integer("kernel");
    return input.rank() == 4 && a.integer("kernel") == input.height() && across == input.width() &&
           a.text("padding") == "valid" && input.height() > 1;
}

int64_t inProportion(int64_t size, double ratio) {
    return std::max<int64_t>(1, std::llround(static_cast<double>(size) * ratio));
}

/// The new size of each old one. Learnt from the edited network without everything behind a block that holds a size, so
/// that it surely lowers where the whole may not yet.
class SizeMap {
public:
    explicit SizeMap(SizeChange input) : input_(input) { known_[input.before] = input.after; }

    Result<void> learn(const Network& network, const LoweredNetwork& lowered, NetworkDraft draft) {
        std::vector<bool> behind(network.size(), false);
        for (size_t i = 0; i < network.size(); ++i) {
            const Block& block = network.at(i);
            for (const Port& port : block.inputs) {
                const auto source = static_cast<size_t>(network.positionOf(port.block));
                behind[i] =
                    behind[i] || behind[source] || resizes(block) || coversMap(block, lowered.outputShape(source));
            }
        }
        for (size_t i = network.size(); i-- > 0;) {
            if (behind[i]) draft.erase(network.at(i).id);
        }
        draft.setOutputs({});
        const auto part = draft.commit();
        if (!part) return tl::unexpected(part.error());
        const auto changed = lower(*part);
        if (!changed) return tl::unexpected(changed.error());
        for (size_t i = 0; i < part->size(); ++i) {
            const Shape& old = lowered.outputShape(static_cast<size_t>(network.positionOf(part->at(i).id)));
            const Shape& now = changed->outputShape(i);
            if (old.rank() == 4 && now.rank() == 4) known_[{old[2], old[3]}] = {now[2], now[3]};
        }
        return {};
    }

    bool knows(PlaneSize old) const { return known_.count(old) > 0; }

    /// Sizes of maps that the network has elsewhere follow those; others grow in proportion to the input.
    PlaneSize of(PlaneSize old) const {
        if (const auto it = known_.find(old); it != known_.end()) return it->second;
        const auto ratio = [](int64_t from, int64_t to) { return static_cast<double>(to) / static_cast<double>(from); };
        return {inProportion(old.first, ratio(input_.before.first, input_.after.first)),
                inProportion(old.second, ratio(input_.before.second, input_.after.second))};
    }

private:
    SizeChange input_;
    std::map<PlaneSize, PlaneSize> known_;
};

constexpr const char* kNote = "follows its map";

Result<void> followPooling(EditPlan& plan, const Block& block, const Shape& input, const SizeMap& sizes) {
    const PlaneSize old{input[2], input[3]};
    const PlaneSize now = sizes.of(old);
    if (now == old) return {};
    if (auto ok = requireThawed(block); !ok) return ok;
    setAttribute(plan, block, "kernel", now.first, kNote);
    const bool across = block.attributes.integer("kernel_w") > 0 || now.first != now.second;
    if (across) setAttribute(plan, block, "kernel_w", now.second, kNote);
    return {};
}

Result<void> followFixed(EditPlan& plan, const Block& block, const SizeMap& sizes) {
    const PlaneSize old{block.attributes.integer("height"), block.attributes.integer("width")};
    const PlaneSize now = sizes.of(old);
    if (now == old) return {};
    if (auto ok = requireThawed(block); !ok) return ok;
    if (old.first > 0) setAttribute(plan, block, "height", now.first, kNote);
    if (old.second > 0) setAttribute(plan, block, "width", now.second, kNote);
    return {};
}

Result<void> followFactor(EditPlan& plan, const Block& block, const Shape& input, const Shape& output,
                          const SizeMap& sizes) {
    if (input.rank() != 4 || output.rank() != 4 || !sizes.knows({output[2], output[3]})) return {};
    const PlaneSize wanted = sizes.of({output[2], output[3]});
    const PlaneSize from = sizes.of({input[2], input[3]});
    const auto gives = [&](double scale) {
        return wanted == PlaneSize(inProportion(from.first, scale), inProportion(from.second, scale));
    };
    if (gives(plan.draft.find(block.id)->attributes.number("scale"))) return {};
    if (!resizes(block)) {
        const double scale = static_cast<double>(wanted.first) / static_cast<double>(from.first);
        if (!gives(scale)) return {};
        if (auto ok = requireThawed(block); !ok) return ok;
        setAttribute(plan, block, "scale", scale, kNote);
        return {};
    }
    if (auto ok = requireThawed(block); !ok) return ok;
    setAttribute(plan, block, "height", wanted.first, kNote);
    setAttribute(plan, block, "width", wanted.second, kNote);
    return {};
}

}  // namespace

Result<void> followSizes(EditPlan& plan, const Network& network, const LoweredNetwork& lowered, SizeChange input,
                         const std::vector<bool>& scope) {
    SizeMap sizes(input);
    if (auto ok = sizes.learn(network, lowered, plan.draft); !ok) return ok;
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!scope[i] || block.inputs.empty()) continue;
        const Shape& from = lowered.outputShape(static_cast<size_t>(network.positionOf(block.inputs.front().block)));
        Result<void> ok;
        if (resizesByFactor(block)) {
            ok = followFactor(plan, block, from, lowered.outputShape(i), sizes);
        } else if (resizes(block)) {
            ok = followFixed(plan, block, sizes);
        } else if (coversMap(block, from)) {
            ok = followPooling(plan, block, from, sizes);
        }
        if (!ok) return ok;
    }
    return {};
}

EditPlan mendSizes(EditPlan plan, const Network& network, const EditContext& context) {
    const auto lowers = [](const EditPlan& made) {
        const auto committed = made.draft.commit();
        return committed && lower(*committed);
    };
    if (lowers(plan)) return plan;
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return plan;
    EditPlan mended = plan;
    const std::vector<bool> everywhere(network.size(), true);
    if (!followSizes(mended, network, **lowered, kSameInput, everywhere) || !lowers(mended)) return plan;
    return mended;
}

}  // namespace bw
