// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

/// Plus or minus one at random.
at::Tensor signs(const at::Tensor& like, Random& random) {
    at::Tensor tensor = at::empty(like.sizes(), at::kFloat);
    float* numbers = tensor.data_ptr<float>();
    uint64_t bits = 0;
    for (int64_t i = 0; i < tensor.numel(); ++i) {
        if (i % 64 == 0) bits = random.next();
        numbers[i] = (bits >> (i % 64)) & 1 ? 1.0F : -1.0F;
    }
    return tensor;
}

at::Tensor channelRows(const at::Tensor& map) {
    return map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)});
}

/// Greatest gain of gradients from a block's output to its input, of maps a whole stride apart; negative: not defined.
double gradientGain(const at::Tensor& input, const at::Tensor& output, const at::Tensor& to_output) {
    const at::Tensor to_input =
        torch::autograd::grad({output}, {input}, {to_output}, c10::nullopt, false, /*allow_unused=*/true)[0];
    const int64_t stride = input.size(2) / output.size(2);
    if (!to_input.defined() || stride < 1) return -1;
    if (input.size(2) != stride * output.size(2) || input.size(3) != stride * output.size(3)) return -1;
    const at::Tensor aligned = stride > 1 ? at::pixel_unshuffle(to_input, stride) : to_input;
    const at::Tensor out_rows = channelRows(to_output);
    const at::Tensor m = channelRows(aligned).t().mm(out_rows) / static_cast<double>(out_rows.size(0));
    const at::Tensor gram = m.size(0) < m.size(1) ? m.mm(m.t()) : m.t().mm(m);
    return std::sqrt(std::max(0.0, eigenvalues(gram).max().item<double>()));
}

/// By tensor: the features that it derives from along first inputs; -1: none.
std::vector<TensorId> sources(const ScoreForm& form) {
    std::vector<TensorId> source(form.graph.tensors.size(), -1);
    for (size_t i = 0; i < form.graph.operators.size(); ++i) {
        const Operator& op = form.graph.operators[i];
        const auto output = static_cast<size_t>(op.outputs.front());
        source[output] = form.roles[i].features ? op.outputs.front() : source[static_cast<size_t>(op.inputs.front())];
    }
    return source;
}

}  // namespace

double propagationScore(const ScoreTask& task) {
    const at::AutoGradMode with_gradients(true);
    ScoreNetwork network(task, {});
    const ScoreForm& form = network.form();
    const std::vector<TensorId> source = sources(form);
    std::vector<at::Tensor> leaves(form.graph.tensors.size());
    double sum = 0;
    int count = 0;
    network.run(network.noise(), [&](size_t index, at::Tensor& output) {
        if (!form.roles[index].features) return;
        const Operator& op = form.graph.operators[index];
        const TensorId from = source[static_cast<size_t>(op.inputs.front())];
        if (from >= 0 && output.requires_grad()) {
            const double gain =
                gradientGain(leaves[static_cast<size_t>(from)], output, signs(output, network.random()));
            constexpr double kTiny = 1e-6;
            if (gain >= 0) sum += -gain - 1 / (gain + kTiny) + 2;
            count += gain >= 0;
        }
        output = output.detach().requires_grad_(true);
        leaves[static_cast<size_t>(op.outputs.front())] = output;
    });
    return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace bw
