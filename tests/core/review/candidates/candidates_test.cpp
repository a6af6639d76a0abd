// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "generator/sample_networks.h"
#include "io/document.h"
#include "io/file_bytes.h"
#include "review/candidates/accuracy_text.h"
#include "review/candidates/candidate_costs.h"
#include "review/candidates/candidate_origin.h"
#include "rewrite/rewrite.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

Network edited(const Network& network, const std::string& command) {
    return must(applyEdit(network, command)).network;
}

AssessmentContext contextFor(const char* target) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(target));
    context.estimator = must(Estimator::parametric(context.target));
    return context;
}

Document weighed() {
    Document document;
    document.network = samples::mobilenetV2();
    Candidate candidate;
    candidate.id = 4;
    candidate.name = "Fused";
    candidate.network = edited(document.network, "fuse ibn_1");
    candidate.target_id = "neural-engine";
    candidate.score = 171.25;
    candidate.score_name = "naswot";
    candidate.score_seeds = 3;
    candidate.score_spread = 0.5;
    candidate.costs = must(weighNetwork(candidate.network, contextFor("neural-engine")));
    document.review.candidates = {candidate};
    return document;
}

/// The file and place that the reader names where `now` stands for `was`.
QString refusedAt(std::string text, const std::string& was, const std::string& now) {
    const size_t at = text.find(was);
    if (at == std::string::npos) return QStringLiteral("no such text");
    text.replace(at, was.size(), now);
    const auto read = readDocument(text, "bad.blockwright");
    if (read) return QStringLiteral("accepted");
    return QString::fromStdString(read.error().file + ": " + read.error().place);
}

}  // namespace

class CandidatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void costsAndSpreadsAreKeptInTheDocument() {
        const Document document = weighed();
        const std::string bytes = writeDocument(document);
        const Document read = must(readDocument(bytes, "f"));
        QVERIFY(read == document);
        QVERIFY(writeDocument(read) == bytes);
        QVERIFY(read.review.candidates[0].costs->latency_ms.has_value());
        QVERIFY(!read.review.candidates[0].costs->estimator_id.empty());
    }

    void badCostsAreRefusedByFileAndPlace() {
        const std::string text = writeDocument(weighed());
        const auto at = [](const char* place) {
            return QStringLiteral("bad.blockwright: review.candidates[0].%1").arg(QString::fromUtf8(place));
        };
        QCOMPARE(refusedAt(text, "\"macs\": ", "\"macs\": -"), at("costs.macs"));
        QCOMPARE(refusedAt(text, "\"macs\"", "\"joules\""), at("costs.joules"));
        QCOMPARE(refusedAt(text, "\"latency_ms\": ", "\"latency_ms\": -"), at("costs.latency_ms"));
        QCOMPARE(refusedAt(text, "\"score_seeds\": 3", "\"score_seeds\": 0"), at("score_seeds"));
        QCOMPARE(refusedAt(text, "\"score_spread\": 0.5", "\"score_spread\": true"), at("score_spread"));
        QCOMPARE(
            refusedAt(text, "\"precision\": \"int8\",\n     \"target\"", "\"precision\": \"int9\",\n     \"target\""),
            at("costs.precision"));
    }

    void whatCouldNotBeOpenedAgainIsNotWritten() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("large.blockwright")).toStdString();
        Document document = weighed();
        QVERIFY(saveDocument(document, path).has_value());
        const std::string before = *readFileBytes(path, 1 << 24);
        Candidate wordy = document.review.candidates[0];
        wordy.notes.assign(kMaxReviewText - 1, 'x');
        for (wordy.id = 5; wordy.id < 255; ++wordy.id)
            document.review.candidates.push_back(wordy);
        const auto saved = saveDocument(document, path);
        QVERIFY(!saved);
        QVERIFY(saved.error().code == ErrorCode::LimitExceeded);
        QVERIFY(saved.error().remedy.find("candidates") != std::string::npos);
        QVERIFY(*readFileBytes(path, 1 << 24) == before);
    }

    void weighsAsTheWindowDoesAndTellsForWhat() {
        const Network network = samples::mobilenetV2();
        const AssessmentContext context = contextFor("neural-engine");
        const CandidateCosts costs = must(weighNetwork(network, context));
        const Totals totals = must(assess(network, context)).totals;
        QCOMPARE(costs.macs, totals.macs);
        QCOMPARE(*costs.latency_ms, *totals.latency_ms);
        QCOMPARE(*costs.latency_high_ms, *totals.latency_high_ms);
        QCOMPARE(costs.parameter_bytes, totals.parameter_bytes);
        QCOMPARE(costs.peak_activation_bytes, totals.peak_activation_bytes);
        QVERIFY(costs == costsOf(totals, context));
        QVERIFY(staleReason(costs, context).empty());
        QCOMPARE(QString::fromStdString(staleReason(costs, contextFor("ethos-u55-256"))),
                 QStringLiteral("weighed for neural-engine, int8"));
        CandidateCosts old = costs;
        old.estimator_id = "0123";
        QVERIFY(staleReason(old, context).find("another version") != std::string::npos);
        old = costs;
        old.memory_profile = "tinyengine";
        QVERIFY(staleReason(old, context).find("memory rules") != std::string::npos);
    }

    void originsAreWordsOfEditsFromTheNearest() {
        const Network start = samples::mobilenetV2();
        const Network fused = edited(start, "fuse ibn_1");
        const Network both = edited(fused, "set ibn_2.expansion=4");
        const std::vector<OriginReference> references = {{"the baseline", start}, {"Fused", fused}};
        QCOMPARE(QString::fromStdString(originOf(both, references)),
                 QStringLiteral("expansion 6 → 4 in ibn_2 (from Fused)"));
        QCOMPARE(QString::fromStdString(originOf(start, references)), QStringLiteral("as the baseline"));
        QVERIFY(originOf(start, {}).empty());
    }

    void accuraciesAreReadAsTheyAreWritten() {
        for (const char* text : {"71.3 %, one seed", "71.3 ± 0.4 % top-1, 5 seeds", "0.0 % mAP@[.5:.95], one seed"})
            QCOMPARE(QString::fromStdString(accuracyText(must(parseAccuracy(text)))), QString::fromUtf8(text));
        QVERIFY(must(parseAccuracy(" 71.5+-0.5 top-1 , 3 seeds")) == (MeasuredAccuracy{"top-1", 0.715, 0.005, 3}));
        QVERIFY(must(parseAccuracy("71.5")) == (MeasuredAccuracy{"", 0.715, 0, 1}));
        for (const char* bad : {"", "good", "-3", "101", "71 ± -1", "71 ± x", "71, 0 seeds", "71, many seeds", "nan"})
            QVERIFY2(!parseAccuracy(bad), bad);
    }
};

QTEST_GUILESS_MAIN(CandidatesTest)
#include "candidates_test.moc"
