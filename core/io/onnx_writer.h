// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/network.h"
#include "io/operator_numbers.h"

namespace bw {

/// Operator sets that files are written for.
inline constexpr int64_t kOldestOpset = 13;
inline constexpr int64_t kNewestOpset = 21;

struct OnnxWriteOptions {
    int64_t opset = 17;  ///< kOldestOpset ... kNewestOpset.
    /// Bytes of the ONNX or TensorFlow Lite file that the network was imported from; empty: none. Weights of what was
    /// not edited are taken from it. Must outlive the export.
    std::string_view source;
    /// Where weights come from that the source does not have; null: random ones of `seed`. Indices are those of
    /// OnnxExport::lowered(). Asked while exportOnnx() runs.
    const OperatorNumbers* weights = nullptr;
    std::string description;  ///< What the file says about itself.
    uint64_t seed = 1;
};

/// A network as an ONNX file of float32, ready to be written: everything that can be refused has been.
class OnnxExport {
public:
    /// Takes the bytes of a file piece by piece; an error ends the writing.
    using Sink = std::function<Result<void>(std::string_view)>;

    OnnxExport(OnnxExport&&) noexcept;
    OnnxExport& operator=(OnnxExport&&) noexcept;
    ~OnnxExport();

    /// What the format holds otherwise than the network does, one sentence each.
    const std::vector<std::string>& notes() const { return notes_; }
    /// Operators whose weights were copied from the source.
    int keptOperators() const { return kept_operators_; }
    const LoweredNetwork& lowered() const;
    /// Writes the file, one constant after the other.
    Result<void> write(const Sink& sink) const;
    /// The whole file in memory.
    Result<std::string> bytes() const;

private:
    friend Result<OnnxExport> exportOnnx(const Network&, const OnnxWriteOptions&);
    struct Content;
    OnnxExport();

    std::unique_ptr<Content> content_;
    std::vector<std::string> notes_;
    int kept_operators_ = 0;
};

/// Turns a network into an ONNX file. Unsupported, naming every operator concerned, where the format has no counterpart
/// for some; InvalidArgument for an operator set that is not written.
Result<OnnxExport> exportOnnx(const Network& network, const OnnxWriteOptions& options);

}  // namespace bw
