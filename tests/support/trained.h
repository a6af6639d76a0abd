// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "base/random.h"
#include "learn/inherit/trained_network.h"
#include "learn/train/train_backend.h"
#include "rewrite/rewrite.h"
#include "support/must.h"

namespace bw::test {

/// The network after edits.
inline Network edited(Network network, const std::vector<std::string>& commands) {
    for (const std::string& command : commands)
        network = support::must(applyEdit(network, command)).network;
    return network;
}

/// Takes all weights away from those who read some channels of each segment, so that nothing is lost without them.
inline void makeIdle(const Network& network, std::vector<NamedTensor>& numbers, int64_t idle_of_four) {
    const FlowingForm form = support::must(FlowingForm::make(network));
    for (size_t i = 0; i < form.form.keys.size(); ++i) {
        const Operator& op = form.at(i);
        if (!KernelView::exists(op) || op.type == OpType::DepthwiseConv2d) continue;
        const auto found = std::find_if(numbers.begin(), numbers.end(),
                                        [&](const NamedTensor& one) { return one.name == form.form.keys[i]; });
        const KernelView view = KernelView::of(form.form.graph, op);
        const auto places = form.flow.places(op.inputs.front());
        for (int64_t input = 0; input < view.inputs; ++input) {
            if (form.flow.segments()[static_cast<size_t>(places[static_cast<size_t>(input)].segment)].ordered) continue;
            if (places[static_cast<size_t>(input)].index % 4 >= idle_of_four) continue;
            for (int64_t output = 0; output < view.outputs; ++output) {
                const auto window = found->values.begin() + view.offset(output, input);
                std::fill(window, window + view.window(), 0.0F);
            }
        }
    }
}

/// A network that computes.
class RunningNetwork {
public:
    explicit RunningNetwork(const Network& network, uint64_t seed = 1)
        : form_(support::must(trainForm(network, support::must(lower(network)), 2))) {
        TrainSessionOptions options;
        options.seed = seed;
        options.allow_gpu = false;
        session_ = support::must(support::must(openTrainBackend())->start(options));
        support::must(session_->add(form_));
    }

    /// How many of the numbers fitted.
    int set(std::span<const NamedTensor> numbers) { return session_->setWeights(0, numbers); }

    /// Numbers as training might leave them: drawn, with normalisations that do something.
    std::vector<NamedTensor> numbers(uint64_t seed) const {
        Random random(seed);
        std::vector<NamedTensor> all = session_->weights(0);
        for (NamedTensor& one : all) {
            const auto ends = [&](const char* suffix) { return one.name.ends_with(suffix); };
            for (float& value : one.values) {
                if (ends(".scale") || ends(".variance")) value = static_cast<float>(0.5 + random.uniform());
                if (ends(".shift") || ends(".mean")) value = static_cast<float>(random.normal() * 0.3);
            }
        }
        return all;
    }

    /// What it gives for two pictures.
    std::vector<float> answer() {
        Random random(7);
        std::vector<float> images(static_cast<size_t>(form_.graph.shape(form_.graph.inputs.at(0)).elements()));
        for (float& value : images)
            value = static_cast<float>(random.normal());
        std::vector<float> all;
        for (const auto& output : support::must(session_->predict(0, images, true)))
            all.insert(all.end(), output.begin(), output.end());
        return all;
    }

private:
    TrainForm form_;
    std::unique_ptr<TrainSession> session_;
};

}  // namespace bw::test
