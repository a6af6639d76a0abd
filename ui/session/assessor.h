// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "assess/assessment.h"
#include "io/document.h"
#include "session/workbench.h"

namespace bw::ui {

/// The document's budgets; where it sets none, the target's.
Budgets effectiveBudgets(const Document& document, const TargetProfile* target);

/// Keeps the assessment of a document and of its baseline up to date: at once where that is cheap, else on a worker,
/// where the newest request wins.
class Assessor : public QObject {
    Q_OBJECT

public:
    explicit Assessor(Workbench& workbench, QObject* parent = nullptr);

    /// Assesses `document`; assessed() follows, before the return where the work is cheap.
    void request(const Document& document);

    /// Of the last finished request; null before the first.
    std::shared_ptr<const Assessment> current() const { return current_; }
    /// Of the document's baseline; null where it has none.
    std::shared_ptr<const Assessment> baseline() const { return baseline_; }
    /// Why there is no assessment: the target is missing or the network's sizes are impossible.
    const std::optional<Error>& error() const { return error_; }
    /// What current() was assessed for.
    const AssessmentContext& context() const { return context_; }
    bool isBusy() const { return running_; }

Q_SIGNALS:
    void assessed();
    void busyChanged();

private:
    struct Job {
        Document document;
        AssessmentContext context;
        std::shared_ptr<const Assessment> known_baseline;
        std::optional<Error> refusal;  ///< There is nothing to assess for.
    };
    struct Outcome {
        Job job;
        std::shared_ptr<const Assessment> current;
        std::shared_ptr<const Assessment> baseline;
        std::optional<Error> error;
        double milliseconds = 0;
    };
    static Outcome work(Job job);
    Job jobFor(const Document& document);
    bool isCheap(const Job& job) const;
    void start(Job job);
    void finish(Outcome outcome);

    Workbench& workbench_;
    std::shared_ptr<const Assessment> current_;
    std::shared_ptr<const Assessment> baseline_;
    std::optional<Error> error_;
    AssessmentContext context_;
    Document document_;  ///< What current_ and baseline_ were assessed for.
    std::optional<Job> waiting_;
    bool running_ = false;
    double milliseconds_per_block_ = 0.02;
};

}  // namespace bw::ui
