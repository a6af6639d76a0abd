// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a network on built-in pictures, edits it and compares a training of the edited network that begins with the
// inherited numbers with one that begins anew: accuracy by epoch, and epochs to the best accuracy of the new one.
// Options: --models DIR, --count N, --size PIXELS, --epochs N (of the network before the edit), --again N (after it),
// --seed N.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "io/open_model.h"
#include "learn/data/cached_data_set.h"
#include "learn/data/data_source.h"
#include "learn/inherit/inherit_numbers.h"
#include "learn/train/trainer.h"
#include "rewrite/rewrite.h"

using namespace bw;

namespace {

struct Edit {
    const char* name;
    std::vector<std::string> commands;
};

template <class T>
T orExit(Result<T> result) {
    if (result) return std::move(*result);
    std::printf("%s\n", result.error().text().c_str());
    std::exit(1);
}

/// The first epoch that reaches an accuracy; 0: none did.
int epochsTo(const TrainResult& result, double accuracy) {
    for (const TrainEpoch& epoch : result.history) {
        if (epoch.judged && epoch.metrics.main() >= accuracy) return epoch.epoch;
    }
    return 0;
}

void printCurve(const std::string& name, const TrainResult& result) {
    std::printf("%s", name.c_str());
    for (const TrainEpoch& epoch : result.history)
        std::printf(" %.1f", epoch.metrics.main() * 100);
    std::printf(" %%\n");
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::string models = BW_SOURCE_DIR "/models";
    DataSource source;
    source.format = "porch";
    source.count = 4000;
    source.difficulty = 0;
    source.width = source.height = 64;
    TrainOptions options;
    options.epochs = 10;
    options.learning_rate = 0.01;
    options.batch = 16;
    options.optimizer.average_decay = 0.98;  // So few steps would be gone before the average has followed.
    int again = 4;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--models") models = value;
        if (name == "--count") source.count = std::atoll(value.c_str());
        if (name == "--size") source.width = source.height = std::atoi(value.c_str());
        if (name == "--epochs") options.epochs = std::atoi(value.c_str());
        if (name == "--again") again = std::atoi(value.c_str());
        if (name == "--seed") options.seed = source.seed = static_cast<uint64_t>(std::atoll(value.c_str()));
    }
    options.allow_gpu = false;
    const auto set = std::make_shared<const CachedDataSet>(orExit(openDataSet(source)), int64_t{512} << 20);
    const Network network = orExit(openModel(models + "/samples/camera_classifier.blockwright")).document.network;
    const auto before = orExit(fitToData(network, set->info(), source.width, source.height));
    const TrainResult old = orExit(trainNetwork(before, set, options));
    printCurve("before.curve", old);
    std::printf("before.top_1 %.1f %%\nbefore.seconds %.1f s\n", old.metrics.main() * 100, old.seconds);
    options.epochs = again;
    const Edit edits[] = {
        {"narrower", {"scale 0.75"}},
        {"standard", {"to_standard separable_1"}},
    };
    for (const Edit& edit : edits) {
        Network edited = network;
        for (const std::string& command : edit.commands)
            edited = orExit(applyEdit(edited, command, {16})).network;
        const auto after = orExit(fitToData(edited, set->info(), source.width, source.height));
        const Inherited inherited = orExit(inheritNumbers(before.network, old.weights, after.network));
        const TrainResult fresh = orExit(trainNetwork(after, set, options));
        const TrainResult heir = orExit(trainNetwork(after, set, options, inherited.numbers));
        const std::string name = edit.name;
        const double reached = fresh.metrics.main();
        printCurve(name + ".new.curve", fresh);
        printCurve(name + ".inherited.curve", heir);
        std::printf("%s.operators %s\n", edit.name, inherited.sentence().c_str());
        std::printf("%s.new.top_1 %.1f %%\n%s.inherited.top_1 %.1f %%\n", edit.name, reached * 100, edit.name,
                    heir.metrics.main() * 100);
        std::printf("%s.new.epochs %d count\n%s.inherited.epochs %d count\n", edit.name, epochsTo(fresh, reached),
                    edit.name, epochsTo(heir, reached));
    }
    return 0;
}
