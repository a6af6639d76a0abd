// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/export_model.h"

#include <algorithm>
#include <array>
#include <memory>

#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/flatbuffer_view.h"
#include "io/onnx_source_numbers.h"
#include "io/onnx_writer.h"
#include "io/open_model.h"
#include "io/pytorch_writer.h"
#include "io/tflite_source_numbers.h"
#include "io/tflite_writer.h"

namespace bw {
namespace {

constexpr std::array<ExportFormat, 6> kFormats = {{
    {"onnx", "ONNX, float32", ".onnx"},
    {"tflite", "TensorFlow Lite, as the file that it came from, else float32", ".tflite"},
    {"tflite-float", "TensorFlow Lite, float32", ".tflite"},
    {"tflite-int8", "TensorFlow Lite, full-integer int8", ".tflite"},
    {"pytorch", "PyTorch source and weights", ".py"},
    {"blockwright", "Blockwright document", ".blockwright"},
}};

constexpr const char* kDescription = "Written by Blockwright";

/// The file that the network came from; empty where there is none.
struct Source {
    std::string bytes;
    std::string format;
};

Result<Source> readSource(const std::string& path) {
    Source source;
    if (path.empty()) return source;
    auto bytes = readFileBytes(path, kMaxModelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    source.bytes = *std::move(bytes);
    source.format = source.bytes.size() > 8 && source.bytes.compare(4, 4, "TFL3") == 0 ? "tflite" : "onnx";
    return source;
}

tl::unexpected<Error> cancelled() {
    return fail(ErrorCode::Cancelled, "stopped");
}

using Produce = std::function<Result<void>(const ByteSink&)>;

/// Writes one file piece by piece, `last` after its content and before it takes its place.
Result<void> save(const std::string& path, const Produce& produce, const ExportWatch& watch, ExportReport& report,
                  const std::function<Result<void>()>& last = {}) {
    int64_t bytes = 0;
    const auto written = writeFileAtomically(path, [&](const ByteSink& sink) -> Result<void> {
        const auto produced = produce([&](std::string_view part) -> Result<void> {
            if (watch.stop.stop_requested()) return cancelled();
            if (auto ok = sink(part); !ok) return ok;
            bytes += static_cast<int64_t>(part.size());
            if (watch.wrote) watch.wrote(bytes);
            return {};
        });
        if (!produced) return produced;
        if (watch.stop.stop_requested()) return cancelled();
        return last ? last() : Result<void>();
    });
    if (!written) return written;
    report.files.push_back(path);
    report.bytes += bytes;
    return {};
}

/// Where weights come from: the source for what was not edited, else random numbers.
struct NetworkNumbers {
    LoweredNetwork lowered;
    std::unique_ptr<SeededNumbers> random;
    std::unique_ptr<onnx::SourceWeights> onnx_weights;
    std::unique_ptr<tflite::SourceModel> tflite_model;
    std::unique_ptr<OperatorNumbers> source;
    const OperatorNumbers* chosen = nullptr;
    int kept = 0;  ///< Operators that the source has.
};

Result<std::unique_ptr<NetworkNumbers>> numbersFrom(const Network& network, const Source& source,
                                                    const ExportOptions& options) {
    auto numbers = std::make_unique<NetworkNumbers>();
    auto lowered = lower(network, Precision::Fp32);
    if (!lowered) return tl::unexpected(lowered.error());
    numbers->lowered = *std::move(lowered);
    numbers->random = std::make_unique<SeededNumbers>(numbers->lowered, options.seed);
    if (options.weights) {
        auto own = options.weights->numbersFor(network, numbers->lowered);
        if (!own) return tl::unexpected(own.error());
        numbers->source = *std::move(own);
        numbers->kept = static_cast<int>(numbers->lowered.graph.operators.size());
    } else if (source.format == "onnx") {
        auto weights = onnx::SourceWeights::open(source.bytes, network, numbers->lowered);
        if (!weights) return tl::unexpected(weights.error());
        numbers->kept = weights->kept();
        numbers->onnx_weights = std::make_unique<onnx::SourceWeights>(*std::move(weights));
        numbers->source =
            std::make_unique<onnx::SourceNumbers>(*numbers->onnx_weights, numbers->lowered, *numbers->random);
    } else if (source.format == "tflite") {
        auto model = tflite::SourceModel::open(source.bytes);
        if (!model) return tl::unexpected(model.error());
        numbers->tflite_model = *std::move(model);
        numbers->tflite_model->match(network, numbers->lowered);
        for (size_t i = 0; i < numbers->lowered.graph.operators.size(); ++i)
            numbers->kept += numbers->tflite_model->unitOf(i) >= 0 ? 1 : 0;
        numbers->source = std::make_unique<tflite::SourceNumbers>(*numbers->tflite_model, *numbers->random);
    }
    numbers->chosen = numbers->source ? numbers->source.get() : numbers->random.get();
    return numbers;
}

Result<void> writeOnnx(const Document& document, const std::string& path, const ExportOptions& options,
                       const Source& source, const ExportWatch& watch, ExportReport& report) {
    OnnxWriteOptions wanted;
    wanted.opset = options.opset;
    wanted.seed = options.seed;
    wanted.description = kDescription;
    std::unique_ptr<NetworkNumbers> numbers;
    if (options.weights) {
        auto found = numbersFrom(document.network, source, options);
        if (!found) return tl::unexpected(found.error());
        numbers = *std::move(found);
        wanted.weights = numbers->chosen;
    } else {
        wanted.source = source.bytes;
    }
    const auto made = exportOnnx(document.network, wanted);
    if (!made) return tl::unexpected(made.error());
    report.notes = made->notes();
    report.kept_operators = numbers ? numbers->kept : made->keptOperators();
    report.operators = static_cast<int>(made->lowered().graph.operators.size());
    return save(
        path, [&made](const ByteSink& sink) { return made->write(sink); }, watch, report);
}

Result<void> writeTflite(const Document& document, const std::string& path, const ExportOptions& options,
                         const Source& source, const ExportWatch& watch, ExportReport& report) {
    TfliteWriteOptions wanted;
    wanted.seed = options.seed;
    wanted.description = kDescription;
    wanted.numbers = report.format == "tflite-int8" ? TfliteNumbers::Int8 : TfliteNumbers::Float32;
    std::unique_ptr<NetworkNumbers> numbers;
    if (options.weights || source.format == "onnx") {
        auto found = numbersFrom(document.network, source, options);
        if (!found) return tl::unexpected(found.error());
        numbers = *std::move(found);
        wanted.weights = numbers->chosen;
    } else if (source.format == "tflite") {
        if (report.format == "tflite") wanted.numbers = TfliteNumbers::AsSource;
        wanted.source = source.bytes;
    }
    const auto made = exportTflite(document.network, wanted);
    if (!made) return tl::unexpected(made.error());
    report.notes = made->notes();
    report.kept_operators = numbers ? numbers->kept : made->keptOperators();
    report.operators = static_cast<int>(made->lowered().graph.operators.size());
    return save(
        path, [&made](const ByteSink& sink) { return made->write(sink); }, watch, report);
}

/// Python source, and its weights beside it.
Result<void> writePytorch(const Document& document, const std::string& path, const ExportOptions& options,
                          const Source& source, const ExportWatch& watch, ExportReport& report) {
    const size_t folder = path.find_last_of('/') + 1;
    const std::string stem = path.substr(0, path.size() - (path.ends_with(".py") ? 3 : 0));
    const std::string weights_path = stem + ".safetensors";
    const std::string weights_name = weights_path.substr(folder);
    const bool plain = std::all_of(weights_name.begin(), weights_name.end(),
                                   [](unsigned char c) { return c >= ' ' && c != 0x27 && c != 0x5C && c < 0x7F; });
    if (!plain) {
        return fail(ErrorCode::InvalidArgument, "the name of a Python source must do without quotes and other scripts",
                    {}, "name it by letters, digits and underscores");
    }
    auto numbers = numbersFrom(document.network, source, options);
    if (!numbers) return tl::unexpected(numbers.error());
    PytorchWriteOptions wanted;
    wanted.weights = (*numbers)->chosen;
    wanted.channels_last_reshapes = source.format == "tflite";
    wanted.weights_file = weights_name;
    auto made = exportPytorch(document.network, wanted);
    if (!made) return tl::unexpected(made.error());
    report.notes = made->notes;
    report.operators = static_cast<int>((*numbers)->lowered.graph.operators.size());
    report.kept_operators = (*numbers)->kept;
    const auto save_weights = [&] {
        return save(
            weights_path, [&made](const ByteSink& sink) { return writeSafetensors(made->weights, sink); }, watch,
            report);
    };
    // Both files change or none: the source is written aside and takes its place once the weights, which are large,
    // have.
    if (auto ok = save(
            path, [&made](const ByteSink& sink) { return sink(made->source); }, watch, report, save_weights);
        !ok) {
        return ok;
    }
    std::swap(report.files.front(), report.files.back());
    return {};
}

}  // namespace

std::span<const ExportFormat> exportFormats() {
    return kFormats;
}

Result<const ExportFormat*> exportFormatFor(std::string_view id, const std::string& path) {
    std::string known;
    for (const ExportFormat& format : kFormats) {
        if (id.empty() ? path.ends_with(format.suffix) : format.id == id) return &format;
        const std::string name(id.empty() ? format.suffix : format.id);
        if (known.find(name) == std::string::npos) known += (known.empty() ? "" : ", ") + name;
    }
    Error error;
    error.code = ErrorCode::Unsupported;
    error.file = path;
    error.message =
        id.empty() ? "no format goes by this file's suffix" : "there is no format '" + std::string(id) + "'";
    error.remedy = "choose one of " + known;
    return tl::unexpected(std::move(error));
}

Result<ExportReport> exportModel(const Document& document, const std::string& path, const ExportOptions& options,
                                 const ExportWatch& watch) {
    const auto format = exportFormatFor(options.format, path);
    if (!format) return tl::unexpected(format.error());
    ExportReport report;
    report.format = std::string((*format)->id);
    const auto written = [&]() -> Result<void> {
        if (watch.stop.stop_requested()) return cancelled();
        if (report.format == "blockwright") {
            if (auto ok = saveDocument(document, path); !ok) return ok;
            report.files.push_back(path);
            return {};
        }
        const auto source = readSource(options.source);
        if (!source) return tl::unexpected(source.error());
        if (report.format == "pytorch") return writePytorch(document, path, options, *source, watch, report);
        if (report.format == "onnx") return writeOnnx(document, path, options, *source, watch, report);
        return writeTflite(document, path, options, *source, watch, report);
    }();
    if (!written) {
        Error error = written.error();
        if (error.file.empty()) error.file = path;
        return tl::unexpected(std::move(error));
    }
    return report;
}

}  // namespace bw
