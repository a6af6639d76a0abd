// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Samples a second that one core draws, decodes and varies. Processor time, so that other programs do not count.
//   bench_data [SECONDS_EACH]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "learn/data/augment.h"
#include "learn/data/data_source.h"
#include "learn/data/scenes/scene_sets.h"

namespace {

using namespace bw;

double processorSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Samples a second while `work(i)` runs for i = 0, 1, …
template <class Work>
double rate(double seconds, Work work) {
    const double start = processorSeconds();
    int64_t count = 0;
    while (processorSeconds() - start < seconds)
        work(count++);
    return static_cast<double>(count) / (processorSeconds() - start);
}

void print(const std::string& name, double per_second) {
    std::printf("%s %.0f samples/s\n", name.c_str(), per_second);
    std::fflush(stdout);
}

void measure(const DataSource& source, const std::string& name, double seconds) {
    const auto set = openDataSet(source);
    if (!set) {
        std::fprintf(stderr, "%s\n", set.error().text().c_str());
        return;
    }
    const int64_t size = (*set)->size(DataSplit::Train);
    print(name, rate(seconds, [&](int64_t i) {
              if (!(*set)->load(DataSplit::Train, i % size)) std::exit(1);
          }));
    const auto sample = (*set)->load(DataSplit::Train, 0);
    if (!sample) return;
    std::vector<float> floats(3 * 96 * 96);
    print(name + "_varied_to_96", rate(seconds, [&](int64_t i) {
              Random random(augmentSeed(1, 0, i));
              toFloats(augmented(**sample, 96, 96, {}, random).image, floats.data());
          }));
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
    for (const SceneSet& set : sceneSets()) {
        for (const int side : {96, 128, 224}) {
            DataSource source;
            source.format = set.id;
            source.width = source.height = side;
            measure(source, std::string(set.id) + "_" + std::to_string(side), seconds);
        }
    }
    for (const char* folder : {"cifar10_subset", "coco_person", "camvid_240x180"}) {
        DataSource source;
        source.path = std::string(BW_SHARED_DATA "/images/") + folder;
        measure(source, folder, seconds);
    }
}
