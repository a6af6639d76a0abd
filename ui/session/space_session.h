// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "search/curation/curate.h"
#include "session/document_session.h"

namespace bw::ui {

/// A network that a search went through: values by name of their decision, as in SpaceDecision::values. Decisions that
/// it leaves out are as in the network.
using TrajectoryPoint = std::map<std::string, double>;

/// The space of networks that searches of the document look at: what may be decided, a person's own options, and the
/// curated space, which is made on a worker. An edit meanwhile leaves a curation alone, but it then belongs to an older
/// network, see isStale().
class SpaceSession : public QObject {
    Q_OBJECT

public:
    explicit SpaceSession(DocumentSession& session, QObject* parent = nullptr);
    ~SpaceSession() override;

    const SpaceOptions& options() const { return options_; }
    /// Own options of kinds that are no longer open are forgotten.
    void setOptions(const SpaceOptions& options);

    const std::vector<OwnOptions>& own() const { return own_; }
    /// Null where curation chooses.
    const OwnOptions* ownOf(const std::string& decision) const;
    /// Fixes the options of one decision; none leaves them to curation again.
    void setOwn(const std::string& decision, std::vector<std::string> options);
    void clearOwn();

    /// False without latencies, while another curation runs, or where nothing is open.
    bool curate();
    void stop();
    bool isRunning() const { return running_; }
    /// Why curate() would do nothing now; empty where it can.
    QString obstacle() const;

    /// The last one; null until there is one.
    std::shared_ptr<const Curation> curation() const { return curation_; }
    /// What curation chose for a decision before it got own options; null where it never did.
    const CuratedAxis* automaticAxis(const std::string& decision) const;
    /// Why the last run gave none.
    const std::optional<Error>& error() const { return error_; }
    /// True where the network, the target or what is asked for has changed since the last curation.
    bool isStale() const;

    /// Networks that the last search went through, for the landscape to draw; in order.
    const std::vector<TrajectoryPoint>& trajectory() const { return trajectory_; }
    void setTrajectory(std::vector<TrajectoryPoint> trajectory);

Q_SIGNALS:
    /// Options, own options, the curation, or whether it runs or is stale.
    void changed();
    /// From 0 to 1.
    void progressed(double share);
    void started();
    void finished();
    void trajectoryChanged();

private:
    struct Outcome;
    /// Of one run.
    struct Asked {
        std::shared_ptr<const Assessment> assessment;  ///< Null where its answer is no longer wanted.
        AssessmentContext context;
        CurationOptions options;
    };
    static Outcome work(const Assessment& assessment, const AssessmentContext& context, CurationOptions options,
                        const std::stop_token& stop, const std::function<void(double)>& progressed);
    void take(Outcome outcome);
    void forget();
    void checkStale();
    void tell();

    DocumentSession& session_;
    SpaceOptions options_;
    std::vector<OwnOptions> own_;
    std::map<std::string, CuratedAxis> automatic_;
    std::shared_ptr<const Curation> curation_;
    std::optional<Error> error_;
    std::vector<TrajectoryPoint> trajectory_;
    std::stop_source stop_;
    bool running_ = false;
    bool was_stale_ = false;
    Asked running_for_;
    Asked curated_for_;
};

}  // namespace bw::ui
