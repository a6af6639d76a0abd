// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "base/install_paths.h"
#include "base/text.h"
#include "cli/command.h"
#include "io/atomic_write.h"
#include "io/sample_files.h"
#include "measure/host_calibration.h"

namespace bw::cli {
namespace {

struct MeasureOptions {
    std::string target = "host-cpu";
    std::string out;  ///< Empty: the user's models folder.
    std::string csv;
    bool quiet = false;
    HostCalibrationOptions calibration;
};

std::atomic<bool> interrupted = false;

extern "C" void interrupt(int) {
    interrupted = true;
}

void printFigures(const char* label, const HostFigures& f) {
    std::printf(
        "%s: %lld networks run whole and never trained on, MAPE %.2f %%, worst %.1f %%, within 10 %% %.1f %%, Spearman "
        "%.4f, %.1f %% inside the 90 %% band of mean width %.1f %%\n",
        label, static_cast<long long>(f.networks), f.mape * 100, f.worst * 100, f.within_10 * 100, f.spearman,
        f.coverage * 100, f.width * 100);
}

void printChecks(const HostCalibration& calibration) {
    std::printf("%-44s %11s %9s %12s %23s %8s\n", "network", "measured", "IQR", "predicted", "90 % interval", "error");
    std::vector<HostCheck> real;
    for (const HostCheck& check : calibration.checks) {
        if (check.real) real.push_back(check);
        const double ms = check.measured.median * 1e3;
        std::printf("%-44s %8.3f ms %7.1f %% %9.3f ms %9.3f ... %7.3f ms %+6.1f %%%s\n",
                    elide(check.network, 44).c_str(), ms, check.measured.relative() * 100, check.predicted_ms,
                    check.low_ms, check.high_ms, (check.predicted_ms / ms - 1.0) * 100,
                    check.out_of_range > 0 ? " (partly out of range)" : "");
    }
    printFigures("real networks", figuresOf(real));
    printFigures("all", figuresOf(calibration.checks));
}

int measure(const MeasureOptions& options) {
    const std::string models = modelsDirectory();
    const auto registry = TargetRegistry::load(models + "/targets");
    if (!registry) return reportError(registry.error());
    const auto target = registry->find(options.target);
    if (!target) return reportError(target.error());
    const auto real = openSamples(models);
    if (!real) return reportError(real.error());

    std::signal(SIGINT, interrupt);
    const auto start = std::chrono::steady_clock::now();
    const auto hear = [&](const HostProgress& progress) {
        if (options.quiet) return;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::fprintf(stderr, "\r%3.0f %% %6.1f s  %-44s", progress.share * 100, seconds, progress.activity.c_str());
    };
    const auto calibration = calibrateHost(*target, *real, options.calibration, hear, &interrupted);
    if (!options.quiet) std::fprintf(stderr, "\n");
    if (!calibration) return reportError(calibration.error());
    std::printf("%s, %s, %s, %d thread(s), %s\n", calibration->machine.name.c_str(), calibration->machine.cpu.c_str(),
                calibration->library.c_str(), calibration->threads, calibration->date.c_str());
    std::printf("%zu networks measured by operator, %zu run whole, %lld left out as too noisy\n",
                calibration->measured.size(), calibration->whole.size(), static_cast<long long>(calibration->noisy));
    printChecks(*calibration);
    std::printf("training: %lld kernels, %.1f s\n",
                static_cast<long long>(calibration->training.regressor.card.train_kernels),
                calibration->training.seconds);
    if (!options.csv.empty()) {
        if (auto saved = writeFileAtomically(options.csv, hostRowsCsv(*calibration)); !saved) {
            return reportError(saved.error());
        }
    }
    const std::string folder = options.out.empty() ? userModelsDirectory() : options.out;
    if (folder.empty()) {
        return reportError({ErrorCode::NotFound, "no folder for your models is known", {}, {}, "name one by --out"});
    }
    if (auto saved = saveHostCalibration(folder, *target, *calibration); !saved) return reportError(saved.error());
    std::cout << "written to " << folder << "; estimates for " << target->id << " use it from now on\n";
    return kExitFits;
}

}  // namespace

void addMeasure(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "measure",
        "Measure this machine's processor with LibTorch, train its estimator and check it on whole networks");
    auto options = std::make_shared<MeasureOptions>();
    HostCalibrationOptions& calibration = options->calibration;
    command->add_option("--target", options->target, "Target id of kind cpu")->capture_default_str();
    command->add_option("--minutes", calibration.minutes, "Time for measuring; training follows")
        ->check(CLI::Range(0.1, 600.0))
        ->capture_default_str();
    command->add_option("--threads", calibration.threads, "Threads that LibTorch computes with")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command->add_option("--seed", calibration.seed, "Draws networks, weights and the order of training")
        ->capture_default_str();
    command->add_option("--max-networks", calibration.max_networks, "Stops measuring after so many; 0: by time only")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    command->add_option("--out", options->out, "Folder of models to write into; without it your own");
    command->add_option("--csv", options->csv, "Write every measured row to this file too");
    command->add_flag("--quiet", options->quiet, "No progress");
    command->callback([options, &exit_code] { exit_code = measure(*options); });
}

}  // namespace bw::cli
