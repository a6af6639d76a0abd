// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/offline_plan.h"

#include <utility>

#include "io/file_bytes.h"
#include "io/tflite_reader.h"
#include "memory/plan_export.h"

namespace bw {

Result<std::string> tfliteOfflinePlan(const std::string& path, const MemoryProfile& profile, Precision precision,
                                      const std::optional<ExactOptions>& exact) {
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto model = readTflite(*bytes, path);
    if (!model) return tl::unexpected(model.error());
    MemoryRequest request;
    request.profile = &profile;
    request.precision = precision;
    auto plan = planRuntimeMemory(model->graph, request);
    if (!plan) return tl::unexpected(plan.error());
    if (exact) {
        const int64_t alignment = profile.rules(request.traits, precision).alignment;
        auto found = planArenaExactly(arenaBuffers(plan->live), alignment, *exact);
        if (!found) return tl::unexpected(found.error());
        plan->arena = std::move(found->plan);
    }
    return offlinePlanBytes(model->graph, *plan, model->tensor_of_file);
}

}  // namespace bw
