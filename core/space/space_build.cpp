// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "space/space_build.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "rewrite/edit_support.h"

namespace bw {

const SearchSpace::Base& SearchSpace::baseOf(const Genome& genome) const {
    const double input = input_ < 0 ? 0 : value(genome, input_);
    const double stride = stride_ < 0 ? 0 : value(genome, stride_);
    const auto it = std::find_if(bases_.begin(), bases_.end(),
                                 [&](const Base& base) { return base.input == input && base.stride == stride; });
    return it == bases_.end() ? bases_.front() : *it;
}

double SearchSpace::value(const Genome& genome, int decision) const {
    const auto at = static_cast<size_t>(decision);
    return decisions_[at].values[static_cast<size_t>(genome[at])];
}

bool SearchSpace::changes(const Genome& genome, int decision) const {
    if (decision < 0) return false;
    return value(genome, decision) != decisions_[static_cast<size_t>(decision)].now;
}

int64_t SearchSpace::snap(double wanted) const {
    return nearestMultiple(wanted,
                           wanted >= static_cast<double>(multiple_) ? multiple_ : std::min<int64_t>(multiple_, 8));
}

int64_t SearchSpace::scaledChannels(const Scaled& scaled, double ratio) const {
    const double wanted = static_cast<double>(scaled.channels) * ratio;
    int64_t step = std::lcm(multiple_, scaled.divisor);
    if (wanted < static_cast<double>(step)) step = std::lcm(std::min<int64_t>(multiple_, 8), scaled.divisor);
    const int64_t target = nearestMultiple(wanted, step);
    // A smaller multiplier widens nothing, a greater one narrows nothing.
    const bool wrong_way = ratio < 1 ? target > scaled.channels : target < scaled.channels;
    return ratio == 1 || wrong_way ? scaled.channels : target;
}

Result<ChannelClasses::Solution> SearchSpace::channelsOf(const Base& base, const Genome& genome) const {
    std::vector<ChannelClasses::Request> requests;
    for (const Scaled& scaled : scaled_) {
        if (!changes(genome, scaled.decision)) continue;
        const int64_t channels = scaledChannels(scaled, value(genome, scaled.decision));
        if (channels != scaled.channels) requests.push_back({{scaled.owner, 0}, channels});
    }
    for (size_t d = 0; d < decisions_.size(); ++d) {
        if (decisions_[d].kind != DecisionKind::Width || !changes(genome, static_cast<int>(d))) continue;
        requests.push_back({{decisions_[d].block, 0}, static_cast<int64_t>(value(genome, static_cast<int>(d)))});
    }
    return base.classes->solve(requests);
}

std::optional<int64_t> SearchSpace::innerChannels(const Block& block, double wanted, bool asked,
                                                  const Around& around) const {
    if (!asked && around.new_in == around.old_in) return std::nullopt;
    int64_t inner = snap(static_cast<double>(around.new_in) * wanted);
    const double old = block.attributes.number("expansion", 1);
    // Where nothing grows, rounding must not widen either.
    if (wanted <= old && around.new_in <= around.old_in) {
        inner = std::min(inner, static_cast<int64_t>(std::llround(static_cast<double>(around.old_in) * old)));
    }
    return inner;
}

int64_t SearchSpace::copiesOf(const Genome& genome, const Inside& inside) const {
    return inside.depth < 0 ? 1 : static_cast<int64_t>(value(genome, inside.depth));
}

void SearchSpace::Builder::convert(Block& block, const Inside& inside) const {
    const Attributes before = std::move(block.attributes);
    block.kind = inside.kind;
    block.attributes = inside.attributes;
    // The base, or a copy, may have other strides than the block that the conversion was tried on.
    for (const char* name : {"stride", "stride_w", "dilation", "dilation_w", "residual"}) {
        const Value* value = before.find(name);
        if (value != nullptr && block.kind->param(name) != nullptr) block.attributes.set(name, *value);
    }
}

void SearchSpace::Builder::follow(Block& block, const Inside& inside, const Around& around) const {
    Attributes& a = block.attributes;
    const double width_ratio = static_cast<double>(around.new_in) / static_cast<double>(around.old_in);
    double ratio = width_ratio;
    double inner = static_cast<double>(around.new_in);
    if (const ParamSpec* spec = block.kind->param("expansion")) {
        const double old = a.number("expansion", 1);
        const bool asked = space_.changes(genome_, inside.expansion);
        const double wanted = asked ? space_.value(genome_, inside.expansion) : old;
        if (const auto count = space_.innerChannels(block, wanted, asked, around)) {
            const double expansion =
                std::clamp(static_cast<double>(*count) / static_cast<double>(around.new_in), spec->min, spec->max);
            a.set("expansion", expansion);
            ratio *= expansion / old;
        }
        inner *= a.number("expansion", 1);
    }
    const auto scale = [&](std::string_view parameter, double by) {
        const int64_t old = a.integer(parameter);
        if (old <= 0 || by == 1) return;
        const int64_t scaled = space_.snap(static_cast<double>(old) * by);
        a.set(parameter, by < 1 ? std::min(old, scaled) : std::max(old, scaled));
    };
    if (space_.changes(genome_, inside.squeeze) && block.kind->param("squeeze") != nullptr) {
        const bool on = space_.value(genome_, inside.squeeze) > 0;
        // A quarter is the usual share (MobileNetV3, EfficientNet on accelerators).
        a.set("squeeze", on ? space_.snap(inner / 4) : int64_t{0});
    } else {
        scale("squeeze", ratio);
    }
    if (a.integer("groups", 1) == 1) scale("mid_channels", width_ratio);
}

void SearchSpace::Builder::shape(Block& block, const Inside& inside, const Around& around) const {
    if (space_.changes(genome_, inside.conversion)) {
        convert(block, inside);
        if (block.kind->param("channels") != nullptr) block.attributes.set("channels", around.new_out);
    }
    if (space_.changes(genome_, inside.kernel)) {
        block.attributes.set("kernel", static_cast<int64_t>(space_.value(genome_, inside.kernel)));
    }
    follow(block, inside, around);
}

void SearchSpace::Builder::repeat(NetworkDraft& draft, const Inside& inside) const {
    const Block before = *base_.network.find(inside.block);
    // As the edits "duplicate" and "set ..._copy.residual=true" do it.
    Block block = before;
    const auto reset = [&](const char* name, int64_t value) {
        if (block.kind->param(name) != nullptr) block.attributes.set(name, value);
    };
    reset("stride", 1);
    reset("stride_w", 0);
    if (block.kind->param("residual") != nullptr) block.attributes.set("residual", true);
    const auto out = static_cast<size_t>(base_.classes->classOf({inside.block, 0}));
    const int64_t channels = solution_.channels[out];
    block.attributes.set("channels", channels);
    shape(block, inside, {base_.classes->channels(static_cast<int32_t>(out)), channels, channels});
    const Port end{inside.block, 0};
    const BlockId id =
        draft.insertAfter(inside.block, *block.kind, before.name + "_copy", std::move(block.attributes), {end});
    Block& copy = *draft.edit(id);
    copy.stage = before.stage;
    copy.precision = before.precision;
    draft.redirect(end, {id, 0}, id);
}

Result<Network> SearchSpace::Builder::build() const {
    NetworkDraft draft(base_.network);
    for (const ChannelClasses::Change& change : solution_.changes)
        draft.edit(change.block)->attributes.set(change.parameter, change.value);
    // Leaving out comes first: names that it frees are free for copies, as in commands().
    for (const Inside& inside : space_.insides_) {
        if (space_.copiesOf(genome_, inside) != 0) continue;
        draft.redirect({inside.block, 0}, draft.find(inside.block)->inputs.front());
        draft.erase(inside.block);
    }
    for (const Inside& inside : space_.insides_) {
        if (space_.copiesOf(genome_, inside) == 0) continue;
        const Block& before = *base_.network.find(inside.block);
        const auto in = static_cast<size_t>(base_.classes->classOf(before.inputs.front()));
        const auto out = static_cast<size_t>(base_.classes->classOf({inside.block, 0}));
        const Around around{base_.classes->channels(static_cast<int32_t>(in)), solution_.channels[in],
                            solution_.channels[out]};
        const bool touched = around.new_in != around.old_in || space_.changes(genome_, inside.conversion) ||
                             space_.changes(genome_, inside.expansion) || space_.changes(genome_, inside.kernel) ||
                             space_.changes(genome_, inside.squeeze);
        if (touched) shape(*draft.edit(inside.block), inside, around);
    }
    for (const Inside& inside : space_.insides_) {
        if (space_.copiesOf(genome_, inside) > 1) repeat(draft, inside);
    }
    return draft.commit();
}

Result<Network> SearchSpace::build(const Genome& genome) const {
    const Base& base = baseOf(genome);
    const auto solution = channelsOf(base, genome);
    if (!solution) return tl::unexpected(solution.error());
    return Builder(*this, base, *solution, genome).build();
}

}  // namespace bw
