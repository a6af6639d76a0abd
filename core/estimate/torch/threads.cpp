// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <mutex>
#include <string>

namespace bw {
namespace {

void setBlasThreads(int threads) {
    if (void* blas = dlopen("libblas.so.3", RTLD_LAZY | RTLD_NOLOAD)) {
        if (void* symbol = dlsym(blas, "openblas_set_num_threads")) {
            reinterpret_cast<void (*)(int)>(symbol)(threads);
        }
        dlclose(blas);
    }
}

}  // namespace

void useThreads(int threads) {
    at::set_num_threads(threads);
    setBlasThreads(threads);
}

void useOneThread() {
    thread_local const bool set = [] {
        at::set_num_threads(1);
        return true;
    }();
    static_cast<void>(set);
    static std::once_flag once;
    std::call_once(once, setBlasThreads, 1);
}

tl::unexpected<Error> torchFailure(const std::exception& error) {
    std::string text = error.what();
    text.resize(std::min(text.find('\n'), text.size()));
    return fail(ErrorCode::Unavailable, "LibTorch failed: " + text);
}

}  // namespace bw
