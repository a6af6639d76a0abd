// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/model_source.h"

namespace bw::cli {
namespace {

struct ConvertOptions : ModelOptions {
    std::string out;
};

int convert(const ConvertOptions& options) {
    if (auto ok = requireDocumentName(options.out); !ok) return reportError(ok.error());
    auto opened = openFile(options);
    if (!opened) return reportError(opened.error());
    if (auto saved = saveDocument(opened->document, options.out); !saved) return reportError(saved.error());
    if (options.json) {
        const nlohmann::json value = {{"file", options.file},
                                      {"format", opened->format},
                                      {"out", options.out},
                                      {"blocks", opened->document.network.size()},
                                      {"notes", opened->notes}};
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        std::cout << opened->document.network.size() << " blocks written to " << options.out << "\n";
        for (const std::string& note : opened->notes)
            std::cout << "note: " << note << "\n";
    }
    return kExitFits;
}

}  // namespace

void addConvert(CLI::App& program, int& exit_code) {
    auto* command =
        program.add_subcommand("convert", "Turn an ONNX or TensorFlow Lite file into a .blockwright document");
    auto options = std::make_shared<ConvertOptions>();
    options->addTo(*command);
    command->add_option("OUT", options->out, "The document to write")->required();
    command->callback([options, &exit_code] { exit_code = convert(*options); });
}

}  // namespace bw::cli
