// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/additive_file.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "base/text.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kWeights = "weights";
constexpr size_t kKernelNumbers = 17;
constexpr int64_t kMaxKernelNumber = int64_t{1} << 50;
constexpr int32_t kMaxWindow = 1 << 20;
constexpr double kMaxTime = 1e12;

tl::unexpected<Error> damaged(std::string message, std::string place) {
    return fail(ErrorCode::InvalidFile, std::move(message), std::move(place), "train the target again");
}

std::string kernelText(const Kernel& kernel) {
    std::string text(opTypeId(kernel.type));
    text.append(" ").append(activationId(kernel.activation));
    const std::array<int64_t, kKernelNumbers> numbers = {kernel.in_h,
                                                         kernel.in_w,
                                                         kernel.in_c,
                                                         kernel.out_h,
                                                         kernel.out_w,
                                                         kernel.out_c,
                                                         kernel.kernel_h,
                                                         kernel.kernel_w,
                                                         kernel.stride_h,
                                                         kernel.stride_w,
                                                         kernel.dilation_h,
                                                         kernel.dilation_w,
                                                         kernel.groups,
                                                         kernel.macs,
                                                         kernel.second_input_elements,
                                                         kernel.weight_elements,
                                                         kernel.bias_elements};
    for (const int64_t number : numbers)
        text.append(" ").append(std::to_string(number));
    return text;
}

std::optional<OpType> opTypeOf(std::string_view id) {
    for (int type = 0; type < kOpTypeCount; ++type) {
        if (opTypeId(static_cast<OpType>(type)) == id) return static_cast<OpType>(type);
    }
    return std::nullopt;
}

std::optional<Kernel> kernelOf(const std::string& text) {
    const std::vector<std::string> parts = split(text, ' ');
    if (parts.size() != kKernelNumbers + 2) return std::nullopt;
    const std::optional<OpType> type = opTypeOf(parts[0]);
    const Result<Activation> activation = parseActivation(parts[1]);
    if (!type || !activation) return std::nullopt;
    std::array<int64_t, kKernelNumbers> numbers{};
    for (size_t i = 0; i < kKernelNumbers; ++i) {
        const std::optional<int64_t> number = parseInteger(parts[i + 2]);
        const bool is_window = i >= 6 && i < 12;
        if (!number || *number < 0 || *number > (is_window ? kMaxWindow : kMaxKernelNumber)) return std::nullopt;
        numbers[i] = *number;
    }
    Kernel kernel;
    kernel.type = *type;
    kernel.activation = *activation;
    kernel.in_h = numbers[0];
    kernel.in_w = numbers[1];
    kernel.in_c = numbers[2];
    kernel.out_h = numbers[3];
    kernel.out_w = numbers[4];
    kernel.out_c = numbers[5];
    kernel.kernel_h = static_cast<int32_t>(numbers[6]);
    kernel.kernel_w = static_cast<int32_t>(numbers[7]);
    kernel.stride_h = static_cast<int32_t>(numbers[8]);
    kernel.stride_w = static_cast<int32_t>(numbers[9]);
    kernel.dilation_h = static_cast<int32_t>(numbers[10]);
    kernel.dilation_w = static_cast<int32_t>(numbers[11]);
    kernel.groups = numbers[12];
    kernel.macs = numbers[13];
    kernel.second_input_elements = numbers[14];
    kernel.weight_elements = numbers[15];
    kernel.bias_elements = numbers[16];
    return kernel;
}

bool isQuantity(TermKind kind) {
    return kind <= TermKind::Weights;
}

bool namesTwoKernels(TermKind kind) {
    return kind == TermKind::Follows || kind == TermKind::Reads || kind == TermKind::Beside;
}

std::string typeText(int32_t type) {
    return type == kAllTypes ? "all" : std::string(opTypeId(static_cast<OpType>(type)));
}

std::string termText(const TermKey& term) {
    std::string text(termKindId(term.kind));
    if (isQuantity(term.kind)) return text.append(" ").append(typeText(term.kernel));
    return text.append(" ").append(std::to_string(term.kernel)).append(" ").append(std::to_string(term.context));
}

std::optional<TermKind> termKindOf(std::string_view id) {
    for (int kind = 0; kind < kTermKindCount; ++kind) {
        if (termKindId(static_cast<TermKind>(kind)) == id) return static_cast<TermKind>(kind);
    }
    return std::nullopt;
}

std::optional<TermKey> termOf(const std::string& text, size_t kernels) {
    const std::vector<std::string> parts = split(text, ' ');
    const std::optional<TermKind> kind = termKindOf(parts[0]);
    if (!kind || parts.size() != (isQuantity(*kind) ? 2 : 3)) return std::nullopt;
    if (isQuantity(*kind)) {
        if (parts[1] == "all") return TermKey{*kind, kAllTypes, 0};
        const std::optional<OpType> type = opTypeOf(parts[1]);
        return type ? std::optional(TermKey{*kind, static_cast<int32_t>(*type), 0}) : std::nullopt;
    }
    const std::optional<int64_t> kernel = parseInteger(parts[1]);
    const std::optional<int64_t> context = parseInteger(parts[2]);
    const int64_t contexts = namesTwoKernels(*kind) ? static_cast<int64_t>(kernels) : PlacedKernel::kMaxLive + 1;
    if (!kernel || !context || *kernel < 0 || std::cmp_greater_equal(*kernel, kernels) || *context < 0 ||
        *context >= contexts)
        return std::nullopt;
    return TermKey{*kind, static_cast<int32_t>(*kernel), static_cast<int32_t>(*context)};
}

Result<void> readKernels(const Json& json, AdditiveModel& model) {
    if (!json.is_array() || json.empty() || json.size() > kMaxAdditiveKernels)
        return damaged("the kernels are no list of 1 to " + std::to_string(kMaxAdditiveKernels), "kernels");
    KernelNumbers numbers;
    for (const Json& item : json) {
        const std::optional<Kernel> kernel = kernelOf(item.get<std::string>());
        const std::string place = "kernels[" + std::to_string(model.kernels.size()) + "]";
        if (!kernel) return damaged("this is no kernel", place);
        if (std::cmp_not_equal(numbers.findOrAdd(*kernel), model.kernels.size()))
            return damaged("this kernel comes twice", place);
        model.kernels.push_back(*kernel);
    }
    return {};
}

Result<void> readTerms(const Json& json, AdditiveModel& model) {
    if (!json.is_array() || json.empty() || json.size() > kMaxAdditiveTerms)
        return damaged("the terms are no list of 1 to " + std::to_string(kMaxAdditiveTerms), "terms");
    std::unordered_set<TermKey, TermKeyHash> seen;
    for (const Json& item : json) {
        const std::optional<TermKey> term = termOf(item.get<std::string>(), model.kernels.size());
        const std::string place = "terms[" + std::to_string(model.terms.size()) + "]";
        if (!term) return damaged("this is no term", place);
        if (!seen.insert(*term).second) return damaged("this term comes twice", place);
        model.terms.push_back(*term);
    }
    return {};
}

bool within(double value, double least, double most) {
    return std::isfinite(value) && value >= least && value <= most;
}

}  // namespace

nlohmann::ordered_json additiveJson(const AdditiveModel& model) {
    Json kernels = Json::array(), terms = Json::array();
    for (const Kernel& kernel : model.kernels)
        kernels.push_back(kernelText(kernel));
    for (const TermKey& term : model.terms)
        terms.push_back(termText(term));
    return {{"precision", std::string(precisionId(model.precision))},
            {"mean_macs", model.means.macs},
            {"mean_elements", model.means.elements},
            {"unseen_kernel_ms", model.unseen_kernel_ms},
            {"noise", model.noise},
            {"network_scale", model.network_scale},
            {"draws", model.draws},
            {"kernels", std::move(kernels)},
            {"terms", std::move(terms)}};
}

std::vector<NamedTensor> additiveTensors(const AdditiveModel& model) {
    return {{kWeights, {1 + int64_t{model.draws}, static_cast<int64_t>(model.terms.size())}, model.weights}};
}

Result<AdditiveModel> readAdditive(const Json& json, const std::vector<NamedTensor>& tensors) {
    AdditiveModel model;
    const Result<Precision> precision = parsePrecision(json.at("precision").get<std::string>());
    if (!precision) return damaged(precision.error().message, "precision");
    model.precision = *precision;
    json.at("mean_macs").get_to(model.means.macs);
    json.at("mean_elements").get_to(model.means.elements);
    json.at("unseen_kernel_ms").get_to(model.unseen_kernel_ms);
    json.at("noise").get_to(model.noise);
    json.at("network_scale").get_to(model.network_scale);
    json.at("draws").get_to(model.draws);
    if (!within(model.means.macs, 1e-9, 1e18) || !within(model.means.elements, 1e-9, 1e18))
        return damaged("the means of the kernels are out of range", "mean_macs");
    if (!within(model.unseen_kernel_ms, 0.0, kMaxTime) || !within(model.noise, 0.0, 10.0) ||
        !within(model.network_scale, 0.0, 1e6))
        return damaged("the interval's calibration is out of range", "network_scale");
    if (model.draws < 2 || model.draws > kMaxAdditiveDraws)
        return damaged("the number of draws is out of range", "draws");
    if (auto read = readKernels(json.at("kernels"), model); !read) return tl::unexpected(read.error());
    if (auto read = readTerms(json.at("terms"), model); !read) return tl::unexpected(read.error());
    const std::vector<int64_t> shape = {1 + int64_t{model.draws}, static_cast<int64_t>(model.terms.size())};
    if (tensors.size() != 1 || tensors[0].name != kWeights || tensors[0].shape != shape)
        return damaged("the weights do not fit the terms", kWeights);
    for (const float weight : tensors[0].values) {
        if (!within(weight, -kMaxTime, kMaxTime)) return damaged("a weight is out of range", kWeights);
    }
    model.weights = tensors[0].values;
    return model;
}

}  // namespace bw
