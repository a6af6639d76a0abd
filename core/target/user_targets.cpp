// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/user_targets.h"

#include <filesystem>

#include "base/text.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxIdBytes = 64;
constexpr size_t kMaxDescriptionBytes = 2000;

fs::path targetFile(const std::string& directory, std::string_view id) {
    return fs::path(directory) / "targets" / (std::string(id) + ".json");
}

/// "Neural engine with output_lanes 64 (32) and clock_hz 800 MHz (1 GHz)".
std::string describe(const TargetProfile& base, const TargetProfile& target) {
    std::string text = "Derived from " + base.name;
    const auto differing = differingParameters(base, target);
    for (size_t i = 0; i < differing.size(); ++i) {
        const TargetParameter& parameter = *differing[i];
        text += (i == 0 ? " with " : ", ") + parameter.id() + " " +
                parameterText(parameter, parameterValue(target, parameter)) + " (was " +
                parameterText(parameter, parameterValue(base, parameter)) + ")";
    }
    return elide(text, kMaxDescriptionBytes);
}

}  // namespace

std::string targetIdFromName(std::string_view name) {
    std::string id;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        const char lower = upper ? static_cast<char>(c - 'A' + 'a') : c;
        const bool legal = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
        if (legal) {
            id += lower;
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
        if (id.size() == kMaxIdBytes) break;
    }
    while (!id.empty() && id.back() == '-')
        id.pop_back();
    return id;
}

Result<TargetProfile> deriveTarget(const TargetProfile& base, const ParameterChanges& changes, const std::string& id,
                                   const std::string& name) {
    if (base.kind == "cpu") {
        return fail(ErrorCode::Unsupported, "the parameters of an accelerator do not describe a processor", base.id,
                    "derive from an accelerator");
    }
    auto target = changedTarget(base, changes);
    if (!target) return target;
    if (const auto problems = checkTarget(*target); !problems.empty()) {
        return fail(ErrorCode::InvalidArgument, problems.front().message, problems.front().parameter->place());
    }
    target->id = id;
    target->name = name;
    target->description = describe(base, *target);
    target->estimator = {.id = id, .measurements = {}, .configuration = {}};
    // Whatever a reader would refuse, id and name too, is refused before it is written.
    auto read = readTargetProfile(writeTargetProfile(*target), {});
    if (!read) read.error().code = ErrorCode::InvalidArgument;
    return read;
}

Result<void> checkUserTargetId(const std::string& bundled_directory, const std::string& id) {
    std::error_code ignored;
    if (bundled_directory.empty() || !fs::exists(targetFile(bundled_directory, id), ignored)) return {};
    return fail(ErrorCode::InvalidArgument, "a bundled target has this id and is never replaced", id,
                "choose another name");
}

bool isUserTarget(const std::string& directory, std::string_view id) {
    std::error_code ignored;
    return !directory.empty() && fs::exists(targetFile(directory, id), ignored);
}

Result<void> removeUserTarget(const std::string& directory, const std::string& id) {
    if (!isUserTarget(directory, id)) {
        return fail(ErrorCode::NotFound, "is no target of your own", id, "bundled targets cannot be deleted");
    }
    std::error_code problem;
    const fs::path file = targetFile(directory, id);
    fs::remove(file, problem);
    if (problem) return tl::unexpected(Error{ErrorCode::IoFailure, problem.message(), file.string(), {}, {}});
    // A regressor without its target is of no use; one that cannot be removed does no harm.
    for (const char* ending : {".json", ".safetensors"})
        fs::remove(fs::path(directory) / "regressors" / (id + ending), problem);
    return {};
}

}  // namespace bw
