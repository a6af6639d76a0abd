// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "base/random.h"
#include "estimate/regressor_backend.h"
#include "estimate/torch/threads.h"

namespace bw {
namespace {

/// Weight and bias of each layer of one member, in the order of EnsembleShape.
std::vector<torch::Tensor> splitParameters(const EnsembleShape& shape, std::span<const float> flat) {
    std::vector<torch::Tensor> tensors;
    size_t at = 0;
    const auto take = [&](int64_t rows, int64_t columns) {
        const auto count = static_cast<size_t>(rows * columns);
        torch::Tensor tensor = torch::empty({rows, columns}, torch::kFloat32);
        std::copy_n(flat.data() + at, count, tensor.data_ptr<float>());
        at += count;
        tensors.push_back(tensor);
    };
    for (int layer = 0; layer <= shape.layers; ++layer) {
        const int64_t out = layer == shape.layers ? 1 : shape.hidden;
        const int64_t in = layer == 0 ? shape.inputs : shape.hidden;
        take(out, in);
        take(1, out);
    }
    return tensors;
}

torch::Tensor forward(const std::vector<torch::Tensor>& parameters, const torch::Tensor& rows) {
    torch::Tensor x = rows;
    size_t layer = 0;
    for (; layer + 2 < parameters.size(); layer += 2) {
        x = torch::silu(torch::addmm(parameters[layer + 1], x, parameters[layer].t()));
    }
    // The last layer as a sum over each row: cheaper than a matrix-vector product of this shape.
    return (x * parameters[layer]).sum(1) + parameters[layer + 1].squeeze(1);
}

class TorchEnsemble final : public Ensemble {
public:
    TorchEnsemble(const EnsembleShape& shape, std::span<const float> parameters) : shape_(shape) {
        const auto member_size = static_cast<size_t>(shape.memberParameters());
        for (int member = 0; member < shape.members; ++member) {
            members_.push_back(
                splitParameters(shape, parameters.subspan(static_cast<size_t>(member) * member_size, member_size)));
            // OpenBLAS rounds a row by its position in the batch. In double that stays far below the float handed out.
            for (torch::Tensor& tensor : members_.back()) {
                tensor = tensor.to(torch::kFloat64);
            }
        }
    }

    Result<void> predict(std::span<const float> rows, std::span<float> out) const override {
        const auto inputs = static_cast<size_t>(shape_.inputs);
        const auto members = static_cast<size_t>(shape_.members);
        if (rows.size() % inputs != 0 || rows.size() / inputs * members != out.size()) {
            return fail(ErrorCode::InvalidArgument, "the rows do not fit the regressor");
        }
        useOneThread();
        try {
            const c10::InferenceMode guard;
            const size_t count = rows.size() / inputs;
            const torch::Tensor batch = torch::zeros({kEvaluationRows, shape_.inputs}, torch::kFloat64);
            for (size_t begin = 0; begin < count; begin += kEvaluationRows) {
                const size_t size = std::min<size_t>(kEvaluationRows, count - begin);
                std::copy_n(rows.data() + begin * inputs, size * inputs, batch.data_ptr<double>());
                for (size_t member = 0; member < members; ++member) {
                    const torch::Tensor result = forward(members_[member], batch).contiguous();
                    for (size_t row = 0; row < size; ++row) {
                        out[(begin + row) * members + member] = static_cast<float>(result.data_ptr<double>()[row]);
                    }
                }
            }
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
        return {};
    }

private:
    EnsembleShape shape_;
    std::vector<std::vector<torch::Tensor>> members_;
};

/// The rows as tensors and the extent of each group.
struct Batches {
    torch::Tensor features, target, log_guess, row_weight;
    struct Group {
        int64_t first = 0, rows = 0;
        int32_t left_out = -1;  ///< Member that must not see it.
    };
    std::vector<Group> groups;

    explicit Batches(const EnsembleShape& shape, const TrainingRows& rows) {
        const auto count = static_cast<int64_t>(rows.target.size());
        const auto copy = [](const std::vector<float>& values, at::IntArrayRef sizes) {
            torch::Tensor tensor = torch::empty(sizes, torch::kFloat32);
            std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
            return tensor;
        };
        features = copy(rows.features, {count, shape.inputs});
        target = copy(rows.target, {count});
        log_guess = copy(rows.log_guess, {count});
        row_weight = copy(rows.row_weight, {count});
        for (int64_t row = 0; row < count; ++row) {
            if (row == 0 || rows.group[static_cast<size_t>(row)] != rows.group[static_cast<size_t>(row - 1)]) {
                groups.push_back({row, 0, rows.left_out[static_cast<size_t>(row)]});
            }
            ++groups.back().rows;
        }
    }
};

torch::Tensor batchLoss(const Batches& data, const std::vector<torch::Tensor>& parameters,
                        const std::vector<int64_t>& rows, const std::vector<int64_t>& groups, int64_t group_count,
                        const TrainingOptions& options) {
    const auto index = torch::tensor(rows, torch::kInt64);
    const auto group = torch::tensor(groups, torch::kInt64);
    const torch::Tensor target = data.target.index_select(0, index);
    const torch::Tensor guess = data.log_guess.index_select(0, index);
    const torch::Tensor predicted = forward(parameters, data.features.index_select(0, index));
    const torch::Tensor row_loss = torch::huber_loss(predicted, target, at::Reduction::None, options.huber_delta) *
                                   data.row_weight.index_select(0, index);
    const torch::Tensor zeros = torch::zeros({group_count}, torch::kFloat32);
    const torch::Tensor measured_sum = zeros.index_add(0, group, (guess + target).exp());
    const torch::Tensor predicted_sum = zeros.index_add(0, group, (guess + predicted.clamp(-8.0, 8.0)).exp());
    const torch::Tensor group_loss =
        torch::huber_loss(predicted_sum.log(), measured_sum.log(), at::Reduction::Mean, options.huber_delta);
    return row_loss.mean() + options.group_weight * group_loss;
}

std::vector<float> initialParameters(const EnsembleShape& shape, Random& random) {
    std::vector<float> flat;
    for (int layer = 0; layer <= shape.layers; ++layer) {
        const int64_t out = layer == shape.layers ? 1 : shape.hidden;
        const int64_t in = layer == 0 ? shape.inputs : shape.hidden;
        // He's initialisation; the last layer starts small, so that training starts from the analytic guess.
        const double scale = (layer == shape.layers ? 0.1 : 1.0) * std::sqrt(2.0 / static_cast<double>(in));
        for (int64_t i = 0; i < in * out; ++i) {
            flat.push_back(static_cast<float>(random.normal() * scale));
        }
        flat.insert(flat.end(), static_cast<size_t>(out), 0.0F);
    }
    return flat;
}

void shuffle(std::vector<size_t>& order, Random& random) {
    for (size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[random.below(i)]);
    }
}

/// Trains one member on the groups that are not left out of it; gives nothing where `stop` was raised.
std::optional<std::vector<float>> trainMember(const EnsembleShape& shape, const Batches& data, int member,
                                              const TrainingOptions& options, Random random,
                                              const std::function<void(double)>& progress,
                                              const std::atomic<bool>* stop) {
    std::vector<torch::Tensor> parameters = splitParameters(shape, initialParameters(shape, random));
    for (torch::Tensor& parameter : parameters) {
        parameter.set_requires_grad(true);
    }
    torch::optim::AdamW optimiser(parameters,
                                  torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
    auto& adam = static_cast<torch::optim::AdamWOptions&>(optimiser.param_groups()[0].options());

    std::vector<size_t> order;
    for (size_t i = 0; i < data.groups.size(); ++i) {
        if (data.groups[i].left_out != member) order.push_back(i);
    }
    std::vector<int64_t> rows, groups;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        shuffle(order, random);
        int64_t group_count = 0;
        for (size_t i = 0; i < order.size(); ++i) {
            const Batches::Group& its = data.groups[order[i]];
            for (int64_t row = 0; row < its.rows; ++row) {
                rows.push_back(its.first + row);
                groups.push_back(group_count);
            }
            ++group_count;
            if (std::cmp_less(rows.size(), options.batch_rows) && i + 1 < order.size()) {
                continue;
            }
            if (stop && stop->load()) {
                return std::nullopt;
            }
            const double done = (epoch + static_cast<double>(i) / static_cast<double>(order.size())) / options.epochs;
            const double warm_up = std::min(1.0, done * 40.0);
            adam.lr(options.learning_rate * warm_up * 0.5 * (1.0 + std::cos(done * 3.14159265358979)));
            optimiser.zero_grad();
            batchLoss(data, parameters, rows, groups, group_count, options).backward();
            optimiser.step();
            rows.clear();
            groups.clear();
            group_count = 0;
        }
        progress(static_cast<double>(epoch + 1) / options.epochs);
    }
    std::vector<float> flat;
    for (const torch::Tensor& parameter : parameters) {
        const torch::Tensor values = parameter.detach().contiguous();
        flat.insert(flat.end(), values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
    }
    return flat;
}

bool fits(const EnsembleShape& shape, const TrainingRows& rows) {
    const size_t count = rows.target.size();
    return count > 0 && rows.features.size() == count * static_cast<size_t>(shape.inputs) &&
           rows.log_guess.size() == count && rows.row_weight.size() == count && rows.group.size() == count &&
           rows.left_out.size() == count;
}

class TorchBackend final : public RegressorBackend {
public:
    std::string version() const override { return "LibTorch " TORCH_VERSION; }

    Result<std::unique_ptr<Ensemble>> load(const EnsembleShape& shape,
                                           std::span<const float> parameters) const override {
        if (shape.inputs < 1 || shape.hidden < 1 || shape.layers < 1 || shape.members < 1 ||
            std::cmp_not_equal(parameters.size(), shape.parameters())) {
            return fail(ErrorCode::InvalidArgument, "the parameters do not fit the regressor's architecture");
        }
        useOneThread();
        try {
            return std::make_unique<TorchEnsemble>(shape, parameters);
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
    }

    Result<std::vector<float>> train(const EnsembleShape& shape, const TrainingRows& rows,
                                     const TrainingOptions& options, const std::function<void(double)>& progress,
                                     const std::atomic<bool>* stop) const override {
        if (!fits(shape, rows) || options.epochs < 1 || options.batch_rows < 1) {
            return fail(ErrorCode::InvalidArgument, "the training rows do not fit the regressor's architecture");
        }
        useOneThread();
        try {
            const Batches data(shape, rows);
            Random random(options.seed);
            std::vector<float> flat;
            for (int member = 0; member < shape.members; ++member) {
                const auto report = [&](double fraction) {
                    if (progress) {
                        progress((member + fraction) / shape.members);
                    }
                };
                const auto trained = trainMember(shape, data, member, options, random.fork(), report, stop);
                if (!trained) {
                    return fail(ErrorCode::Cancelled, "training was stopped");
                }
                flat.insert(flat.end(), trained->begin(), trained->end());
            }
            return flat;
        } catch (const std::exception& error) {
            return torchFailure(error);
        }
    }
};

}  // namespace
}  // namespace bw

extern "C" __attribute__((visibility("default"))) const bw::RegressorBackend* bwRegressorBackend(uint32_t version) {
    static const bw::TorchBackend backend;
    return version == bw::kRegressorBackendVersion ? &backend : nullptr;
}
