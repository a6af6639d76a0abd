// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "space/search_space.h"

namespace bw {

/// True where the outputs have equal shapes, but for the sizes of maps where these may differ.
bool sameOutputs(const LoweredNetwork& a, const LoweredNetwork& b, bool sizes_may_differ);

/// Finds the decisions of a network.
class SearchSpace::Maker {
public:
    /// All of them must outlive it.
    Maker(SearchSpace& space, const LoweredNetwork& lowered, const SpaceOptions& options)
        : space_(space), lowered_(lowered), options_(options) {}

    void addInput();
    void addOutputStride();
    /// Widths at the grain asked for.
    void addWidths();
    void addInsides();
    /// Drops the options that alone make no network that keeps the interface and, but for channels, its maps.
    void dropRefused(const std::stop_token& stop);

private:
    const Network& network() const { return space_.bases_.front().network; }
    void keep(const std::string& line);
    int add(SpaceDecision decision);
    /// By class: why it stays; empty where it may change.
    std::vector<std::string> reasonsToStay() const;
    bool closed(const Block& block) const;
    void addScale(std::vector<Scaled> classes, const std::string& stage);
    int addSizes(DecisionKind kind, const Block& block, const char* parameter, std::vector<double> values, double now);
    void addConversion(Inside& inside, const Block& block);
    void addSqueeze(Inside& inside, const Block& block);
    void addDepth(Inside& inside, const Block& block, const std::vector<int>& readers);

    SearchSpace& space_;
    const LoweredNetwork& lowered_;
    const SpaceOptions& options_;
};

}  // namespace bw
