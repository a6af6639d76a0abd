// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/model_source.h"

#include "base/install_paths.h"

namespace bw::cli {

void ModelOptions::addTo(CLI::App& command) {
    command.add_option("FILE", file, "A .blockwright, .onnx or .tflite file")->required();
    command.add_option("--target", target, "Target id (see 'targets'); the document's if not given");
    command.add_option("--precision", precision, "int8, int16, fp16 or fp32");
    command.add_option("--input-shape", input_shapes, "Sizes of an input, such as 1x3x320x320; once per input");
    command.add_flag("--json", json, "Print JSON instead of text");
}

Result<OpenedModel> openFile(const ModelOptions& options) {
    ImportOptions import;
    for (const std::string& text : options.input_shapes) {
        const auto shape = parseShape(text);
        if (!shape) return tl::unexpected(shape.error());
        import.input_shapes.emplace_back(shape->sizes().begin(), shape->sizes().end());
    }
    auto model = openModel(options.file, import);
    if (!model) return model;
    if (!options.target.empty()) model->document.target_id = options.target;
    if (!options.precision.empty()) {
        const auto precision = parsePrecision(options.precision);
        if (!precision) return tl::unexpected(precision.error());
        model->document.precision = *precision;
    }
    return model;
}

Result<OpenedForTarget> openForTarget(const ModelOptions& options) {
    auto model = openFile(options);
    if (!model) return tl::unexpected(model.error());
    const std::string models = modelsDirectory();
    if (models.empty()) {
        return fail(ErrorCode::NotFound, "the folder with targets and estimators is missing", {},
                    "set BW_MODELS_DIR to Blockwright's models folder");
    }
    const auto registry = TargetRegistry::load(models + "/targets");
    if (!registry) return tl::unexpected(registry.error());
    OpenedForTarget opened;
    opened.model = std::move(*model);
    const Document& document = opened.model.document;
    auto target = registry->find(document.target_id);
    if (!target) return tl::unexpected(target.error());
    opened.context.target = std::move(*target);
    opened.context.precision = document.precision;
    opened.context.budgets = document.budgets;
    auto estimator = Estimator::open(opened.context.target, models);
    if (estimator) {
        opened.context.estimator = std::move(*estimator);
    } else {
        opened.estimator_problem = estimator.error().text();
    }
    return opened;
}

}  // namespace bw::cli
