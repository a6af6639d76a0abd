// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training beside an independent program: the sample camera classifier on the same pictures of porch by us and by
// PyTorch's own modules (tests/support/train_reference.py): accuracy of several seeds, pictures a second, and what
// waiting for data costs. Options: --seeds N, --epochs E, --data PATH (in place of porch, ../shared/data/images/
// cifar10_subset say), --count N (pictures), --difficulty D, --python PROGRAM.
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/install_paths.h"
#include "base/run_process.h"
#include "io/open_model.h"
#include "learn/data/cached_data_set.h"
#include "learn/data/data_export.h"
#include "learn/data/data_source.h"
#include "learn/train/trainer.h"
#include "study/study_statistics.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;
namespace fs = std::filesystem;

namespace {

void print(const char* name, const std::vector<double>& values, const char* unit) {
    const MeanInterval interval = meanInterval(values);
    std::printf("%s %.2f %s", name, interval.mean, unit);
    if (interval.half_width) std::printf(" (+- %.2f)", *interval.half_width);
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::string> settings = {{"--seeds", "3"},
                                                   {"--epochs", "8"},
                                                   {"--count", "5000"},
                                                   {"--difficulty", "0"},
                                                   {"--python", "/usr/bin/python3"}};
    for (int i = 1; i + 1 < argc; i += 2)
        settings[argv[i]] = argv[i + 1];
    const std::string sample = modelsDirectory() + "/samples/camera_classifier.blockwright";
    const auto model = must(openModel(sample));
    DataSource source;
    source.path = settings["--data"];
    if (source.path.empty()) source.format = "porch";
    source.count = std::stoll(settings["--count"]);
    source.difficulty = std::stod(settings["--difficulty"]);
    const auto drawn = must(openDataSet(source));
    // Both read the very same files.
    const fs::path folder = fs::temp_directory_path() / "blockwright-bench-train";
    fs::remove_all(folder);
    DataProblems problems;
    must(exportDataSet(*drawn, folder.string(), source.count, problems));
    DataSource files;
    files.path = folder.string();
    const auto set = std::make_shared<const CachedDataSet>(must(openDataSet(files)), int64_t{1} << 30);
    // The other program reads pictures as they are.
    const Image picture = must(set->load(DataSplit::Train, 0))->image;
    const FittedNetwork network = must(fitToData(model.document.network, set->info(), picture.width, picture.height));
    TrainOptions options;
    options.epochs = std::stoi(settings["--epochs"]);
    options.augment = AugmentOptions::none();
    std::vector<double> ours, theirs, our_speed, their_speed;
    for (int seed = 1; seed <= std::stoi(settings["--seeds"]); ++seed) {
        options.seed = static_cast<uint64_t>(seed);
        const TrainResult result = must(trainNetwork(network, set, options));
        double seconds = 0, waited = 0;
        for (const TrainEpoch& epoch : result.history) {
            seconds += epoch.seconds - epoch.judge_s;
            waited += epoch.waited_s;
        }
        const auto steps = set->size(DataSplit::Train) / options.batch;
        our_speed.push_back(static_cast<double>(steps * options.batch * options.epochs) / seconds);
        ours.push_back(100 * result.history.back().metrics.main());
        std::printf("waited_for_data %.2f %%\n", 100 * waited / seconds);
        ProcessRequest wanted;
        wanted.program = settings["--python"];
        wanted.arguments = {BW_SOURCE_DIR "/tests/support/train_reference.py",
                            folder.string(),
                            "--model",
                            sample,
                            "--epochs",
                            settings["--epochs"],
                            "--seed",
                            std::to_string(seed)};
        wanted.timeout_s = 3600;
        const auto said = runProcess(wanted);
        if (!said || said->exit_code != 0) {
            std::printf("no PyTorch to compare with\n");
            continue;
        }
        const auto json = nlohmann::json::parse(said->out);
        theirs.push_back(100 * json["last"].get<double>());
        their_speed.push_back(json["pictures_per_s"].get<double>());
    }
    fs::remove_all(folder);
    print("top1_ours", ours, "%");
    print("speed_ours", our_speed, "pictures/s");
    if (theirs.empty()) return 0;
    print("top1_pytorch", theirs, "%");
    print("speed_pytorch", their_speed, "pictures/s");
    std::printf("speed_ratio %.2f 1\n", meanInterval(our_speed).mean / meanInterval(their_speed).mean);
    return 0;
}
