// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/network.h"
#include "io/safetensors.h"

namespace bw {

/// How an operator of an edited network came to its numbers.
enum class Inheritance : uint8_t {
    Kept,      ///< As they were.
    Sliced,    ///< Channels or parts of windows left out or added.
    Composed,  ///< Computed from kernels of another form.
    New        ///< None: training draws them.
};

/// "kept", "sliced", "composed", "new".
const char* inheritanceId(Inheritance how);

/// Numbers for an edited network.
struct Inherited {
    struct Part {
        std::string key;  ///< As TrainForm calls the operator.
        Inheritance how = Inheritance::New;
    };
    std::vector<NamedTensor> numbers;  ///< As TrainSession::setWeights() takes them.
    std::vector<Part> parts;           ///< Every operator that holds numbers, normalisation behind kernels aside.

    int count(Inheritance how) const;
    /// "12 operators kept, 5 sliced, 1 composed, 2 new".
    std::string sentence() const;
};

/// Gives an edited network the numbers that training gave the one before (TrainResult::weights, by the keys of
/// TrainForm): blocks of equal names are the same ones. Where channels are fewer, the most important ones stay
/// (TrainedNetwork::importances), the same everywhere they run. Where there are more, the old ones stay, producers of
/// new ones are drawn by `seed` and their readers begin at zero, so that the network computes what it did. Windows are
/// cut to their middle or get zeros around. Kernels of blocks that changed their kind are composed (numberSources). A
/// new block that is added to what went on before begins with a normalisation of scale zero: it adds nothing yet.
///
/// InvalidArgument where the numbers are of another network than `from`; Unsupported, with the block, where one of the
/// networks cannot be trained, and what lower() says where one cannot be lowered.
Result<Inherited> inheritNumbers(const Network& from, std::span<const NamedTensor> numbers, const Network& to,
                                 uint64_t seed = 1);

}  // namespace bw
