// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/regressor.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/sha256.h"
#include "estimate/additive_file.h"
#include "graph/operator.h"
#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "io/safetensors.h"

namespace bw {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "blockwright-regressor";
constexpr const char* kAdditiveFormat = "blockwright-additive-regressor";
constexpr int kFormatVersion = 2;
constexpr int kAdditiveVersion = 1;
constexpr int64_t kMaxRegressorJsonBytes = int64_t{64} << 20;
constexpr int kMaxInputs = 1024;
constexpr int kMaxHidden = 1024;
constexpr int kMaxLayers = 16;
constexpr int kMaxMembers = 32;

tl::unexpected<Error> damaged(std::string message, std::string place = {}) {
    return fail(ErrorCode::InvalidFile, std::move(message), std::move(place),
                "retrain the target or reinstall Blockwright");
}

std::string layerName(int member, int layer, const char* what) {
    return "member" + std::to_string(member) + ".layer" + std::to_string(layer) + "." + what;
}

/// Calls `visit(name, shape)` for each tensor in the order of EnsembleShape's flat list.
template <class Visit>
void forEachTensor(const EnsembleShape& shape, Visit visit) {
    for (int member = 0; member < shape.members; ++member) {
        for (int layer = 0; layer <= shape.layers; ++layer) {
            const int64_t out = layer == shape.layers ? 1 : shape.hidden;
            const int64_t in = layer == 0 ? shape.inputs : shape.hidden;
            visit(layerName(member, layer, "weight"), std::vector<int64_t>{out, in});
            visit(layerName(member, layer, "bias"), std::vector<int64_t>{out});
        }
    }
}

Json regressorJson(const Regressor& regressor, const std::string& weights) {
    const EnsembleShape& shape = regressor.shape;
    const IntervalCalibration& interval = regressor.interval;
    return {{"format", kFormat},
            {"version", kFormatVersion},
            {"target", regressor.target_id},
            {"target_sha256", regressor.target_sha256},
            {"predicts", "log(cycles / analytic guess) of each kernel"},
            {"architecture",
             {{"inputs", shape.inputs},
              {"hidden", shape.hidden},
              {"layers", shape.layers},
              {"members", shape.members},
              {"activation", "silu"}}},
            {"features",
             {{"version", regressor.feature_version},
              {"mean", regressor.mean},
              {"scale", regressor.scale},
              {"low", regressor.low},
              {"high", regressor.high}}},
            {"label", {{"low", regressor.label_low}, {"high", regressor.label_high}}},
            {"interval",
             {{"type_sigma", interval.type_sigma},
              {"kernel_scale", interval.kernel_scale},
              {"network_scale", interval.network_scale},
              {"correlation", interval.correlation},
              {"disagreement", interval.disagreement},
              {"source_sigma", interval.source_sigma}}},
            {"card", cardJson(regressor.card)},
            {"weights", {{"sha256", sha256Hex(weights)}, {"bytes", weights.size()}}}};
}

Json additiveRegressorJson(const Regressor& regressor, const std::string& weights) {
    return {{"format", kAdditiveFormat},
            {"version", kAdditiveVersion},
            {"target", regressor.target_id},
            {"target_sha256", regressor.target_sha256},
            {"predicts", "milliseconds of each kernel as a sum of terms"},
            {"model", additiveJson(*regressor.additive)},
            {"card", cardJson(regressor.card)},
            {"weights", {{"sha256", sha256Hex(weights)}, {"bytes", weights.size()}}}};
}

std::string sealedText(Json json) {
    json["id"] = sha256Hex(json.dump());
    return json.dump(1) + "\n";
}

bool allFinite(const std::vector<float>& values, size_t size) {
    return values.size() == size &&
           std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

/// Checks that every number is one an estimate can be made of.
Result<void> checkNumbers(const Regressor& regressor) {
    const EnsembleShape& shape = regressor.shape;
    if (shape.inputs < 1 || shape.inputs > kMaxInputs || shape.hidden < 1 || shape.hidden > kMaxHidden ||
        shape.layers < 1 || shape.layers > kMaxLayers || shape.members < 1 || shape.members > kMaxMembers) {
        return damaged("the architecture is outside its limits", "architecture");
    }
    const auto inputs = static_cast<size_t>(shape.inputs);
    if (!allFinite(regressor.mean, inputs) || !allFinite(regressor.scale, inputs) ||
        !allFinite(regressor.low, inputs) || !allFinite(regressor.high, inputs) ||
        std::any_of(regressor.scale.begin(), regressor.scale.end(), [](float scale) { return scale <= 0.0F; })) {
        return damaged("normalisation or range does not fit the features", "features");
    }
    if (!std::isfinite(regressor.label_low) || !(regressor.label_low <= regressor.label_high) ||
        std::abs(regressor.label_high) > 40.0 || std::abs(regressor.label_low) > 40.0) {
        return damaged("the range of the label is no range", "label");
    }
    const IntervalCalibration& interval = regressor.interval;
    const auto positive = [](double value) { return std::isfinite(value) && value >= 0.0; };
    if (std::cmp_not_equal(interval.type_sigma.size(), kOpTypeCount) ||
        !std::all_of(interval.type_sigma.begin(), interval.type_sigma.end(), positive) ||
        !positive(interval.kernel_scale) || !positive(interval.network_scale) || !positive(interval.correlation) ||
        interval.correlation > 1.0 || !positive(interval.disagreement) || !positive(interval.source_sigma)) {
        return damaged("the interval's calibration is broken", "interval");
    }
    return {};
}

Result<void> readWeights(Regressor& regressor, const std::string& bytes) {
    const auto tensors = readSafetensors(bytes);
    if (!tensors) {
        return tl::unexpected(tensors.error());
    }
    size_t next = 0;
    std::string wrong;
    forEachTensor(regressor.shape, [&](const std::string& name, const std::vector<int64_t>& shape) {
        if (next >= tensors->size() || (*tensors)[next].name != name || (*tensors)[next].shape != shape) {
            wrong = wrong.empty() ? name : wrong;
        } else {
            const std::vector<float>& values = (*tensors)[next].values;
            regressor.parameters.insert(regressor.parameters.end(), values.begin(), values.end());
        }
        ++next;
    });
    if (!wrong.empty() || next != tensors->size()) {
        return damaged("the weights do not fit the architecture", wrong);
    }
    return {};
}

/// What both formats begin with.
Result<Regressor> frameFromJson(const Json& json) {
    Regressor regressor;
    regressor.id = json.at("id").get<std::string>();
    regressor.target_id = json.at("target").get<std::string>();
    regressor.target_sha256 = json.at("target_sha256").get<std::string>();
    auto card = readCard(json.at("card"));
    if (!card) {
        return tl::unexpected(card.error());
    }
    regressor.card = *std::move(card);
    return regressor;
}

Result<Regressor> readAdditiveRegressor(const Json& json, const std::string& weights) {
    auto regressor = frameFromJson(json);
    if (!regressor) {
        return regressor;
    }
    const auto tensors = readSafetensors(weights);
    if (!tensors) {
        return tl::unexpected(tensors.error());
    }
    auto model = readAdditive(json.at("model"), *tensors);
    if (!model) {
        return tl::unexpected(model.error());
    }
    regressor->additive = *std::move(model);
    return regressor;
}

Result<RegressorFiles> writeAdditiveRegressor(const Regressor& regressor) {
    auto weights = writeSafetensors(additiveTensors(*regressor.additive));
    if (!weights) {
        return tl::unexpected(weights.error());
    }
    return RegressorFiles{sealedText(additiveRegressorJson(regressor, *weights)), *weights};
}

Result<Regressor> fromJson(const Json& json) {
    if (json.at("format") != kFormat || json.at("version") != kFormatVersion ||
        json.at("architecture").at("activation") != "silu") {
        return fail(ErrorCode::Unsupported, "the regressor has a format that this version does not read", "format",
                    "retrain the target");
    }
    auto frame = frameFromJson(json);
    if (!frame) {
        return frame;
    }
    Regressor regressor = *std::move(frame);
    const Json& architecture = json.at("architecture");
    regressor.shape = {architecture.at("inputs").get<int32_t>(), architecture.at("hidden").get<int32_t>(),
                       architecture.at("layers").get<int32_t>(), architecture.at("members").get<int32_t>()};
    const Json& features = json.at("features");
    regressor.feature_version = features.at("version").get<int>();
    features.at("mean").get_to(regressor.mean);
    features.at("scale").get_to(regressor.scale);
    features.at("low").get_to(regressor.low);
    features.at("high").get_to(regressor.high);
    regressor.label_low = json.at("label").at("low").get<double>();
    regressor.label_high = json.at("label").at("high").get<double>();
    const Json& interval = json.at("interval");
    interval.at("type_sigma").get_to(regressor.interval.type_sigma);
    interval.at("kernel_scale").get_to(regressor.interval.kernel_scale);
    interval.at("network_scale").get_to(regressor.interval.network_scale);
    interval.at("correlation").get_to(regressor.interval.correlation);
    interval.at("disagreement").get_to(regressor.interval.disagreement);
    interval.at("source_sigma").get_to(regressor.interval.source_sigma);
    return regressor;
}

}  // namespace

Result<RegressorFiles> writeRegressor(const Regressor& regressor) {
    if (regressor.additive) {
        return writeAdditiveRegressor(regressor);
    }
    if (auto checked = checkNumbers(regressor); !checked) {
        return tl::unexpected(checked.error());
    }
    if (std::cmp_not_equal(regressor.parameters.size(), regressor.shape.parameters())) {
        return fail(ErrorCode::InvalidArgument, "the parameters do not fit the regressor's architecture");
    }
    std::vector<NamedTensor> tensors;
    auto next = regressor.parameters.begin();
    forEachTensor(regressor.shape, [&](std::string name, std::vector<int64_t> shape) {
        int64_t count = 1;
        for (const int64_t size : shape) {
            count *= size;
        }
        tensors.push_back({std::move(name), std::move(shape), std::vector<float>(next, next + count)});
        next += count;
    });
    auto weights = writeSafetensors(tensors);
    if (!weights) {
        return tl::unexpected(weights.error());
    }
    return RegressorFiles{sealedText(regressorJson(regressor, *weights)), *weights};
}

Result<Regressor> readRegressor(const RegressorFiles& files) {
    Json json = Json::parse(files.json, nullptr, false);
    if (!json.is_object() || !json.contains("id") || !json["id"].is_string()) {
        return damaged("the regressor's description is no JSON object with an id");
    }
    // Sealing again must give the very bytes: this covers every value, blank and repeated key.
    Json unsealed = json;
    unsealed.erase("id");
    if (sealedText(std::move(unsealed)) != files.json) {
        return damaged("the regressor's description does not match its SHA-256", "id");
    }
    try {
        if (json.at("weights").at("sha256") != sha256Hex(files.weights)) {
            return damaged("the weights do not match their SHA-256", "weights");
        }
        if (json.at("format") == kAdditiveFormat && json.at("version") == kAdditiveVersion) {
            return readAdditiveRegressor(json, files.weights);
        }
        auto regressor = fromJson(json);
        if (!regressor) {
            return regressor;
        }
        if (auto checked = checkNumbers(*regressor); !checked) {
            return tl::unexpected(checked.error());
        }
        if (auto read = readWeights(*regressor, files.weights); !read) {
            return tl::unexpected(read.error());
        }
        return regressor;
    } catch (const Json::exception&) {
        return damaged("the regressor's description lacks a field or holds a wrong type");
    }
}

Result<Regressor> sealRegressor(const Regressor& regressor) {
    const auto files = writeRegressor(regressor);
    if (!files) {
        return tl::unexpected(files.error());
    }
    return readRegressor(*files);
}

Result<Regressor> loadRegressor(const std::string& directory, const std::string& target_id) {
    const std::filesystem::path base = std::filesystem::path(directory) / target_id;
    const std::string json_path = base.string() + ".json";
    std::error_code code;
    if (!std::filesystem::exists(json_path, code)) {
        return fail(ErrorCode::Unavailable, "no regressor has been trained for target " + target_id, target_id,
                    "train it with blockwright-cli train-estimator");
    }
    const auto json = readFileBytes(json_path, kMaxRegressorJsonBytes);
    if (!json) {
        return tl::unexpected(json.error());
    }
    const auto weights = readFileBytes(base.string() + ".safetensors", kMaxSafetensorsBytes);
    if (!weights) {
        return tl::unexpected(weights.error());
    }
    auto regressor = readRegressor({*json, *weights});
    if (!regressor) {
        regressor.error().file = json_path;
        return regressor;
    }
    if (regressor->target_id != target_id) {
        Error error{
            ErrorCode::InvalidFile, "the regressor belongs to target " + regressor->target_id, json_path, {}, {}};
        return tl::unexpected(std::move(error));
    }
    return regressor;
}

Result<void> saveRegressor(const std::string& directory, const Regressor& regressor) {
    const auto files = writeRegressor(regressor);
    if (!files) {
        return tl::unexpected(files.error());
    }
    std::error_code code;
    std::filesystem::create_directories(directory, code);
    const std::filesystem::path base = std::filesystem::path(directory) / regressor.target_id;
    if (auto written = writeFileAtomically(base.string() + ".safetensors", files->weights); !written) {
        return written;
    }
    return writeFileAtomically(base.string() + ".json", files->json);
}

}  // namespace bw
