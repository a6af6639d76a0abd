// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trains regressors as `blockwright-cli train-estimator` does and prints their errors on held-out networks.
// Options: --target ID (repeatable; all without it), --models DIR, --out DIR (writes the regressors), --seed N,
// --epochs N, --members N, --hidden N.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "measure/learning_curve.h"
#include "measure/train_regressor.h"

using namespace bw;

namespace {

void train(const TargetProfile& target, const std::string& models, const std::string& out,
           const TrainRegressorOptions& options) {
    const auto data = trainingData(target, models);
    if (!data) {
        std::printf("%s: %s\n", target.id.c_str(), data.error().text().c_str());
        return;
    }
    const auto report =
        out.empty() ? trainRegressor(target, *data, options) : trainWithLearningCurve(target, *data, options);
    if (!report) {
        std::printf("%s: %s\n", target.id.c_str(), report.error().text().c_str());
        return;
    }
    const EstimateErrors& test = report->test;
    const char* id = target.id.c_str();
    std::printf("%s.networks %zu count\n%s.kernels %lld count\n", id, data->networks.size(), id,
                static_cast<long long>(report->regressor.card.train_kernels));
    std::printf("%s.mape %.2f %%\n%s.worst %.1f %%\n", id, test.mape * 100, id, test.worst * 100);
    std::printf("%s.within_5 %.1f %%\n%s.within_10 %.1f %%\n", id, test.within_5 * 100, id, test.within_10 * 100);
    std::printf("%s.spearman %.4f 1\n", id, test.spearman);
    std::printf("%s.coverage %.1f %%\n%s.width %.1f %%\n", id, test.coverage * 100, id, test.width * 100);
    for (const TypeError& type : test.by_type) {
        std::printf("%s.%s.mape %.1f %%\n", id, type.type.c_str(), type.mape * 100);
    }
    std::printf("%s.training %.1f s\n", id, report->seconds);
    std::fflush(stdout);
    if (!out.empty()) {
        if (const auto saved = saveRegressor(out, report->regressor); !saved) {
            std::printf("%s\n", saved.error().text().c_str());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::string models = BW_SOURCE_DIR "/models", out;
    std::vector<std::string> targets;
    TrainRegressorOptions options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--target") {
            targets.push_back(value);
        } else if (name == "--models") {
            models = value;
        } else if (name == "--out") {
            out = value;
        } else if (name == "--seed") {
            options.seed = std::strtoull(value.c_str(), nullptr, 10);
        } else if (name == "--epochs") {
            options.epochs = std::atoi(value.c_str());
        } else if (name == "--members") {
            options.members = std::atoi(value.c_str());
        } else if (name == "--hidden") {
            options.hidden = std::atoi(value.c_str());
        }
    }
    const auto registry = TargetRegistry::load(models + "/targets");
    if (!registry) {
        std::printf("%s\n", registry.error().text().c_str());
        return 1;
    }
    for (const auto& [id, target] : registry->all()) {
        if (targets.empty() || std::find(targets.begin(), targets.end(), id) != targets.end()) {
            train(target, models, out, options);
        }
    }
    return 0;
}
