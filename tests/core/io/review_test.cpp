// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a document keeps for its reviews: candidates and the stops of a walk-through.
#include "io/review.h"

#include "core/rewrite/edit_fixture.h"
#include "io/document.h"

using namespace bw;
using namespace bw::test;

namespace {

Network small() {
    return NetworkText({1, 3, 32, 32})
        .add("conv", "stem", {"in"}, {{"channels", int64_t{16}}})
        .add("conv", "head", {"stem"})
        .done();
}

Candidate candidate(int64_t id, const char* name) {
    Candidate made;
    made.id = id;
    made.name = name;
    made.network = small();
    made.target_id = "neural-engine";
    return made;
}

Document reviewed() {
    Document document;
    document.network = small();
    Candidate full = candidate(4, "wide <b>\xE2\x80\xAE");
    full.origin = "search Smaller, seed 7";
    full.notes = "line one\nline two";
    full.tags = {"small", "fast"};
    full.pinned = true;
    full.score = 0.75;
    full.score_name = "capacity";
    full.accuracy = MeasuredAccuracy{"top-1", 0.913, 0.004, 3};
    full.precision = Precision::Fp16;
    document.review.candidates = {full, candidate(9, "other")};
    Stop stop;
    stop.title = "the stem";
    stop.note = "wide enough?";
    stop.decision = Verdict::Adopt;
    stop.owner = "Ada";
    stop.date = "2026-11-28";
    stop.centre_x = -12.5;
    stop.centre_y = 300;
    stop.scale = 1.25;
    stop.width = 640;
    stop.height = 360;
    stop.overlay = "latency";
    stop.panel = "memory";
    stop.selection = {1, 2};
    document.review.stops = {stop, Stop{}};
    return document;
}

/// Why a document is refused; empty where it opens.
std::string refusalOf(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    if (at == std::string::npos) qFatal("no '%s' in the document", from.c_str());
    text.replace(at, from.size(), to);
    const auto document = readDocument(text, "d.blockwright");
    return document ? std::string() : document.error().text();
}

}  // namespace

class ReviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingIsKeptInTheDocument() {
        const Document document = reviewed();
        const auto read = readDocument(writeDocument(document), "d.blockwright");
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(*read == document);
        COMPARE_TEXT(writeDocument(*read), writeDocument(document).c_str());
    }

    void documentsWithoutAReviewHaveNoSuchField() {
        Document document;
        document.network = small();
        QVERIFY(writeDocument(document).find("review") == std::string::npos);
    }

    void badEntriesAreNamedByFileAndPlace() {
        const std::string text = writeDocument(reviewed());
        const auto named = [&](const std::string& from, const std::string& to, const char* place) {
            const std::string why = refusalOf(text, from, to);
            QVERIFY2(why.find("d.blockwright") != std::string::npos && why.find(place) != std::string::npos,
                     why.c_str());
        };
        named("\"id\": 9", "\"id\": 4", "review.candidates[1].id");
        named("\"mean\": 0.913", "\"mean\": 91.3", "review.candidates[0].accuracy.mean");
        named("\"decision\": \"adopt\"", "\"decision\": \"perhaps\"", "review.stops[0].decision");
        named("\"precision\": \"fp16\"", "\"precision\": \"fp13\"", "review.candidates[0].precision");
        named("\"owner\": \"Ada\"", "\"owner\": 7", "review.stops[0].owner");
        named("1.25", "1e99", "review.stops[0].view");
        named("640.0", "0", "review.stops[0].size");
        named("640.0", "\"wide\"", "review.stops[0].size");
        named("\"pinned\": true", "\"pinned\": 1", "review.candidates[0].pinned");
        named("\"score_name\"", "\"later_field\"", "later_field");
    }

    void changesLeadFromOneReviewToAnother() {
        const Review before = reviewed().review;
        Review after = before;
        after.candidates.erase(after.candidates.begin());
        after.candidates.push_back(candidate(10, "new"));
        after.candidates.front().notes = "changed";
        std::swap(after.candidates[0], after.candidates[1]);
        after.stops.pop_back();
        const std::string change = writeReviewChange(before, after);
        const auto made = applyReviewChange(before, change);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QVERIFY(*made == after);
        QVERIFY(!applyReviewChange(Review{}, R"({"order": [3]})"));
        QVERIFY(!applyReviewChange(before, "[]"));
    }

    void namesAndIdsOfCandidatesAreUnique() {
        const Review review = reviewed().review;
        QCOMPARE(nextCandidateId(review), int64_t{10});
        COMPARE_TEXT(uniqueCandidateName(review, "other"), "other (2)");
        COMPARE_TEXT(uniqueCandidateName(review, "free"), "free");
    }
};

QTEST_GUILESS_MAIN(ReviewTest)
#include "review_test.moc"
