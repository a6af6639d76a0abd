// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_copier.h"

#include <algorithm>

namespace bw::tflite {
namespace {

bool isFloat(int type) {
    return type == static_cast<int>(ElementType::Float32);
}

std::vector<int32_t> int32sOf(const FlatVector& vector) {
    std::vector<int32_t> values;
    for (uint32_t i = 0; i < vector.size(); ++i)
        values.push_back(vector.int32(i));
    return values;
}

std::vector<int32_t> sizesOf(const TensorInfo& info) {
    return {info.sizes.begin(), info.sizes.begin() + info.rank};
}

int bytesOf(char field) {
    return field == 'b' ? 1 : field == 'i' ? 4 : 8;
}

}  // namespace

bool NumberFormat::sameAs(const NumberFormat& other) const {
    return type == other.type && quantization.scales == other.quantization.scales &&
           quantization.zero_points == other.quantization.zero_points;
}

NumberFormat Copier::formatOf(int32_t file_tensor) const {
    const TensorInfo& info = source_.file().tensors[static_cast<size_t>(file_tensor)];
    return {info.type, quantizationOf(info).value_or(Quantization())};
}

int32_t Copier::copyTensor(int32_t file_tensor, std::vector<int32_t> sizes) {
    const TensorInfo& info = source_.file().tensors[static_cast<size_t>(file_tensor)];
    OutputTensor tensor;
    const bool same_sizes = sizes == sizesOf(info);
    tensor.shape = std::move(sizes);
    if (same_sizes) tensor.shape_signature = int32sOf(info.table.vector(kTensorSignature, 4));
    tensor.type = info.type;
    tensor.name = std::string(info.table.string(kTensorName));
    tensor.quantization = formatOf(file_tensor).quantization;
    if (info.rank == 1 && tensor.quantization.axis > 0) {
        // The interpreter refuses such files; a tensor of one axis leaves no doubt about what is meant.
        tensor.quantization.axis = 0;
        emitter_.note("a quantised axis that the original's tensor does not have is written as its only one");
    }
    tensor.is_variable = info.is_variable;
    tensor.is_copied = true;
    return emitter_.addTensor(std::move(tensor));
}

int32_t Copier::copyConstant(int32_t file_tensor) {
    int32_t& copy = copy_of_[static_cast<size_t>(file_tensor)];
    if (copy >= 0) return copy;
    const TensorInfo& info = source_.file().tensors[static_cast<size_t>(file_tensor)];
    const int32_t made = copyTensor(file_tensor, sizesOf(info));
    copy = made;
    if (info.is_constant) {
        Payload payload;
        payload.bytes = info.data.size();
        payload.view = info.data;
        emitter_.model().tensors[static_cast<size_t>(made)].constant = std::move(payload);
        return made;
    }
    const int32_t producer = source_.foldedProducer(file_tensor);
    if (producer < 0) return made;
    const OperatorInfo& op = source_.file().operators[static_cast<size_t>(producer)];
    std::vector<int32_t> inputs;
    for (const int32_t input : op.inputs)
        inputs.push_back(input < 0 ? -1 : copyConstant(input));
    std::vector<int32_t> outputs;
    for (const int32_t output : op.outputs) {
        int32_t& other = copy_of_[static_cast<size_t>(output)];
        if (other < 0) other = copyTensor(output, sizesOf(source_.file().tensors[static_cast<size_t>(output)]));
        outputs.push_back(other);
    }
    append(op, std::move(inputs), std::move(outputs));
    return made;
}

bool Copier::addInput(TensorId tensor, const Block& block, const Shape& shape) {
    const int32_t file_tensor = source_.fileTensorOf(block.id, 0);
    if (file_tensor < 0 || source_.file().tensors[static_cast<size_t>(file_tensor)].rank != shape.rank()) return false;
    const int32_t made = copyTensor(file_tensor, fileSizes(shape, Layout::ChannelsLast));
    copy_of_[static_cast<size_t>(file_tensor)] = made;
    emitter_.model().inputs.push_back(made);
    emitter_.bind(tensor, Layout::ChannelsLast, made);
    return true;
}

bool Copier::isReady(const SourceUnit& unit) const {
    std::vector<int32_t> made;
    for (const size_t f : unit.file_operators) {
        const OperatorInfo& op = source_.file().operators[f];
        for (const int32_t input : op.inputs) {
            if (input < 0 || std::find(made.begin(), made.end(), input) != made.end()) continue;
            const auto tensor = source_.inputOf(unit, input);
            if (tensor && !emitter_.isWritten(*tensor)) return false;
        }
        made.insert(made.end(), op.outputs.begin(), op.outputs.end());
    }
    return true;
}

int32_t Copier::inFormat(int32_t tensor, const NumberFormat& wanted) {
    const OutputTensor& info = emitter_.model().tensors[static_cast<size_t>(tensor)];
    NumberFormat has{info.type, info.quantization};
    if (!info.is_copied && isFloat(has.type)) {
        // What a new operator gives has no format yet: the first one that is asked for.
        has = demands_.emplace(tensor, wanted).first->second;
    }
    if (has.sameAs(wanted)) return tensor;
    std::vector<int32_t>& others = converted_[tensor];
    for (const int32_t other : others) {
        const OutputTensor& known = emitter_.model().tensors[static_cast<size_t>(other)];
        if (NumberFormat{known.type, known.quantization}.sameAs(wanted)) return other;
    }
    OutputTensor changed;
    changed.shape = info.shape;
    changed.name = info.name + "/requantized";
    changed.type = wanted.type;
    changed.quantization = wanted.quantization;
    changed.is_copied = true;
    const int32_t made = emitter_.addTensor(std::move(changed));
    OutputOperator op;
    op.code = static_cast<int32_t>(isFloat(wanted.type) ? Builtin::Dequantize : Builtin::Quantize);
    op.version = 2;
    op.is_copied = true;
    op.inputs = {tensor};
    op.outputs = {made};
    emitter_.model().operators.push_back(std::move(op));
    others.push_back(made);
    return made;
}

int32_t Copier::operand(const SourceUnit& unit, int32_t file_tensor) {
    if (file_tensor < 0) return -1;
    const auto tensor = source_.inputOf(unit, file_tensor);
    if (!tensor) return copyConstant(file_tensor);
    return inFormat(emitter_.take(*tensor, Layout::ChannelsLast), formatOf(file_tensor));
}

void Copier::copy(const SourceUnit& unit) {
    std::map<int32_t, int32_t> made;  // Tensors of the source that the unit itself computes.
    for (const size_t f : unit.file_operators) {
        const OperatorInfo& op = source_.file().operators[f];
        std::vector<int32_t> inputs;
        for (const int32_t input : op.inputs) {
            const auto inside = made.find(input);
            inputs.push_back(inside != made.end() ? inside->second : operand(unit, input));
        }
        std::vector<int32_t> outputs;
        for (const int32_t output : op.outputs) {
            const int32_t id = copyTensor(output, sizesOf(source_.file().tensors[static_cast<size_t>(output)]));
            made[output] = id;
            copy_of_[static_cast<size_t>(output)] = id;
            outputs.push_back(id);
            if (const auto tensor = source_.outputOf(output)) emitter_.bind(*tensor, Layout::ChannelsLast, id);
        }
        append(op, std::move(inputs), std::move(outputs));
    }
}

void Copier::append(const OperatorInfo& op, std::vector<int32_t> inputs, std::vector<int32_t> outputs) {
    OutputOperator made;
    made.code = op.code;
    made.custom_code = op.custom_code;
    made.version = op.version;
    made.is_copied = true;
    made.place_in_source = static_cast<int32_t>(&op - source_.file().operators.data());
    made.inputs = std::move(inputs);
    made.outputs = std::move(outputs);
    made.custom_options = op.table.vector(kOperatorCustomOptions, 1).data();
    made.mutating = op.table.vector(kOperatorMutating, 1).data();
    for (const int32_t tensor : int32sOf(op.table.vector(kOperatorIntermediates, 4)))
        made.intermediates.push_back(copyConstant(tensor));
    const char* layout = op.options ? optionsLayout(op.options_type) : nullptr;
    if (layout != nullptr) {
        made.options_type = op.options_type;
        for (int field = 0; layout[field] != '\0'; ++field) {
            if (layout[field] == '-' || !op.options.has(field)) continue;
            if (layout[field] == 'v') {
                made.options_list = int32sOf(op.options.vector(field, 4));
                made.has_options_list = true;
            } else {
                made.options[field] = op.options.integer(field, bytesOf(layout[field]));
            }
        }
    }
    emitter_.model().operators.push_back(std::move(made));
}

void Copier::inheritAttributes(size_t lowered, size_t first) {
    const OperatorInfo* origin = source_.originOf(lowered);
    if (origin == nullptr || !origin->options) return;
    for (size_t i = first; i < emitter_.model().operators.size(); ++i) {
        OutputOperator& op = emitter_.model().operators[i];
        if (op.code != origin->code || op.options_type != origin->options_type) continue;
        const std::string_view layout = optionsLayout(op.options_type);
        const auto inherit = [&](int field) {
            op.options[field] = origin->options.integer(field, bytesOf(layout[static_cast<size_t>(field)]));
        };
        switch (static_cast<OptionsType>(op.options_type)) {
            case OptionsType::ResizeBilinear:
                inherit(2);
                inherit(3);
                break;
            case OptionsType::ResizeNearestNeighbor:
                inherit(0);
                inherit(1);
                break;
            case OptionsType::LeakyRelu:
            case OptionsType::Gelu:
            case OptionsType::Softmax:
                inherit(0);
                break;
            default:
                break;
        }
    }
}

void Copier::copySignatures(std::vector<std::string>& dropped) {
    const ModelFile& file = source_.file();
    const FlatVector signatures = file.root.vector(kModelSignatures, 4);
    const auto translate = [&](const FlatVector& list, const std::vector<int32_t>& allowed, auto& to) {
        for (uint32_t i = 0; i < list.size(); ++i) {
            const FlatTable entry = list.table(i);
            const uint32_t index = entry.uint32(kSignatureTensorIndex);
            const int32_t tensor = index < copy_of_.size() ? copy_of_[index] : -1;
            if (std::find(allowed.begin(), allowed.end(), tensor) == allowed.end()) return false;
            to.emplace_back(std::string(entry.string(kSignatureTensorName)), static_cast<uint32_t>(tensor));
        }
        return true;
    };
    for (uint32_t i = 0; i < signatures.size(); ++i) {
        const FlatTable table = signatures.table(i);
        OutputSignature signature;
        signature.key = std::string(table.string(kSignatureKey));
        if (table.uint32(kSignatureSubgraph) == 0 &&
            translate(table.vector(kSignatureInputs, 4), emitter_.model().inputs, signature.inputs) &&
            translate(table.vector(kSignatureOutputs, 4), emitter_.model().outputs, signature.outputs)) {
            emitter_.model().signatures.push_back(std::move(signature));
        } else {
            dropped.push_back("signature '" + signature.key + "'");
        }
    }
}

std::vector<std::string> Copier::copyExtras(bool all_kept) {
    std::vector<std::string> dropped;
    const FlatTable& root = source_.file().root;
    const FlatVector metadata = root.vector(kModelMetadata, 4);
    const FlatVector buffers = root.vector(kModelBuffers, 4);
    for (uint32_t i = 0; i < metadata.size(); ++i) {
        const FlatTable entry = metadata.table(i);
        const std::string name(entry.string(kMetadataName));
        // A plan of addresses holds for the order of tensors in its file, the lowest runtime for its operators.
        const bool holds = name != "OfflineMemoryAllocation" && (all_kept || name != "min_runtime_version");
        if (!holds) {
            dropped.push_back("metadata '" + name + "'");
            continue;
        }
        const FlatTable buffer = buffers.table(entry.uint32(kMetadataBuffer));
        emitter_.model().metadata.emplace_back(name, std::string(buffer.vector(kBufferData, 1).data()));
    }
    copySignatures(dropped);
    return dropped;
}

}  // namespace bw::tflite
