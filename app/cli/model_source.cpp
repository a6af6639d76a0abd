// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/model_source.h"

#include "base/install_paths.h"
#include "base/text.h"
#include "estimate/parametric_estimator.h"
#include "rewrite/rewrite.h"

namespace bw::cli {
namespace {

/// Height and width that `wanted`, in either layout, asks of an input of shape `now`; nothing where it asks for more.
std::optional<std::string> planeAsked(const std::vector<int64_t>& now, const std::vector<int64_t>& wanted) {
    if (now.size() != 4 || wanted.size() != 4 || wanted[0] != now[0]) return std::nullopt;
    const bool planes_first = wanted[1] == now[1];
    if (!planes_first && wanted[3] != now[1]) return std::nullopt;
    const size_t first = planes_first ? 2 : 1;
    return std::to_string(wanted[first]) + "x" + std::to_string(wanted[first + 1]);
}

/// Gives the inputs of a network that states all its sizes others, by the same edit as in the window.
Result<void> resizeInputs(Network& network, const std::vector<std::vector<int64_t>>& shapes) {
    std::vector<BlockId> inputs;
    for (const BlockPtr& block : network.blocks()) {
        if (block->inputs.empty()) inputs.push_back(block->id);
    }
    if (shapes.size() > inputs.size()) {
        return fail(ErrorCode::InvalidArgument, std::to_string(shapes.size()) +
                                                    " input shapes were given, the network has " +
                                                    std::to_string(inputs.size()) + " inputs");
    }
    for (size_t i = 0; i < shapes.size(); ++i) {
        const Block& input = *network.find(inputs[i]);
        const std::vector<int64_t>& now = input.attributes.list("shape");
        if (shapes[i] == now) continue;
        const auto plane = planeAsked(now, shapes[i]);
        if (!plane) {
            return fail(ErrorCode::InvalidArgument, "its shape is " + valueText(Value(now)), input.name,
                        "--input-shape can give another height and width, nothing else");
        }
        if (*plane == std::to_string(now[2]) + "x" + std::to_string(now[3])) continue;
        auto outcome = applyEdit(network, "input_size " + *plane + " " + quoteName(input.name));
        if (!outcome) return tl::unexpected(outcome.error());
        network = std::move(outcome->network);
    }
    return {};
}

}  // namespace

void ModelOptions::addTo(CLI::App& command) {
    command.add_option("FILE", file, "A .blockwright, .onnx or .tflite file")->required();
    command.add_option("--target", target, "Target id (see 'targets'); the document's if not given");
    command.add_option("--precision", precision, "int8, int16, fp16 or fp32");
    command.add_option("--input-shape", input_shapes, "Sizes of an input, such as 1x3x320x320; once per input");
    command.add_flag("--json", json, "Print JSON instead of text");
}

Result<void> requireDocumentName(const std::string& path) {
    if (path.ends_with(".blockwright")) return {};
    Error error;
    error.code = ErrorCode::Unsupported;
    error.file = path;
    error.message = "can only write .blockwright documents";
    error.remedy = "name the result NAME.blockwright";
    return tl::unexpected(std::move(error));
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
    // The ONNX reader has used them already, on symbolic sizes too.
    if (model->format != "onnx") {
        if (auto ok = resizeInputs(model->document.network, import.input_shapes); !ok) {
            Error error = ok.error();
            error.file = options.file;
            return tl::unexpected(std::move(error));
        }
    }
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
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return tl::unexpected(registry.error());
    OpenedForTarget opened;
    opened.model = std::move(*model);
    const Document& document = opened.model.document;
    auto target = registry->find(document.target_id);
    if (!target) return tl::unexpected(target.error());
    opened.context.target = std::move(*target);
    if (options.precision.empty() && !opened.context.target.npu.supports(document.precision)) {
        // Nobody asked for this precision: the target's own is meant.
        opened.model.document.precision = opened.context.target.npu.measuredPrecision();
    }
    opened.context.precision = document.precision;
    opened.context.budgets = document.budgets;
    opened.context.memory_profile = document.memory_profile;
    auto [estimator, no_regressor] = openOrParametric(opened.context.target, models, userModelsDirectory());
    if (estimator) {
        opened.context.estimator = std::move(*estimator);
        if (no_regressor) opened.model.notes.push_back("the parametric model estimates: " + no_regressor->message);
    } else {
        opened.estimator_problem = estimator.error().text();
    }
    return opened;
}

}  // namespace bw::cli
