// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_writer.h"

#include "base/text.h"
#include "io/atomic_write.h"
#include "io/operator_names.h"
#include "io/tflite_copier.h"
#include "io/tflite_emitter.h"
#include "io/tflite_quantize.h"
#include "io/tflite_source_numbers.h"

namespace bw {

using tflite::Emitter;

struct TfliteExport::Content {
    LoweredNetwork lowered;
    std::unique_ptr<tflite::SourceModel> source;
    std::optional<SeededNumbers> random;
    std::optional<tflite::SourceNumbers> inherited;
    tflite::OutputModel model;
    size_t kept = 0;  ///< Operators of the lowered network that were copied.
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

const LoweredNetwork& TfliteExport::lowered() const {
    return content_->lowered;
}

Result<void> saveTflite(const TfliteExport& file, const std::string& path) {
    return writeFileAtomically(path, [&file](const ByteSink& sink) { return file.write(sink); });
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

using Ranges = std::map<int32_t, tflite::ValueRange>;

/// Ranges of the file's tensors that are known: measured, or those of the source's integers. A block that was edited
/// is taken to give about what it gave before.
Ranges knownRanges(const Network& network, const TfliteExport::Content& content, const Emitter& emitter,
                   const TfliteWriteOptions& options) {
    Ranges known;
    const auto declare = [&](TensorId tensor, const std::pair<double, double>& range) {
        for (const int32_t holder : emitter.holdersOf(tensor))
            known[holder] = {range.first, range.second};
    };
    const OperatorGraph& graph = content.lowered.graph;
    for (size_t i = 0; content.source && i < network.size(); ++i) {
        const std::vector<TensorId>& outputs = content.lowered.blocks[i].outputs;
        for (size_t port = 0; port < outputs.size(); ++port) {
            const auto range = content.source->rangeOf(content.source->fileTensorOf(network.at(i).id, port));
            if (range) declare(outputs[port], *range);
        }
    }
    for (size_t i = 0; content.source && i < graph.operators.size(); ++i) {
        const tflite::OperatorInfo* origin = content.source->originOf(i);
        if (origin == nullptr || origin->outputs.size() != 1 || graph.operators[i].outputs.size() != 1) continue;
        if (const auto range = content.source->rangeOf(origin->outputs.front()))
            declare(graph.operators[i].outputs.front(), *range);
    }
    for (const auto& [tensor, range] : options.ranges)
        declare(tensor, range);
    return known;
}

/// True where every operator with weights has those of the source.
bool isWhole(const tflite::SourceModel& source, const LoweredNetwork& lowered) {
    for (size_t i = 0; i < lowered.graph.operators.size(); ++i) {
        if (lowered.graph.operators[i].parameters() > 0 && source.originOf(i) == nullptr) return false;
    }
    return true;
}

/// Writes or copies every operator; refuses those without a counterpart all at once.
Result<void> emitAll(Emitter& emitter, tflite::Copier* copier, bool keeps, TfliteExport::Content& content) {
    constexpr size_t kMaxRefused = 100;
    std::vector<Error> refused;
    std::vector<bool> copied(content.lowered.graph.operators.size());
    for (size_t i = 0; i < copied.size() && refused.size() < kMaxRefused; ++i) {
        if (copied[i]) continue;
        emitter.startAt(i);
        const int unit = keeps ? content.source->unitOf(i) : -1;
        const size_t first = emitter.model().operators.size();
        if (unit >= 0) {
            const tflite::SourceUnit& whole = content.source->units()[static_cast<size_t>(unit)];
            if (whole.lowered_operators.front() == i && copier->isReady(whole)) {
                copier->copy(whole);
                for (const size_t op : whole.lowered_operators)
                    copied[op] = true;
                content.kept += whole.lowered_operators.size();
                continue;
            }
        }
        if (auto ok = emitter.emit(i); !ok) {
            if (ok.error().code != ErrorCode::Unsupported) return ok;
            refused.push_back(ok.error());
            emitter.pretend(i);
        }
        if (copier != nullptr) copier->inheritAttributes(i, first);
    }
    if (!refused.empty()) return tl::unexpected(refusal(refused));
    return {};
}

}  // namespace

Result<TfliteExport> exportTflite(const Network& network, const TfliteWriteOptions& options) {
    auto lowered = lower(network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    TfliteExport made;
    TfliteExport::Content& content = *made.content_;
    content.lowered = std::move(*lowered);
    const LoweredNetwork& graph = content.lowered;
    const bool keeps = options.numbers == TfliteNumbers::AsSource && !options.source.empty();
    if (!options.source.empty()) {
        auto source = tflite::SourceModel::open(options.source);
        if (!source) return tl::unexpected(source.error());
        content.source = std::move(*source);
        content.source->match(network, graph);
    }
    content.random.emplace(graph, options.seed);
    if (content.source) content.inherited.emplace(*content.source, *content.random);
    const OperatorNumbers& own =
        content.inherited ? static_cast<const OperatorNumbers&>(*content.inherited) : *content.random;
    const OperatorNumbers& numbers = options.weights == nullptr ? own : *options.weights;
    tflite::EmitOptions emit;
    emit.reshapes = content.source ? tflite::ReshapeOrder::Nhwc : tflite::ReshapeOrder::Nchw;
    emit.flat_dense = options.numbers == TfliteNumbers::Int8;
    Emitter emitter(graph, numbers, operatorNames(network, graph), emit);
    std::optional<tflite::Copier> copier;
    if (content.source) copier.emplace(*content.source, emitter);
    for (size_t i = 0; i < network.size(); ++i) {
        const Block& block = network.at(i);
        if (!block.inputs.empty() || graph.blocks[i].operator_count != 0) continue;
        const TensorId tensor = graph.blocks[i].outputs.front();
        if (!keeps || !copier->addInput(tensor, block, graph.graph.shape(tensor)))
            emitter.addInput(tensor, nameInFile(block));
    }
    if (auto ok = emitAll(emitter, copier ? &*copier : nullptr, keeps, content); !ok) return tl::unexpected(ok.error());
    emitter.addOutputs();
    if (keeps) {
        const bool all = content.kept == graph.graph.operators.size();
        for (const std::string& dropped : copier->copyExtras(all))
            made.notes_.push_back(dropped + " of the original file no longer holds and is left out");
    }
    content.model = std::move(emitter.model());
    if (options.numbers == TfliteNumbers::Int8 || (keeps && content.source->isQuantized())) {
        tflite::QuantizeOptions quantize;
        quantize.is_unsigned = keeps && content.source->isUnsigned();
        quantize.known = knownRanges(network, content, emitter, options);
        if (keeps) quantize.demands = copier->demands();
        tflite::quantize(content.model, quantize);
    }
    if (keeps && content.source->hasOrderOf(network)) tflite::restoreSourceOrder(content.model);
    for (tflite::OutputOperator& op : content.model.operators) {
        if (!op.is_copied) op.version = tflite::versionOf(content.model, op);
    }
    content.model.description = options.description;
    content.model.network_name = network.name();
    const bool invents = options.weights == nullptr && !(content.source && isWhole(*content.source, graph));
    content.model.metadata.emplace_back("blockwright_weights", invents ? "random, seed " + std::to_string(options.seed)
                                                                       : std::string("as in the network"));
    made.kept_operators_ = static_cast<int>(content.kept);
    for (const auto& [what, count] : emitter.substitutions())
        made.notes_.push_back(what + " (" + std::to_string(count) + (count == 1 ? " time)" : " times)"));
    return made;
}

}  // namespace bw
