// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/model_source.h"
#include "io/export_model.h"
#include "learn/train/checkpoint.h"
#include "learn/train/trained_numbers.h"

namespace bw::cli {
namespace {

struct ConvertOptions : ModelOptions {
    std::string out;
    ExportOptions export_as;
    std::string weights;
    bool new_weights = false;
};

void print(const OpenedModel& opened, const ExportReport& report) {
    std::cout << opened.document.network.size() << " blocks written to " << report.files.front() << "\n";
    if (report.operators > 0 && opened.format != "blockwright") {
        std::cout << report.kept_operators << " of " << report.operators
                  << " operators keep what the file has of them\n";
    }
    for (size_t i = 1; i < report.files.size(); ++i)
        std::cout << "also written: " << report.files[i] << "\n";
    for (const auto* notes : {&opened.notes, &report.notes}) {
        for (const std::string& note : *notes)
            std::cout << "note: " << note << "\n";
    }
}

int convert(const ConvertOptions& options) {
    if (auto known = exportFormatFor(options.export_as.format, options.out); !known) return reportError(known.error());
    auto opened = openFile(options);
    if (!opened) return reportError(opened.error());
    ExportOptions wanted = options.export_as;
    if (opened->format != "blockwright" && !options.new_weights) wanted.source = options.file;
    if (!options.weights.empty()) {
        auto numbers = loadNumbers(options.weights);
        if (!numbers) return reportError(numbers.error());
        wanted.weights = std::make_shared<const TrainedWeights>(std::move(*numbers));
    }
    const auto report = exportModel(opened->document, options.out, wanted);
    if (!report) return reportError(report.error());
    if (options.json) {
        std::vector<std::string> notes = opened->notes;
        notes.insert(notes.end(), report->notes.begin(), report->notes.end());
        const nlohmann::json value = {{"file", options.file},
                                      {"format", opened->format},
                                      {"out", options.out},
                                      {"out_format", report->format},
                                      {"files", report->files},
                                      {"blocks", opened->document.network.size()},
                                      {"operators", report->operators},
                                      {"kept_operators", report->kept_operators},
                                      {"notes", notes}};
        std::cout << value.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    } else {
        print(*opened, *report);
    }
    return kExitFits;
}

std::string formatIds() {
    std::string ids;
    for (const ExportFormat& format : exportFormats())
        ids += (ids.empty() ? "" : ", ") + std::string(format.id);
    return ids;
}

}  // namespace

void addConvert(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "convert",
        "Write a network in another format. What was not edited keeps the weights of the file that it came from, and "
        "in a file of the same format its quantisation; other weights are random");
    auto options = std::make_shared<ConvertOptions>();
    options->addTo(*command);
    command->add_option("OUT", options->out, "The file to write; its suffix tells the format")->required();
    command->add_option("--format", options->export_as.format, "Of " + formatIds() + "; by OUT's suffix if not given");
    command->add_option("--seed", options->export_as.seed, "Draws weights where there are none");
    command->add_option("--opset", options->export_as.opset, "ONNX operator set, 13 to 21");
    command->add_option("--weights", options->weights, "Weights that 'train' wrote for this network, safetensors");
    command->add_flag("--new-weights", options->new_weights, "Draw all weights, copy none from FILE");
    command->callback([options, &exit_code] { exit_code = convert(*options); });
}

}  // namespace bw::cli
