// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <stop_token>
#include <vector>

#include "fit/cut_here.h"
#include "session/document_session.h"

namespace bw::ui {

/// Looks for cuts of memory on a worker while somebody wants to see them and the session has come to rest; a new edit
/// stops the search. A preview is no edit: the cuts stay those of the network before it.
class CutFinder : public QObject {
    Q_OBJECT

public:
    explicit CutFinder(DocumentSession& session, QObject* parent = nullptr);
    ~CutFinder() override;

    /// While wanted, cuts follow the session.
    void setWanted(bool wanted);
    const std::vector<Cut>& cuts() const { return cuts_; }
    /// True from an edit until its cuts are there.
    bool isSearching() const { return searching_; }

Q_SIGNALS:
    void cutsChanged();

private:
    void restart();
    void search();
    /// True where the cuts at hand are those of the session as it is.
    bool isCurrent() const;

    DocumentSession& session_;
    std::vector<Cut> cuts_;
    Document searched_;  ///< What cuts_ are, or will be, of.
    std::shared_ptr<const Estimator> estimator_;
    QTimer rest_;
    std::stop_source stop_;
    uint64_t newest_ = 0;
    bool wanted_ = false;
    bool stale_ = true;
    bool searching_ = false;
};

}  // namespace bw::ui
