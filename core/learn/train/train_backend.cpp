// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/train_backend.h"

#include "estimate/torch_module.h"

namespace bw {

Result<const TrainBackend*> openTrainBackend() {
    const Result<void*> symbol = torchModuleFunction(kTrainBackendSymbol);
    if (!symbol) return tl::unexpected(symbol.error());
    const TrainBackend* backend = reinterpret_cast<TrainBackendFactory>(*symbol)(kTrainBackendVersion);
    if (backend) return backend;
    return fail(ErrorCode::Unavailable, "the LibTorch module has another interface version", "training",
                "install the module that belongs to this program");
}

}  // namespace bw
