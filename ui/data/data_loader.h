// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "learn/data/data_check.h"
#include "learn/data/data_source.h"

namespace bw::ui {

/// Opens data sets, counts what they hold and exports them, in the background. A new request ends the one before.
class DataLoader : public QObject {
    Q_OBJECT

public:
    explicit DataLoader(QObject* parent = nullptr);
    /// Stops what runs and waits for it, which takes as long as one picture or one file of labels.
    ~DataLoader() override;

    /// Samples that are counted before all are asked for.
    static constexpr int64_t kGlance = 400;

    /// Opens and counts in a part of the samples; opened() and counted() follow, or failed().
    void open(const DataSource& source);
    /// Reads every sample of the open set; counted() follows.
    void checkAll();
    /// Writes the open set into a new folder; exported() follows, or failed().
    void exportTo(const QString& folder);
    void cancel();

    bool isBusy() const { return busy_; }
    /// Null before a set is open.
    const std::shared_ptr<const DataSet>& set() const { return set_; }
    /// Nothing before the samples were counted.
    const std::optional<DataStatistics>& statistics() const { return statistics_; }

Q_SIGNALS:
    void opened();
    void counted();
    void exported(qint64 samples, qint64 left_out);
    void failed(const bw::Error& error);
    /// Several times a second while it runs.
    void progressed(double share);
    void busyChanged(bool busy);

private:
    /// What a running piece of work and the window share.
    struct Shared {
        std::atomic<bool> stop = false;
        std::atomic<double> share = 0;
    };
    void count(int64_t limit);
    std::shared_ptr<Shared> begin();
    bool isNewest(const std::shared_ptr<Shared>& shared) const { return shared == shared_; }
    void end();

    QThreadPool pool_;
    QTimer tick_;
    bool busy_ = false;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<const DataSet> set_;
    std::optional<DataStatistics> statistics_;
};

}  // namespace bw::ui
