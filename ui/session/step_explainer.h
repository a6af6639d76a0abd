// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "search/landscape/step_cause.h"
#include "session/document_session.h"

namespace bw::ui {

/// Says on a worker which blocks make the step between two points of a landscape, once the pointer rests.
class StepExplainer : public QObject {
    Q_OBJECT

public:
    explicit StepExplainer(DocumentSession& session, QObject* parent = nullptr);

    /// A newer question replaces an older one.
    void ask(std::shared_ptr<const SearchSpace> space, Genome from, Genome to);
    void cancel();

Q_SIGNALS:
    /// "ibn_4 +0.06 ms, ibn_5 +0.02 ms"; not told where there is nothing to say.
    void explained(const QString& causes);

private:
    void begin();

    DocumentSession& session_;
    QTimer rest_;
    std::shared_ptr<const SearchSpace> space_;
    Genome from_;
    Genome to_;
    uint64_t newest_ = 0;
};

}  // namespace bw::ui
