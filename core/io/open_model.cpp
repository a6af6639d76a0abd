// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/open_model.h"

#include <algorithm>
#include <filesystem>

#include "base/limits.h"
#include "base/text.h"
#include "io/file_bytes.h"
#include "io/onnx_reader.h"
#include "io/tflite_reader.h"
#include "lowering/lower.h"
#include "lowering/raise.h"

namespace bw {
namespace {

enum class Format { Document, Tflite, TorchArchive, Pickle, Onnx, Text, Empty };

/// True where a file starts like text. The tags that every ONNX graph is made of are control characters.
bool isText(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, 512);
    return std::all_of(start.begin(), start.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t'; });
}

Format formatOf(std::string_view bytes) {
    if (bytes.empty()) return Format::Empty;
    if (bytes.size() >= 8 && bytes.substr(4, 4) == "TFL3") return Format::Tflite;
    if (bytes.starts_with("PK\x03\x04") || bytes.substr(0, 8).find("PTMF") != std::string_view::npos) {
        return Format::TorchArchive;
    }
    // Pickle protocol 2 and later start with 0x80 and the protocol's number.
    if (bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5) return Format::Pickle;
    const std::string_view text = trim(bytes.substr(0, 4096));
    const bool bom = bytes.starts_with("\xEF\xBB\xBF");
    if (bom || (!text.empty() && (text.front() == '{' || text.front() == '['))) return Format::Document;
    if (isText(bytes)) return Format::Text;
    return Format::Onnx;
}

Result<OpenedModel> openImported(const Result<ImportedModel>& imported, const std::string& path) {
    if (!imported) return tl::unexpected(imported.error());
    const auto located = [&](Error error) {
        error.file = path;
        return tl::unexpected(std::move(error));
    };
    auto network = raise(imported->graph, imported->name);
    if (!network) return located(network.error());
    if (auto lowered = lower(*network); !lowered) return located(lowered.error());
    OpenedModel opened;
    opened.document.network = std::move(*network);
    opened.format = imported->format;
    opened.notes = imported->notes;
    if (!imported->precision.starts_with("int8") && !imported->precision.starts_with("uint8")) {
        opened.notes.push_back("The file holds " + imported->precision +
                               " weights; figures are for the precision chosen, int8 unless told otherwise.");
    }
    return opened;
}

}  // namespace

Result<OpenedModel> openModel(const std::string& path, const ImportOptions& options) {
    const auto bytes = readFileBytes(path, kMaxModelFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto refuse = [&](std::string message, std::string remedy) {
        Error error;
        error.code = ErrorCode::Unsupported;
        error.file = path;
        error.message = std::move(message);
        error.remedy = std::move(remedy);
        return tl::unexpected(std::move(error));
    };
    const bool named_as_document =
        std::filesystem::path(path).extension() == ".blockwright" || std::filesystem::path(path).extension() == ".json";
    switch (named_as_document ? Format::Document : formatOf(*bytes)) {
        case Format::Empty:
            return refuse("is empty", {});
        case Format::TorchArchive:
        case Format::Pickle:
            return refuse("is a PyTorch or pickle file, which can hold programs and is never opened",
                          "export to ONNX with torch.onnx.export");
        case Format::Text:
            return refuse("is text, not a model", "open a .blockwright, .onnx or .tflite file");
        case Format::Document: {
            auto document = readDocument(*bytes, path);
            if (!document) return tl::unexpected(document.error());
            OpenedModel opened;
            opened.document = std::move(*document);
            opened.format = "blockwright";
            return opened;
        }
        case Format::Tflite:
            return openImported(readTflite(*bytes, path), path);
        case Format::Onnx:
            return openImported(readOnnx(*bytes, path, options), path);
    }
    return refuse("is in an unknown format", "open a .blockwright, .onnx or .tflite file");
}

}  // namespace bw
