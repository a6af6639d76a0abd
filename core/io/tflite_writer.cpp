// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_writer.h"

#include "base/text.h"
#include "io/tflite_emitter.h"
#include "io/tflite_names_of.h"

namespace bw {

using tflite::Emitter;

struct TfliteExport::Content {
    LoweredNetwork lowered;
    tflite::OutputModel model;
};

TfliteExport::TfliteExport() : content_(std::make_unique<Content>()) {}
TfliteExport::TfliteExport(TfliteExport&&) noexcept = default;
TfliteExport& TfliteExport::operator=(TfliteExport&&) noexcept = default;
TfliteExport::~TfliteExport() = default;

Result<void> TfliteExport::write(const Sink& sink) const {
    return tflite::serialize(content_->model, sink);
}

Result<std::string> TfliteExport::bytes() const {
    std::string all;
    auto ok = write([&all](std::string_view part) {
        all += part;
        return Result<void>();
    });
    if (!ok) return tl::unexpected(ok.error());
    return all;
}

namespace {

constexpr size_t kMaxNamed = 8;

/// One refusal for all operators without a counterpart.
Error refusal(const std::vector<Error>& refused) {
    if (refused.size() == 1) return refused.front();
    Error error = refused.front();
    error.message = std::to_string(refused.size()) + " operators have no counterpart in TFLite: ";
    for (size_t i = 0; i < refused.size() && i < kMaxNamed; ++i)
        error.message += (i == 0 ? "" : ", ") + elide(refused[i].place, 60);
    if (refused.size() > kMaxNamed) error.message += " ...";
    error.place.clear();
    return error;
}

}  // namespace

Result<TfliteExport> exportTflite(const Network& network, const TfliteWriteOptions& options) {
    auto lowered = lower(network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    TfliteExport made;
    made.content_->lowered = std::move(*lowered);
    const LoweredNetwork& graph = made.content_->lowered;
    const tflite::OperatorNumbers numbers(graph, options.seed);
    Emitter emitter(graph, numbers, tflite::operatorNames(network, graph), tflite::ReshapeOrder::Nchw);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (block.inputs.empty() && graph.blocks[i].operator_count == 0) {
            emitter.addInput(graph.blocks[i].outputs.front(), tflite::nameInFile(block));
        }
    }
    std::vector<Error> refused;
    for (size_t i = 0; i < graph.graph.operators.size() && refused.size() < 100; ++i) {
        if (auto ok = emitter.emit(i); !ok) {
            if (ok.error().code != ErrorCode::Unsupported) return tl::unexpected(ok.error());
            refused.push_back(ok.error());
            emitter.pretend(i);
        }
    }
    if (!refused.empty()) return tl::unexpected(refusal(refused));
    emitter.addOutputs();
    made.content_->model = std::move(emitter.model());
    made.content_->model.description = options.description;
    made.content_->model.network_name = network.name();
    for (const auto& [what, count] : emitter.substitutions())
        made.notes_.push_back(what + " (" + std::to_string(count) + (count == 1 ? " time)" : " times)"));
    return made;
}

}  // namespace bw
