// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/export_model.h"

#include <array>
#include <optional>

#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/flatbuffer_view.h"
#include "io/onnx_source_numbers.h"
#include "io/onnx_writer.h"
#include "io/open_model.h"
#include "io/tflite_writer.h"

namespace bw {
namespace {

constexpr std::array<ExportFormat, 4> kFormats = {{
    {"onnx", "ONNX, float32", ".onnx"},
    {"tflite", "TensorFlow Lite, float32", ".tflite"},
    {"tflite-int8", "TensorFlow Lite, full-integer int8", ".tflite"},
    {"blockwright", "Blockwright document", ".blockwright"},
}};

constexpr const char* kDescription = "Written by Blockwright";

/// The source's bytes where it is of the format `wanted`; empty where there is none.
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

Result<void> save(const std::string& path, const std::string& bytes, ExportReport& report) {
    if (auto ok = writeFileAtomically(path, bytes); !ok) return ok;
    report.files.push_back(path);
    report.bytes += static_cast<int64_t>(bytes.size());
    return {};
}

Result<void> writeOnnx(const Document& document, const std::string& path, const ExportOptions& options,
                       const Source& source, ExportReport& report) {
    OnnxWriteOptions wanted;
    wanted.opset = options.opset;
    wanted.seed = options.seed;
    wanted.description = kDescription;
    wanted.source = source.bytes;
    const auto made = exportOnnx(document.network, wanted);
    if (!made) return tl::unexpected(made.error());
    report.notes = made->notes();
    report.kept_operators = made->keptOperators();
    report.operators = static_cast<int>(made->lowered().graph.operators.size());
    const auto bytes = made->bytes();
    if (!bytes) return tl::unexpected(bytes.error());
    return save(path, *bytes, report);
}

Result<void> writeTflite(const Document& document, const std::string& path, const ExportOptions& options,
                         const Source& source, ExportReport& report) {
    TfliteWriteOptions wanted;
    wanted.seed = options.seed;
    wanted.description = kDescription;
    wanted.numbers = report.format == "tflite-int8" ? TfliteNumbers::Int8 : TfliteNumbers::Float32;
    // What an ONNX file has of weights, for operators that are as they were.
    std::optional<LoweredNetwork> lowered;
    std::optional<onnx::SourceWeights> weights;
    std::optional<SeededNumbers> random;
    std::optional<onnx::SourceNumbers> numbers;
    if (source.format == "onnx") {
        auto made = lower(document.network, Precision::Fp32);
        if (!made) return tl::unexpected(made.error());
        lowered = *std::move(made);
        auto opened = onnx::SourceWeights::open(source.bytes, document.network, *lowered);
        if (!opened) return tl::unexpected(opened.error());
        weights = *std::move(opened);
        random.emplace(*lowered, options.seed);
        numbers.emplace(*weights, *lowered, *random);
        wanted.weights = &*numbers;
    } else if (source.format == "tflite") {
        if (report.format == "tflite") wanted.numbers = TfliteNumbers::AsSource;
        wanted.source = source.bytes;
    }
    const auto made = exportTflite(document.network, wanted);
    if (!made) return tl::unexpected(made.error());
    report.notes = made->notes();
    report.kept_operators = weights ? weights->kept() : made->keptOperators();
    report.operators = static_cast<int>(made->lowered().graph.operators.size());
    const auto bytes = made->bytes();
    if (!bytes) return tl::unexpected(bytes.error());
    return save(path, *bytes, report);
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

Result<ExportReport> exportModel(const Document& document, const std::string& path, const ExportOptions& options) {
    const auto format = exportFormatFor(options.format, path);
    if (!format) return tl::unexpected(format.error());
    ExportReport report;
    report.format = std::string((*format)->id);
    const auto written = [&]() -> Result<void> {
        if (report.format == "blockwright") {
            if (auto ok = saveDocument(document, path); !ok) return ok;
            report.files.push_back(path);
            return {};
        }
        const auto source = readSource(options.source);
        if (!source) return tl::unexpected(source.error());
        if (report.format == "onnx") return writeOnnx(document, path, options, *source, report);
        return writeTflite(document, path, options, *source, report);
    }();
    if (!written) {
        Error error = written.error();
        if (error.file.empty()) error.file = path;
        return tl::unexpected(std::move(error));
    }
    return report;
}

}  // namespace bw
