// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch_module.h"

#include <dlfcn.h>

#include <filesystem>
#include <mutex>

#include "estimate/score_backend.h"

namespace bw {
namespace {

constexpr const char* kModuleName = "libblockwright-torch.so";

Result<void*> openModule() {
    std::string reason = "no such file beside the program";
    for (const std::string& path : torchModuleCandidates()) {
        std::error_code error;
        if (!std::filesystem::exists(path, error)) {
            continue;
        }
        if (void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
            return handle;
        }
        if (const char* text = dlerror()) {
            reason = text;
        }
    }
    return fail(ErrorCode::Unavailable, "the LibTorch module cannot be opened: " + reason, kModuleName,
                "reinstall Blockwright with LibTorch");
}

template <class Part, class Factory>
Result<const Part*> openPart(const char* symbol_name, uint32_t version) {
    const Result<void*> symbol = torchModuleFunction(symbol_name);
    if (!symbol) {
        return tl::unexpected(symbol.error());
    }
    const Part* part = reinterpret_cast<Factory>(*symbol)(version);
    if (!part) {
        return fail(ErrorCode::Unavailable, "the LibTorch module has another interface version", kModuleName,
                    "install the module that belongs to this program");
    }
    return part;
}

}  // namespace

std::vector<std::string> torchModuleCandidates() {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) {
        return {};
    }
    const std::filesystem::path folder = program.parent_path();
    return {(folder / kModuleName).string(), (folder / "../lib" / kModuleName).string(),
            (folder / "../lib/blockwright" / kModuleName).string()};
}

Result<void*> torchModuleFunction(const std::string& name) {
    static std::mutex mutex;
    static Result<void*> module = tl::unexpected(Error{});
    static bool tried = false;
    const std::lock_guard lock(mutex);
    if (!tried) {
        module = openModule();
        tried = true;
    }
    if (!module) {
        return module;
    }
    void* function = dlsym(*module, name.c_str());
    if (!function) {
        return fail(ErrorCode::Unavailable, "the LibTorch module lacks the function " + name, kModuleName,
                    "install the module that belongs to this program");
    }
    return function;
}

Result<const RegressorBackend*> openRegressorBackend() {
    return openPart<RegressorBackend, RegressorBackendFactory>(kRegressorBackendSymbol, kRegressorBackendVersion);
}

Result<const HostBackend*> openHostBackend() {
    return openPart<HostBackend, HostBackendFactory>(kHostBackendSymbol, kHostBackendVersion);
}

Result<const ScoreBackend*> openScoreBackend() {
    return openPart<ScoreBackend, ScoreBackendFactory>(kScoreBackendSymbol, kScoreBackendVersion);
}

}  // namespace bw
