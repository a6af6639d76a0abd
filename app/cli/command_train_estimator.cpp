// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <iostream>

#include "base/install_paths.h"
#include "cli/command.h"
#include "measure/learning_curve.h"
#include "target/user_targets.h"

namespace bw::cli {
namespace {

struct TrainOptions {
    std::string target;
    std::string out;
    bool check = false;
    bool quiet = false;
    bool as_bundled = true;  ///< None of the training's options was given.
    TrainRegressorOptions training;
};

void printEvaluation(const char* label, const EstimateErrors& e) {
    std::printf(
        "%s: %lld held-out networks, MAPE %.2f %%, worst %.1f %%, within 5 %% %.1f %%, within 10 %% %.1f %%, "
        "Spearman %.4f, %.1f %% inside the 90 %% band of mean width %.1f %%\n",
        label, static_cast<long long>(e.networks), e.mape * 100, e.worst * 100, e.within_5 * 100, e.within_10 * 100,
        e.spearman, e.coverage * 100, e.width * 100);
}

/// The bundled regressor on the networks that its seed holds out.
Result<EstimateErrors> evaluateBundled(const TargetProfile& target, const LabelledNetworks& data,
                                       const std::string& models, uint64_t seed) {
    auto regressor = loadRegressor(models + "/regressors", target.id);
    if (!regressor) return tl::unexpected(regressor.error());
    const auto predictor = KernelPredictor::create(target, std::move(*regressor));
    if (!predictor) return tl::unexpected(predictor.error());
    return evaluateRegressor(**predictor, data, splitNetworks(data.networks.size(), seed).test);
}

int train(const TrainOptions& options) {
    const std::string models = modelsDirectory();
    const auto registry = TargetRegistry::loadInstalled();
    if (!registry) return reportError(registry.error());
    const auto target = registry->find(options.target);
    if (!target) return reportError(target.error());
    const auto data = trainingData(*target, models);
    if (!data) return reportError(data.error());
    std::cout << target->id << ": " << data->networks.size() << " networks from " << data->source << "\n";

    TrainRegressorOptions training = options.training;
    // What is bundled says how it was trained, so that the command gives it again.
    const auto bundled = loadRegressor(models + "/regressors", target->id);
    if (bundled && options.as_bundled) training = optionsOf(*bundled);
    const auto progress = [&](double fraction) {
        if (!options.quiet) std::fprintf(stderr, "\rtraining %3.0f %%", fraction * 100);
    };
    const auto report = trainWithLearningCurve(*target, *data, training, progress);
    if (!options.quiet) std::fprintf(stderr, "\n");
    if (!report) return reportError(report.error());
    printEvaluation("trained", report->test);
    for (const LearningPoint& point : report->regressor.card.learning_curve) {
        std::printf("learning curve: %lld training networks, MAPE %.2f %% of one member\n",
                    static_cast<long long>(point.networks), point.mape * 100);
    }
    std::printf("seconds %.1f\n", report->seconds);
    if (options.check) {
        const auto evaluation = evaluateBundled(*target, *data, models, training.seed);
        if (!evaluation) return reportError(evaluation.error());
        printEvaluation("bundled", *evaluation);
        if (bundled && bundled->id == report->regressor.id) {
            std::cout << "check: the regressor trained now is the bundled one, bit for bit (SHA-256 "
                      << bundled->id.substr(0, 16) << ")\n";
            return kExitFits;
        }
        const bool agrees = std::fabs(evaluation->mape - report->test.mape) < 0.005;
        std::cout << (agrees ? "check: the bundled regressor is as good as the one trained now\n"
                             : "check: the bundled regressor differs from the one trained now\n");
        return agrees ? kExitFits : kExitExceeds;
    }
    // A target of the user's own is of use with its regressor beside it.
    const bool own = isUserTarget(userModelsDirectory(), target->id);
    const std::string out = options.out.empty() && own ? folderIn(userModelsDirectory(), "regressors") : options.out;
    if (out.empty()) return kExitFits;
    if (auto saved = saveRegressor(out, report->regressor); !saved) return reportError(saved.error());
    std::cout << "written to " << out << "/" << target->id << ".json\n";
    return kExitFits;
}

}  // namespace

void addTrainEstimator(CLI::App& program, int& exit_code) {
    auto* command =
        program.add_subcommand("train-estimator", "Train a target's latency regressor from its measurements");
    auto options = std::make_shared<TrainOptions>();
    command->add_option("--target", options->target, "Target id (see 'targets')")->required();
    command->add_option("--out", options->out,
                        "Folder to write the regressor into; for a target of your own the folder it is looked for in");
    command->add_flag("--check", options->check,
                      "Compare with the bundled regressor: exit 0 if it is as good, 1 if not");
    command->add_flag("--quiet", options->quiet, "No progress");
    command->add_option("--seed", options->training.seed, "Seed of split, weights and order")->capture_default_str();
    command->add_option("--members", options->training.members, "Networks in the ensemble")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    command->add_option("--hidden", options->training.hidden, "Units a layer")
        ->check(CLI::Range(4, 1024))
        ->capture_default_str();
    command->add_option("--epochs", options->training.epochs, "Passes over the data; 0 chooses by its size")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    command->callback([options, command, &exit_code] {
        for (const char* name : {"--seed", "--members", "--hidden", "--epochs"}) {
            options->as_bundled = options->as_bundled && command->count(name) == 0;
        }
        exit_code = train(*options);
    });
}

}  // namespace bw::cli
