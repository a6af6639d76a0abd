// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures this machine's processor, trains its estimator and prints how it predicts whole networks run in the same
// minutes and never trained on: the samples, and the models of --more where that folder is there. Options: --minutes M,
// --seed N, --threads N, --models DIR, --more DIR. Run it on an idle machine.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/open_model.h"
#include "io/sample_files.h"
#include "lowering/lower.h"
#include "measure/host_calibration.h"

using namespace bw;

namespace {

void print(const char* of, const HostFigures& f) {
    std::printf("host.%s.networks %lld count\nhost.%s.mape %.2f %%\nhost.%s.worst %.1f %%\n", of,
                static_cast<long long>(f.networks), of, f.mape * 100, of, f.worst * 100);
    std::printf("host.%s.within_10 %.1f %%\nhost.%s.spearman %.4f 1\n", of, f.within_10 * 100, of, f.spearman);
    std::printf("host.%s.coverage %.1f %%\nhost.%s.width %.1f %%\n", of, f.coverage * 100, of, f.width * 100);
}

/// Models of a folder that open and can be lowered; several files of one network are several networks.
void addModels(const std::string& folder, std::vector<NamedNetwork>& networks) {
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
        const auto model = openModel(path);
        if (!model || !lower(model->document.network)) continue;
        networks.push_back({std::filesystem::path(path).stem().string(), model->document.network});
    }
    if (paths.empty()) std::printf("no models in %s: the samples alone are checked\n", folder.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    std::string models = BW_SOURCE_DIR "/models";
    std::string more = BW_SOURCE_DIR "/../shared/data/models";
    HostCalibrationOptions options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--minutes") options.minutes = std::atof(value.c_str());
        if (name == "--seed") options.seed = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--threads") options.threads = std::atoi(value.c_str());
        if (name == "--models") models = value;
        if (name == "--more") more = value;
    }
    const auto registry = TargetRegistry::load(models + "/targets");
    auto samples = openSamples(models);
    const auto target = registry ? registry->find("host-cpu") : tl::unexpected(registry.error());
    if (!target || !samples) {
        std::printf("%s\n", (target ? samples.error() : target.error()).text().c_str());
        return 1;
    }
    addModels(more, *samples);
    const auto calibration = calibrateHost(*target, *samples, options, {}, nullptr);
    if (!calibration) {
        std::printf("%s\n", calibration.error().text().c_str());
        return 1;
    }
    std::printf("host.measured %zu count\nhost.noisy %lld count\n", calibration->measured.size(),
                static_cast<long long>(calibration->noisy));
    std::vector<HostCheck> real;
    for (const HostCheck& check : calibration->checks) {
        if (check.real) real.push_back(check);
    }
    for (const HostCheck& check : real)
        std::printf("  %-40s measured %9.3f ms, predicted %9.3f ms (%+.1f %%), %lld kernels out of range\n",
                    check.network.c_str(), check.measured.median * 1e3, check.predicted_ms,
                    (check.predicted_ms / (check.measured.median * 1e3) - 1) * 100,
                    static_cast<long long>(check.out_of_range));
    print("real", figuresOf(real));
    print("all", figuresOf(calibration->checks));
    std::printf("host.training %.1f s\n", calibration->training.seconds);
    return 0;
}
