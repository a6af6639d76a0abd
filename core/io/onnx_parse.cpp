// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Wire format to RawGraph. Field numbers are those of onnx.proto.
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "io/onnx_graph.h"
#include "io/protobuf_view.h"

namespace bw::onnx {
namespace {

/// Counts what parsing stores, so that a file of tiny entries cannot swell in memory.
class Budget {
public:
    /// Records `count` more entries and refuses at `reader` where there are too many.
    void take(WireReader& reader, size_t count = 1) {
        constexpr size_t kMaxEntries = 2'000'000;
        used_ += count;
        if (used_ > kMaxEntries) reader.refuse("the file has more than 2,000,000 entries");
    }

private:
    size_t used_ = 0;
};

/// The field's text; refuses where it is none.
std::string_view textOf(WireReader& reader) {
    if (reader.field().type != WireType::Bytes) reader.refuse("text was expected");
    return reader.field().bytes;
}

int64_t integerOf(WireReader& reader) {
    if (reader.field().type != WireType::Varint) reader.refuse("an integer was expected");
    return reader.field().integer();
}

/// Moves a violation of an inner message outwards.
Result<void> checked(const WireReader& reader) {
    if (reader.failed()) return tl::unexpected(reader.error());
    return {};
}

Result<RawTensor> readTensor(WireReader reader, std::string_view message) {
    constexpr size_t kMaxDims = 64;
    RawTensor tensor;
    tensor.message = message;
    while (reader.next()) {
        switch (reader.field().number) {
            case 1:
                appendIntegers(reader, tensor.dims, kMaxDims);
                break;
            case 2:
                tensor.type = static_cast<int32_t>(integerOf(reader));
                break;
            case 8:
                tensor.name = textOf(reader);
                break;
            default:
                break;
        }
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return tensor;
}

Result<RawTensor> readSparseTensor(WireReader reader) {
    RawTensor tensor;
    std::string_view name;
    while (reader.next()) {
        if (reader.field().number == 1) {
            auto values = readTensor(reader.nested(reader.field()), reader.field().bytes);
            if (!values) return values;
            name = values->name;
            tensor.type = values->type;
        }
        if (reader.field().number == 3) appendIntegers(reader, tensor.dims, 64);
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    tensor.name = name;
    return tensor;
}

Result<void> collectCaptures(WireReader graph, std::vector<std::string_view>& captures, Budget& budget);

/// Checks the encoding of an attribute and keeps its scalars; bodies are walked for the names they read.
Result<RawAttribute> readAttribute(WireReader reader, std::string_view message, std::vector<std::string_view>& captures,
                                   Budget& budget) {
    RawAttribute attribute;
    attribute.message = message;
    while (reader.next()) {
        const WireField& field = reader.field();
        switch (field.number) {
            case 1:
                attribute.name = textOf(reader);
                break;
            case 2:
                if (field.type != WireType::Fixed32) reader.refuse("a real number was expected");
                attribute.real = field.single();
                break;
            case 3:
                attribute.integer = integerOf(reader);
                break;
            case 4:
                attribute.text = textOf(reader);
                break;
            case 5: {
                attribute.tensor = textOf(reader);
                const auto tensor = readTensor(reader.nested(field), field.bytes);
                if (!tensor) return tl::unexpected(tensor.error());
                break;
            }
            case 6:
            case 11: {
                const auto body = collectCaptures(reader.nested(field), captures, budget);
                if (!body) return tl::unexpected(body.error());
                break;
            }
            default:
                break;
        }
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return attribute;
}

Result<void> collectNodeCaptures(WireReader node, std::vector<std::string_view>& captures, Budget& budget) {
    while (node.next()) {
        if (node.field().number == 1) {
            budget.take(node);
            captures.push_back(textOf(node));
        }
        if (node.field().number != 5) continue;
        const auto attribute = readAttribute(node.nested(node.field()), node.field().bytes, captures, budget);
        if (!attribute) return tl::unexpected(attribute.error());
    }
    return checked(node);
}

// Recursion ends at kMaxNestingDepth messages, which WireReader enforces.
Result<void> collectCaptures(WireReader graph, std::vector<std::string_view>& captures, Budget& budget) {
    while (graph.next()) {
        if (graph.field().number == 12) {
            WireReader output = graph.nested(graph.field());
            while (output.next()) {
                if (output.field().number == 1) captures.push_back(textOf(output));
            }
            budget.take(graph);
            if (auto ok = checked(output); !ok) return ok;
        }
        if (graph.field().number != 1) continue;
        if (auto ok = collectNodeCaptures(graph.nested(graph.field()), captures, budget); !ok) return ok;
    }
    return checked(graph);
}

Result<RawNode> readNode(WireReader reader, Budget& budget) {
    RawNode node;
    while (reader.next()) {
        const WireField& field = reader.field();
        switch (field.number) {
            case 1:
                budget.take(reader);
                node.inputs.push_back(textOf(reader));
                break;
            case 2:
                budget.take(reader);
                node.outputs.push_back(textOf(reader));
                break;
            case 3:
                node.name = textOf(reader);
                break;
            case 4:
                node.op_type = textOf(reader);
                break;
            case 5: {
                budget.take(reader, 4);
                auto attribute = readAttribute(reader.nested(field), field.bytes, node.captures, budget);
                if (!attribute) return tl::unexpected(attribute.error());
                node.attributes.push_back(*attribute);
                break;
            }
            case 7:
                node.domain = textOf(reader);
                break;
            default:
                break;
        }
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return node;
}

Result<RawDim> readDim(WireReader reader) {
    RawDim dim;
    while (reader.next()) {
        if (reader.field().number == 1) {
            dim.size = integerOf(reader);
            // Writers use negative numbers for "unknown".
            if (dim.size < 0) dim.size = -1;
        }
        if (reader.field().number == 2) dim.symbol = textOf(reader);
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return dim;
}

Result<void> readDims(WireReader shape, RawValueInfo& info, Budget& budget) {
    info.has_shape = true;
    while (shape.next()) {
        if (shape.field().number != 1) continue;
        budget.take(shape);
        const auto dim = readDim(shape.nested(shape.field()));
        if (!dim) return tl::unexpected(dim.error());
        info.dims.push_back(*dim);
    }
    return checked(shape);
}

Result<void> readTensorType(WireReader type, RawValueInfo& info, Budget& budget) {
    info.is_tensor = true;
    while (type.next()) {
        if (type.field().number == 1) info.type = static_cast<int32_t>(integerOf(type));
        if (type.field().number != 2) continue;
        if (auto ok = readDims(type.nested(type.field()), info, budget); !ok) return ok;
    }
    return checked(type);
}

Result<RawValueInfo> readValueInfo(WireReader reader, Budget& budget) {
    RawValueInfo info;
    while (reader.next()) {
        if (reader.field().number == 1) info.name = textOf(reader);
        if (reader.field().number != 2) continue;
        WireReader type = reader.nested(reader.field());
        while (type.next()) {
            if (type.field().number != 1) continue;
            if (auto ok = readTensorType(type.nested(type.field()), info, budget); !ok)
                return tl::unexpected(ok.error());
        }
        if (type.failed()) return tl::unexpected(type.error());
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return info;
}

/// Appends what `read` gives to `list`.
template <class T, class Read>
Result<void> append(std::vector<T>& list, Read read) {
    auto item = read();
    if (!item) return tl::unexpected(item.error());
    list.push_back(std::move(*item));
    return {};
}

Result<void> readGraphField(WireReader& reader, RawGraph& graph, Budget& budget) {
    const WireField& field = reader.field();
    const auto inner = [&] { return reader.nested(field); };
    switch (field.number) {
        case 1:
            if (graph.nodes.size() >= static_cast<size_t>(kMaxNodes)) {
                return fail(ErrorCode::LimitExceeded,
                            "has more than " + groupDigits(kMaxNodes) + " nodes, the limit of this program");
            }
            budget.take(reader, 8);
            return append(graph.nodes, [&] { return readNode(inner(), budget); });
        case 2:
            graph.name = textOf(reader);
            return {};
        case 5:
            budget.take(reader, 4);
            return append(graph.initializers, [&] { return readTensor(inner(), field.bytes); });
        case 15:
            budget.take(reader, 4);
            return append(graph.initializers, [&] { return readSparseTensor(inner()); });
        case 11:
            budget.take(reader, 4);
            return append(graph.inputs, [&] { return readValueInfo(inner(), budget); });
        case 12:
            budget.take(reader, 4);
            return append(graph.outputs, [&] { return readValueInfo(inner(), budget); });
        case 13:
            budget.take(reader, 4);
            return append(graph.value_info, [&] { return readValueInfo(inner(), budget); });
        default:
            return {};
    }
}

Result<RawGraph> readGraph(WireReader reader, Budget& budget) {
    RawGraph graph;
    while (reader.next()) {
        if (auto ok = readGraphField(reader, graph, budget); !ok) return tl::unexpected(ok.error());
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return graph;
}

/// The version where the entry is for the standard operators, else 0.
Result<int64_t> readOpset(WireReader reader) {
    std::string_view domain;
    int64_t version = 0;
    while (reader.next()) {
        if (reader.field().number == 1) domain = textOf(reader);
        if (reader.field().number == 2) version = integerOf(reader);
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    return domain.empty() || domain == "ai.onnx" ? version : 0;
}

Result<void> refuseOtherFormats(std::string_view bytes) {
    const auto other = [](std::string message, std::string remedy) -> Result<void> {
        return fail(ErrorCode::InvalidFile, std::move(message), {}, std::move(remedy));
    };
    if (bytes.empty()) return other("is empty", {});
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\x80\x02")) {
        return other("is a zip archive or pickle, such as PyTorch writes, not ONNX", "export to ONNX");
    }
    if (bytes.size() >= 8 && bytes.substr(4, 4) == "TFL3") return other("is TFLite, not ONNX", "name it .tflite");
    return {};
}

/// What the top level of the file says besides the graph.
struct ModelHeader {
    bool has_graph = false;
    int64_t ir_version = 0;
    int64_t opset = 0;
    bool has_opset = false;
};

Result<void> readModelField(WireReader& reader, ModelHeader& header, RawGraph& graph, Budget& budget) {
    constexpr uint32_t kLastModelField = 40;
    const WireField& field = reader.field();
    if (field.number == 1) header.ir_version = integerOf(reader);
    if (field.number == 7) {
        if (header.has_graph) reader.refuse("holds two graphs");
        header.has_graph = true;
        auto read = readGraph(reader.nested(field), budget);
        if (!read) return tl::unexpected(read.error());
        graph = std::move(*read);
    }
    if (field.number == 8) {
        const auto version = readOpset(reader.nested(field));
        if (!version) return tl::unexpected(version.error());
        header.has_opset = true;
        if (*version > 0) header.opset = *version;
    }
    if (field.number > kLastModelField) reader.refuse("is not ONNX, or has garbage appended");
    return {};
}

}  // namespace

Result<RawTensor> parseTensor(std::string_view message) {
    return readTensor(WireReader(message), message);
}

Result<RawGraph> parseModel(std::string_view bytes) {
    if (auto ok = refuseOtherFormats(bytes); !ok) return tl::unexpected(ok.error());
    WireReader reader(bytes);
    ModelHeader header;
    RawGraph graph;
    Budget budget;
    while (reader.next()) {
        if (auto ok = readModelField(reader, header, graph, budget); !ok) return tl::unexpected(ok.error());
    }
    if (reader.failed()) return tl::unexpected(reader.error());
    if (!header.has_graph) return fail(ErrorCode::InvalidFile, "holds no ONNX graph");
    if (header.ir_version < 1) return fail(ErrorCode::InvalidFile, "states no ONNX version; the file is damaged");
    // Writers put the operator set last, so that a file cut after the graph lacks it.
    if (header.ir_version >= 3 && !header.has_opset) {
        return fail(ErrorCode::InvalidFile, "states no operator set; the file is truncated");
    }
    if (graph.nodes.empty()) return fail(ErrorCode::InvalidFile, "has no nodes");
    if (header.opset > 0) graph.opset = header.opset;
    return graph;
}

}  // namespace bw::onnx
