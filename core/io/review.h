// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/network.h"
#include "graph/precision.h"

namespace bw {

inline constexpr size_t kMaxCandidates = 1000;
inline constexpr size_t kMaxStops = 1000;
/// Of names, owners and the like; notes and origins may hold more.
inline constexpr size_t kMaxReviewText = size_t{1} << 16;

/// Accuracy as training measured it.
struct MeasuredAccuracy {
    std::string metric;  ///< "top-1", "mAP@[.5:.95]".
    double mean = 0;     ///< Over the seeds, 0 ... 1.
    double spread = 0;   ///< Half-width of the 95 % interval.
    int64_t seeds = 0;
    bool operator==(const MeasuredAccuracy&) const = default;
};

/// A network that a review weighs. All texts are plain.
struct Candidate {
    int64_t id = 0;  ///< Unique in its document.
    std::string name;
    Network network;
    std::string origin;  ///< Which edits or which search it comes from, in words.
    std::string notes;
    std::vector<std::string> tags;
    bool pinned = false;
    std::optional<double> score;  ///< Of the search that found it.
    std::string score_name;
    std::optional<MeasuredAccuracy> accuracy;
    std::string target_id;  ///< For which it was kept; costs are those of the document's target all the same.
    Precision precision = Precision::Int8;
    bool operator==(const Candidate&) const = default;
};

enum class Verdict : uint8_t { Open, Adopt, Reject };
/// "open", "adopt" or "reject".
std::string_view verdictId(Verdict decision);
Result<Verdict> parseVerdict(std::string_view id);

/// One stop of a walk through a design: what is looked at, what is said of it, what was decided.
struct Stop {
    std::string title;
    std::string note;
    Verdict decision = Verdict::Open;
    std::string owner;
    std::string date;     ///< "2026-11-28"; may be empty.
    double centre_x = 0;  ///< Middle of the view, in units of the graph's drawing.
    double centre_y = 0;
    double scale = 1;     ///< Pixels per unit.
    std::string overlay;  ///< Id of the figure that colours the blocks; empty: plain.
    std::string panel;    ///< Panel that is open; empty: none.
    std::vector<BlockId> selection;
    bool operator==(const Stop&) const = default;
};

/// What a document keeps for its reviews.
struct Review {
    std::vector<Candidate> candidates;
    std::vector<Stop> stops;
    bool empty() const { return candidates.empty() && stops.empty(); }
    bool operator==(const Review&) const = default;
};

/// Null where there is none.
const Candidate* findCandidate(const Review& review, int64_t id);
/// An id that no candidate has.
int64_t nextCandidateId(const Review& review);
/// The name, with a number where another candidate has it.
std::string uniqueCandidateName(const Review& review, const std::string& wanted);

/// What leads from one review to another as JSON text: new and changed candidates, the order of all, the stops.
std::string writeReviewChange(const Review& before, const Review& after);
/// Makes such a change. Errors name the field.
Result<Review> applyReviewChange(const Review& before, std::string_view change);

}  // namespace bw
