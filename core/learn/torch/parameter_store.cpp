// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/torch/parameter_store.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <vector>

namespace bw {

at::Tensor sliced(const at::Tensor& whole, at::IntArrayRef sizes) {
    at::Tensor part = whole;
    for (int64_t axis = 0; axis < whole.dim(); ++axis) {
        const int64_t wanted = sizes[static_cast<size_t>(axis)];
        const int64_t spare = part.size(axis) - wanted;
        if (spare > 0) part = part.narrow(axis, axis >= 2 ? spare / 2 : 0, wanted);
    }
    return part;
}

void ParameterStore::ensure(const std::string& name, const at::Tensor& drawn, bool decays) {
    Parameter& parameter = parameters_[name];
    if (!parameter.value.defined()) {
        parameter.decays = decays;
        parameter.value = drawn.clone().requires_grad_(true);
        parameter.average = drawn.clone();
        parameter.first = at::zeros_like(drawn);
        parameter.second = at::zeros_like(drawn);
        return;
    }
    const at::Tensor before = parameter.value.detach();
    std::vector<int64_t> sizes = drawn.sizes().vec();
    bool grows = false;
    for (size_t axis = 0; axis < sizes.size(); ++axis) {
        grows = grows || sizes[axis] > before.size(static_cast<int64_t>(axis));
        sizes[axis] = std::max(sizes[axis], before.size(static_cast<int64_t>(axis)));
    }
    if (!grows) return;
    // Where both are larger in another axis, the corner that neither has begins at zero.
    const auto grown = [&](const at::Tensor& old, bool fresh) {
        at::Tensor larger = at::zeros(sizes, drawn.options());
        if (fresh) sliced(larger, drawn.sizes()).copy_(drawn);
        sliced(larger, old.sizes()).copy_(old);
        return larger;
    };
    parameter.average = grown(parameter.average, true);
    parameter.first = grown(parameter.first, false);
    parameter.second = grown(parameter.second, false);
    parameter.value = grown(before, true).requires_grad_(true);
}

at::Tensor ParameterStore::view(const std::string& name, at::IntArrayRef sizes, bool averaged) const {
    const Parameter& parameter = parameters_.at(name);
    return sliced(averaged ? parameter.average : parameter.value, sizes);
}

}  // namespace bw
