// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/trained_numbers.h"

#include <cmath>
#include <utility>

#include "learn/train/train_form.h"

namespace bw {
namespace {

constexpr float kNormEpsilon = 1e-5F;
/// The batch of a form that only its keys are asked of.
constexpr int64_t kAnyBatch = 2;

Numbers numbersOf(std::vector<int64_t> sizes, std::vector<float> values) {
    return {std::move(sizes), std::make_shared<const std::vector<float>>(std::move(values))};
}

/// Factor and offset of each channel.
struct Affine {
    std::vector<float> scale, shift;
};

class TrainedNumbers final : public OperatorNumbers {
public:
    TrainedNumbers(const LoweredNetwork& lowered, const std::map<std::string, NamedTensor>& numbers)
        : lowered_(lowered),
          numbers_(numbers),
          keys_(lowered.graph.operators.size()),
          norms_(lowered.graph.operators.size()) {}

    /// Finds what belongs to each operator and checks that it is all there.
    Result<void> match(const Network& network, const TrainForm& form) {
        for (size_t i = 0; i < form.keys.size(); ++i) {
            if (form.keys[i].empty()) continue;
            const auto source = static_cast<size_t>(form.sources[i]);
            const Operator& op = lowered_.graph.operators[source];
            const bool norm = form.graph.operators[i].detail == kTrainedNorm;
            (norm ? norms_ : keys_)[source] = form.keys[i];
            const std::vector<std::string> names =
                norm ? std::vector<std::string>{".scale", ".shift", ".mean", ".variance"}
                     : std::vector<std::string>{op.type == OpType::LayerNorm || op.type == OpType::Normalize ? ".scale"
                                                                                                             : ""};
            for (const std::string& suffix : names) {
                const std::string name = form.keys[i] + suffix;
                const auto at = numbers_.find(name);
                const int64_t wanted =
                    norm ? form.graph.shape(form.graph.operators[i].outputs.front()).channels() : op.weight_elements;
                if (at != numbers_.end() &&
                    (op.weight_elements == 0 || static_cast<int64_t>(at->second.values.size()) == wanted ||
                     (!norm && !suffix.empty()))) {
                    continue;
                }
                const Block* block = network.find(op.block);
                return fail(ErrorCode::InvalidFile,
                            at == numbers_.end() ? "the weights lack '" + name + "'"
                                                 : "the weights '" + name + "' are those of another size",
                            block ? block->name : std::string(),
                            "export the network as it was trained: train saves it by --save");
            }
        }
        return {};
    }

    Result<Numbers> kernel(size_t op) const override {
        const NamedTensor& tensor = numbers_.at(keys_[op]);
        std::vector<float> values = tensor.values;
        if (norms_[op].empty()) return numbersOf(tensor.shape, std::move(values));
        const Affine affine = affineOf(op);
        const bool transposed = lowered_.graph.operators[op].type == OpType::TransposedConv2d;
        const auto outputs = static_cast<size_t>(affine.scale.size());
        // Of a transposed convolution the outputs of a group are the second axis.
        const auto per_group = static_cast<size_t>(transposed ? tensor.shape[1] : tensor.shape[0]);
        size_t each = values.size() / static_cast<size_t>(tensor.shape[0]);
        if (transposed) each /= per_group;
        const size_t inputs_per_group = transposed ? static_cast<size_t>(tensor.shape[0]) / (outputs / per_group) : 1;
        for (size_t i = 0; i < values.size(); ++i) {
            size_t channel = i / each;
            if (transposed) channel = channel / per_group / inputs_per_group * per_group + channel % per_group;
            values[i] *= affine.scale[channel];
        }
        return numbersOf(tensor.shape, std::move(values));
    }

    Result<Numbers> bias(size_t op) const override {
        if (lowered_.graph.operators[op].biasElements() == 0) return Numbers();
        const auto own = numbers_.find(keys_[op] + ".bias");
        std::vector<float> values;
        if (own != numbers_.end()) values = own->second.values;
        if (!norms_[op].empty()) {
            const Affine affine = affineOf(op);
            values.resize(affine.shift.size(), 0.0F);
            for (size_t c = 0; c < values.size(); ++c)
                values[c] = values[c] * affine.scale[c] + affine.shift[c];
        }
        values.resize(static_cast<size_t>(lowered_.graph.operators[op].biasElements()), 0.0F);
        const auto count = static_cast<int64_t>(values.size());
        return numbersOf({count}, std::move(values));
    }

    Result<Numbers> constant(size_t op) const override {
        const auto at = numbers_.find(keys_[op]);
        if (at == numbers_.end()) return Numbers();
        return numbersOf(at->second.shape, at->second.values);
    }

    Result<Numbers> scale(size_t op) const override { return standing(op, ".scale", true); }
    Result<Numbers> shift(size_t op) const override { return standing(op, ".shift", false); }

private:
    Affine affineOf(size_t op) const {
        const auto values = [&](const char* suffix) -> const std::vector<float>& {
            return numbers_.at(norms_[op] + suffix).values;
        };
        Affine affine{values(".scale"), values(".shift")};
        for (size_t c = 0; c < affine.scale.size(); ++c) {
            affine.scale[c] /= std::sqrt(values(".variance")[c] + kNormEpsilon);
            affine.shift[c] -= values(".mean")[c] * affine.scale[c];
        }
        return affine;
    }

    /// Of a normalisation that is an operator of its own.
    Result<Numbers> standing(size_t op, const char* suffix, bool factor) const {
        if (!norms_[op].empty()) {
            Affine affine = affineOf(op);
            auto count = static_cast<int64_t>(affine.scale.size());
            return numbersOf({count}, std::move(factor ? affine.scale : affine.shift));
        }
        const auto at = numbers_.find(keys_[op] + suffix);
        if (at == numbers_.end()) return Numbers();
        return numbersOf(at->second.shape, at->second.values);
    }

    const LoweredNetwork& lowered_;
    const std::map<std::string, NamedTensor>& numbers_;
    std::vector<std::string> keys_, norms_;  ///< By operator; empty where it has none.
};

}  // namespace

TrainedWeights::TrainedWeights(std::vector<NamedTensor> numbers) {
    for (NamedTensor& tensor : numbers) {
        std::string name = tensor.name;
        numbers_.emplace(std::move(name), std::move(tensor));
    }
}

Result<std::unique_ptr<OperatorNumbers>> TrainedWeights::numbersFor(const Network& network,
                                                                    const LoweredNetwork& lowered) const {
    const auto form = trainForm(network, lowered, kAnyBatch);
    if (!form) return tl::unexpected(form.error());
    auto trained = std::make_unique<TrainedNumbers>(lowered, numbers_);
    if (auto matched = trained->match(network, *form); !matched) return tl::unexpected(matched.error());
    return trained;
}

}  // namespace bw
