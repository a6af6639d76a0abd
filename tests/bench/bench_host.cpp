// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measures this machine's processor, trains its estimator and prints how it predicts whole networks run in the same
// minutes and never trained on. Options: --minutes M, --seed N, --threads N, --models DIR. Run it on an idle machine.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "io/sample_files.h"
#include "measure/host_calibration.h"

using namespace bw;

namespace {

void print(const char* of, const HostFigures& f) {
    std::printf("host.%s.networks %lld count\nhost.%s.mape %.2f %%\nhost.%s.worst %.1f %%\n", of,
                static_cast<long long>(f.networks), of, f.mape * 100, of, f.worst * 100);
    std::printf("host.%s.within_10 %.1f %%\nhost.%s.spearman %.4f 1\n", of, f.within_10 * 100, of, f.spearman);
    std::printf("host.%s.coverage %.1f %%\nhost.%s.width %.1f %%\n", of, f.coverage * 100, of, f.width * 100);
}

}  // namespace

int main(int argc, char** argv) {
    std::string models = BW_SOURCE_DIR "/models";
    HostCalibrationOptions options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--minutes") options.minutes = std::atof(value.c_str());
        if (name == "--seed") options.seed = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--threads") options.threads = std::atoi(value.c_str());
        if (name == "--models") models = value;
    }
    const auto registry = TargetRegistry::load(models + "/targets");
    const auto samples = openSamples(models);
    const auto target = registry ? registry->find("host-cpu") : tl::unexpected(registry.error());
    if (!target || !samples) {
        std::printf("%s\n", (target ? samples.error() : target.error()).text().c_str());
        return 1;
    }
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
    print("real", figuresOf(real));
    print("all", figuresOf(calibration->checks));
    std::printf("host.training %.1f s\n", calibration->training.seconds);
    return 0;
}
