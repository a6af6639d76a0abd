// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/train_import.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "base/text.h"
#include "measure/learning_curve.h"
#include "measure/train_from_totals.h"

namespace bw {
namespace {

constexpr const char* kSource = "Your own measurements, imported";

/// Few measurements make few steps a pass: each member sees so many kernels, in at most so many passes.
constexpr size_t kKernelsToSee = 500'000;
constexpr size_t kMaxEpochs = 1'500;
constexpr size_t kManyKernels = 10'000;

TrainRegressorOptions optionsFor(const LabelledNetworks& data, TrainRegressorOptions options) {
    size_t kernels = 0;
    for (const LabelledNetwork& network : data.networks) {
        kernels += network.queries.size();
    }
    if (options.epochs == 0 && kernels > 0 && kernels < kManyKernels) {
        options.epochs = static_cast<int>(std::min(kMaxEpochs, kKernelsToSee / kernels));
    }
    return options;
}

/// Parts of the training networks that the learning curve is measured at; the whole follows from the report.
constexpr std::array kShares = {0.25, 0.5};

std::vector<size_t> firstPart(const std::vector<size_t>& all, double share) {
    const auto count = static_cast<size_t>(std::lround(share * static_cast<double>(all.size())));
    return {all.begin(), all.begin() + static_cast<ptrdiff_t>(std::min(count, all.size()))};
}

/// trainFromTotals with its learning curve; parts too small to train from are left out of it.
Result<TrainingReport> trainOnSums(const TargetProfile& target, const NetworkTotals& totals,
                                   const ImportRequest& request, const std::function<void(double)>& progress,
                                   const std::atomic<bool>* stop) {
    TrainFromTotalsOptions options;
    options.seed = request.training.seed;
    const auto slice = [&](double from, double to) {
        return [&progress, from, to](double fraction) {
            if (progress) progress(from + fraction * (to - from));
        };
    };
    auto report = trainFromTotals(target, totals, options, slice(0.0, request.learning_curve ? 0.7 : 1.0), stop);
    if (!report || !request.learning_curve) return report;
    const NetworkSplit whole = splitNetworks(totals.networks.size(), options.seed);
    RegressorCard& card = report->regressor.card;
    card.learning_curve.clear();
    double done = 0.7;
    for (const double share : kShares) {
        TrainFromTotalsOptions part = options;
        part.split = NetworkSplit{firstPart(whole.train, share), firstPart(whole.validation, share), whole.test};
        const size_t networks = part.split->train.size() + part.split->validation.size();
        if (networks < kMinTotals) continue;
        const auto trained = trainFromTotals(target, totals, part, slice(done, done + 0.15), stop);
        if (!trained) return tl::unexpected(trained.error());
        done += 0.15;
        card.learning_curve.push_back({trained->regressor.card.train_networks, trained->test.mape});
    }
    card.learning_curve.push_back({card.train_networks, report->test.mape});
    auto sealed = sealRegressor(report->regressor);
    if (!sealed) return tl::unexpected(sealed.error());
    report->regressor = *std::move(sealed);
    return report;
}

Result<TrainingReport> trainOnKernels(const TargetProfile& target, const LabelledNetworks& data,
                                      const ImportRequest& request, const std::function<void(double)>& progress,
                                      const std::atomic<bool>* stop) {
    const TrainRegressorOptions options = optionsFor(data, request.training);
    return request.learning_curve ? trainWithLearningCurve(target, data, options, progress, stop)
                                  : trainRegressor(target, data, options, progress, stop);
}

}  // namespace

Result<TargetProfile> importedTarget(const ImportRequest& request, const std::string& file) {
    TargetProfile target = request.base;
    const std::string& base = request.base.id;
    if (!request.new_id.empty() && request.new_id != base) {
        target.id = request.new_id;
        target.name = request.new_id;
        target.description = "Latency from imported measurements (" + cleanName(file, 200) + "); hardware as " + base;
    }
    if (!request.new_name.empty()) target.name = cleanName(request.new_name, 100);
    // Marks the labels as measured, so that the regressor may read the parametric model's cycles.
    target.estimator = {target.id, cleanName(file, 200), {}};
    return readTargetProfile(writeTargetProfile(target), target.id);
}

NetworkTotals totalsOf(const ImportedMeasurements& measurements, const TargetProfile& target) {
    NetworkTotals totals;
    totals.source = kSource;
    totals.file = measurements.file;
    for (const ImportedNetwork& network : measurements.networks) {
        double time = 0.0;
        for (const MeasuredSpan& span : network.spans) {
            time += span.time.value_or(0.0);
        }
        totals.networks.push_back(
            {network.id, network.graph, target.milliseconds(cyclesOf(time, measurements.unit, target))});
    }
    return totals;
}

Result<ImportReport> trainFromImport(const ImportedMeasurements& measurements, const LabelledImport& labelled,
                                     const ImportRequest& request, const std::function<void(double)>& progress,
                                     const std::atomic<bool>* stop) {
    if (!measurements.problems.empty() || !labelled.problems.empty()) {
        return fail(ErrorCode::InvalidFile, "the measurements hold bad rows", measurements.file, "mend them first");
    }
    auto target = importedTarget(request, measurements.file);
    if (!target) {
        return tl::unexpected(target.error());
    }
    const NetworkTotals totals = totalsOf(measurements, *target);
    const auto start = std::chrono::steady_clock::now();
    auto trained = labelled.sums_only ? trainOnSums(*target, totals, request, progress, stop)
                                      : trainOnKernels(*target, labelled.data, request, progress, stop);
    if (!trained) {
        return tl::unexpected(trained.error());
    }
    ImportReport report;
    report.package = {*std::move(target), std::move(trained->regressor)};
    report.test = std::move(trained->test);
    if (request.present != nullptr) {
        const NetworkSplit split = splitNetworks(totals.networks.size(), request.training.seed);
        auto present = evaluateTotals(*request.present, totals, split.test);
        if (present) {
            report.present = *std::move(present);
        } else {
            report.present_problem = present.error().text();
        }
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace bw
