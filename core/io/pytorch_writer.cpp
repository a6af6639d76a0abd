// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/pytorch_writer.h"

#include <algorithm>

#include "base/text.h"
#include "io/operator_names.h"
#include "io/pytorch_module.h"

namespace bw {
namespace pytorch {
namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// What may stand in a comment or a docstring: letters, digits and a few signs; all else becomes an underscore.
std::string harmless(const std::string& text) {
    std::string safe;
    for (const char c : text.substr(0, 120))
        safe += isLetter(c) || isDigit(c) || c == ' ' || c == '.' || c == '/' || c == '-' || c == ':' ? c : '_';
    return safe;
}

}  // namespace

std::string tuple(const std::vector<int64_t>& values) {
    std::string text = "(";
    for (size_t i = 0; i < values.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(values[i]);
    return text + (values.size() == 1 ? ",)" : ")");
}

ModuleWriter::ModuleWriter(const LoweredNetwork& lowered, const OperatorNumbers& numbers,
                           std::vector<std::string> operator_names, bool channels_last_reshapes)
    : lowered_(lowered),
      numbers_(numbers),
      operator_names_(std::move(operator_names)),
      channels_last_reshapes_(channels_last_reshapes),
      values_(lowered.graph.tensors.size()) {
    // Words that mean something in the source, or to nn.Module.
    for (const char* word :
         {"and",   "as",     "assert", "async",  "await",      "break",    "class",    "continue", "def",
          "del",   "elif",   "else",   "except", "false",      "finally",  "for",      "from",     "global",
          "if",    "import", "in",     "is",     "lambda",     "none",     "nonlocal", "not",      "or",
          "pass",  "raise",  "return", "true",   "try",        "while",    "with",     "yield",    "self",
          "torch", "nn",     "f",      "type",   "forward",    "train",    "eval",     "to",       "cpu",
          "cuda",  "half",   "double", "float",  "add_module", "training", "modules",  "apply",    "share_memory"}) {
        identifiers_.insert(word);
    }
}

ModuleWriter::Handler ModuleWriter::handlerOf(OpType type) {
    switch (type) {
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
            return &ModuleWriter::emitConv;
        case OpType::TransposedConv2d:
            return &ModuleWriter::emitTransposedConv;
        case OpType::Dense:
            return &ModuleWriter::emitDense;
        case OpType::MaxPool:
        case OpType::AvgPool:
            return &ModuleWriter::emitPool;
        case OpType::Reduce:
            return &ModuleWriter::emitReduce;
        case OpType::Add:
        case OpType::Sub:
        case OpType::Mul:
        case OpType::Div:
            return &ModuleWriter::emitArithmetic;
        case OpType::Elementwise:
            return &ModuleWriter::emitElementwise;
        case OpType::Activation:
            return &ModuleWriter::emitActivation;
        case OpType::Normalize:
            return &ModuleWriter::emitNormalize;
        case OpType::LayerNorm:
            return &ModuleWriter::emitLayerNorm;
        case OpType::Softmax:
            return &ModuleWriter::emitSoftmax;
        case OpType::MatMul:
            return &ModuleWriter::emitMatMul;
        case OpType::Concat:
            return &ModuleWriter::emitConcat;
        case OpType::Resize:
            return &ModuleWriter::emitResize;
        case OpType::Pad:
            return &ModuleWriter::emitPad;
        case OpType::Slice:
            return &ModuleWriter::emitSlice;
        case OpType::Transpose:
            return &ModuleWriter::emitTranspose;
        case OpType::Reshape:
            return &ModuleWriter::emitReshape;
        case OpType::SpaceToDepth:
        case OpType::DepthToSpace:
            return &ModuleWriter::emitBlocks;
        case OpType::ArgMax:
            return &ModuleWriter::emitArgMax;
        case OpType::Quantize:
            return &ModuleWriter::emitQuantize;
        case OpType::Gather:
            return &ModuleWriter::emitGather;
        case OpType::Opaque:
            break;
    }
    return &ModuleWriter::emitUnknown;
}

std::string ModuleWriter::identifier(const std::string& name) {
    std::string base;
    for (const char c : name.substr(0, 60))
        base += isLetter(c) ? static_cast<char>(c | 0x20) : isDigit(c) ? c : '_';
    while (!base.empty() && base.front() == '_')
        base.erase(0, 1);
    if (base.empty() || isDigit(base.front())) base.insert(0, "n_");
    std::string made = base;
    for (int i = 2; !identifiers_.insert(made).second; ++i)
        made = base + "_" + std::to_string(i);
    return made;
}

std::string ModuleWriter::addInput(TensorId tensor, const std::string& name) {
    return values_[static_cast<size_t>(tensor)] = identifier(name);
}

Result<void> ModuleWriter::emit(size_t index) {
    index_ = index;
    name_ = identifier(operator_names_[index]);
    const Operator& op = lowered_.graph.operators[index];
    return (this->*handlerOf(op.type))(op);
}

void ModuleWriter::pretend(size_t index) {
    for (const TensorId tensor : lowered_.graph.operators[index].outputs)
        values_[static_cast<size_t>(tensor)] = "missing";
}

void ModuleWriter::beginBlock(const std::string& name) {
    lines_.push_back("# " + harmless(name));
}

tl::unexpected<Error> ModuleWriter::unsupported(std::string message) const {
    return fail(ErrorCode::Unsupported, std::move(message) + " has no counterpart in PyTorch", operator_names_[index_]);
}

Result<void> ModuleWriter::give(const Operator& op, const std::string& expression) {
    const Activation activation =
        op.activation == Activation::None ? numbers_.impliedActivation(index_) : op.activation;
    const auto value = activated(activation, expression);
    if (!value) return tl::unexpected(value.error());
    lines_.push_back(name_ + " = " + *value);
    values_[static_cast<size_t>(op.outputs.front())] = name_;
    return {};
}

std::string ModuleWriter::addLayer(const std::string& name, const std::string& constructor) {
    layers_.push_back("self." + name + " = " + constructor);
    return "self." + name;
}

void ModuleWriter::addWeight(const std::string& key, std::vector<int64_t> sizes, const Numbers& numbers) {
    addWeight(key, std::move(sizes), numbers.values ? *numbers.values : std::vector<float>());
}

void ModuleWriter::addWeight(const std::string& key, std::vector<int64_t> sizes, std::vector<float> values) {
    weights_.push_back({key, std::move(sizes), std::move(values)});
}

std::string ModuleWriter::addBuffer(const std::string& name, const Numbers& numbers) {
    const std::string made = identifier(name);
    layers_.push_back("self.register_buffer('" + made + "', torch.zeros(" + tuple(numbers.sizes) + "))");
    addWeight(made, numbers.sizes, numbers);
    return "self." + made;
}

}  // namespace pytorch

namespace {

/// A reader of safetensors files in the source itself, so that it needs nothing but torch.
constexpr const char* kLoader = R"(def load_weights(model, path):
    """Loads 32-bit floats from a safetensors file by the names of the model's parameters and buffers."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), 'little')))
        data = bytearray(file.read())
    state = model.state_dict()
    for name, entry in header.items():
        if name == '__metadata__':
            continue
        begin, end = entry['data_offsets']
        numbers = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin)
        state[name].copy_(numbers.reshape(entry['shape']))
    return model
)";

std::string joined(const std::vector<std::string>& lines, const char* indent) {
    std::string text;
    for (const std::string& line : lines)
        text += indent + line + "\n";
    return text;
}

/// A class name from the network's: "mobilenet v2" becomes MobilenetV2.
std::string className(const std::string& name) {
    std::string made;
    bool capital = true;
    for (const char c : name.substr(0, 60)) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit) {
            capital = true;
            continue;
        }
        made += letter && capital ? static_cast<char>(c & ~0x20) : c;
        capital = false;
    }
    return made.empty() || (made.front() >= '0' && made.front() <= '9') ? "Network" + made : made;
}

}  // namespace

Result<PytorchExport> exportPytorch(const Network& network, const PytorchWriteOptions& options) {
    const auto lowered = lower(network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    const SeededNumbers random(*lowered, options.seed);
    const OperatorNumbers& numbers = options.weights == nullptr ? random : *options.weights;
    pytorch::ModuleWriter writer(*lowered, numbers, operatorNames(network, *lowered), options.channels_last_reshapes);
    std::vector<std::string> arguments, shapes;
    std::vector<Error> refused;
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        const BlockSpan& span = lowered->blocks[i];
        if (block.inputs.empty() && span.operator_count == 0) {
            const TensorId tensor = span.outputs.front();
            arguments.push_back(writer.addInput(tensor, nameInFile(block)));
            const Shape& shape = lowered->graph.shape(tensor);
            shapes.push_back("torch.randn" + pytorch::tuple({shape.sizes().begin(), shape.sizes().end()}));
            continue;
        }
        if (span.operator_count > 1) writer.beginBlock(block.name);
        for (int32_t k = 0; k < span.operator_count; ++k) {
            const auto index = static_cast<size_t>(span.first_operator + k);
            auto ok = writer.emit(index);
            if (ok) continue;
            if (ok.error().code != ErrorCode::Unsupported) return tl::unexpected(ok.error());
            refused.push_back(ok.error());
            writer.pretend(index);
        }
    }
    if (!refused.empty()) {
        Error error = refused.front();
        if (refused.size() > 1) {
            error.message = std::to_string(refused.size()) + " operators have no counterpart in PyTorch: ";
            for (size_t i = 0; i < refused.size() && i < 8; ++i)
                error.message += (i == 0 ? "" : ", ") + elide(refused[i].place, 60);
            error.place.clear();
        }
        return tl::unexpected(std::move(error));
    }
    std::string results;
    for (const TensorId tensor : lowered->graph.outputs)
        results += (results.empty() ? "" : ", ") + writer.valueOf(tensor);
    const auto list = [](const std::vector<std::string>& words) {
        std::string text;
        for (const std::string& word : words)
            text += (text.empty() ? "" : ", ") + word;
        return text;
    };
    const std::string name = className(network.name());
    PytorchExport made;
    made.source =
        "# Written by Blockwright. Needs PyTorch alone.\nimport json\nimport os\n\nimport torch\n"
        "import torch.nn.functional as F\nfrom torch import nn\n\n\nclass " +
        name + "(nn.Module):\n    def __init__(self):\n        super().__init__()\n" +
        joined(writer.layers(), "        ") + "\n    def forward(self, " + list(arguments) + "):\n" +
        joined(writer.lines(), "        ") + "        return " + results + "\n\n\n" + kLoader +
        "\n\nif __name__ == '__main__':\n    model = " + name + "().eval()\n    weights = os.path.join(" +
        "os.path.dirname(os.path.abspath(__file__)), '" + options.weights_file + "')\n" +
        "    load_weights(model, weights)\n    with torch.no_grad():\n        results = model(" + list(shapes) +
        ")\n    for result in results if isinstance(results, tuple) else (results,):\n" +
        "        print(tuple(result.shape))\n";
    made.weights = writer.takeWeights();
    for (const auto& [what, count] : writer.substitutions())
        made.notes.push_back(what + " (" + std::to_string(count) + (count == 1 ? " time)" : " times)"));
    return made;
}

}  // namespace bw
