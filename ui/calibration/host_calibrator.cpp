// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibration/host_calibrator.h"

#include <mutex>
#include <utility>

#include "base/install_paths.h"
#include "io/sample_files.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

/// What the worker tells the window.
struct HostCalibrator::Shared {
    std::atomic<bool> stop = false;
    std::mutex mutex;
    HostProgress progress;
    std::optional<std::vector<HostCheck>> checks;  ///< New ones since the last look.
};

HostCalibrator::HostCalibrator(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    pool_.setMaxThreadCount(1);
    // Its pinning and its numbers of threads must not outlive a run in a thread that serves others later.
    pool_.setExpiryTimeout(0);
    tick_.setInterval(250);
    connect(&tick_, &QTimer::timeout, this, &HostCalibrator::poll);
}

HostCalibrator::~HostCalibrator() {
    cancel();
    pool_.waitForDone();
}

const TargetProfile* HostCalibrator::target() const {
    for (const auto& [id, profile] : workbench_.targets().all()) {
        if (profile.kind == "cpu") return &profile;
    }
    return nullptr;
}

void HostCalibrator::start(double minutes, int threads, std::optional<NamedNetwork> open_network) {
    const TargetProfile* profile = target();
    if (profile == nullptr || running_) return;
    result_.reset();
    running_ = true;
    shared_ = std::make_shared<Shared>();
    clock_.start();
    tick_.start();
    HostCalibrationOptions options;
    options.minutes = minutes;
    options.threads = threads;
    auto work = [shared = shared_, options, profile = *profile, models = toUtf8(workbench_.modelsDir()),
                 open_network = std::move(open_network)]() -> Result<HostCalibration> {
        auto real = openSamples(models);
        if (!real) return tl::unexpected(real.error());
        if (open_network) real->push_back(*open_network);
        const auto hear = [&shared](const HostProgress& progress) {
            const std::lock_guard lock(shared->mutex);
            shared->progress = progress;
            shared->progress.checks = nullptr;
            if (progress.checks != nullptr) shared->checks = *progress.checks;
        };
        return calibrateHost(profile, *real, options, hear, &shared->stop);
    };
    runInBackground(pool_, this, std::move(work), [this](Result<HostCalibration> calibration) {
        poll();
        tick_.stop();
        running_ = false;
        std::optional<Error> error;
        if (calibration) {
            result_ = std::make_shared<const HostCalibration>(std::move(*calibration));
        } else {
            error = calibration.error();
        }
        Q_EMIT finished(error);
    });
}

void HostCalibrator::cancel() {
    if (shared_) shared_->stop = true;
}

void HostCalibrator::poll() {
    HostProgress progress;
    std::optional<std::vector<HostCheck>> checks;
    {
        const std::lock_guard lock(shared_->mutex);
        progress = shared_->progress;
        checks = std::exchange(shared_->checks, std::nullopt);
    }
    Q_EMIT progressed(progress.share, toQt(progress.activity));
    if (checks) Q_EMIT checksChanged(*checks);
}

Result<void> HostCalibrator::accept() {
    const TargetProfile* profile = target();
    if (!result_ || profile == nullptr) return {};
    const std::string folder = userModelsDirectory();
    if (folder.empty()) {
        return fail(ErrorCode::NotFound, "no folder for your own models is known", {}, "set the variable HOME");
    }
    if (auto saved = saveHostCalibration(folder, *profile, *result_); !saved) return saved;
    auto estimator = Estimator::create(*profile, result_->training.regressor);
    if (!estimator) return tl::unexpected(estimator.error());
    workbench_.adopt(*profile, std::move(*estimator));
    return {};
}

}  // namespace bw::ui
