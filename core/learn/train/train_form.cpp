// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/train_form.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "io/operator_names.h"

namespace bw {
namespace {

/// Whether the operator only says what was decided, or in which format.
bool decides(const Operator& op) {
    return op.type == OpType::Softmax || op.type == OpType::ArgMax || op.type == OpType::Quantize ||
           (op.type == OpType::Activation && op.activation == Activation::Sigmoid);
}

class FormMaker {
public:
    FormMaker(const Network& network, const LoweredNetwork& lowered, int64_t batch)
        : network_(network),
          source_(lowered.graph),
          batch_(batch),
          names_(operatorNames(network, lowered)),
          target_of_(source_.tensors.size(), -1),
          readers_(source_.tensors.size(), 0) {}

    Result<TrainForm> make() {
        findResults();
        findNeeded();
        imported_ = std::none_of(source_.operators.begin(), source_.operators.end(),
                                 [](const Operator& op) { return op.has_batch_norm; });
        for (const TensorId tensor : source_.inputs) {
            const auto made = addTensor(tensor, -1, "the input");
            if (!made) return tl::unexpected(made.error());
            form_.graph.inputs.push_back(target_of_[static_cast<size_t>(tensor)] = *made);
        }
        for (size_t i = 0; i < source_.operators.size(); ++i) {
            if (!needed_[i]) continue;
            if (auto added = addOperator(i); !added) return tl::unexpected(added.error());
        }
        for (const TensorId tensor : results_)
            form_.graph.outputs.push_back(target_of_[static_cast<size_t>(tensor)]);
        return std::move(form_);
    }

private:
    const Operator& operatorAt(size_t index) const { return source_.operators[index]; }

    std::string placeOf(size_t index) const {
        const Block* block = network_.find(operatorAt(index).block);
        return block ? block->name : names_[index];
    }

    /// Network outputs before what only decides.
    void findResults() {
        for (TensorId tensor : source_.outputs) {
            int32_t producer = source_.tensors[static_cast<size_t>(tensor)].producer;
            while (producer >= 0 && decides(operatorAt(static_cast<size_t>(producer)))) {
                tensor = operatorAt(static_cast<size_t>(producer)).inputs.at(0);
                producer = source_.tensors[static_cast<size_t>(tensor)].producer;
            }
            results_.push_back(tensor);
        }
    }

    void findNeeded() {
        needed_.assign(source_.operators.size(), false);
        std::vector<bool> wanted(source_.tensors.size(), false);
        for (const TensorId tensor : results_)
            wanted[static_cast<size_t>(tensor)] = true;
        for (size_t i = needed_.size(); i-- > 0;) {
            const Operator& op = operatorAt(i);
            needed_[i] = std::any_of(op.outputs.begin(), op.outputs.end(),
                                     [&](TensorId tensor) { return wanted[static_cast<size_t>(tensor)]; });
            if (!needed_[i]) continue;
            for (const TensorId tensor : op.inputs) {
                wanted[static_cast<size_t>(tensor)] = true;
                ++readers_[static_cast<size_t>(tensor)];
            }
        }
    }

    Result<TensorId> addTensor(TensorId like, int32_t producer, const std::string& place) {
        Tensor tensor = source_.tensors[static_cast<size_t>(like)];
        if (tensor.shape.rank() < 1 || tensor.shape[0] != 1) {
            return fail(ErrorCode::Unsupported,
                        "it cannot be trained: a tensor of " + tensor.shape.text() + " has no batch axis", place);
        }
        tensor.shape.set(0, batch_);
        tensor.producer = producer;
        form_.graph.tensors.push_back(std::move(tensor));
        return static_cast<TensorId>(form_.graph.tensors.size()) - 1;
    }

    Result<TensorId> append(Operator op, std::string key, size_t source) {
        const auto index = static_cast<int32_t>(form_.graph.operators.size());
        const auto output = addTensor(operatorAt(source).outputs.front(), index, placeOf(source));
        if (!output) return output;
        op.outputs = {*output};
        form_.graph.operators.push_back(std::move(op));
        form_.keys.push_back(std::move(key));
        form_.sources.push_back(static_cast<int32_t>(source));
        return output;
    }

    /// Gates of squeeze-excite and last layers, whose scale matters, go without.
    bool wantsNorm(const Operator& op) const {
        if (!imported_) return op.has_batch_norm;
        const TensorId output = op.outputs.front();
        const Shape& shape = source_.shape(output);
        return op.isConvolution() && readers_[static_cast<size_t>(output)] > 0 && shape.height() * shape.width() > 1 &&
               std::find(results_.begin(), results_.end(), output) == results_.end() && !leadsToResult(output);
    }

    /// Whether only what moves data stands between the tensor and a result.
    bool leadsToResult(TensorId tensor) const {
        for (size_t i = 0; i < source_.operators.size(); ++i) {
            const Operator& op = operatorAt(i);
            if (!needed_[i] || op.inputs.size() < 1 || op.inputs.front() != tensor) continue;
            const bool moves = op.type == OpType::Reshape || op.type == OpType::Transpose ||
                               op.type == OpType::Resize || op.type == OpType::Concat;
            if (moves && (std::find(results_.begin(), results_.end(), op.outputs.front()) != results_.end() ||
                          leadsToResult(op.outputs.front()))) {
                return true;
            }
        }
        return false;
    }

    static std::string kernelKind(const Operator& op) {
        if (op.type == OpType::Dense) return "dense";
        if (op.type == OpType::DepthwiseConv2d) return "dw";
        if (op.type == OpType::TransposedConv2d) return "up";
        return op.window.kernel_h == 1 && op.window.kernel_w == 1 ? "1x1" : "k";
    }

    std::string keyOf(size_t source) const {
        const Operator& op = operatorAt(source);
        const Block* block = network_.find(op.block);
        const std::string part = op.name.empty() ? std::string(opTypeId(op.type)) : op.name;
        const bool kernel = op.isConvolution() || op.type == OpType::Dense;
        std::string key = (block ? block->name : names_[source]) + "/" + part + ":" +
                          (kernel ? kernelKind(op) : std::string(opTypeId(op.type)));
        return key;
    }

    /// Blocks may hold several parts of one name.
    std::string unique(std::string key) {
        const std::string stem = key;
        for (int copy = 2; !taken_.insert(key).second; ++copy)
            key = stem + std::to_string(copy);
        return key;
    }

    Result<void> addOperator(size_t index) {
        const Operator& source = operatorAt(index);
        if (source.type == OpType::Opaque) {
            return fail(ErrorCode::Unsupported, "it cannot be trained: only its name and shapes are known",
                        placeOf(index));
        }
        if (source.type == OpType::ArgMax || source.outputs.size() != 1) {
            return fail(ErrorCode::Unsupported,
                        source.outputs.size() != 1 ? "it cannot be trained: it gives several tensors"
                                                   : "it cannot be trained: an arg max has no gradient",
                        placeOf(index));
        }
        Operator op = source;
        for (TensorId& tensor : op.inputs)
            tensor = target_of_[static_cast<size_t>(tensor)];
        const bool numbers = op.isConvolution() || op.type == OpType::Dense || op.weight_elements > 0 ||
                             op.type == OpType::Normalize || op.type == OpType::LayerNorm;
        const std::string key = numbers ? unique(keyOf(index)) : std::string();
        TensorId& result = target_of_[static_cast<size_t>(source.outputs.front())];
        const bool norm = wantsNorm(op);
        if (op.type == OpType::Normalize && op.detail == "batch") op.detail = kTrainedNorm;
        if (op.type == OpType::Quantize) {  // Number formats are one here.
            op.type = OpType::Reshape;
        }
        const Activation activation = op.type == OpType::Activation ? Activation::None : op.activation;
        if (activation != Activation::None) op.activation = Activation::None;
        op.has_bias = op.has_bias && !norm;
        op.has_batch_norm = false;
        auto made = append(std::move(op), key, index);
        if (made && norm) {
            Operator normal;
            normal.type = OpType::Normalize;
            normal.detail = kTrainedNorm;
            normal.weight_elements = 2 * source_.shape(source.outputs.front()).channels();
            normal.block = source.block;
            normal.inputs = {*made};
            made = append(std::move(normal), key + ":norm", index);
        }
        if (made && activation != Activation::None) {
            Operator clip;
            clip.type = OpType::Activation;
            clip.activation = activation;
            clip.block = source.block;
            clip.inputs = {*made};
            made = append(std::move(clip), {}, index);
        }
        if (!made) return tl::unexpected(made.error());
        result = *made;
        return {};
    }

    const Network& network_;
    const OperatorGraph& source_;
    int64_t batch_;
    std::vector<std::string> names_;
    std::vector<TensorId> target_of_;  ///< By tensor of the source; -1: not there.
    std::vector<int> readers_;         ///< By tensor of the source: needed operators that read it.
    std::vector<TensorId> results_;
    std::vector<bool> needed_;
    std::unordered_set<std::string> taken_;
    bool imported_ = false;
    TrainForm form_;
};

}  // namespace

Result<TrainForm> trainForm(const Network& network, const LoweredNetwork& lowered, int64_t batch) {
    return FormMaker(network, lowered, batch).make();
}

}  // namespace bw
