// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "io/tflite_output.h"

namespace bw::tflite {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;
using TableOffset = Offset<flatbuffers::Table>;

constexpr uint64_t kAlignment = 16;
/// Old runtimes know operators by this byte only; numbers from here on stand for "see the other field".
constexpr int32_t kFirstWideCode = 127;

voffset_t slot(int field) {
    return static_cast<voffset_t>(4 + 2 * field);
}

uint64_t aligned(uint64_t position) {
    return (position + kAlignment - 1) / kAlignment * kAlignment;
}

/// A constant and where its bytes will lie.
struct PlacedPayload {
    Payload payload;
    uoffset_t table = 0;    ///< Its Buffer, counted from the end of the part before the constants.
    uint64_t position = 0;  ///< Of its length, four bytes before its first byte.
};

class Serializer {
public:
    explicit Serializer(const OutputModel& model) : model_(model) {}

    Result<void> run(const ByteSink& sink) {
        builder_.Finish(TableOffset(writeModel()), kFileIdentifier);
        const uint64_t head = builder_.GetSize();
        uint64_t end = head;
        for (PlacedPayload& placed : payloads_) {
            placed.position = aligned(end + sizeof(uoffset_t)) - sizeof(uoffset_t);
            end = placed.position + sizeof(uoffset_t) + placed.payload.bytes;
        }
        if (end >= static_cast<uint64_t>(kMaxModelFileBytes)) {
            return fail(ErrorCode::LimitExceeded, "a TFLite file holds at most 2 GiB, this network needs more", {},
                        "export to ONNX");
        }
        for (const PlacedPayload& placed : payloads_)
            refer(placed);
        if (auto ok = sink({reinterpret_cast<const char*>(builder_.GetBufferPointer()), head}); !ok) return ok;
        return writePayloads(sink, head);
    }

private:
    Result<void> writePayloads(const ByteSink& sink, uint64_t position) {
        for (const PlacedPayload& placed : payloads_) {
            std::string start(placed.position - position, '\0');
            const auto length = static_cast<uoffset_t>(placed.payload.bytes);
            for (unsigned byte = 0; byte < sizeof(length); ++byte)
                start.push_back(static_cast<char>(length >> (8 * byte) & 0xFFU));
            if (auto ok = sink(start); !ok) return ok;
            if (placed.payload.make) {
                const std::string made = placed.payload.make();
                if (made.size() != placed.payload.bytes) {
                    return fail(ErrorCode::InvalidArgument, "a constant came out with another size than planned");
                }
                if (auto ok = sink(made); !ok) return ok;
            } else if (auto ok = sink(placed.payload.view); !ok) {
                return ok;
            }
            position = placed.position + sizeof(uoffset_t) + placed.payload.bytes;
        }
        return {};
    }

    /// Lets the field "data" of a Buffer lead to where its bytes will lie.
    void refer(const PlacedPayload& placed) {
        uint8_t* head = builder_.GetBufferPointer();
        auto* table = flatbuffers::GetMutableRoot<flatbuffers::Table>(head);
        const uint64_t at = builder_.GetSize() - placed.table;
        table = reinterpret_cast<flatbuffers::Table*>(head + at);
        uint8_t* field = head + at + table->GetOptionalFieldOffset(slot(kBufferData));
        const auto distance = static_cast<uoffset_t>(placed.position - static_cast<uint64_t>(field - head));
        flatbuffers::WriteScalar(field, distance);
    }

    template <class T>
    uoffset_t vectorOf(const std::vector<T>& values) {
        return builder_.CreateVector(values).o;
    }
    uoffset_t tables(const std::vector<uoffset_t>& offsets) {
        std::vector<TableOffset> children;
        children.reserve(offsets.size());
        for (const uoffset_t offset : offsets)
            children.emplace_back(offset);
        return builder_.CreateVector(children).o;
    }
    uoffset_t text(std::string_view value) { return builder_.CreateString(value.data(), value.size()).o; }
    uoffset_t bytes(std::string_view value) {
        return builder_.CreateVector(reinterpret_cast<const uint8_t*>(value.data()), value.size()).o;
    }
    void child(int field, uoffset_t offset) {
        if (offset != 0) builder_.AddOffset(slot(field), Offset<void>(offset));
    }

    uoffset_t addBuffer(Payload payload) {
        const uoffset_t start = builder_.StartTable();
        // Any number but the default holds the place; refer() fills it in.
        builder_.AddElement<uoffset_t>(slot(kBufferData), 1, 0);
        const uoffset_t table = builder_.EndTable(start);
        payloads_.push_back({std::move(payload), table, 0});
        buffers_.push_back(table);
        return static_cast<uoffset_t>(buffers_.size() - 1);
    }

    uoffset_t writeQuantization(const Quantization& q) {
        if (q.empty() && q.minimum.empty() && q.maximum.empty()) return 0;
        const uoffset_t low = q.minimum.empty() ? 0 : vectorOf(q.minimum);
        const uoffset_t high = q.maximum.empty() ? 0 : vectorOf(q.maximum);
        const uoffset_t scales = q.scales.empty() ? 0 : vectorOf(q.scales);
        const uoffset_t zeros = q.zero_points.empty() ? 0 : vectorOf(q.zero_points);
        const uoffset_t start = builder_.StartTable();
        child(kQuantizationMin, low);
        child(kQuantizationMax, high);
        child(kQuantizationScale, scales);
        child(kQuantizationZeroPoint, zeros);
        builder_.AddElement<int32_t>(slot(kQuantizationAxis), q.axis, 0);
        return builder_.EndTable(start);
    }

    uoffset_t writeTensor(const OutputTensor& tensor) {
        // Buffer 0 is empty by convention and stands for "computed by the network".
        const uoffset_t buffer = tensor.constant ? addBuffer(*tensor.constant) : 0;
        const uoffset_t shape = vectorOf(tensor.shape);
        const uoffset_t signature = tensor.shape_signature.empty() ? 0 : vectorOf(tensor.shape_signature);
        const uoffset_t name = text(tensor.name);
        const uoffset_t quantization = writeQuantization(tensor.quantization);
        const uoffset_t start = builder_.StartTable();
        child(kTensorShape, shape);
        child(kTensorName, name);
        child(kTensorQuantization, quantization);
        child(kTensorSignature, signature);
        builder_.AddElement<uint32_t>(slot(kTensorBuffer), buffer, 0);
        builder_.AddElement<int8_t>(slot(kTensorType), static_cast<int8_t>(tensor.type), 0);
        builder_.AddElement<uint8_t>(slot(kTensorVariable), tensor.is_variable ? 1 : 0, 0);
        builder_.AddElement<uint8_t>(slot(kTensorHasRank), 1, 0);
        return builder_.EndTable(start);
    }

    uoffset_t writeOptions(const OutputOperator& op) {
        const uoffset_t list = op.has_options_list ? vectorOf(op.options_list) : 0;
        const std::string_view layout = optionsLayout(op.options_type);
        const uoffset_t start = builder_.StartTable();
        child(0, list);
        for (const auto& [field, value] : op.options) {
            // Attributes are written even where they have the default, which differs from field to field.
            builder_.ForceDefaults(true);
            switch (layout[static_cast<size_t>(field)]) {
                case 'b':
                    builder_.AddElement<int8_t>(slot(field), static_cast<int8_t>(value), 0);
                    break;
                case 'i':
                    builder_.AddElement<int32_t>(slot(field), static_cast<int32_t>(value), 0);
                    break;
                default:
                    builder_.AddElement<int64_t>(slot(field), value, 0);
            }
            builder_.ForceDefaults(false);
        }
        return builder_.EndTable(start);
    }

    uoffset_t writeOperator(const OutputOperator& op) {
        const uoffset_t inputs = vectorOf(op.inputs);
        const uoffset_t outputs = vectorOf(op.outputs);
        const uoffset_t custom = op.custom_options.empty() ? 0 : bytes(op.custom_options);
        const uoffset_t mutating = op.mutating.empty() ? 0 : bytes(op.mutating);
        const uoffset_t intermediates = op.intermediates.empty() ? 0 : vectorOf(op.intermediates);
        const uoffset_t options = op.options_type == 0 ? 0 : writeOptions(op);
        const uoffset_t start = builder_.StartTable();
        builder_.AddElement<uint32_t>(slot(kOperatorCode), codeIndex(op), 0);
        child(kOperatorInputs, inputs);
        child(kOperatorOutputs, outputs);
        child(kOperatorOptions, options);
        child(kOperatorCustomOptions, custom);
        child(kOperatorMutating, mutating);
        child(kOperatorIntermediates, intermediates);
        builder_.AddElement<uint8_t>(slot(kOperatorOptionsType), static_cast<uint8_t>(op.options_type), 0);
        return builder_.EndTable(start);
    }

    struct Code {
        int32_t builtin;
        int32_t version;
        std::string custom;
        bool operator==(const Code&) const = default;
    };

    uint32_t codeIndex(const OutputOperator& op) {
        const Code code{op.code, op.version, op.custom_code};
        const auto known = std::find(codes_.begin(), codes_.end(), code);
        if (known != codes_.end()) return static_cast<uint32_t>(known - codes_.begin());
        codes_.push_back(code);
        return static_cast<uint32_t>(codes_.size() - 1);
    }

    uoffset_t writeCodes() {
        std::vector<uoffset_t> written;
        for (const Code& code : codes_) {
            const uoffset_t custom = code.custom.empty() ? 0 : text(code.custom);
            const uoffset_t start = builder_.StartTable();
            child(kCodeCustom, custom);
            builder_.AddElement<int32_t>(slot(kCodeVersion), code.version, 1);
            builder_.AddElement<int32_t>(slot(kCodeBuiltin), code.builtin, 0);
            builder_.AddElement<int8_t>(slot(kCodeDeprecated),
                                        static_cast<int8_t>(std::min(code.builtin, kFirstWideCode)), 0);
            written.push_back(builder_.EndTable(start));
        }
        return tables(written);
    }

    uoffset_t writeNetwork() {
        std::vector<uoffset_t> tensors;
        for (const OutputTensor& tensor : model_.tensors)
            tensors.push_back(writeTensor(tensor));
        std::vector<uoffset_t> operators;
        for (const OutputOperator& op : model_.operators)
            operators.push_back(writeOperator(op));
        const uoffset_t tensor_list = tables(tensors);
        const uoffset_t operator_list = tables(operators);
        const uoffset_t inputs = vectorOf(model_.inputs);
        const uoffset_t outputs = vectorOf(model_.outputs);
        const uoffset_t name = text(model_.network_name);
        const uoffset_t start = builder_.StartTable();
        child(kSubgraphTensors, tensor_list);
        child(kSubgraphInputs, inputs);
        child(kSubgraphOutputs, outputs);
        child(kSubgraphOperators, operator_list);
        child(kSubgraphName, name);
        return tables({builder_.EndTable(start)});
    }

    uoffset_t writeMetadata() {
        std::vector<uoffset_t> entries;
        for (const auto& [name, data] : model_.metadata) {
            Payload payload;
            payload.bytes = data.size();
            payload.view = data;
            const uoffset_t buffer = addBuffer(std::move(payload));
            const uoffset_t label = text(name);
            const uoffset_t start = builder_.StartTable();
            child(kMetadataName, label);
            builder_.AddElement<uint32_t>(slot(kMetadataBuffer), buffer, 0);
            entries.push_back(builder_.EndTable(start));
        }
        return entries.empty() ? 0 : tables(entries);
    }

    uoffset_t writeSignatureTensors(const std::vector<std::pair<std::string, uint32_t>>& list) {
        std::vector<uoffset_t> entries;
        for (const auto& [name, tensor] : list) {
            const uoffset_t label = text(name);
            const uoffset_t start = builder_.StartTable();
            child(kSignatureTensorName, label);
            builder_.AddElement<uint32_t>(slot(kSignatureTensorIndex), tensor, 0);
            entries.push_back(builder_.EndTable(start));
        }
        return tables(entries);
    }

    uoffset_t writeSignatures() {
        std::vector<uoffset_t> entries;
        for (const OutputSignature& signature : model_.signatures) {
            const uoffset_t inputs = writeSignatureTensors(signature.inputs);
            const uoffset_t outputs = writeSignatureTensors(signature.outputs);
            const uoffset_t key = text(signature.key);
            const uoffset_t start = builder_.StartTable();
            child(kSignatureInputs, inputs);
            child(kSignatureOutputs, outputs);
            child(kSignatureKey, key);
            entries.push_back(builder_.EndTable(start));
        }
        return entries.empty() ? 0 : tables(entries);
    }

    uoffset_t writeModel() {
        const uoffset_t empty = builder_.StartTable();
        buffers_.push_back(builder_.EndTable(empty));
        const uoffset_t networks = writeNetwork();
        const uoffset_t metadata = writeMetadata();
        const uoffset_t signatures = writeSignatures();
        const uoffset_t codes = writeCodes();
        const uoffset_t buffers = tables(buffers_);
        const uoffset_t description = text(model_.description);
        const uoffset_t start = builder_.StartTable();
        builder_.AddElement<uint32_t>(slot(kModelVersion), kSchemaVersion, 0);
        child(kModelOperatorCodes, codes);
        child(kModelSubgraphs, networks);
        child(kModelDescription, description);
        child(kModelBuffers, buffers);
        child(kModelMetadata, metadata);
        child(kModelSignatures, signatures);
        return builder_.EndTable(start);
    }

    const OutputModel& model_;
    FlatBufferBuilder builder_;
    std::vector<uoffset_t> buffers_;
    std::vector<PlacedPayload> payloads_;
    std::vector<Code> codes_;
};

}  // namespace

Result<void> serialize(const OutputModel& model, const ByteSink& sink) {
    return Serializer(model).run(sink);
}

}  // namespace bw::tflite
