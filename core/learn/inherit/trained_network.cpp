// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/trained_network.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/text.h"

namespace bw {

Result<FlowingForm> FlowingForm::make(const Network& network) {
    const auto lowered = lower(network);
    if (!lowered) return tl::unexpected(lowered.error());
    auto form = trainForm(network, *lowered, 1);
    if (!form) return tl::unexpected(form.error());
    ChannelFlow flow(form->graph);
    std::unordered_map<std::string, size_t> operators;
    std::vector<std::string> blocks;
    for (size_t i = 0; i < form->keys.size(); ++i) {
        if (!form->keys[i].empty()) operators.emplace(form->keys[i], i);
        const Block* block = network.find(form->graph.operators[i].block);
        blocks.push_back(block != nullptr ? block->name : std::string());
    }
    return FlowingForm{std::move(*form), std::move(flow), std::move(operators), std::move(blocks)};
}

int FlowingForm::normOf(size_t kernel) const {
    const auto found = operators.find(form.keys[kernel] + ":norm");
    return found == operators.end() || found->second != kernel + 1 ? -1 : static_cast<int>(found->second);
}

bool FlowingForm::isNormOfKernel(size_t index) const {
    return index > 0 && !form.keys[index - 1].empty() && normOf(index - 1) == static_cast<int>(index);
}

TrainedNetwork::TrainedNetwork(FlowingForm form, std::span<const NamedTensor> numbers) : form_(std::move(form)) {
    for (const NamedTensor& one : numbers)
        numbers_.emplace(one.name, &one);
}

const NamedTensor* TrainedNetwork::find(const std::string& name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? nullptr : found->second;
}

const NamedTensor* TrainedNetwork::kernel(size_t index) const {
    const Operator& op = form_.at(index);
    const NamedTensor* found = find(form_.form.keys[index]);
    const bool fits = found != nullptr && KernelView::exists(op) &&
                      found->shape == KernelView::of(form_.form.graph, op).shape(op.type);
    return fits ? found : nullptr;
}

std::span<const float> TrainedNetwork::perChannel(const std::string& name, size_t size) const {
    const NamedTensor* found = find(name);
    if (found == nullptr || found->values.size() != size) return {};
    return found->values;
}

KernelCount TrainedNetwork::kernels() const {
    KernelCount count;
    for (size_t i = 0; i < form_.form.keys.size(); ++i) {
        count.all += KernelView::exists(form_.at(i)) ? 1 : 0;
        count.found += kernel(i) != nullptr ? 1 : 0;
    }
    return count;
}

Result<void> TrainedNetwork::requireAll(const Network& network) const {
    const KernelCount count = kernels();
    if (count.found == count.all) return {};
    return fail(ErrorCode::InvalidArgument,
                "the numbers fit " + std::to_string(count.found) + " of " + std::to_string(count.all) +
                    " kernels of '" + elide(network.name(), 60) + "'",
                {}, "take the network as it was trained: 'train' writes it by --save");
}

std::vector<std::vector<double>> TrainedNetwork::importances() const {
    std::vector<std::vector<double>> result;
    for (const ChannelFlow::Segment& segment : form_.flow.segments())
        result.emplace_back(static_cast<size_t>(segment.size), 0.0);
    for (size_t i = 0; i < form_.form.keys.size(); ++i) {
        const Operator& op = form_.at(i);
        const NamedTensor* weights = kernel(i);
        if (weights == nullptr || op.type == OpType::DepthwiseConv2d) continue;
        const KernelView view = KernelView::of(form_.form.graph, op);
        const std::span<const ChannelPlace> places = form_.flow.places(op.inputs.front());
        if (static_cast<int64_t>(places.size()) != view.inputs) continue;
        for (int64_t output = 0; output < view.outputs; ++output) {
            const int64_t first = view.firstInput(output);
            for (int64_t input = first; input < first + view.inputsOfGroup(); ++input) {
                const float* window = weights->values.data() + view.offset(output, input);
                double sum = 0;
                for (int64_t k = 0; k < view.window(); ++k)
                    sum += std::abs(window[k]);
                const ChannelPlace& place = places[static_cast<size_t>(input)];
                result[static_cast<size_t>(place.segment)][static_cast<size_t>(place.index)] += sum;
            }
        }
    }
    return result;
}

std::vector<int32_t> keptChannels(const ChannelFlow::Segment& segment, std::span<const double> importances,
                                  int64_t count) {
    std::vector<int32_t> channels(static_cast<size_t>(segment.size));
    std::iota(channels.begin(), channels.end(), 0);
    if (count >= segment.size) return channels;
    if (!segment.ordered) {
        std::stable_sort(channels.begin(), channels.end(), [&](int32_t a, int32_t b) {
            return importances[static_cast<size_t>(a)] > importances[static_cast<size_t>(b)];
        });
    }
    channels.resize(static_cast<size_t>(std::max<int64_t>(0, count)));
    std::sort(channels.begin(), channels.end());
    return channels;
}

}  // namespace bw
