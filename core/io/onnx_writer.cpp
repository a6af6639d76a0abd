// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_writer.h"

#include <optional>

#include "base/text.h"
#include "io/onnx_emitter.h"
#include "io/tflite_names_of.h"

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
    std::optional<onnx::SourceWeights> source;
    if (!options.source.empty()) {
        auto opened = onnx::SourceWeights::open(options.source, network, graph);
        if (!opened) return tl::unexpected(opened.error());
        source = *std::move(opened);
    }
    const SeededNumbers random(graph, options.seed);
    const OperatorNumbers& numbers = options.weights == nullptr ? random : *options.weights;
    onnx::Emitter emitter(graph, numbers, source ? &*source : nullptr, tflite::operatorNames(network, graph),
                          options.opset);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!block.inputs.empty() || graph.blocks[i].operator_count != 0) continue;
        emitter.addInput(graph.blocks[i].outputs.front(), tflite::nameInFile(block));
    }
    if (auto ok = emitAll(emitter, graph.graph.operators.size()); !ok) return tl::unexpected(ok.error());
    emitter.addOutputs();
    const bool random_weights = options.weights == nullptr && emitter.invents();
    content.model = std::move(emitter.model());
    content.model.network_name = network.name();
    content.model.description = options.description;
    content.model.metadata.emplace_back("blockwright_weights", random_weights
                                                                   ? "random, seed " + std::to_string(options.seed)
                                                                   : std::string("as in the network"));
    made.kept_operators_ = source ? source->kept() : 0;
    for (const auto& [what, count] : emitter.substitutions())
        made.notes_.push_back(what + " (" + std::to_string(count) + (count == 1 ? " time)" : " times)"));
    return made;
}

}  // namespace bw
