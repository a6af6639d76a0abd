// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/step_explainer.h"

#include <cmath>

#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kRestMilliseconds = 150;
/// Less would read as 0.000 ms.
constexpr double kSeen_ms = 5e-4;

}  // namespace

StepExplainer::StepExplainer(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, &StepExplainer::begin);
}

void StepExplainer::ask(std::shared_ptr<const SearchSpace> space, Genome from, Genome to) {
    cancel();
    space_ = std::move(space);
    from_ = std::move(from);
    to_ = std::move(to);
    rest_.start();
}

void StepExplainer::cancel() {
    rest_.stop();
    ++newest_;
}

void StepExplainer::begin() {
    runInBackground(
        session_.workbench().pool(), this,
        [space = space_, from = from_, to = to_, context = session_.assessmentContext()] {
            return stepCauses(*space, from, to, context);
        },
        [this, number = newest_](const std::vector<StepCause>& causes) {
            if (number != newest_ || causes.empty()) return;
            QStringList texts;
            for (const StepCause& cause : causes) {
                if (std::abs(cause.latency_ms) < kSeen_ms) break;
                texts << toQt(cause.block) + QLatin1Char(' ') + signedMillisecondsText(cause.latency_ms);
            }
            if (!texts.isEmpty()) Q_EMIT explained(texts.join(QStringLiteral(", ")));
        });
}

}  // namespace bw::ui
