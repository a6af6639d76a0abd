// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/document_session.h"

namespace bw::ui {

/// What a block of the present network would become.
struct BlockOutcome {
    BlockId block = kNoBlock;
    QString label;  ///< "Fused IBN", "32 → 24 channels", "left out"; empty where only its cost changes.
    std::optional<double> change_ms;
    bool gone = false;
    bool operator==(const BlockOutcome&) const = default;
};

/// Blocks of `before` that `after` changes, or whose latency changes by a hundredth of the network's.
std::vector<BlockOutcome> blockOutcomes(const Assessment& before, const Assessment& after);

/// Finds out on a worker what some edits would make of the present network's blocks. The newest request wins; an edit
/// or an empty request ends it.
class GhostFinder : public QObject {
    Q_OBJECT

public:
    explicit GhostFinder(DocumentSession& session, QObject* parent = nullptr);

    void request(const std::vector<std::string>& commands);
    const std::vector<BlockOutcome>& outcomes() const { return outcomes_; }

Q_SIGNALS:
    void outcomesChanged();

private:
    void find();
    void set(std::vector<BlockOutcome> outcomes);

    DocumentSession& session_;
    std::vector<std::string> commands_;
    std::vector<BlockOutcome> outcomes_;
    uint64_t newest_ = 0;
};

}  // namespace bw::ui
