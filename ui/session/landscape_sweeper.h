// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "search/landscape/sweep.h"
#include "session/space_session.h"

namespace bw::ui {

/// Sweeps one or two decisions of the session's network on a worker, and again after an edit or a curation while it is
/// wanted. A newer sweep stops an older one.
class LandscapeSweeper : public QObject {
    Q_OBJECT

public:
    LandscapeSweeper(DocumentSession& session, SpaceSession& space, QObject* parent = nullptr);
    ~LandscapeSweeper() override;

    /// Nothing is swept while nobody looks.
    void setWanted(bool wanted);
    /// One or two names of decisions; none ends it.
    void setDecisions(std::vector<std::string> decisions);
    const std::vector<std::string>& decisions() const { return decisions_; }
    /// Ends the sweep at hand; the next change begins another.
    void stop();
    bool isRunning() const { return running_; }

    /// The last one that was finished; null until there is one.
    std::shared_ptr<const LandscapeSweep> sweep() const { return sweep_; }
    const std::optional<Error>& error() const { return error_; }

Q_SIGNALS:
    void started();
    /// From 0 to 1.
    void progressed(double share);
    /// The sweep, its error, or whether one runs.
    void changed();

private:
    /// True where the sweep shows the network, the target and the decisions as they are.
    bool isCurrent() const;
    void restart();
    void begin();

    DocumentSession& session_;
    SpaceSession& space_;
    std::vector<std::string> decisions_;
    std::shared_ptr<const LandscapeSweep> sweep_;
    std::optional<Error> error_;
    QTimer rest_;
    std::stop_source stop_;
    uint64_t newest_ = 0;
    bool wanted_ = false;
    bool running_ = false;

    /// Of what the last sweep that was begun is.
    struct Swept {
        std::shared_ptr<const Assessment> assessment;
        std::shared_ptr<const Curation> curation;
        std::shared_ptr<const Estimator> estimator;
        std::vector<std::string> decisions;
    };
    Swept swept_;
};

}  // namespace bw::ui
