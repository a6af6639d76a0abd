// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/format_support.h"

namespace bw {

std::string missingFormat(const KernelSlot& slot, const TargetProfile& target) {
    const KernelFormat& format = slot.format;
    for (const Precision precision : {format.activations, format.output}) {
        if (!target.npu.supports(precision)) return std::string(precisionId(precision));
    }
    if (slot.kernel.weight_elements == 0 || target.npu.supportsWeights(format.activations, format.weights)) return {};
    return std::string(weightFormatId(format.weights)) + " weights with " +
           std::string(precisionId(format.activations));
}

std::string supportedFormatsText(const TargetProfile& target) {
    std::string text;
    for (const Precision precision : target.npu.precisions)
        text += (text.empty() ? "" : ", ") + std::string(precisionId(precision));
    std::string weights;
    for (const WeightFormat format : target.npu.weight_formats)
        weights += (weights.empty() ? "" : ", ") + std::string(weightFormatId(format));
    return weights.empty() ? text : text + "; weights also " + weights;
}

}  // namespace bw
