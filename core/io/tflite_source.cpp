// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_source.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "io/tflite_converter.h"

namespace bw::tflite {
namespace {

/// The numbers of a vector as they lie in the file.
template <class T>
std::vector<T> numbersOf(const FlatVector& vector) {
    const std::string_view bytes = vector.data();
    std::vector<T> numbers(bytes.size() / sizeof(T));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(T));
    return numbers;
}

/// Roots of sets that grow together.
class Sets {
public:
    explicit Sets(size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), size_t{0}); }
    size_t root(size_t i) {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(size_t a, size_t b) { parent_[std::max(root(a), root(b))] = std::min(root(a), root(b)); }

private:
    std::vector<size_t> parent_;
};

bool sameShapes(const OperatorGraph& a, const std::vector<TensorId>& of_a, const OperatorGraph& b,
                const std::vector<TensorId>& of_b) {
    return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                      [&](TensorId x, TensorId y) { return a.shape(x) == b.shape(y); });
}

}  // namespace

std::optional<Quantization> quantizationOf(const TensorInfo& tensor) {
    const FlatTable table = tensor.table.table(kTensorQuantization);
    Quantization q;
    if (!table) return q;
    if (table.int8(kQuantizationDetailsType) != 0) return std::nullopt;
    q.scales = numbersOf<float>(table.vector(kQuantizationScale, 4));
    q.zero_points = numbersOf<int64_t>(table.vector(kQuantizationZeroPoint, 8));
    q.minimum = numbersOf<float>(table.vector(kQuantizationMin, 4));
    q.maximum = numbersOf<float>(table.vector(kQuantizationMax, 4));
    q.axis = table.int32(kQuantizationAxis);
    return q;
}

Result<std::unique_ptr<SourceModel>> SourceModel::open(std::string_view bytes) {
    std::unique_ptr<SourceModel> model(new SourceModel(bytes));
    if (auto ok = model->read(); !ok) return tl::unexpected(ok.error());
    return model;
}

Result<void> SourceModel::read() {
    if (auto ok = parse(file_); !ok) return ok;
    auto imported = Converter(file_).convert();
    if (!imported) return tl::unexpected(imported.error());
    imported_ = std::move(*imported);
    auto raised = raiseWithOrigin(imported_.graph, "source");
    if (!raised) return tl::unexpected(raised.error());
    raised_ = std::move(*raised);
    auto lowered = lower(raised_.network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    original_ = std::move(*lowered);
    findSlots();
    file_tensor_of_graph_.assign(imported_.graph.tensors.size(), -1);
    for (size_t i = 0; i < imported_.tensor_of_file.size(); ++i) {
        if (imported_.tensor_of_file[i] >= 0)
            file_tensor_of_graph_[static_cast<size_t>(imported_.tensor_of_file[i])] = static_cast<int32_t>(i);
    }
    file_of_graph_.assign(imported_.graph.operators.size(), -1);
    for (size_t f = 0; f < imported_.operators_of_file.size(); ++f) {
        const FileOperatorRange& range = imported_.operators_of_file[f];
        for (int32_t g = range.first; g < range.first + range.count; ++g)
            file_of_graph_[static_cast<size_t>(g)] = static_cast<int32_t>(f);
    }
    folded_producer_.assign(file_.tensors.size(), -1);
    for (size_t f = 0; f < file_.operators.size(); ++f) {
        if (imported_.operators_of_file[f].first >= 0) continue;
        for (const int32_t output : file_.operators[f].outputs)
            folded_producer_[static_cast<size_t>(output)] = static_cast<int32_t>(f);
    }
    return {};
}

void SourceModel::findSlots() {
    slots_.resize(imported_.graph.operators.size());
    std::vector<TensorId> graph_tensor(original_.graph.tensors.size(), -1);
    const Network& network = raised_.network;
    for (size_t position = 0; position < network.size(); ++position) {
        const auto id = static_cast<size_t>(network.at(position).id);
        const BlockSpan& span = original_.blocks[position];
        const std::vector<int32_t>& operators = raised_.operators_of_block[id];
        if (operators.empty()) {
            graph_tensor[static_cast<size_t>(span.outputs.front())] = imported_.graph.inputs[id];
            continue;
        }
        for (int32_t i = 0; i < span.operator_count; ++i) {
            const auto graph_op = static_cast<size_t>(operators[static_cast<size_t>(i)]);
            const Operator& op = original_.graph.operators[static_cast<size_t>(span.first_operator + i)];
            for (const TensorId tensor : op.inputs)
                slots_[graph_op].push_back(graph_tensor[static_cast<size_t>(tensor)]);
            const Operator& theirs = imported_.graph.operators[graph_op];
            for (size_t k = 0; k < op.outputs.size(); ++k)
                graph_tensor[static_cast<size_t>(op.outputs[k])] = theirs.outputs[k];
        }
    }
}

void SourceModel::match(const Network& network, const LoweredNetwork& lowered) {
    lowered_ = &lowered;
    lowered_of_graph_.assign(imported_.graph.operators.size(), -1);
    graph_of_lowered_.assign(lowered.graph.operators.size(), -1);
    for (size_t position = 0; position < network.size(); ++position) {
        const Block& block = network.at(position);
        const int was_at = raised_.network.positionOf(block.id);
        if (was_at < 0) continue;
        const Block& original = raised_.network.at(static_cast<size_t>(was_at));
        const BlockSpan& span = lowered.blocks[position];
        const BlockSpan& was = original_.blocks[static_cast<size_t>(was_at)];
        if (block.kind != original.kind || !(block.attributes == original.attributes) ||
            !(block.precision == original.precision) || span.operator_count != was.operator_count) {
            continue;
        }
        for (int32_t i = 0; i < span.operator_count; ++i) {
            const auto mine = static_cast<size_t>(span.first_operator + i);
            const Operator& op = lowered.graph.operators[mine];
            const Operator& theirs = original_.graph.operators[static_cast<size_t>(was.first_operator + i)];
            if (op.type != theirs.type || !sameShapes(lowered.graph, op.inputs, original_.graph, theirs.inputs) ||
                !sameShapes(lowered.graph, op.outputs, original_.graph, theirs.outputs)) {
                continue;
            }
            const int32_t graph_op = raised_.operators_of_block[static_cast<size_t>(block.id)][static_cast<size_t>(i)];
            lowered_of_graph_[static_cast<size_t>(graph_op)] = static_cast<int32_t>(mine);
            graph_of_lowered_[mine] = graph_op;
        }
    }
    collectUnits(lowered.graph.operators.size());
}

void SourceModel::collectUnits(size_t lowered_operators) {
    const size_t files = file_.operators.size();
    Sets sets(files);
    std::vector<int32_t> file_of_graph(imported_.graph.operators.size(), -1);
    for (size_t f = 0; f < files; ++f) {
        const FileOperatorRange& range = imported_.operators_of_file[f];
        for (int32_t g = range.first; g < range.first + std::max(range.count, range.first < 0 ? 0 : 1); ++g) {
            int32_t& owner = file_of_graph[static_cast<size_t>(g)];
            if (owner >= 0) sets.join(f, static_cast<size_t>(owner));
            owner = static_cast<int32_t>(f);
        }
    }
    std::map<size_t, SourceUnit> by_root;
    for (size_t f = 0; f < files; ++f) {
        if (imported_.operators_of_file[f].first >= 0) by_root[sets.root(f)].file_operators.push_back(f);
    }
    for (auto& [root, unit] : by_root)
        unit.kept = std::all_of(unit.file_operators.begin(), unit.file_operators.end(),
                                [this](size_t f) { return canCopy(file_.operators[f]); });
    for (size_t g = 0; g < file_of_graph.size(); ++g) {
        SourceUnit& unit = by_root[sets.root(static_cast<size_t>(file_of_graph[g]))];
        if (lowered_of_graph_[g] < 0) {
            unit.kept = false;
        } else {
            unit.lowered_operators.push_back(static_cast<size_t>(lowered_of_graph_[g]));
        }
    }
    units_.clear();
    unit_of_lowered_.assign(lowered_operators, -1);
    for (auto& [root, unit] : by_root) {
        std::sort(unit.lowered_operators.begin(), unit.lowered_operators.end());
        if (unit.kept) unit.kept = isWiredAlike(unit, *lowered_);
        if (!unit.kept) continue;
        for (const size_t op : unit.lowered_operators)
            unit_of_lowered_[op] = static_cast<int32_t>(units_.size());
        units_.push_back(std::move(unit));
    }
}

bool SourceModel::isWiredAlike(const SourceUnit& unit, const LoweredNetwork& lowered) const {
    for (const size_t mine : unit.lowered_operators) {
        const Operator& op = lowered.graph.operators[mine];
        const auto& slots = slots_[static_cast<size_t>(graph_of_lowered_[mine])];
        for (size_t k = 0; k < slots.size(); ++k) {
            const int32_t producer = imported_.graph.tensors[static_cast<size_t>(slots[k])].producer;
            if (producer < 0) continue;
            const int32_t inside = lowered_of_graph_[static_cast<size_t>(producer)];
            if (inside < 0 || !std::binary_search(unit.lowered_operators.begin(), unit.lowered_operators.end(),
                                                  static_cast<size_t>(inside))) {
                continue;
            }
            if (lowered.graph.tensors[static_cast<size_t>(op.inputs[k])].producer != inside) return false;
        }
    }
    return true;
}

bool SourceModel::isFixed(int32_t file_tensor) const {
    const int32_t producer = foldedProducer(file_tensor);
    if (producer < 0) return imported_.tensor_of_file[static_cast<size_t>(file_tensor)] < 0;
    const std::vector<int32_t>& inputs = file_.operators[static_cast<size_t>(producer)].inputs;
    return std::all_of(inputs.begin(), inputs.end(), [this](int32_t input) { return input < 0 || isFixed(input); });
}

bool SourceModel::canCopy(const OperatorInfo& op) const {
    if (op.options_type != 0 && optionsLayout(op.options_type) == nullptr) return false;
    if (op.table.int8(kOperatorOptions2Type) != 0) return false;
    const auto plain = [this](int32_t tensor) {
        if (tensor < 0) return true;
        const TensorInfo& info = file_.tensors[static_cast<size_t>(tensor)];
        const bool runs = imported_.tensor_of_file[static_cast<size_t>(tensor)] >= 0;
        return !info.table.table(kTensorSparsity) && quantizationOf(info).has_value() && (runs || isFixed(tensor));
    };
    return std::all_of(op.inputs.begin(), op.inputs.end(), plain) &&
           std::all_of(op.outputs.begin(), op.outputs.end(), plain);
}

const OperatorInfo* SourceModel::originOf(size_t lowered) const {
    const int32_t graph_op = graph_of_lowered_[lowered];
    return graph_op < 0 ? nullptr
                        : &file_.operators[static_cast<size_t>(file_of_graph_[static_cast<size_t>(graph_op)])];
}

bool SourceModel::hasOrderOf(const Network& network) const {
    int last = -1;
    for (const BlockPtr& block : network.blocks()) {
        const int position = raised_.network.positionOf(block->id);
        if (position < 0) continue;
        if (position < last) return false;
        last = position;
    }
    return true;
}

std::optional<TensorId> SourceModel::inputOf(const SourceUnit& unit, int32_t file_tensor) const {
    const TensorId wanted = imported_.tensor_of_file[static_cast<size_t>(file_tensor)];
    for (const size_t mine : unit.lowered_operators) {
        const auto& slots = slots_[static_cast<size_t>(graph_of_lowered_[mine])];
        for (size_t k = 0; k < slots.size(); ++k) {
            if (slots[k] == wanted) return lowered_->graph.operators[mine].inputs[k];
        }
    }
    return std::nullopt;
}

std::optional<TensorId> SourceModel::outputOf(int32_t file_tensor) const {
    const TensorId made = imported_.tensor_of_file[static_cast<size_t>(file_tensor)];
    if (made < 0) return std::nullopt;
    const int32_t producer = imported_.graph.tensors[static_cast<size_t>(made)].producer;
    if (producer < 0) return std::nullopt;
    const std::vector<TensorId>& theirs = imported_.graph.operators[static_cast<size_t>(producer)].outputs;
    const auto port = std::find(theirs.begin(), theirs.end(), made) - theirs.begin();
    const int32_t mine = lowered_of_graph_[static_cast<size_t>(producer)];
    if (mine < 0) return std::nullopt;
    return lowered_->graph.operators[static_cast<size_t>(mine)].outputs[static_cast<size_t>(port)];
}

std::optional<std::pair<double, double>> SourceModel::rangeOf(int32_t file_tensor) const {
    if (file_tensor < 0) return std::nullopt;
    const TensorInfo& tensor = file_.tensors[static_cast<size_t>(file_tensor)];
    const bool is_unsigned = tensor.type == static_cast<int>(ElementType::Uint8);
    if (!is_unsigned && tensor.type != static_cast<int>(ElementType::Int8)) return std::nullopt;
    const Quantization format = quantizationOf(tensor).value_or(Quantization());
    if (format.scales.size() != 1 || format.zero_points.size() != 1) return std::nullopt;
    const double scale = format.scales.front();
    const double low = static_cast<double>((is_unsigned ? 0 : -128) - format.zero_points.front()) * scale;
    return std::pair(low, low + 255 * scale);
}

int32_t SourceModel::fileTensorOf(BlockId block, size_t port) const {
    const int position = raised_.network.positionOf(block);
    if (position < 0) return -1;
    const auto& operators = raised_.operators_of_block[static_cast<size_t>(block)];
    if (operators.empty())
        return file_tensor_of_graph_[static_cast<size_t>(imported_.graph.inputs[static_cast<size_t>(block)])];
    const auto& outputs = imported_.graph.operators[static_cast<size_t>(operators.back())].outputs;
    return port < outputs.size() ? file_tensor_of_graph_[static_cast<size_t>(outputs[port])] : -1;
}

}  // namespace bw::tflite
