// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ghost_finder.h"

#include <cmath>

#include "session/background.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr double kNotableShare = 0.01;

QString changeOf(const Block& before, const Block& after) {
    if (before.kind != after.kind) return toQt(after.kind->label);
    QStringList parts;
    for (const ParamSpec& spec : after.kind->params) {
        const Value* old_value = before.attributes.find(spec.name);
        const Value* new_value = after.attributes.find(spec.name);
        if (old_value == nullptr || new_value == nullptr || *old_value == *new_value || spec.advanced) continue;
        const QString label = toQt(spec.label).toLower();
        if (spec.type == ParamType::Flag) {
            parts
                << (std::get<bool>(*new_value) ? GhostFinder::tr("with %1") : GhostFinder::tr("without %1")).arg(label);
        } else {
            parts << QStringLiteral("%1 %2 → %3").arg(label, toQt(valueText(*old_value)), toQt(valueText(*new_value)));
        }
    }
    return parts.mid(0, 2).join(QStringLiteral(", "));
}

std::optional<double> latencyOf(const Assessment& assessment, BlockId block) {
    const int position = assessment.network.positionOf(block);
    return position < 0 ? std::nullopt : assessment.blocks[static_cast<size_t>(position)].latency_ms;
}

}  // namespace

std::vector<BlockOutcome> blockOutcomes(const Assessment& before, const Assessment& after) {
    std::vector<BlockOutcome> outcomes;
    const double notable = kNotableShare * before.totals.latency_ms.value_or(0);
    for (const BlockPtr& block : before.network.blocks()) {
        const Block* next = after.network.find(block->id);
        BlockOutcome outcome;
        outcome.block = block->id;
        const auto old_ms = latencyOf(before, block->id);
        if (next == nullptr) {
            outcome.gone = true;
            outcome.label = GhostFinder::tr("left out");
            if (old_ms && *old_ms > 0) outcome.change_ms = -*old_ms;
            outcomes.push_back(std::move(outcome));
            continue;
        }
        const auto new_ms = latencyOf(after, block->id);
        if (old_ms && new_ms && std::abs(*new_ms - *old_ms) > 1e-6) outcome.change_ms = *new_ms - *old_ms;
        if (next->kind != block->kind || !(next->attributes == block->attributes))
            outcome.label = changeOf(*block, *next);
        const bool costs = outcome.change_ms && notable > 0 && std::abs(*outcome.change_ms) >= notable;
        if (!outcome.label.isEmpty() || costs) outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

GhostFinder::GhostFinder(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &DocumentSession::networkChanged, this, [this] { request({}); });
    // What was asked for before the figures of the present network were there.
    connect(&session_, &DocumentSession::assessmentChanged, this, [this] { find(); });
}

void GhostFinder::request(const std::vector<std::string>& commands) {
    if (commands == commands_) return;
    commands_ = commands;
    find();
}

void GhostFinder::find() {
    const uint64_t number = ++newest_;
    const auto before = session_.assessment();
    if (commands_.empty() || !before || !before->network.sharesWith(session_.network())) return set({});
    EditContext edits = session_.editContext();
    runInBackground(
        session_.workbench().pool(), this,
        [before, commands = commands_, edits,
         context = session_.assessmentContext()]() mutable -> std::vector<BlockOutcome> {
            Network network = before->network;
            edits.lowered = &before->lowered;
            for (const std::string& command : commands) {
                auto outcome = applyEdit(network, command, edits);
                if (!outcome) return {};
                network = std::move(outcome->network);
                edits.lowered = nullptr;
            }
            const auto after = assess(network, context);
            return after ? blockOutcomes(*before, *after) : std::vector<BlockOutcome>();
        },
        [this, number](std::vector<BlockOutcome> outcomes) {
            if (number == newest_) set(std::move(outcomes));
        });
}

void GhostFinder::set(std::vector<BlockOutcome> outcomes) {
    if (outcomes == outcomes_) return;
    outcomes_ = std::move(outcomes);
    Q_EMIT outcomesChanged();
}

}  // namespace bw::ui
