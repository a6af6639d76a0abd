// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "main_window/assessed_node.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Comparison", text);
}

/// Less would be shown as "0.000 ms".
constexpr double kShownChange = 5e-4;

const Assessment& of(const Comparison& c, Side side) {
    return side == Side::A ? *c.a : *c.b;
}

int partnerPosition(const Comparison& c, Side side, size_t position) {
    return side == Side::A ? c.diff.match.of_a[position] : c.diff.match.of_b[position];
}

/// B's latency of the block less A's; what stands on one side only counts whole. Nothing where it is unknown.
std::optional<double> latencyChange(const Comparison& c, Side side, size_t position) {
    const auto own = of(c, side).blocks[position].latency_ms;
    const int partner = partnerPosition(c, side, position);
    if (!own) return std::nullopt;
    if (partner < 0) return side == Side::A ? -*own : *own;
    const auto other = of(c, side == Side::A ? Side::B : Side::A).blocks[static_cast<size_t>(partner)].latency_ms;
    if (!other) return std::nullopt;
    return side == Side::A ? *other - *own : *own - *other;
}

double greatestChange(const Comparison& c) {
    double greatest = 0;
    for (const Side side : {Side::A, Side::B}) {
        for (size_t i = 0; i < of(c, side).blocks.size(); ++i)
            greatest = std::max(greatest, std::abs(latencyChange(c, side, i).value_or(0)));
    }
    return greatest;
}

QString latencyChangeText(double change) {
    if (std::abs(change) < kShownChange) return QStringLiteral("±0 ms");
    return signedMillisecondsText(change);
}

/// Names of the blocks that differ or stand on one side only.
std::set<std::string> differingNames(const NetworkDiff& diff, Side side) {
    std::set<std::string> names;
    for (const BlockChange& change : diff.changed)
        names.insert(side == Side::A ? change.name_a : change.name_b);
    const auto& alone = side == Side::A ? diff.removed : diff.added;
    names.insert(alone.begin(), alone.end());
    return names;
}

/// Collects the blocks of one side.
class SceneBuilder {
public:
    SceneBuilder(const Comparison& c, Side side)
        : c_(c), side_(side), a_(of(c, side)), differing_(differingNames(c.diff, side)), greatest_(greatestChange(c)) {
        for (const BlockFigures& figures : a_.blocks)
            slowest_ = std::max(slowest_, figures.latency_ms.value_or(0));
    }

    CanvasNode node(size_t position) const {
        const Block& block = a_.network.at(position);
        CanvasNode node = blockNode(block);
        addFigures(node, a_, position);
        node.changed = differing_.count(block.name) != 0;
        if (slowest_ > 0) node.share = a_.blocks[position].latency_ms.value_or(0) / slowest_;
        const auto change = latencyChange(c_, side_, position);
        if (change && block.kind->group != KindGroup::Input) {
            node.figure = latencyChangeText(*change);
            if (greatest_ > 0) node.heat = *change / greatest_;
        }
        return node;
    }

    CanvasScene scene() const {
        CanvasScene scene;
        QHash<QString, int> groups;
        for (size_t i = 0; i < a_.network.size(); ++i) {
            const Block& block = a_.network.at(i);
            scene.nodes.push_back(node(i));
            for (const Port& input : block.inputs)
                scene.edges.push_back({input.block, block.id, false});
            if (block.stage.empty()) continue;
            const QString stage = toQt(block.stage);
            if (!groups.contains(stage)) {
                groups.insert(stage, static_cast<int>(scene.groups.size()));
                scene.groups.push_back({stage});
            }
            scene.nodes.back().group = groups.value(stage);
        }
        if (greatest_ > 0) {
            scene.legend = {tr("Change of latency from A to B"), latencyChangeText(-greatest_),
                            latencyChangeText(greatest_), true};
        }
        return scene;
    }

private:
    const Comparison& c_;
    Side side_;
    const Assessment& a_;
    std::set<std::string> differing_;
    double greatest_ = 0;
    double slowest_ = 0;
};

}  // namespace

Result<Comparison> compareNetworks(const Network& a, const Network& b, const AssessmentContext& context) {
    Comparison comparison;
    for (const auto& [network, place] : {std::pair{&a, &comparison.a}, std::pair{&b, &comparison.b}}) {
        auto assessed = assess(*network, context);
        if (!assessed) return tl::unexpected(assessed.error());
        *place = std::make_shared<const Assessment>(*std::move(assessed));
    }
    auto diff = diffNetworks(*comparison.a, *comparison.b, context);
    if (!diff) return tl::unexpected(diff.error());
    comparison.diff = *std::move(diff);
    return comparison;
}

int partnerOf(const Comparison& comparison, Side side, int id) {
    const int position = of(comparison, side).network.positionOf(id);
    if (position < 0) return kNoNode;
    const int partner = partnerPosition(comparison, side, static_cast<size_t>(position));
    const Assessment& other = of(comparison, side == Side::A ? Side::B : Side::A);
    return partner < 0 ? kNoNode : other.network.at(static_cast<size_t>(partner)).id;
}

CanvasScene sideScene(const Comparison& comparison, Side side) {
    return SceneBuilder(comparison, side).scene();
}

int ghostId(const Comparison& comparison, int id_in_a) {
    return comparison.b->network.nextId() + id_in_a;
}

CanvasScene mergedScene(const Comparison& comparison) {
    CanvasScene scene = SceneBuilder(comparison, Side::B).scene();
    const SceneBuilder before(comparison, Side::A);
    const Network& a = comparison.a->network;
    const auto idOf = [&](int id_in_a) {
        const int partner = partnerOf(comparison, Side::A, id_in_a);
        return partner != kNoNode ? partner : ghostId(comparison, id_in_a);
    };
    // Ghosts hang between what is left of their neighbours. B may run those in another order: an edge that would close
    // a cycle, to a block that does not run behind all that the ghost rests on, is left out.
    QHash<int, int> rests_on;  // By ghost: the last position in B that it reads from, through other ghosts as well.
    for (size_t i = 0; i < a.size(); ++i) {
        const int to = idOf(a.at(i).id);
        const int to_position = comparison.b->network.positionOf(to);
        if (to_position < 0) {
            CanvasNode node = before.node(i);
            node.id = to;
            node.ghost = true;
            scene.nodes.push_back(std::move(node));
            rests_on.insert(to, -1);
        }
        for (const Port& input : a.at(i).inputs) {
            const int from = idOf(input.block);
            const int from_position = comparison.b->network.positionOf(from);
            const int reach = from_position >= 0 ? from_position : rests_on.value(from);
            if (to_position < 0) {
                rests_on[to] = std::max(rests_on.value(to), reach);
                scene.edges.push_back({from, to, true});
            } else if (from_position < 0 && to_position > reach) {
                scene.edges.push_back({from, to, true});
            }
        }
    }
    return scene;
}

}  // namespace bw::ui
