// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

using PlaneSize = std::pair<int64_t, int64_t>;

const Block* inputNamed(const Network& network, const std::string* name) {
    for (const BlockPtr& block : network.blocks()) {
        const bool image = block->kind->group == KindGroup::Input && block->attributes.list("shape").size() == 4;
        if (image && (name == nullptr || block->name == *name)) return block.get();
    }
    return nullptr;
}

/// True for blocks whose attributes hold the size of a map: a resize to a fixed size, and a pooling that just covers
/// its map.
bool holdsSize(const Block& block, const Shape& input) {
    const Attributes& a = block.attributes;
    if (block.kind->id == "resize") return a.integer("height") > 0 || a.integer("width") > 0;
    if (block.kind->id != "avg_pool" && block.kind->id != "max_pool") return false;
    const int64_t across = a.integer("kernel_w") > 0 ? a.integer("kernel_w") : a.integer("kernel");
    return input.rank() == 4 && a.integer("kernel") == input.height() && across == input.width() &&
           a.text("padding") == "valid" && input.height() > 1;
}

/// The network with a new input and without everything behind a block that holds a size, so that it surely lowers where
/// the whole may not yet; gives the new size of each old one.
class SizeMap {
public:
    SizeMap(PlaneSize before, PlaneSize after) : before_(before), after_(after) { known_[before] = after; }

    Result<void> learn(const Network& network, const LoweredNetwork& lowered, NetworkDraft draft) {
        std::vector<bool> behind(network.size(), false);
        for (size_t i = 0; i < network.size(); ++i) {
            const Block& block = network.at(i);
            for (const Port& port : block.inputs) {
                const auto source = static_cast<size_t>(network.positionOf(port.block));
                behind[i] = behind[i] || behind[source] || holdsSize(block, lowered.outputShape(source));
            }
        }
        for (size_t i = network.size(); i-- > 0;) {
            if (behind[i]) draft.erase(network.at(i).id);
        }
        draft.setOutputs({});
        const auto part = draft.commit();
        if (!part) return tl::unexpected(part.error());
        const auto resized = lower(*part);
        if (!resized) return tl::unexpected(resized.error());
        for (size_t i = 0; i < part->size(); ++i) {
            const Shape& old = lowered.outputShape(static_cast<size_t>(network.positionOf(part->at(i).id)));
            const Shape& now = resized->outputShape(i);
            if (old.rank() == 4 && now.rank() == 4) known_[{old[2], old[3]}] = {now[2], now[3]};
        }
        return {};
    }

    /// Sizes of maps that the network has elsewhere follow those; others grow in proportion to the input.
    PlaneSize of(PlaneSize old) const {
        if (const auto it = known_.find(old); it != known_.end()) return it->second;
        const auto scaled = [](int64_t size, int64_t from, int64_t to) {
            return std::max<int64_t>(
                1, std::llround(static_cast<double>(size) * static_cast<double>(to) / static_cast<double>(from)));
        };
        return {scaled(old.first, before_.first, after_.first), scaled(old.second, before_.second, after_.second)};
    }

private:
    PlaneSize before_, after_;
    std::map<PlaneSize, PlaneSize> known_;
};

Result<void> followSize(EditPlan& plan, const Block& block, const Shape& input, const SizeMap& sizes) {
    const Attributes& a = block.attributes;
    const bool resize = block.kind->id == "resize";
    const PlaneSize old = resize ? PlaneSize(a.integer("height"), a.integer("width")) : PlaneSize(input[2], input[3]);
    const PlaneSize now = sizes.of(old);
    if (now == old) return {};
    if (auto ok = requireThawed(block); !ok) return ok;
    const char* note = "follows the input";
    if (old.first > 0) setAttribute(plan, block, resize ? "height" : "kernel", now.first, note);
    const bool across = resize ? old.second > 0 : a.integer("kernel_w") > 0 || now.first != now.second;
    if (across) setAttribute(plan, block, resize ? "width" : "kernel_w", now.second, note);
    return {};
}

Result<PlaneSize> parseSize(const std::string& text) {
    const std::vector<std::string> parts = split(text, 'x');
    const auto height = parseInteger(parts.front());
    const auto width = parseInteger(parts.back());
    const bool legal = parts.size() == 2 && height && width && *height > 0 && *width > 0 && *height <= kMaxDimension &&
                       *width <= kMaxDimension;
    if (legal) return PlaneSize(*height, *width);
    return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no size", {},
                "write height and width, for example input_size 192x256");
}

Result<EditPlan> planInputSize(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.empty() || arguments.words.size() > 2) {
        return fail(ErrorCode::InvalidArgument, "input_size needs HEIGHTxWIDTH");
    }
    const auto size = parseSize(arguments.words[0].text);
    if (!size) return tl::unexpected(size.error());
    const std::string* name = arguments.words.size() == 2 ? &arguments.words[1].text : nullptr;
    const Block* input = inputNamed(network, name);
    if (input == nullptr) return fail(ErrorCode::NotFound, "there is no such input with height and width");
    if (auto ok = requireThawed(*input); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    std::vector<int64_t> shape = input->attributes.list("shape");
    const PlaneSize old{shape[2], shape[3]};
    shape[2] = size->first;
    shape[3] = size->second;
    EditPlan plan{NetworkDraft(network), "Set input size to " + arguments.words[0].text, {}};
    if (old == *size)
        return fail(ErrorCode::InvalidEdit, "its size is already " + arguments.words[0].text, input->name);
    setAttribute(plan, *input, "shape", std::move(shape));
    SizeMap sizes(old, *size);
    if (auto ok = sizes.learn(network, **lowered, plan.draft); !ok) return tl::unexpected(ok.error());
    std::vector<bool> reached(network.size(), false);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        reached[i] = &block == input;
        for (const Port& port : block.inputs) {
            const auto source = static_cast<size_t>(network.positionOf(port.block));
            reached[i] = reached[i] || reached[source];
            if (!reached[source] || !holdsSize(block, (*lowered)->outputShape(source))) continue;
            if (auto ok = followSize(plan, block, (*lowered)->outputShape(source), sizes); !ok) {
                return tl::unexpected(ok.error());
            }
        }
    }
    return plan;
}

}  // namespace

Rewrite makeInputSize() {
    Rewrite rewrite;
    rewrite.id = "input_size";
    rewrite.label = "Set input size";
    rewrite.syntax = "input_size HEIGHTxWIDTH [INPUT]";
    rewrite.doc =
        "Sets the height and width that the network reads. Blocks that hold the size of a map follow: a resize to a "
        "fixed size, a pooling that covers its map.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.plan = planInputSize;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        if (inputNamed(network, nullptr) != nullptr) return {};
        return fail(ErrorCode::InvalidEdit, "no input has a height and a width");
    };
    return rewrite;
}

}  // namespace bw::rules
