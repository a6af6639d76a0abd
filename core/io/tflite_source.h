// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "io/imported_model.h"
#include "io/tflite_file.h"
#include "io/tflite_output.h"
#include "lowering/lower.h"
#include "lowering/raise.h"

namespace bw::tflite {

/// Operators of the file that can only be copied together, because they share operators of the graph: a convolution
/// and the activation that runs inside it, an unpacking and its parts.
struct SourceUnit {
    std::vector<size_t> file_operators;     ///< In the file's order.
    std::vector<size_t> lowered_operators;  ///< Of the network that is written, in its order.
    bool kept = false;
};

/// The TFLite file that a network was imported from, and which of its operators the network still has as they were.
class SourceModel {
public:
    /// `bytes` must outlive the model.
    static Result<std::unique_ptr<SourceModel>> open(std::string_view bytes);

    /// Finds what `network`, lowered as `lowered`, has left as it was. A block counts as unedited where one of the same
    /// id has the same kind, attributes, number formats and shapes in the file.
    void match(const Network& network, const LoweredNetwork& lowered);

    /// True where the blocks that are left run in the order in which the file's blocks do.
    bool hasOrderOf(const Network& network) const;
    const ModelFile& file() const { return file_; }
    const LoweredNetwork& lowered() const { return *lowered_; }
    /// The operator of the file that operator `lowered` of the network was and is; null for those new or edited.
    const OperatorInfo* originOf(size_t lowered) const;
    /// True for tensors that are computed while the network runs.
    bool runs(int32_t file_tensor) const {
        return file_tensor >= 0 && imported_.tensor_of_file[static_cast<size_t>(file_tensor)] >= 0;
    }
    std::vector<SourceUnit>& units() { return units_; }
    /// Unit of operator `lowered` of the network, -1 for those that are new or edited.
    int unitOf(size_t lowered) const { return unit_of_lowered_[lowered]; }
    /// Tensor of the network that is tensor `file_tensor` in unit `unit`: read from elsewhere, or its result.
    std::optional<TensorId> inputOf(const SourceUnit& unit, int32_t file_tensor) const;
    std::optional<TensorId> outputOf(int32_t file_tensor) const;
    /// Least and greatest number that a tensor of the file can hold; nothing for real numbers.
    std::optional<std::pair<double, double>> rangeOf(int32_t file_tensor) const;
    /// Tensor of the file that a block of this id gave at `port` in the file, -1 for blocks that are new.
    int32_t fileTensorOf(BlockId block, size_t port) const;
    /// Operator that gives a constant which is computed before the network runs; -1 for others.
    int32_t foldedProducer(int32_t file_tensor) const { return folded_producer_[static_cast<size_t>(file_tensor)]; }
    /// True where the file's arithmetic is on integers.
    bool isQuantized() const { return imported_.precision == "int8" || imported_.precision == "uint8"; }
    bool isUnsigned() const { return imported_.precision == "uint8"; }

private:
    explicit SourceModel(std::string_view bytes) : file_(bytes) {}

    Result<void> read();
    void findSlots();
    void collectUnits(size_t lowered_operators);
    bool isWiredAlike(const SourceUnit& unit, const LoweredNetwork& lowered) const;
    bool canCopy(const OperatorInfo& op) const;
    /// True for constants that follow from the file's numbers alone, not from the size of a tensor that runs.
    bool isFixed(int32_t file_tensor) const;

    ModelFile file_;
    ImportedModel imported_;
    RaisedNetwork raised_;
    LoweredNetwork original_;
    /// By operator of the imported graph: the graph's tensors that its lowered form reads, in that form's order.
    std::vector<std::vector<TensorId>> slots_;
    std::vector<int32_t> file_tensor_of_graph_;  ///< The last one where several are the same tensor of the graph.
    std::vector<int32_t> folded_producer_;
    std::vector<int32_t> file_of_graph_;  ///< By operator of the graph: the operator of the file that computes it.
    // What match() found.
    const LoweredNetwork* lowered_ = nullptr;
    std::vector<int32_t> lowered_of_graph_;
    std::vector<int32_t> graph_of_lowered_;
    std::vector<SourceUnit> units_;
    std::vector<int32_t> unit_of_lowered_;
};

/// Quantisation of a tensor as the file has it; nothing where it is of a kind that cannot be copied.
std::optional<Quantization> quantizationOf(const TensorInfo& tensor);

}  // namespace bw::tflite
