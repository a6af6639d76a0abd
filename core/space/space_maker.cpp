// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "space/space_maker.h"

#include <algorithm>
#include <map>
#include <set>

#include "assess/problems.h"
#include "base/text.h"
#include "rewrite/rewrite.h"
#include "rewrite/scale_channels.h"
#include "space/option_grid.h"

namespace bw {
namespace {

constexpr size_t kMaxKept = 12;

const Block* imageInput(const Network& network) {
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->group != KindGroup::Input) continue;
        return block->attributes.list("shape").size() == 4 ? block.get() : nullptr;
    }
    return nullptr;
}

std::string sizeText(int64_t height, int64_t width) {
    return std::to_string(height) + "x" + std::to_string(width);
}

std::string shortName(const Block& block) {
    return elide(block.name, 60);
}

}  // namespace

bool sameOutputs(const LoweredNetwork& a, const LoweredNetwork& b, bool sizes_may_differ) {
    if (a.graph.outputs.size() != b.graph.outputs.size()) return false;
    for (size_t i = 0; i < a.graph.outputs.size(); ++i) {
        const Shape& before = a.graph.shape(a.graph.outputs[i]);
        const Shape& after = b.graph.shape(b.graph.outputs[i]);
        const bool same =
            sizes_may_differ ? before.rank() == after.rank() && before.channels() == after.channels() : before == after;
        if (!same) return false;
    }
    return true;
}

Result<SearchSpace> SearchSpace::make(const Network& network, const LoweredNetwork& lowered,
                                      const TargetProfile& target, const SpaceOptions& options, std::stop_token stop) {
    if (network.empty()) return fail(ErrorCode::InvalidArgument, "there is no network to decide about");
    if (options.multiple < 0 || options.multiple > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "the channel multiple must be from 1 on", "--multiple");
    }
    SearchSpace space;
    space.multiple_ = options.multiple > 0 ? options.multiple : channelMultiple(target);
    space.bases_.push_back({network, std::make_shared<ChannelClasses>(network, lowered), {}, 0, 0});
    Maker maker(space, lowered, options);
    if (options[DecisionKind::Input]) maker.addInput();
    if (options[DecisionKind::OutputStride]) maker.addOutputStride();
    if (options[DecisionKind::Width]) maker.addWidths();
    maker.addInsides();
    maker.dropRefused(stop);
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
    return space;
}

void SearchSpace::Maker::keep(const std::string& line) {
    auto& kept = space_.kept_;
    if (kept.size() < kMaxKept && std::find(kept.begin(), kept.end(), line) == kept.end()) kept.push_back(line);
}

int SearchSpace::Maker::add(SpaceDecision decision) {
    if (decision.values.size() < 2) return -1;
    space_.decisions_.push_back(std::move(decision));
    return static_cast<int>(space_.decisions_.size()) - 1;
}

bool SearchSpace::Maker::closed(const Block& block) const {
    return block.frozen ||
           std::find(options_.closed.begin(), options_.closed.end(), block.name) != options_.closed.end();
}

std::vector<std::string> SearchSpace::Maker::reasonsToStay() const {
    const ChannelClasses& classes = *space_.bases_.front().classes;
    std::vector<std::string> reasons(static_cast<size_t>(classes.count()));
    const std::vector<bool> gives_output = givesOutput(network());
    for (size_t i = 0; i < network().size(); ++i) {
        const Block& block = network().at(i);
        if (gives_output[i]) {
            reasons[static_cast<size_t>(classes.classOf({block.id, 0}))] =
                "'" + shortName(block) + "' gives the network's output";
        }
        if (!closed(block)) continue;
        const std::string reason = "'" + shortName(block) + (block.frozen ? "' is frozen" : "' stays as it is");
        reasons[static_cast<size_t>(classes.classOf({block.id, 0}))] = reason;
        // Trained weights would no longer match another number of inputs.
        for (const Port& input : block.inputs)
            reasons[static_cast<size_t>(classes.classOf(input))] = reason;
    }
    return classes.reasonsAgainst(std::move(reasons));
}

void SearchSpace::Maker::addInput() {
    const Block* input = imageInput(network());
    if (input == nullptr) return keep("the input stays: it is no picture");
    if (closed(*input)) return keep("the input stays: '" + shortName(*input) + "' is frozen");
    const std::vector<int64_t>& shape = input->attributes.list("shape");
    SpaceDecision decision{DecisionKind::Input, input->id, {}, "input_size", {}, {}, static_cast<double>(shape[2])};
    const auto offer = [&](const std::string& text, int64_t height) {
        decision.options.push_back(text);
        decision.values.push_back(static_cast<double>(height));
    };
    std::string refusal = "it is too small to shrink";
    std::vector<Base> bases;
    for (const auto& [height, width] : inputOptions(shape[2], shape[3], options_.most_input)) {
        const std::string text = sizeText(height, width);
        if (height == shape[2]) {
            offer(text, height);
            continue;
        }
        const std::string command = "input_size " + text + " " + quoteName(input->name);
        auto edited = applyEdit(network(), command, {space_.multiple_, &lowered_});
        if (!edited) {
            refusal = edited.error().message;
            continue;
        }
        if (!sameOutputs(lowered_, edited->lowered, true)) {
            refusal = "the outputs would change";
            continue;
        }
        offer(text, height);
        bases.push_back({edited->network,
                         std::make_shared<ChannelClasses>(edited->network, edited->lowered),
                         {command},
                         static_cast<double>(height),
                         0});
    }
    if (decision.options.size() < 2) return keep("the input keeps its size: " + refusal);
    space_.bases_.front().input = decision.now;
    space_.bases_.insert(space_.bases_.end(), bases.begin(), bases.end());
    space_.input_ = add(std::move(decision));
}

void SearchSpace::Maker::addOutputStride() {
    const Block* input = imageInput(network());
    if (input == nullptr) return;
    const double height = static_cast<double>(input->attributes.list("shape")[2]);
    double present = 1;
    for (size_t i = 0; i < network().size(); ++i) {
        const Shape& shape = lowered_.outputShape(i);
        if (shape.rank() == 4 && shape[2] > 1) present = std::max(present, height / static_cast<double>(shape[2]));
    }
    SpaceDecision decision{DecisionKind::OutputStride, kNoBlock, {}, "output_stride", {}, {}, present};
    const std::vector<Base> before = space_.bases_;
    std::vector<Base> bases;
    for (const int64_t stride : {4, 8, 16, 32}) {
        if (static_cast<double>(stride) >= present) break;
        const std::string command = "output_stride " + std::to_string(stride);
        std::vector<Base> made;
        for (const Base& base : before) {
            auto edited = applyEdit(base.network, command, {.channel_multiple = space_.multiple_});
            // Heads that read finer maps would give more.
            if (!edited || (base.commands.empty() && !sameOutputs(lowered_, edited->lowered, false))) break;
            made.push_back({edited->network, std::make_shared<ChannelClasses>(edited->network, edited->lowered),
                            base.commands, base.input, static_cast<double>(stride)});
            made.back().commands.push_back(command);
        }
        if (made.size() < before.size()) continue;
        decision.options.push_back(std::to_string(stride));
        decision.values.push_back(static_cast<double>(stride));
        bases.insert(bases.end(), made.begin(), made.end());
    }
    if (decision.options.empty()) return keep("the output stride stays: finer maps would change the outputs");
    decision.options.push_back(formatNumber(present));
    decision.values.push_back(present);
    for (Base& base : space_.bases_)
        base.stride = present;
    space_.bases_.insert(space_.bases_.end(), bases.begin(), bases.end());
    space_.stride_ = add(std::move(decision));
}

void SearchSpace::Maker::addWidths() {
    const ChannelClasses& classes = *space_.bases_.front().classes;
    const std::vector<std::string> reasons = reasonsToStay();
    std::set<int32_t> seen;
    std::vector<std::string> stages;
    std::map<std::string, std::vector<Scaled>> by_stage;
    for (const BlockPtr& block : network().blocks()) {
        if (block->kind->channel_rule != ChannelRule::Own || block->inputs.empty()) continue;
        const int32_t cls = classes.classOf({block->id, 0});
        if (!seen.insert(cls).second || classes.derived(cls)) continue;
        const int64_t channels = classes.channels(cls);
        const std::string& reason = reasons[static_cast<size_t>(cls)];
        if (!reason.empty()) {
            keep(shortName(*block) + " keeps its " + std::to_string(channels) + " channels: " + reason);
            continue;
        }
        if (options_.grain == WidthGrain::Class) {
            addSizes(DecisionKind::Width, *block, "channels",
                     widthOptions(channels, space_.multiple_, classes.divisor(cls), options_.least_width,
                                  options_.most_width),
                     static_cast<double>(channels));
            continue;
        }
        const std::string stage = options_.grain == WidthGrain::Stage ? block->stage : std::string();
        if (!by_stage.contains(stage)) stages.push_back(stage);
        by_stage[stage].push_back({-1, block->id, channels, classes.divisor(cls)});
    }
    for (const std::string& stage : stages)
        addScale(by_stage[stage], stage);
}

void SearchSpace::Maker::addScale(std::vector<Scaled> classes, const std::string& stage) {
    std::string name = "scale";
    if (options_.grain == WidthGrain::Stage) name += ":" + (stage.empty() ? "other" : elide(stage, 40));
    SpaceDecision decision{DecisionKind::Scale, kNoBlock, stage, name, {}, {}, 1};
    std::map<std::vector<int64_t>, double> known;
    const auto counts = [&](double ratio) {
        std::vector<int64_t> channels;
        channels.reserve(classes.size());
        for (const Scaled& scaled : classes)
            channels.push_back(space_.scaledChannels(scaled, ratio));
        return channels;
    };
    known[counts(1)] = 1;
    std::set<double> ratios = {1};
    // Of multipliers that round to the same channels the roundest speaks for all.
    for (const int step : {25, 10, 5, 1}) {
        for (int hundredths = step; hundredths <= 400; hundredths += step) {
            const double ratio = hundredths / 100.0;
            if (ratio < options_.least_width || ratio > options_.most_width) continue;
            if (known.emplace(counts(ratio), ratio).second) ratios.insert(ratio);
        }
    }
    for (const double ratio : ratios) {
        decision.options.push_back(formatNumber(ratio));
        decision.values.push_back(ratio);
    }
    const int index = add(std::move(decision));
    if (index < 0) return;
    for (Scaled& scaled : classes)
        scaled.decision = index;
    space_.scaled_.insert(space_.scaled_.end(), classes.begin(), classes.end());
}

int SearchSpace::Maker::addSizes(DecisionKind kind, const Block& block, const char* parameter,
                                 std::vector<double> values, double now) {
    SpaceDecision decision{kind, block.id, {}, block.name + "." + parameter, {}, std::move(values), now};
    for (const double value : decision.values)
        decision.options.push_back(formatNumber(value));
    return add(std::move(decision));
}

void SearchSpace::Maker::dropRefused(const std::stop_token& stop) {
    std::vector<SpaceDecision>& decisions = space_.decisions_;
    Genome smallest = space_.origin();
    Genome middle = space_.origin();
    Genome largest = space_.origin();
    for (size_t d = 0; d < decisions.size(); ++d) {
        if (static_cast<int>(d) == space_.input_ || static_cast<int>(d) == space_.stride_) continue;
        smallest[d] = 0;
        largest[d] = static_cast<int32_t>(decisions[d].options.size()) - 1;
        middle[d] = largest[d] / 2;
    }
    const auto works = [&](const Genome& genome) { return space_.keepsInterface(genome, lowered_); };
    // Where all work together, each works alone.
    if (works(smallest) && works(middle) && works(largest)) return;
    for (size_t d = decisions.size(); d-- > 0 && !stop.stop_requested();) {
        if (static_cast<int>(d) == space_.input_ || static_cast<int>(d) == space_.stride_) continue;
        Genome genome = space_.origin();
        const auto alone = [&](int32_t option) {
            genome[d] = option;
            return works(genome);
        };
        // Where the ends and a middle one work, all between do, but for sums and shares that divide.
        const auto last = static_cast<int32_t>(decisions[d].options.size()) - 1;
        if (alone(0) && alone(last / 2) && alone(last)) continue;
        std::vector<int32_t> kept;
        for (int32_t option = 0; option <= last; ++option) {
            if (option == decisions[d].present() || alone(option)) kept.push_back(option);
        }
        space_ = *space_.withOptions(d, kept);
    }
}

}  // namespace bw
