// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of suggestions from searches: how long the light search takes to its first and its last list, what the list
// gains, how fast it stops, and how long a list takes alone. With a file as argument for that network; with --target ID
// on that target; with --list the suggestions are printed too.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include "base/install_paths.h"
#include "io/open_model.h"
#include "search/advice/light_search.h"
#include "search/curation/curate.h"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point from) {
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

struct Subject {
    std::string name;
    bw::Network network;
    bw::LoweredNetwork lowered;
    bw::AssessmentContext context;
};

void print(const Subject& subject, const char* what, double value, const char* unit) {
    std::printf("%s_%s %.4g %s\n", subject.name.c_str(), what, value, unit);
    std::fflush(stdout);
}

void printList(const bw::LightAdvice& advice) {
    for (const bw::SearchSuggestion& one : advice.suggestions) {
        std::printf(
            "  %-60s %+.2f %% (%+.2f ... %+.2f)  parameters %+.1f %%  score %+.4f  in %lld of %lld  taken back %+.2f "
            "%%\n",
            one.title.c_str(), 100 * (one.after.latency_ms.value_or(0) / one.before.latency_ms.value_or(1) - 1),
            100 * one.change_low.value_or(0), 100 * one.change_high.value_or(0),
            100 *
                (static_cast<double>(one.after.parameter_bytes) / static_cast<double>(one.before.parameter_bytes) - 1),
            one.after.score - one.before.score, static_cast<long long>(one.having), static_cast<long long>(one.best),
            100 * one.ablated_latency.value_or(0));
    }
}

/// Stops a search at several moments of its beginning and gives the longest time until it returned.
double slowestStop(const Subject& subject) {
    double slowest = 0;
    for (const int after : {5, 50, 200, 600, 1500}) {
        std::stop_source stop;
        std::jthread thread([&] {
            (void)bw::lightSearch(subject.network, subject.lowered, subject.context, {.quiet_seconds = 0},
                                  stop.get_token(), [](const bw::LightAdvice&) {});
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(after));
        const Clock::time_point asked = Clock::now();
        stop.request_stop();
        thread.join();
        slowest = std::max(slowest, milliseconds(asked));
    }
    return slowest;
}

void bench(const Subject& subject, int64_t evaluations, bool list) {
    const Clock::time_point begin = Clock::now();
    double first = 0;
    double last = 0;
    bw::LightAdvice advice;
    const auto end =
        bw::lightSearch(subject.network, subject.lowered, subject.context,
                        {.quiet_seconds = 30, .evaluations = evaluations}, {}, [&](const bw::LightAdvice& fresh) {
                            last = milliseconds(begin);
                            if (first == 0) first = last;
                            advice = fresh;
                        });
    if (!end) {
        std::printf("%s %s\n", subject.name.c_str(), end.error().text().c_str());
        return;
    }
    print(subject, "first_list", first, "ms");
    print(subject, "last_list", last, "ms");
    print(subject, "whole", milliseconds(begin), "ms");
    print(subject, "suggestions", static_cast<double>(advice.suggestions.size()), "count");
    if (!advice.suggestions.empty()) {
        const bw::SearchSuggestion& top = advice.suggestions.front();
        print(subject, "top_latency_change", 100 * (*top.after.latency_ms / *top.before.latency_ms - 1), "%");
        const Clock::time_point alone = Clock::now();
        (void)bw::suggestFrom(*advice.problem, advice.best, subject.network);
        print(subject, "list_alone", milliseconds(alone), "ms");
    }
    print(subject, "slowest_stop", slowestStop(subject), "ms");
    const Clock::time_point curating = Clock::now();
    (void)bw::curate(subject.network, subject.lowered, subject.context);
    print(subject, "curation", milliseconds(curating), "ms");
    if (list) printList(advice);
}

}  // namespace

int main(int argc, char** argv) {
    std::string target = "neural-engine";
    std::string file;
    bool list = false;
    int64_t evaluations = 4000;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--list") == 0)
            list = true;
        else if (std::strcmp(argv[i], "--target") == 0 && i + 1 < argc)
            target = argv[++i];
        else if (std::strcmp(argv[i], "--evaluations") == 0 && i + 1 < argc)
            evaluations = std::atoll(argv[++i]);
        else
            file = argv[i];
    }
    const auto registry = bw::TargetRegistry::loadInstalled();
    const auto profile = registry ? registry->find(target) : tl::unexpected(registry.error());
    const std::string models = bw::modelsDirectory();
    bw::AssessmentContext context;
    if (profile) context.target = *profile;
    const auto estimator = profile ? bw::Estimator::open(*profile, models) : tl::unexpected(profile.error());
    if (!estimator) {
        std::fprintf(stderr, "%s\n", estimator.error().text().c_str());
        return 2;
    }
    context.estimator = *estimator;
    for (const char* sample : {"presence_detector", "mobilenet_edgetpu", "camera_classifier"}) {
        const std::string path = file.empty() ? models + "/samples/" + sample + ".blockwright" : file;
        const auto model = bw::openModel(path, {});
        const auto lowered = model ? bw::lower(model->document.network) : tl::unexpected(model.error());
        if (!lowered) {
            std::fprintf(stderr, "%s\n", lowered.error().text().c_str());
            return 2;
        }
        bench({file.empty() ? sample : "file", model->document.network, *lowered, context}, evaluations, list);
        if (!file.empty()) break;
    }
    return 0;
}
