// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_writer.h"

#include <memory>

#include "base/text.h"
#include "io/onnx_emitter.h"
#include "io/onnx_source_numbers.h"
#include "io/operator_names.h"
#include "io/tflite_source_numbers.h"

namespace bw {

struct OnnxExport::Content {
    LoweredNetwork lowered;
    onnx::OutputModel model;
};

OnnxExport::OnnxExport() : content_(std::make_unique<Content>()) {}
OnnxExport::OnnxExport(OnnxExport&&) noexcept = default;
OnnxExport& OnnxExport::operator=(OnnxExport&&) noexcept = default;
OnnxExport::~OnnxExport() = default;

const LoweredNetwork& OnnxExport::lowered() const {
    return content_->lowered;
}

Result<void> OnnxExport::write(const Sink& sink) const {
    return onnx::serialize(content_->model, sink);
}

Result<std::string> OnnxExport::bytes() const {
    std::string all;
    auto ok = write([&all](std::string_view part) {
        all += part;
        return Result<void>();
    });
    if (!ok) return tl::unexpected(ok.error());
    return all;
}

namespace {

constexpr size_t kMaxRefused = 100;
constexpr size_t kMaxNamed = 8;

/// One refusal for all operators without a counterpart.
Error refusal(const std::vector<Error>& refused) {
    Error error = refused.front();
    if (refused.size() == 1) return error;
    error.message = std::to_string(refused.size()) + " operators have no counterpart in ONNX: ";
    for (size_t i = 0; i < refused.size() && i < kMaxNamed; ++i)
        error.message += (i == 0 ? "" : ", ") + elide(refused[i].place, 60);
    if (refused.size() > kMaxNamed) error.message += " ...";
    error.place.clear();
    return error;
}

Result<void> emitAll(onnx::Emitter& emitter, size_t operators) {
    std::vector<Error> refused;
    for (size_t i = 0; i < operators && refused.size() < kMaxRefused; ++i) {
        auto ok = emitter.emit(i);
        if (ok) continue;
        if (ok.error().code != ErrorCode::Unsupported) return ok;
        refused.push_back(ok.error());
        emitter.pretend(i);
    }
    if (!refused.empty()) return tl::unexpected(refusal(refused));
    return {};
}

/// The file that a network came from; at most one of its two kinds.
struct Source {
    std::unique_ptr<onnx::SourceWeights> weights;
    std::unique_ptr<tflite::SourceModel> model;
    std::unique_ptr<OperatorNumbers> numbers;
    int kept = 0;
};

Result<Source> openSource(std::string_view bytes, const Network& network, const LoweredNetwork& lowered,
                          const OperatorNumbers& others) {
    Source source;
    if (bytes.empty()) return source;
    if (bytes.size() > 8 && bytes.substr(4, 4) == "TFL3") {
        auto model = tflite::SourceModel::open(bytes);
        if (!model) return tl::unexpected(model.error());
        source.model = *std::move(model);
        source.model->match(network, lowered);
        source.numbers = std::make_unique<tflite::SourceNumbers>(*source.model, others);
        for (size_t i = 0; i < lowered.graph.operators.size(); ++i)
            source.kept += source.model->unitOf(i) >= 0 ? 1 : 0;
        return source;
    }
    auto weights = onnx::SourceWeights::open(bytes, network, lowered);
    if (!weights) return tl::unexpected(weights.error());
    source.weights = std::make_unique<onnx::SourceWeights>(*std::move(weights));
    source.numbers = std::make_unique<onnx::SourceNumbers>(*source.weights, lowered, others);
    return source;
}

}  // namespace

Result<OnnxExport> exportOnnx(const Network& network, const OnnxWriteOptions& options) {
    if (options.opset < kOldestOpset || options.opset > kNewestOpset) {
        return fail(ErrorCode::InvalidArgument,
                    "operator set " + std::to_string(options.opset) + " is not among " + std::to_string(kOldestOpset) +
                        " to " + std::to_string(kNewestOpset),
                    "opset");
    }
    auto lowered = lower(network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    OnnxExport made;
    OnnxExport::Content& content = *made.content_;
    content.lowered = *std::move(lowered);
    const LoweredNetwork& graph = content.lowered;
    const SeededNumbers random(graph, options.seed);
    const OperatorNumbers& others = options.weights == nullptr ? random : *options.weights;
    const auto source = openSource(options.source, network, graph, others);
    if (!source) return tl::unexpected(source.error());
    onnx::Emitter emitter(graph, source->numbers ? *source->numbers : others, source->weights.get(),
                          operatorNames(network, graph), {options.opset, source->model != nullptr});
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!block.inputs.empty() || graph.blocks[i].operator_count != 0) continue;
        emitter.addInput(graph.blocks[i].outputs.front(), nameInFile(block));
    }
    if (auto ok = emitAll(emitter, graph.graph.operators.size()); !ok) return tl::unexpected(ok.error());
    emitter.addOutputs();
    const bool random_weights = options.weights == nullptr && emitter.invents() && !source->model;
    content.model = std::move(emitter.model());
    content.model.network_name = network.name();
    content.model.description = options.description;
    content.model.metadata.emplace_back("blockwright_weights", random_weights
                                                                   ? "random, seed " + std::to_string(options.seed)
                                                                   : std::string("as in the network"));
    made.kept_operators_ = source->weights ? source->weights->kept() : source->kept;
    for (const auto& [what, count] : emitter.substitutions())
        made.notes_.push_back(what + " (" + std::to_string(count) + (count == 1 ? " time)" : " times)"));
    return made;
}

}  // namespace bw
