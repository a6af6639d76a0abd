// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_loader.h"

#include <limits>

#include "learn/data/data_export.h"
#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {

DataLoader::DataLoader(QObject* parent) : QObject(parent) {
    pool_.setMaxThreadCount(1);
    tick_.setInterval(100);
    connect(&tick_, &QTimer::timeout, this, [this] { Q_EMIT progressed(shared_ ? shared_->share.load() : 0); });
}

DataLoader::~DataLoader() {
    cancel();
    pool_.waitForDone();
}

void DataLoader::cancel() {
    if (shared_) shared_->stop = true;
}

std::shared_ptr<DataLoader::Shared> DataLoader::begin() {
    cancel();
    shared_ = std::make_shared<Shared>();
    tick_.start();
    if (!busy_) {
        busy_ = true;
        Q_EMIT busyChanged(true);
    }
    return shared_;
}

void DataLoader::end() {
    tick_.stop();
    busy_ = false;
    Q_EMIT busyChanged(false);
}

void DataLoader::open(const DataSource& source) {
    const auto shared = begin();
    set_.reset();
    statistics_.reset();
    runInBackground(
        pool_, this, [source] { return openDataSet(source); },
        [this, shared](Result<std::shared_ptr<const DataSet>> set) {
            if (!isNewest(shared)) return;
            if (!set) {
                end();
                Q_EMIT failed(set.error());
                return;
            }
            set_ = *set;
            Q_EMIT opened();
            count(kGlance);
        });
}

void DataLoader::checkAll() {
    if (set_) count(std::numeric_limits<int64_t>::max());
}

void DataLoader::count(int64_t limit) {
    const auto shared = begin();
    runInBackground(
        pool_, this,
        [set = set_, limit, shared] {
            return checkDataSet(
                *set, limit, [&shared](double share) { shared->share = share; }, &shared->stop);
        },
        [this, shared](Result<DataStatistics> statistics) {
            if (!isNewest(shared)) return;
            end();
            if (!statistics) {
                Q_EMIT failed(statistics.error());
                return;
            }
            statistics_ = std::move(*statistics);
            Q_EMIT counted();
        });
}

void DataLoader::exportTo(const QString& folder) {
    if (!set_) return;
    const auto shared = begin();
    using Outcome = std::pair<Result<int64_t>, qint64>;
    runInBackground(
        pool_, this,
        [set = set_, folder = toUtf8(folder), shared]() -> Outcome {
            DataProblems problems;
            auto written = exportDataSet(
                *set, folder, std::numeric_limits<int64_t>::max(), problems,
                [&shared](double share) { shared->share = share; }, &shared->stop);
            return {std::move(written), problems.count()};
        },
        [this, shared](Outcome outcome) {
            if (!isNewest(shared)) return;
            end();
            if (outcome.first) {
                Q_EMIT exported(*outcome.first, outcome.second);
            } else {
                Q_EMIT failed(outcome.first.error());
            }
        });
}

}  // namespace bw::ui
