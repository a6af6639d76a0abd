// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/plan_export.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace bw {
namespace {

constexpr int32_t kOfflinePlanVersion = 1;
constexpr int32_t kPlacedAtRuntime = -1;

void append(std::string& bytes, int32_t value) {
    const auto bits = static_cast<uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>(bits >> shift & 0xff));
}

nlohmann::json itemJson(const OperatorGraph& graph, const MemoryPlan& plan, size_t index) {
    const TensorLife& life = plan.live.lives[index];
    nlohmann::json item = {{"role", std::string(lifeRoleId(life.role))},
                           {"first_step", life.first_step},
                           {"last_step", life.last_step},
                           {"bytes", life.bytes},
                           {"offset", plan.arena.offsets[index]},
                           {"tensor", nullptr},
                           {"operator", nullptr},
                           {"block", nullptr}};
    if (life.tensor != kNoTensor) {
        const Tensor& tensor = graph.tensors[static_cast<size_t>(life.tensor)];
        item["tensor"] = life.tensor;
        item["shape"] = std::vector<int64_t>(tensor.shape.sizes().begin(), tensor.shape.sizes().end());
        if (!tensor.name.empty()) item["name"] = tensor.name;
    }
    if (life.op >= 0) item["operator"] = life.op;
    if (life.block != kNoBlock) item["block"] = life.block;
    return item;
}

}  // namespace

std::string memoryPlanJson(const OperatorGraph& graph, const MemoryPlan& plan, Precision precision) {
    nlohmann::json items = nlohmann::json::array();
    for (size_t i = 0; i < plan.live.lives.size(); ++i)
        items.push_back(itemJson(graph, plan, i));
    nlohmann::json cascades = nlohmann::json::array();
    for (const Cascade& cascade : plan.cascades) {
        cascades.push_back(
            {{"step", cascade.step}, {"stripe_rows", cascade.stripe_rows}, {"operators", cascade.operators}});
    }
    const auto orNull = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(nullptr); };
    const nlohmann::json document = {
        {"profile", plan.profile != nullptr ? nlohmann::json(std::string(plan.profile->id)) : nlohmann::json(nullptr)},
        {"counts", plan.profile != nullptr ? std::string(plan.profile->counts) : std::string()},
        {"precision", std::string(precisionId(precision))},
        {"peak_bytes", plan.live.peak_bytes},
        {"peak_step", plan.live.peak_step},
        {"total_peak_bytes", plan.live.total_peak_bytes},
        {"staging_bytes", plan.stagingBytes()},
        {"whole_peak_bytes", plan.whole_peak_bytes},
        {"cascaded_peak_bytes", orNull(plan.cascaded_peak_bytes)},
        {"lower_bound_bytes", plan.arena.lower_bound_bytes},
        {"arena_bytes", plan.arena.arena_bytes},
        {"step_of_operator", plan.step_of_operator},
        {"cascades", cascades},
        {"items", items}};
    return document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Result<std::string> offlinePlanBytes(const OperatorGraph& graph, const MemoryPlan& plan,
                                     std::span<const TensorId> tensor_of_file, int32_t subgraph) {
    if (plan.profile == nullptr || plan.profile != &memoryProfiles().front()) {
        return fail(ErrorCode::InvalidArgument,
                    "only a plan by the rules of TensorFlow Lite Micro can be its offline plan", {},
                    "choose the profile tflm");
    }
    if (!std::is_sorted(plan.step_of_operator.begin(), plan.step_of_operator.end())) {
        return fail(ErrorCode::InvalidArgument,
                    "the plan is for another execution order than the file's, which the interpreter keeps");
    }
    std::vector<bool> unsure(graph.tensors.size());
    for (const Operator& op : graph.operators) {
        if (op.type != OpType::Quantize) continue;
        for (const auto* list : {&op.inputs, &op.outputs}) {
            for (const TensorId tensor : *list)
                unsure[static_cast<size_t>(tensor)] = true;
        }
    }
    const auto offsetOf = [&](TensorId tensor) -> int64_t {
        const int32_t life = plan.live.life_of_tensor[static_cast<size_t>(tensor)];
        if (life < 0 || unsure[static_cast<size_t>(tensor)]) return kPlacedAtRuntime;
        return plan.arena.offsets[static_cast<size_t>(life)];
    };
    const size_t count = tensor_of_file.empty() ? graph.tensors.size() : tensor_of_file.size();
    if (count > static_cast<size_t>(std::numeric_limits<int32_t>::max())) {
        return fail(ErrorCode::LimitExceeded, "the file has more tensors than an offline plan can name");
    }
    std::string bytes;
    append(bytes, kOfflinePlanVersion);
    append(bytes, subgraph);
    append(bytes, static_cast<int32_t>(count));
    for (size_t i = 0; i < count; ++i) {
        const TensorId tensor = tensor_of_file.empty() ? static_cast<TensorId>(i) : tensor_of_file[i];
        if (tensor >= static_cast<TensorId>(graph.tensors.size())) {
            return fail(ErrorCode::InvalidArgument,
                        "tensor " + std::to_string(i) + " of the file is none of the network");
        }
        const int64_t offset = tensor < 0 ? kPlacedAtRuntime : offsetOf(tensor);
        if (offset > std::numeric_limits<int32_t>::max()) {
            return fail(ErrorCode::LimitExceeded, "tensor " + std::to_string(i) + " lies at " + std::to_string(offset) +
                                                      " B, beyond the 2^31 that an offline plan can say");
        }
        append(bytes, static_cast<int32_t>(offset));
    }
    return bytes;
}

}  // namespace bw
