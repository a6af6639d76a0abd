// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/inherit_numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "base/text.h"
#include "learn/inherit/channel_matching.h"
#include "learn/inherit/number_sources.h"

namespace bw {
namespace {

constexpr double kNormEpsilon = 1e-5;  // As training has it.

/// Numbers by channel, carried over; new channels get `fresh`.
std::vector<float> mapped(std::span<const float> old, const PositionMap& map, float fresh) {
    std::vector<float> result;
    result.reserve(map.size());
    for (const int64_t from : map)
        result.push_back(from < 0 ? fresh : old[static_cast<size_t>(from)]);
    return result;
}

bool isIdentity(const PositionMap& map, int64_t old_size) {
    if (static_cast<int64_t>(map.size()) != old_size) return false;
    for (size_t i = 0; i < map.size(); ++i) {
        if (map[i] != static_cast<int64_t>(i)) return false;
    }
    return true;
}

class Inheriting {
public:
    Inheriting(const TrainedNetwork& from, const FlowingForm& to, uint64_t seed)
        : from_(from), to_(to), sources_(numberSources(from, to)), matching_(from, to, sources_), random_(seed) {}

    Inherited run() {
        for (size_t i = 0; i < to_.form.keys.size(); ++i) {
            if (to_.form.keys[i].empty() || to_.isNormOfKernel(i)) continue;
            Inheritance how = Inheritance::New;
            if (!KernelView::exists(to_.at(i))) {
                how = others(i);
            } else if (sources_[i]) {
                how = kernel(i, *sources_[i]);
            } else {
                addNothingYet(i);
            }
            result_.parts.push_back({to_.form.keys[i], how});
        }
        return std::move(result_);
    }

private:
    void put(std::string name, std::vector<int64_t> shape, std::vector<float> values) {
        result_.numbers.push_back({std::move(name), std::move(shape), std::move(values)});
    }
    void putChannels(const std::string& name, std::vector<float> values) {
        const auto size = static_cast<int64_t>(values.size());
        put(name, {size}, std::move(values));
    }

    Inheritance kernel(size_t index, const NumberSource& source) {
        const Operator& op = to_.at(index);
        const std::string& key = to_.form.keys[index];
        const KernelView view = KernelView::of(to_.form.graph, op);
        const PositionMap outputs =
            matching_.positions(op.outputs.front(), view.outputs, source.output, source.view.outputs);
        const PositionMap inputs =
            matching_.positions(op.inputs.front(), view.inputs, source.input, source.view.inputs);
        std::vector<float> values = kernelNumbers(view, outputs, inputs, source);
        const int norm = to_.normOf(index);
        // What was trained with normalisation and is deployed with a bias holds it folded.
        std::vector<float> bias = mapped(source.bias, source.bias.empty() ? PositionMap() : outputs, 0);
        if (norm < 0 && !source.norm.empty()) bias = fold(view, outputs, source, values);
        put(key, view.shape(op.type), std::move(values));
        if (op.biasElements() > 0 && !bias.empty()) putChannels(key + ".bias", std::move(bias));
        if (norm >= 0 && !source.norm.empty()) {
            const std::string& name = to_.form.keys[static_cast<size_t>(norm)];
            putChannels(name + ".scale", mapped(source.norm.scale, outputs, 1));
            putChannels(name + ".shift", mapped(source.norm.shift, outputs, 0));
            putChannels(name + ".mean", mapped(source.norm.mean, outputs, 0));
            putChannels(name + ".variance", mapped(source.norm.variance, outputs, 1));
        }
        if (source.composed) return Inheritance::Composed;
        const bool same =
            !source.windowed && isIdentity(outputs, source.view.outputs) && isIdentity(inputs, source.view.inputs);
        return same ? Inheritance::Kept : Inheritance::Sliced;
    }

    std::vector<float> kernelNumbers(const KernelView& view, const PositionMap& outputs, const PositionMap& inputs,
                                     const NumberSource& source) {
        std::vector<float> values(static_cast<size_t>(view.outputs * view.inputsOfGroup() * view.window()), 0.0F);
        // He's variance, as weights are drawn.
        const double bound =
            std::sqrt(6.0 / static_cast<double>(std::max<int64_t>(1, view.inputsOfGroup() * view.window())));
        for (int64_t output = 0; output < view.outputs; ++output) {
            const int64_t old_output = outputs[static_cast<size_t>(output)];
            const int64_t first = view.firstInput(output);
            for (int64_t input = first; input < first + view.inputsOfGroup(); ++input) {
                float* window = values.data() + view.offset(output, input);
                const int64_t old_input = inputs[static_cast<size_t>(input)];
                if (old_output < 0) {
                    for (int64_t k = 0; k < view.window(); ++k)
                        window[k] = static_cast<float>((2 * random_.uniform() - 1) * bound);
                } else if (old_input >= 0) {
                    const int64_t offset = source.view.offset(old_output, old_input);
                    if (offset >= 0) copyWindow(source.view, source.values.data() + offset, view, window);
                }
            }
        }
        return values;
    }

    /// The middles of both windows lie on each other.
    static void copyWindow(const KernelView& old, const float* from, const KernelView& view, float* to) {
        const int64_t down = (old.height - view.height) / 2, across = (old.width - view.width) / 2;
        for (int64_t row = 0; row < view.height; ++row) {
            for (int64_t column = 0; column < view.width; ++column) {
                const int64_t old_row = row + down, old_column = column + across;
                if (old_row < 0 || old_row >= old.height || old_column < 0 || old_column >= old.width) continue;
                to[row * view.width + column] = from[old_row * old.width + old_column];
            }
        }
    }

    /// Puts a normalisation into the kernel and gives the bias.
    static std::vector<float> fold(const KernelView& view, const PositionMap& outputs, const NumberSource& source,
                                   std::vector<float>& values) {
        std::vector<float> bias(outputs.size(), 0.0F);
        for (size_t output = 0; output < outputs.size(); ++output) {
            if (outputs[output] < 0) continue;
            const auto old = static_cast<size_t>(outputs[output]);
            const double scale = source.norm.scale[old] / std::sqrt(source.norm.variance[old] + kNormEpsilon);
            bias[output] = static_cast<float>(source.norm.shift[old] - source.norm.mean[old] * scale);
            const int64_t first = view.firstInput(static_cast<int64_t>(output));
            for (int64_t input = first; input < first + view.inputsOfGroup(); ++input) {
                float* window = values.data() + view.offset(static_cast<int64_t>(output), input);
                for (int64_t k = 0; k < view.window(); ++k)
                    window[k] = static_cast<float>(window[k] * scale);
            }
        }
        return bias;
    }

    /// Normalisations that stand alone, slopes, constants, tables.
    Inheritance others(size_t index) {
        const std::string& key = to_.form.keys[index];
        const auto found = from_.form().operators.find(key);
        if (found == from_.form().operators.end()) return Inheritance::New;
        const Operator& op = to_.at(index);
        const Operator& old = from_.form().at(found->second);
        const TensorId tensor = op.outputs.front(), old_tensor = old.outputs.front();
        const auto old_size = static_cast<int64_t>(from_.form().flow.places(old_tensor).size());
        const auto size = static_cast<int64_t>(to_.flow.places(tensor).size());
        const PositionMap map = matching_.positions(tensor, size, old_tensor, old_size);
        const float slope = op.activation == Activation::Prelu ? 0.25F : 1.0F;
        const std::pair<const char*, float> suffixes[] = {
            {"", slope}, {".scale", 1.0F}, {".shift", 0.0F}, {".mean", 0.0F}, {".variance", 1.0F}};
        bool any = false, same = true;
        for (const auto& [suffix, fresh] : suffixes) {
            const NamedTensor* numbers = from_.find(key + suffix);
            if (numbers == nullptr) continue;
            any = true;
            const auto along = std::find(numbers->shape.begin(), numbers->shape.end(), old_size);
            const bool by_channel =
                static_cast<int64_t>(numbers->values.size()) == old_size && along != numbers->shape.end();
            if (!by_channel || isIdentity(map, old_size)) {
                result_.numbers.push_back(*numbers);
                continue;
            }
            std::vector<int64_t> shape = numbers->shape;
            shape[static_cast<size_t>(along - numbers->shape.begin())] = size;
            put(key + suffix, std::move(shape), mapped(numbers->values, map, fresh));
            same = false;
        }
        if (!any) return Inheritance::New;
        return same ? Inheritance::Kept : Inheritance::Sliced;
    }

    /// A new kernel whose normalisation is added to old channels begins without effect.
    void addNothingYet(size_t index) {
        const int norm = to_.normOf(index);
        if (norm < 0) return;
        const TensorId given = to_.at(static_cast<size_t>(norm)).outputs.front();
        for (size_t i = static_cast<size_t>(norm) + 1; i < to_.form.keys.size(); ++i) {
            const std::vector<TensorId>& read = to_.at(i).inputs;
            if (std::find(read.begin(), read.end(), given) == read.end()) continue;
            const bool joins = to_.at(i).type == OpType::Add && std::any_of(read.begin(), read.end(), [&](TensorId t) {
                                   return t != given && matching_.comesFromBefore(t);
                               });
            if (!joins) return;
        }
        if (std::find(to_.form.graph.outputs.begin(), to_.form.graph.outputs.end(), given) !=
            to_.form.graph.outputs.end())
            return;
        const auto size = static_cast<size_t>(to_.at(index).out_channels);
        const std::string& name = to_.form.keys[static_cast<size_t>(norm)];
        putChannels(name + ".scale", std::vector<float>(size, 0.0F));
    }

    const TrainedNetwork& from_;
    const FlowingForm& to_;
    std::vector<std::optional<NumberSource>> sources_;
    ChannelMatching matching_;
    Random random_;
    Inherited result_;
};

}  // namespace

const char* inheritanceId(Inheritance how) {
    switch (how) {
        case Inheritance::Kept:
            return "kept";
        case Inheritance::Sliced:
            return "sliced";
        case Inheritance::Composed:
            return "composed";
        case Inheritance::New:
            break;
    }
    return "new";
}

int Inherited::count(Inheritance how) const {
    return static_cast<int>(
        std::count_if(parts.begin(), parts.end(), [&](const Part& part) { return part.how == how; }));
}

std::string Inherited::sentence() const {
    std::string text;
    for (const Inheritance how : {Inheritance::Kept, Inheritance::Sliced, Inheritance::Composed, Inheritance::New}) {
        text += (text.empty() ? "" : ", ") + std::to_string(count(how)) +
                (text.empty() ? count(how) == 1 ? " operator " : " operators " : " ") + inheritanceId(how);
    }
    return text;
}

Result<Inherited> inheritNumbers(const Network& from, std::span<const NamedTensor> numbers, const Network& to,
                                 uint64_t seed) {
    auto old = FlowingForm::make(from);
    if (!old) return tl::unexpected(old.error());
    const auto edited = FlowingForm::make(to);
    if (!edited) return tl::unexpected(edited.error());
    const TrainedNetwork trained(std::move(*old), numbers);
    const KernelCount kernels = trained.kernels();
    if (2 * kernels.found < kernels.all || kernels.found == 0) {
        return fail(ErrorCode::InvalidArgument,
                    "the numbers fit " + std::to_string(kernels.found) + " of " + std::to_string(kernels.all) +
                        " kernels of '" + elide(from.name(), 60) + "'",
                    {}, "give the network that they were trained for, with its input size and classes");
    }
    return Inheriting(trained, *edited, seed).run();
}

}  // namespace bw
