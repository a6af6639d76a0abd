// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/operator_numbers.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace bw {
namespace {

Numbers filled(std::vector<int64_t> sizes, const std::function<float()>& next) {
    int64_t count = 1;
    for (const int64_t size : sizes)
        count *= size;
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values)
        value = next();
    return {std::move(sizes), std::make_shared<const std::vector<float>>(std::move(values))};
}

}  // namespace

std::function<std::vector<float>()> Numbers::inOrder() const {
    return [values = values] { return *values; };
}

std::function<std::vector<float>()> Numbers::permuted(std::vector<int> order) const {
    return [values = values, sizes = sizes, order = std::move(order)] {
        const size_t rank = order.size();
        std::vector<int64_t> strides(rank, 1);
        for (size_t axis = rank; axis-- > 1;)
            strides[axis - 1] = strides[axis] * sizes[axis];
        std::vector<float> out(values->size());
        std::vector<int64_t> position(rank, 0);
        int64_t from = 0;
        for (float& value : out) {
            value = (*values)[static_cast<size_t>(from)];
            for (size_t i = rank; i-- > 0;) {
                const auto axis = static_cast<size_t>(order[i]);
                from += strides[axis];
                if (++position[i] < sizes[axis]) break;
                from -= strides[axis] * sizes[axis];
                position[i] = 0;
            }
        }
        return out;
    };
}

Result<Numbers> SeededNumbers::kernel(size_t index) const {
    const Operator& op = lowered_.graph.operators[index];
    const Shape& in = lowered_.graph.shape(op.inputs.front());
    Random random(seed_ + index);
    std::vector<int64_t> sizes;
    if (op.type == OpType::Dense) {
        sizes = {op.out_channels, in[in.rank() - 1]};
    } else if (op.type == OpType::TransposedConv2d) {
        sizes = {in[1], op.out_channels / op.groups, op.window.kernel_h, op.window.kernel_w};
    } else {
        sizes = {op.out_channels, in[1] / op.groups, op.window.kernel_h, op.window.kernel_w};
    }
    double fan = 1;
    for (size_t i = 1; i < sizes.size(); ++i)
        fan *= static_cast<double>(sizes[i]);
    const double deviation = std::sqrt(2 / fan);
    return filled(sizes, [&] { return static_cast<float>(random.normal() * deviation); });
}

Result<Numbers> SeededNumbers::bias(size_t index) const {
    const Operator& op = lowered_.graph.operators[index];
    if (op.biasElements() == 0) return Numbers();
    Random random(seed_ + index + 1000003);
    return filled({op.out_channels}, [&] { return static_cast<float>(random.normal() * 0.1); });
}

Result<Numbers> SeededNumbers::constant(size_t index) const {
    const Operator& op = lowered_.graph.operators[index];
    Random random(seed_ + index);
    const Shape& out = lowered_.graph.shape(op.outputs.front());
    std::vector<int64_t> sizes = {op.weight_elements};
    if (op.weight_elements == out.channels() && op.weight_elements > 1 && out.rank() == 4)
        sizes = {1, op.weight_elements, 1, 1};
    if (op.weight_elements == out.elements()) sizes.assign(out.sizes().begin(), out.sizes().end());
    return filled(sizes, [&] { return static_cast<float>(0.5 + random.uniform()); });
}

Result<Numbers> SeededNumbers::scale(size_t index) const {
    const int64_t count = lowered_.graph.operators[index].weight_elements / 2;
    if (count == 0) return Numbers();
    return filled({count}, [] { return 1.0F; });
}

Result<Numbers> SeededNumbers::shift(size_t index) const {
    const int64_t count = lowered_.graph.operators[index].weight_elements / 2;
    if (count == 0) return Numbers();
    return filled({count}, [] { return 0.0F; });
}

}  // namespace bw
