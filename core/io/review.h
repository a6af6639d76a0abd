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

/// What a network costs, and for what it was weighed.
struct CandidateCosts {
    std::string target_id;
    Precision precision = Precision::Int8;
    std::string memory_profile;  ///< Empty: the target's own.
    std::string estimator_id;    ///< Estimator::id(); empty where no latency was estimated.
    std::optional<double> latency_ms;
    std::optional<double> latency_low_ms;  ///< 90 % interval.
    std::optional<double> latency_high_ms;
    int64_t macs = 0;
    int64_t parameters = 0;
    int64_t parameter_bytes = 0;
    int64_t peak_activation_bytes = 0;
    bool operator==(const CandidateCosts&) const = default;
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
    int64_t score_seeds = 1;  ///< Of which the score is the mean.
    double score_spread = 0;  ///< Standard deviation over the seeds; 0 where it is not known.
    std::optional<MeasuredAccuracy> accuracy;
    std::string target_id;  ///< For which it was kept; costs are those of the document's target all the same.
    Precision precision = Precision::Int8;
    std::optional<CandidateCosts> costs;  ///< As last weighed before it was kept.
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
