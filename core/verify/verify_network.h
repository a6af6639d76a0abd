// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "io/document.h"
#include "io/operator_numbers.h"
#include "verify/peer.h"
#include "verify/peer_result.h"

namespace bw {

/// Greatest difference that two float programs may have, relative to the greatest value of the output.
inline constexpr double kAgreementTolerance = 1e-4;
/// Share of classes that may differ, where two of them are nearly as likely.
inline constexpr double kLabelTolerance = 1e-3;

struct VerifyOptions {
    uint64_t seed = 1;       ///< Draws inputs, and weights where there are none.
    int runs = 20;           ///< Timed runs on the processor.
    int threads = 1;         ///< Of the processor.
    double timeout_s = 300;  ///< For each program.
    std::string source;      ///< File that the network was imported from (io/export_model.h); empty: none.
    std::shared_ptr<const WeightSource> weights;  ///< Trained weights for the whole network; null: none.
    std::string keep_folder;                      ///< Where exports and results stay; empty: they are removed.
};

/// What came of one peer. Exactly one of `result` and `error` is given.
struct PeerReport {
    const Peer* peer = nullptr;
    std::optional<PeerResult> result;
    std::optional<Error> error;
    /// By operator of the lowered network: its time in the peer; absent where the peer names no such operator, which
    /// then runs inside another one or was removed.
    std::vector<std::optional<PeerOperator>> operators;
    double other_ms = 0;             ///< Of kernels that the peer added.
    std::vector<std::string> notes;  ///< Of the export.
};

/// How far the outputs of two peers differ.
struct Agreement {
    size_t first = 0;  ///< Index into VerifyReport::peers.
    size_t second = 0;
    bool same_shapes = false;
    double worst = 0;         ///< Greatest difference of a real value, relative to the greatest of its output.
    double other_labels = 0;  ///< Greatest share of an output's integers that differ.
    bool quantized = false;   ///< One of them computes in integers, so that differences are no failure.
    bool holds() const {
        return same_shapes && (quantized || (worst <= kAgreementTolerance && other_labels <= kLabelTolerance));
    }
};

/// A network in other programs, beside what Blockwright says of it.
struct VerifyReport {
    std::vector<std::string> operator_names;  ///< By operator of the lowered network, as exports call them.
    std::vector<PeerReport> peers;            ///< In the order asked for.
    std::vector<Agreement> agreements;        ///< Of each pair that gave outputs.

    /// Every peer gave a result and all outputs agree.
    bool holds() const;
};

/// Told before each step: the share that is done, 0 ... 1, and what comes.
using VerifyWatcher = std::function<void(double, const std::string&)>;

/// Exports the network for each peer, runs it there on one random input, and compares. `assessment` is what Blockwright
/// says of the document's network on `target`, which Vela compiles for. A peer that fails leaves its error in the
/// report and the others go on; Cancelled after `stop`.
Result<VerifyReport> verifyNetwork(const Document& document, const Assessment& assessment, const TargetProfile& target,
                                   std::span<const Peer* const> wanted, const VerifyOptions& options,
                                   const VerifyWatcher& watcher = {}, const std::stop_token& stop = {});

/// How far two outputs differ, for Agreement.
Agreement compareOutputs(const std::vector<PeerOutput>& a, const std::vector<PeerOutput>& b);

}  // namespace bw
