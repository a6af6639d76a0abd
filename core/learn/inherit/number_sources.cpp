// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/number_sources.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "learn/inherit/compose_kernels.h"

namespace bw {
namespace {

constexpr double kNormEpsilon = 1e-5;  // As training has it.

std::vector<float> copied(std::span<const float> numbers) {
    return {numbers.begin(), numbers.end()};
}

class SourceFinder {
public:
    SourceFinder(const TrainedNetwork& from, const FlowingForm& to)
        : from_(from), to_(to), used_(from.form().form.keys.size()), sources_(to.form.keys.size()) {}

    std::vector<std::optional<NumberSource>> find() {
        for (size_t i = 0; i < sources_.size(); ++i) {
            if (!KernelView::exists(to_.at(i))) continue;
            const auto found = old().operators.find(to_.form.keys[i]);
            if (found != old().operators.end() && from_.kernel(found->second) != nullptr) take(i, found->second);
        }
        findParts();
        for (auto& [name, block] : openBlocks()) {
            if (block.wanted.size() == 1 && block.left.size() == 2) compose(block.wanted[0], block.left);
            if (block.wanted.size() == 2 && block.left.size() == 1) split(block.wanted, block.left[0]);
            if (block.wanted.size() == 1 && block.left.size() == 1 && alike(block.wanted[0], block.left[0]))
                take(block.wanted[0], block.left[0]);
        }
        return std::move(sources_);
    }

private:
    /// What one block wants numbers for, and what it leaves.
    struct OpenBlock {
        std::vector<size_t> wanted, left;
    };

    const FlowingForm& old() const { return from_.form(); }
    const Operator& oldAt(size_t index) const { return old().at(index); }
    KernelView viewOf(size_t index) const { return KernelView::of(old().form.graph, oldAt(index)); }

    static bool pointwise(const Operator& op) {
        return op.type == OpType::Conv2d && op.groups == 1 && op.window.kernel_h == 1 && op.window.kernel_w == 1;
    }
    static bool depthwise(const Operator& op) {
        return op.type == OpType::DepthwiseConv2d && op.out_channels == op.groups;
    }
    static bool standard(const Operator& op) { return op.type == OpType::Conv2d && op.groups == 1; }
    bool alike(size_t wanted, size_t left) const {
        const OpType a = to_.at(wanted).type, b = oldAt(left).type;
        const auto slides = [](OpType type) { return type == OpType::Conv2d || type == OpType::DepthwiseConv2d; };
        return a == b || (slides(a) && slides(b));
    }

    std::map<std::string, OpenBlock> openBlocks() const {
        std::map<std::string, OpenBlock> blocks;
        for (size_t i = 0; i < sources_.size(); ++i) {
            if (KernelView::exists(to_.at(i)) && !sources_[i] && !to_.blocks[i].empty())
                blocks[to_.blocks[i]].wanted.push_back(i);
        }
        for (size_t i = 0; i < used_.size(); ++i) {
            if (used_[i] || from_.kernel(i) == nullptr) continue;
            const auto block = blocks.find(old().blocks[i]);
            if (block != blocks.end()) block->second.left.push_back(i);
        }
        return blocks;
    }

    /// Parts of one name whose window became another.
    void findParts() {
        for (const auto& [name, block] : openBlocks()) {
            for (const size_t wanted : block.wanted) {
                const std::string& part = to_.at(wanted).name;
                const auto found = std::find_if(block.left.begin(), block.left.end(), [&](size_t left) {
                    return !used_[left] && !part.empty() && oldAt(left).name == part && alike(wanted, left);
                });
                if (found != block.left.end()) take(wanted, *found);
            }
        }
    }

    /// The bias and the batch normalisation behind a kernel.
    void takeRest(NumberSource& source, size_t kernel) const {
        const auto size = static_cast<size_t>(oldAt(kernel).out_channels);
        source.bias = copied(from_.perChannel(old().form.keys[kernel] + ".bias", size));
        const int norm = old().normOf(kernel);
        if (norm < 0) return;
        const std::string& key = old().form.keys[static_cast<size_t>(norm)];
        NormNumbers numbers = {
            copied(from_.perChannel(key + ".scale", size)), copied(from_.perChannel(key + ".shift", size)),
            copied(from_.perChannel(key + ".mean", size)), copied(from_.perChannel(key + ".variance", size))};
        const bool whole = numbers.scale.size() == size && numbers.shift.size() == size &&
                           numbers.mean.size() == size && numbers.variance.size() == size;
        if (whole) source.norm = std::move(numbers);
    }

    NumberSource sourceOf(size_t first, size_t last) const {
        NumberSource source;
        source.view = viewOf(last);
        source.input = oldAt(first).inputs.front();
        source.output = oldAt(last).outputs.front();
        takeRest(source, last);
        return source;
    }

    void take(size_t wanted, size_t left) {
        NumberSource source = sourceOf(left, left);
        source.values = from_.kernel(left)->values;
        const Operator& op = to_.at(wanted);
        const KernelView view = KernelView::of(to_.form.graph, op);
        source.windowed = view.height != source.view.height || view.width != source.view.width ||
                          op.type != oldAt(left).type || (standard(op) != standard(oldAt(left)));
        used_[left] = true;
        sources_[wanted] = std::move(source);
    }

    /// What normalisation and non-linearity behind a kernel make of each of its channels. Normalised values have the
    /// mean and the deviation that the normalisation gives them; without one nothing is known of them, and the
    /// non-linearity is passed over.
    std::vector<Line> linesBehind(size_t kernel) const {
        NumberSource rest;
        takeRest(rest, kernel);
        std::vector<Line> lines(static_cast<size_t>(oldAt(kernel).out_channels));
        for (size_t c = 0; c < lines.size() && !rest.bias.empty(); ++c)
            lines[c].offset = rest.bias[c];
        if (rest.norm.empty()) return lines;
        const auto norm = static_cast<size_t>(old().normOf(kernel));
        Activation activation = Activation::None;
        if (norm + 1 < used_.size() && oldAt(norm + 1).type == OpType::Activation &&
            oldAt(norm + 1).inputs.front() == oldAt(norm).outputs.front()) {
            activation = oldAt(norm + 1).activation;
        }
        for (size_t c = 0; c < lines.size(); ++c) {
            const double scale = rest.norm.scale[c] / std::sqrt(rest.norm.variance[c] + kNormEpsilon);
            const double shift = rest.norm.shift[c] + (lines[c].offset - rest.norm.mean[c]) * scale;
            const Line bent = nearestLine(activation, rest.norm.shift[c], std::abs(rest.norm.scale[c]));
            lines[c] = {bent.slope * scale, bent.slope * shift + bent.offset};
        }
        return lines;
    }

    void compose(size_t wanted, const std::vector<size_t>& left) {
        const Operator& first = oldAt(left[0]);
        const Operator& second = oldAt(left[1]);
        const bool expands = pointwise(first) && depthwise(second);
        if (!standard(to_.at(wanted)) || (!expands && !(depthwise(first) && pointwise(second)))) return;
        NumberSource source = sourceOf(left[0], left[1]);
        const KernelView slides = viewOf(left[expands ? 1 : 0]);
        source.view.inputs = viewOf(left[0]).inputs;
        source.view.groups = 1;
        source.view.height = slides.height;
        source.view.width = slides.width;
        const std::vector<Line> middle = linesBehind(left[0]);
        const std::vector<float>& a = from_.kernel(left[0])->values;
        const std::vector<float>& b = from_.kernel(left[1])->values;
        ComposedKernel made = expands ? composeExpansion(a, b, middle, source.view.inputs, slides.window())
                                      : composeSeparable(a, b, middle, source.view.outputs, slides.window());
        source.made = std::move(made.values);
        source.values = source.made;
        // What is added to every value of a channel moves the mean that normalisation takes away, or is a bias.
        for (size_t c = 0; c < made.added.size(); ++c) {
            if (!source.norm.empty()) {
                source.norm.mean[c] -= made.added[c];
            } else if (!source.bias.empty()) {
                source.bias[c] += made.added[c];
            }
        }
        source.composed = true;
        used_[left[0]] = used_[left[1]] = true;
        sources_[wanted] = std::move(source);
    }

    /// Between the two parts stands a new normalisation, which starts as it is drawn.
    void split(const std::vector<size_t>& wanted, size_t left) {
        const bool behind = pointwise(to_.at(wanted[0])) && depthwise(to_.at(wanted[1]));
        const bool before = depthwise(to_.at(wanted[0])) && pointwise(to_.at(wanted[1]));
        if (!standard(oldAt(left)) || (!behind && !before)) return;
        const KernelView view = viewOf(left);
        SplitKernel made = splitKernel(from_.kernel(left)->values, view.outputs, view.inputs, view.window(), behind);
        for (size_t i = 0; i < 2; ++i) {
            NumberSource source = sourceOf(left, left);
            const bool slides = (i == 1) == behind;
            if (i == 0) {
                source.bias.clear();
                source.norm = {};
            }
            source.made = std::move(slides ? made.depthwise : made.pointwise);
            source.values = source.made;
            if (slides) {
                source.view.outputs = source.view.inputs = source.view.groups = behind ? view.outputs : view.inputs;
            } else {
                source.view.height = source.view.width = 1;
            }
            // The channels between the parts are the convolution's outputs, or its inputs.
            if (i == 0 && !behind) source.output = source.input;
            if (i == 1 && behind) source.input = source.output;
            source.composed = true;
            sources_[wanted[i]] = std::move(source);
        }
        used_[left] = true;
    }

    const TrainedNetwork& from_;
    const FlowingForm& to_;
    std::vector<bool> used_;  ///< By operator of the old network.
    std::vector<std::optional<NumberSource>> sources_;
};

}  // namespace

std::vector<std::optional<NumberSource>> numberSources(const TrainedNetwork& from, const FlowingForm& to) {
    return SourceFinder(from, to).find();
}

}  // namespace bw
