// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/scores/score_form.h"

#include <algorithm>
#include <utility>

#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

bool isLayer(const Operator& op) {
    return op.isConvolution() || op.type == OpType::Dense;
}

/// By operator: whether a layer with weights reads what it gives, or it is one.
std::vector<bool> neededOperators(const OperatorGraph& graph) {
    std::vector<bool> needed(graph.operators.size(), false);
    for (size_t i = graph.operators.size(); i-- > 0;) {
        const Operator& op = graph.operators[i];
        if (!needed[i] && !isLayer(op)) continue;
        needed[i] = true;
        for (const TensorId tensor : op.inputs) {
            const int32_t producer = graph.tensors[static_cast<size_t>(tensor)].producer;
            if (producer >= 0) needed[static_cast<size_t>(producer)] = true;
        }
    }
    return needed;
}

class FormMaker {
public:
    FormMaker(const OperatorGraph& source, const ScoreFormOptions& options)
        : source_(source),
          options_(options),
          needed_(neededOperators(source)),
          read_(source.tensors.size(), false),
          target_of_(source.tensors.size(), -1) {
        for (size_t i = 0; i < source.operators.size(); ++i) {
            if (!needed_[i]) continue;
            for (const TensorId tensor : source.operators[i].inputs)
                read_[static_cast<size_t>(tensor)] = true;
        }
    }

    ScoreForm make() {
        if (std::find(needed_.begin(), needed_.end(), true) == needed_.end()) {
            throw NotExecutable("no layer of the network has weights");
        }
        for (const TensorId tensor : source_.inputs)
            form_.graph.inputs.push_back(target_of_[static_cast<size_t>(tensor)] = addTensor(tensor, -1));
        for (size_t i = 0; i < source_.operators.size(); ++i) {
            if (needed_[i]) addOperator(source_.operators[i]);
        }
        markBlocks();
        for (size_t t = 0; t < source_.tensors.size(); ++t) {
            const bool given = source_.tensors[t].producer >= 0 && target_of_[t] >= 0;
            if (given && !read_[t]) form_.graph.outputs.push_back(target_of_[t]);
        }
        return std::move(form_);
    }

private:
    TensorId addTensor(TensorId like, int32_t producer) {
        Tensor tensor = source_.tensors[static_cast<size_t>(like)];
        if (tensor.shape.rank() < 1 || tensor.shape[0] != 1) {
            throw NotExecutable("a tensor of " + tensor.shape.text() + " has no batch axis");
        }
        tensor.shape.set(0, options_.batch);
        tensor.producer = producer;
        form_.graph.tensors.push_back(std::move(tensor));
        return static_cast<TensorId>(form_.graph.tensors.size()) - 1;
    }

    /// Appends an operator that gives a tensor like `like`.
    TensorId append(Operator op, TensorId like) {
        const auto index = static_cast<int32_t>(form_.graph.operators.size());
        op.outputs = {addTensor(like, index)};
        const TensorId output = op.outputs.front();
        form_.graph.operators.push_back(std::move(op));
        form_.roles.emplace_back();
        return output;
    }

    ScoreForm::Role* roleOf(TensorId tensor) {
        const int32_t producer = form_.graph.tensors[static_cast<size_t>(tensor)].producer;
        return producer < 0 ? nullptr : &form_.roles[static_cast<size_t>(producer)];
    }

    /// Squeeze-excite gates and last layers, whose scale matters, go without.
    bool wantsNorm(const Operator& op) const {
        if (!options_.normalised || !op.isConvolution()) return false;
        const Shape& shape = source_.shape(op.outputs.front());
        return read_[static_cast<size_t>(op.outputs.front())] && shape.height() * shape.width() > 1;
    }

    TensorId appendNorm(TensorId x, TensorId like, const Operator& of) {
        if (ScoreForm::Role* role = roleOf(x)) role->before_norm = true;
        Operator norm;
        norm.type = OpType::Normalize;
        norm.detail = "batch_training";
        norm.weight_elements = 2 * source_.shape(like).channels();
        norm.block = of.block;
        norm.inputs = {x};
        return append(std::move(norm), like);
    }

    TensorId appendActivation(TensorId x, TensorId like, const Operator& of) {
        if (ScoreForm::Role* role = roleOf(x)) role->pre_activation = true;
        Operator activation;
        activation.type = OpType::Activation;
        activation.activation = options_.rectified ? Activation::Relu : of.activation;
        activation.weight_elements = of.type == OpType::Activation && !options_.rectified ? of.weight_elements : 0;
        activation.block = of.block;
        activation.inputs = {x};
        return append(std::move(activation), like);
    }

    void addOperator(const Operator& source) {
        if (source.outputs.size() != 1) throw NotExecutable("'" + source.detail + "' gives several tensors");
        const TensorId like = source.outputs.front();
        Operator op = source;
        for (TensorId& tensor : op.inputs) {
            tensor = target_of_[static_cast<size_t>(tensor)];
            if (tensor < 0) throw NotExecutable("it reads what nothing gives");
        }
        TensorId& result = target_of_[static_cast<size_t>(like)];
        if (op.type == OpType::Activation) {
            result = appendActivation(op.inputs.at(0), like, source);
            return;
        }
        if (options_.normalised && op.type == OpType::Normalize && op.detail == "batch") {
            result = appendNorm(op.inputs.at(0), like, source);
            return;
        }
        const bool norm = wantsNorm(op) && !normFollows(source);
        op.activation = Activation::None;
        op.has_batch_norm = false;
        op.has_bias = op.has_bias && !norm;
        simplify(op);
        result = append(std::move(op), like);
        if (norm) result = appendNorm(result, like, source);
        if (source.activation != Activation::None) result = appendActivation(result, like, source);
    }

    bool normFollows(const Operator& op) const {
        const TensorId tensor = op.outputs.front();
        return std::any_of(source_.operators.begin(), source_.operators.end(), [tensor](const Operator& reader) {
            return reader.type == OpType::Normalize && reader.inputs.front() == tensor;
        });
    }

    /// Number formats are one here, and sums without shortcuts take what came last.
    void simplify(Operator& op) const {
        const bool cut = !options_.shortcuts && op.type == OpType::Add && op.inputs.size() > 1;
        if (!cut && op.type != OpType::Quantize) return;
        op.type = OpType::Reshape;
        op.inputs = {*std::max_element(op.inputs.begin(), op.inputs.end())};
    }

    /// The last operator of each block that convolves gives its features.
    void markBlocks() {
        const std::vector<Operator>& operators = form_.graph.operators;
        for (size_t first = 0, end = 0; first < operators.size(); first = end) {
            bool convolves = false;
            for (end = first; end < operators.size() && operators[end].block == operators[first].block; ++end)
                convolves = convolves || operators[end].isConvolution();
            const Shape& shape = form_.graph.shape(operators[end - 1].outputs.front());
            form_.roles[end - 1].features = convolves && shape.rank() == 4 && shape.height() * shape.width() > 1;
        }
    }

    const OperatorGraph& source_;
    const ScoreFormOptions& options_;
    std::vector<bool> needed_;
    std::vector<bool> read_;           ///< By tensor of the source: a needed operator reads it.
    std::vector<TensorId> target_of_;  ///< By tensor of the source; -1: not there.
    ScoreForm form_;
};

}  // namespace

ScoreForm scoreForm(const OperatorGraph& graph, const ScoreFormOptions& options) {
    return FormMaker(graph, options).make();
}

}  // namespace bw
