// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include "review/candidates_panel.h"
#include "review/walkthrough_panel.h"
#include "window_fixture.h"

namespace bw::ui {

/// A window of 1280 x 720 with the presence detector and its latencies.
class ReviewFixture : public WindowFixture {
public:
    ReviewFixture() {
        ready_ = openWithLatencies(QStringLiteral("presence_detector"));
        window().resize(1280, 720);
    }
    bool isReady() const { return ready_; }
    void trigger(const char* action) { window().registry().action(QString::fromUtf8(action))->trigger(); }
    const Review& review() { return session().document().review; }
    CandidatesPanel& candidates() { return window().candidatesPanel(); }
    WalkthroughPanel& walkthrough() { return window().walkthroughPanel(); }
    /// Until every network of the table has its latency on the present target.
    bool waitForCosts() {
        CandidatesModel& model = candidates().model();
        return QTest::qWaitFor(
            [&] {
                for (int row = 0; row < model.rowCount(); ++row) {
                    const CandidateRow& shown = model.at(row);
                    if (!shown.costs || !shown.costs->latency_ms || !shown.stale.isEmpty()) return false;
                    if (shown.costs->target_id != session().document().target_id) return false;
                }
                return model.rowCount() > 0;
            },
            30000);
    }
    void fuseFirst() {
        const Block* block = session().network().find(firstOfKind("ibn"));
        QVERIFY(session().applyEdit("fuse " + quoteName(block->name)));
        QVERIFY(settle());
    }

private:
    bool ready_ = false;
};

}  // namespace bw::ui
