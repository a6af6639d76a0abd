// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/torch/optimizer.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bw {
namespace {

constexpr double kSecondDecay = 0.999;
constexpr double kAdamEpsilon = 1e-8;

/// Shortens all gradients by one factor where together they are longer than `longest`.
void clipGradients(const std::vector<at::Tensor>& gradients, double longest) {
    if (longest <= 0 || gradients.empty()) return;
    std::vector<at::Tensor> norms;
    for (const at::Tensor& gradient : gradients)
        norms.push_back(gradient.norm());
    const double norm = at::stack(norms).norm().item<double>();
    if (norm <= longest || !std::isfinite(norm)) return;
    for (const at::Tensor& gradient : gradients)
        gradient.mul_(longest / norm);
}

void moveAdaptively(Parameter& p, const at::Tensor& gradient, const OptimizerOptions& options, double rate,
                    int64_t step) {
    at::Tensor value = p.value.detach();
    if (p.decays) value.mul_(1 - rate * options.weight_decay);
    p.first.lerp_(gradient, 1 - options.momentum);
    p.second.mul_(kSecondDecay).addcmul_(gradient, gradient, 1 - kSecondDecay);
    const auto count = static_cast<double>(step);
    const double first = 1 - std::pow(options.momentum, count);
    const double second = 1 - std::pow(kSecondDecay, count);
    const at::Tensor spread = (p.second.sqrt() / std::sqrt(second)).add_(kAdamEpsilon);
    value.addcdiv_(p.first, spread, -rate / first);
}

void moveDown(Parameter& p, const at::Tensor& gradient, const OptimizerOptions& options, double rate) {
    at::Tensor value = p.value.detach();
    const at::Tensor whole = p.decays ? gradient + value * options.weight_decay : gradient;
    p.first.mul_(options.momentum).add_(whole);
    value.add_(whole + p.first * options.momentum, -rate);
}

}  // namespace

double averageDecay(const OptimizerOptions& options, int64_t step) {
    const auto count = static_cast<double>(step);
    return std::min(options.average_decay, (1 + count) / (10 + count));
}

void moveParameters(ParameterStore& store, const OptimizerOptions& options, double learning_rate, int64_t step) {
    std::vector<at::Tensor> gradients;
    for (auto& [name, parameter] : store.all()) {
        if (parameter.value.grad().defined()) gradients.push_back(parameter.value.grad());
    }
    clipGradients(gradients, options.clip_norm);
    const double decay = averageDecay(options, step);
    for (auto& [name, parameter] : store.all()) {
        at::Tensor& gradient = parameter.value.mutable_grad();
        if (gradient.defined()) {
            if (options.adaptive) {
                moveAdaptively(parameter, gradient, options, learning_rate, step);
            } else {
                moveDown(parameter, gradient, options, learning_rate);
            }
            gradient.reset();
        }
        parameter.average.lerp_(parameter.value.detach(), 1 - decay);
    }
}

}  // namespace bw
