// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <stop_token>
#include <vector>

#include "assess/hints.h"
#include "session/document_session.h"

namespace bw::ui {

/// Looks for suggestions on a worker whenever the session has come to rest; a new edit stops the search.
class HintFinder : public QObject {
    Q_OBJECT

public:
    explicit HintFinder(DocumentSession& session, QObject* parent = nullptr);
    ~HintFinder() override;

    const std::vector<Hint>& hints() const { return hints_; }
    /// True from an edit until its suggestions are there.
    bool isSearching() const { return searching_; }

Q_SIGNALS:
    void hintsChanged();

private:
    void restart();
    void search();

    DocumentSession& session_;
    std::vector<Hint> hints_;
    QTimer rest_;
    std::stop_source stop_;
    uint64_t newest_ = 0;
    bool searching_ = false;
};

}  // namespace bw::ui
