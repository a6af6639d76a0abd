// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <cmath>
#include <limits>

#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

constexpr double kStep = 0.01;

/// The last features of a pass, and the sum of log sqrt(mean over channels of the batch's variance) before each
/// normalisation.
struct ZenPass {
    at::Tensor features;
    double log_scale = 0;
};

ZenPass pass(const ScoreNetwork& network, const std::vector<at::Tensor>& inputs) {
    ZenPass result;
    network.run(inputs, [&](size_t index, at::Tensor& output) {
        const ScoreForm::Role& role = network.form().roles[index];
        if (role.features) result.features = output;
        if (!role.before_norm) return;
        const double variance = at::var(output, {0, 2, 3}, false, false).mean().item<double>();
        result.log_scale += 0.5 * std::log(variance);
    });
    return result;
}

}  // namespace

double zenScore(const ScoreTask& task) {
    ScoreFormOptions options;
    options.shortcuts = false;
    ScoreNetwork network(task, options);
    // Unit mean square, whatever the fan-in.
    for (at::Tensor* weight : network.layerWeights())
        *weight /= weight->square().mean().sqrt();
    const std::vector<at::Tensor> inputs = network.noise();
    std::vector<at::Tensor> moved = network.noise();
    for (size_t i = 0; i < inputs.size(); ++i)
        moved[i] = inputs[i] + kStep * moved[i];
    const ZenPass first = pass(network, inputs);
    const ZenPass second = pass(network, moved);
    if (!first.features.defined()) return std::numeric_limits<double>::quiet_NaN();
    const at::Tensor change =
        (first.features - second.features).abs().sum(at::IntArrayRef{1, 2, 3}, false, at::kDouble);
    return std::log(change.mean().item<double>()) + first.log_scale;
}

}  // namespace bw
