// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/network.h"
#include "io/operator_numbers.h"

namespace bw {

/// In which numbers a TFLite file computes.
enum class TfliteNumbers {
    Float32,
    Int8,      ///< Full integer: int8 activations, weights of one scale per output channel, 32-bit bias.
    AsSource,  ///< As the file that the network came from.
};

struct TfliteWriteOptions {
    TfliteNumbers numbers = TfliteNumbers::Float32;
    /// Bytes of the TFLite file that the network was imported from; empty: none. What was not edited is copied from it
    /// where `numbers` is AsSource. Must outlive the export.
    std::string_view source;
    /// Weights by operator of the network lowered at Fp32. Null: random ones from `seed`, which the file's metadata
    /// say.
    const OperatorNumbers* weights = nullptr;
    uint64_t seed = 1;
    /// Least and greatest value of activations where they were measured (calibration), by tensor of the lowered
    /// network. Others are taken from `source` or estimated (io/tflite_ranges.h).
    std::map<TensorId, std::pair<double, double>> ranges;
    std::string description;  ///< What the file says about itself.
};

/// A network as a TFLite file, ready to be written: everything that can be refused has been.
class TfliteExport {
public:
    /// Takes the bytes of a file piece by piece; an error ends the writing.
    using Sink = std::function<Result<void>(std::string_view)>;

    TfliteExport(TfliteExport&&) noexcept;
    TfliteExport& operator=(TfliteExport&&) noexcept;
    ~TfliteExport();

    /// What the format holds otherwise than the network does, one sentence each.
    const std::vector<std::string>& notes() const { return notes_; }
    /// The network as it was lowered, whose operators the file holds.
    const LoweredNetwork& lowered() const;
    /// Operators of the source that are copied with weights and quantisation as they are.
    int keptOperators() const { return kept_operators_; }
    /// Writes the file. Constants are made one after the other, so that no second copy of the weights is in memory.
    Result<void> write(const Sink& sink) const;
    /// The whole file in memory.
    Result<std::string> bytes() const;

    struct Content;

private:
    friend Result<TfliteExport> exportTflite(const Network&, const TfliteWriteOptions&);
    TfliteExport();

    std::unique_ptr<Content> content_;
    std::vector<std::string> notes_;
    int kept_operators_ = 0;
};

/// Turns a network into a TFLite file. Unsupported, naming every operator concerned, where the format has no
/// counterpart for some.
Result<TfliteExport> exportTflite(const Network& network, const TfliteWriteOptions& options);

/// Writes the file to `path`, replacing it whole or not at all.
Result<void> saveTflite(const TfliteExport& file, const std::string& path);

}  // namespace bw
