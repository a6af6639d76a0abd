// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Prunes a sample with drawn weights to shares of its latency on several targets and prints what stays beside the best
// single depth multiplier of equal latency, and the seconds it took. With --weights FILE of a trained network (--file)
// the importances are those of training; the files for training on are written to --out DIR.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "io/open_model.h"
#include "learn/prune/prune.h"
#include "learn/prune/prune_groups.h"
#include "learn/train/checkpoint.h"
#include "rewrite/rewrite.h"

using namespace bw;

namespace {

template <class T>
T orExit(Result<T> result) {
    if (result) return std::move(*result);
    std::printf("%s\n", result.error().text().c_str());
    std::exit(1);
}

std::vector<NamedTensor> drawnNumbers(const Network& network) {
    TrainSessionOptions options;
    options.allow_gpu = false;
    const auto session = orExit(orExit(openTrainBackend())->start(options));
    orExit(session->add(orExit(trainForm(network, orExit(lower(network)), 2))));
    return session->weights(0);
}

/// The widest depth multiplier that keeps a latency; empty where none does.
std::string uniformScaling(const Assessment& now, const AssessmentContext& context, double limit) {
    for (int percent = 99; percent > 5; --percent) {
        const std::string command = "scale " + std::to_string(percent / 100.0).substr(0, 4) + " --multiple " +
                                    std::to_string(context.target.npu.output_lanes);
        const auto scaled = applyEdit(now.network, command, {1, &now.lowered, context.precision});
        if (!scaled) continue;
        const auto count = countTotals(scaled->lowered.graph, context, true);
        if (count && count->totals.latency_ms && *count->totals.latency_ms <= limit) return command;
    }
    return {};
}

/// Share of the importance that a network keeps, by the groups that pruning has.
double keptBy(const PruneGroups& groups, const Network& network) {
    double lost = 0;
    int64_t readers = 0;
    for (const PruneGroup& group : groups.groups()) {
        const Block& block = *network.find(group.block);
        const bool inside = group.parameter == "expansion";
        int option = 0;
        const auto last = static_cast<int>(group.options.size()) - 1;
        while (!inside && option < last && group.options[static_cast<size_t>(option)] > block.channels())
            ++option;
        lost += PruneGroups::lost(group, option);
        readers += group.readers;
    }
    return readers > 0 ? std::exp(-lost / static_cast<double>(readers)) : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string models = BW_SOURCE_DIR "/models";
    std::string file = models + "/samples/camera_classifier.blockwright", weights, out;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--file") file = value;
        if (name == "--weights") weights = value;
        if (name == "--out") out = value;
    }
    const Document document = orExit(openModel(file)).document;
    const auto numbers = weights.empty() ? drawnNumbers(document.network) : orExit(loadNumbers(weights));
    for (const char* id : {"neural-engine", "ethos-u55-256"}) {
        AssessmentContext context;
        context.target = orExit(orExit(TargetRegistry::load(models + "/targets")).find(id));
        context.estimator = orExit(Estimator::open(context.target, models));
        const Assessment now = orExit(assess(document.network, context));
        const PruneGroups groups = orExit(PruneGroups::make(now.network, now.lowered, context.target, numbers, 0, {}));
        for (const double share : {0.8, 0.6, 0.4}) {
            const auto start = std::chrono::steady_clock::now();
            PruneOptions options;
            options.latency_share = share;
            const auto pruned = pruneToLatency(now, context, numbers, options);
            const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            const std::string name = std::string(id) + "." + std::to_string(share).substr(0, 3);
            if (!pruned) {
                std::printf("%s: %s\n", name.c_str(), pruned.error().text().c_str());
                continue;
            }
            std::printf("%s.latency %.1f %%\n%s.kept %.2f %%\n%s.seconds %.2f s\n%s.networks %lld count\n",
                        name.c_str(), *pruned->after.latency_ms / *now.totals.latency_ms * 100, name.c_str(),
                        pruned->kept * 100, name.c_str(), seconds, name.c_str(),
                        static_cast<long long>(pruned->networks));
            const std::string uniform = uniformScaling(now, context, share * *now.totals.latency_ms);
            if (uniform.empty()) continue;
            const Network scaled = orExit(applyEdit(now.network, uniform)).network;
            std::printf("%s.uniform.kept %.2f %%\n", name.c_str(), keptBy(groups, scaled) * 100);
            if (out.empty()) continue;
            const auto save = [&](const Network& network, const std::string& suffix) {
                Document copy = document;
                copy.network = network;
                orExit(saveDocument(copy, out + "/" + name + suffix + ".blockwright").map([] { return 0; }));
                const auto inherited = orExit(inheritNumbers(now.network, numbers, network));
                orExit(
                    saveNumbers(out + "/" + name + suffix + ".safetensors", inherited.numbers).map([] { return 0; }));
            };
            save(pruned->network, ".pruned");
            save(scaled, ".uniform");
        }
    }
    return 0;
}
