// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/report.h"

#include <QXmlStreamReader>

#include "base/text.h"
#include "core/rewrite/edit_fixture.h"
#include "generator/sample_networks.h"
#include "support/must.h"
#include "support/neural_engine.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

Document presenceStudy() {
    Document document;
    document.baseline = samples::presenceDetector();
    document.network = edited(*document.baseline, "scale 0.75 --multiple 8").network;
    document.budgets.peak_activation_bytes = 1000;
    return document;
}

Report reportOf(const Document& document) {
    return must(composeReport({document, neuralEngine(), "study.blockwright", "0.1.0", {}}));
}

const ReportTable& tableOf(const Report& report, const std::string& name) {
    for (const ReportSection& section : report.sections) {
        for (const auto& part : section.parts) {
            const auto* table = std::get_if<ReportTable>(&part);
            if (table != nullptr && table->name == name) return *table;
        }
    }
    qFatal("no table %s", name.c_str());
}

std::vector<const ReportPicture*> picturesOf(const Report& report) {
    std::vector<const ReportPicture*> pictures;
    for (const ReportSection& section : report.sections) {
        for (const auto& part : section.parts) {
            if (const auto* picture = std::get_if<ReportPicture>(&part)) pictures.push_back(picture);
        }
    }
    return pictures;
}

/// What a reader of XML has against it; empty where nothing.
QString xmlProblem(const std::string& text) {
    QXmlStreamReader reader(QByteArray::fromStdString(text));
    while (!reader.atEnd())
        reader.readNext();
    return reader.hasError() ? reader.errorString() : QString();
}

/// Every text that the picture shows.
QString shownText(const std::string& svg) {
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    QString shown;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters()) shown += reader.text().toString() + QLatin1Char('\n');
    }
    return shown;
}

}  // namespace

class ReportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalDocumentsGiveEqualPages() {
        QCOMPARE(reportHtml(reportOf(presenceStudy())), reportHtml(reportOf(presenceStudy())));
    }

    void thePageNeedsNothingElse() {
        const std::string html = reportHtml(reportOf(presenceStudy()));
        for (const char* reference : {"<script", " src=", "<link", "@import", "url(", "<iframe"})
            QVERIFY2(html.find(reference) == std::string::npos, reference);
        for (size_t at = html.find("http"); at != std::string::npos; at = html.find("http", at + 1)) {
            const std::string_view rest = std::string_view(html).substr(at);
            QVERIFY(rest.starts_with("http-equiv") || rest.starts_with("http://www.w3.org/2000/svg"));
        }
    }

    void figuresAreThoseOfTheAssessment() {
        const Document document = presenceStudy();
        const Totals totals = must(assess(document.network, neuralEngine())).totals;
        const Totals before = must(assess(*document.baseline, neuralEngine())).totals;
        const Report report = reportOf(document);
        const ReportTable& table = tableOf(report, "summary");
        COMPARE_TEXT(table.rows[0][1], formatMilliseconds(*totals.latency_ms).c_str());
        COMPARE_TEXT(table.rows[0][2], formatMilliseconds(*before.latency_ms).c_str());
        bool peak = false;
        for (const auto& row : table.rows) {
            if (row[0] != "Peak activation memory") continue;
            peak = true;
            COMPARE_TEXT(row[1], (groupDigits(totals.peak_activation_bytes) + " B").c_str());
            COMPARE_TEXT(row[5], ("no, by " + groupDigits(totals.peak_activation_bytes - 1000) + " B").c_str());
        }
        QVERIFY(peak);
        QCOMPARE(tableOf(report, "blocks").rows.size(), document.network.size());
    }

    void differencesFromTheBaselineAreEdits() {
        const Report report = reportOf(presenceStudy());
        const ReportTable& table = tableOf(report, "differences");
        QCOMPARE(table.rows.size(), size_t{2});
        QVERIFY(table.rows[0][4].starts_with("scale "));
        QCOMPARE(table.rows[0][1], table.rows[1][1]);
    }

    void picturesAreWellFormedAndNameEveryBlock() {
        const Document document = presenceStudy();
        const Report report = reportOf(document);
        const auto pictures = picturesOf(report);
        QCOMPARE(pictures.size(), size_t{3});
        for (const ReportPicture* picture : pictures)
            QCOMPARE(xmlProblem(picture->svg), QString());
        const QString graph = shownText(pictures.front()->svg);
        for (const BlockPtr& block : document.network.blocks())
            QVERIFY2(graph.contains(QString::fromStdString(block->name)), block->name.c_str());
    }

    void longGraphsAreWrappedNotCut() {
        NetworkText net({1, 8, 32, 32});
        std::vector<std::string> names;
        for (int i = 0; i < 120; ++i)
            names.push_back("block_" + std::to_string(i));
        net.add("conv", names[0].c_str(), {"in"}, {{"channels", int64_t{8}}});
        for (size_t i = 1; i < names.size(); ++i)
            net.add("conv", names[i].c_str(), {names[i - 1].c_str()}, {{"channels", int64_t{8}}});
        Document document;
        document.network = net.add("add", "far", {names.back().c_str(), names[2].c_str()}).done();
        const Report report = reportOf(document);
        const ReportPicture& graph = *picturesOf(report).front();
        QVERIFY(graph.height < 1100);
        const QString shown = shownText(graph.svg);
        for (const std::string& name : names)
            QVERIFY2(shown.contains(QString::fromStdString(name + "\n")), name.c_str());
    }

    void namesAreTextAndNothingElse() {
        NetworkText net({1, 3, 32, 32});
        net.add("conv", "<script>alert(1)</script>&amp;\"'", {"in"});
        Document document;
        document.network = net.add("conv", "evil\xE2\x80\xAEgnp.exe", {"<script>alert(1)</script>&amp;\"'"}).done();
        document.notes = "<b>not bold</b> \xE2\x81\xA6";
        const Report report = reportOf(document);
        const std::string html = reportHtml(report);
        QVERIFY(html.find("<script") == std::string::npos);
        QVERIFY(html.find("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;'") != std::string::npos);
        QVERIFY(html.find("<b>") == std::string::npos);
        QVERIFY(html.find("evil[U+202E]gnp.exe") != std::string::npos);
        for (const char* turning : {"\xE2\x80\xAE", "\xE2\x81\xA6"})
            QVERIFY(html.find(turning) == std::string::npos);
        for (const ReportPicture* picture : picturesOf(report))
            QCOMPARE(xmlProblem(picture->svg), QString());
    }

    void withoutAnEstimatorTheRestIsTold() {
        AssessmentContext blind = neuralEngine();
        blind.estimator = nullptr;
        const Document document = presenceStudy();
        const Report report = must(composeReport({document, blind, "study.blockwright", "0.1.0", "it is missing"}));
        COMPARE_TEXT(tableOf(report, "summary").rows[0][1], "unknown");
        QVERIFY(reportHtml(report).find("none: it is missing") != std::string::npos);
    }

    void candidatesAndDecisionsAreTold() {
        Document document = presenceStudy();
        Candidate candidate;
        candidate.id = 1;
        candidate.name = "fused";
        candidate.network = edited(*document.baseline, "fuse ibn_1").network;
        candidate.accuracy = MeasuredAccuracy{"mAP", 0.5, 0.01, 3};
        document.review.candidates = {candidate};
        Stop stop;
        stop.title = "first block";
        stop.decision = Verdict::Adopt;
        stop.owner = "Ada";
        stop.selection = {document.network.at(1).id};
        document.review.stops = {stop};
        const Report report = reportOf(document);
        const ReportTable& candidates = tableOf(report, "candidates");
        QCOMPARE(candidates.rows.size(), size_t{3});
        COMPARE_TEXT(candidates.rows[2][0], "fused");
        COMPARE_TEXT(candidates.rows[2][5], "50.0 ± 1.0 % mAP, 3 seeds");
        const Totals totals = must(assess(candidate.network, neuralEngine())).totals;
        COMPARE_TEXT(candidates.rows[2][3], groupDigits(totals.peak_activation_bytes).c_str());
        const ReportTable& decisions = tableOf(report, "decisions");
        COMPARE_TEXT(decisions.rows[0][0], "1. first block");
        COMPARE_TEXT(decisions.rows[0][1], document.network.at(1).name.c_str());
        COMPARE_TEXT(decisions.rows[0][3], "adopt");
        QCOMPARE(picturesOf(report).size(), size_t{4});
        for (const ReportPicture* picture : picturesOf(report))
            QCOMPARE(xmlProblem(picture->svg), QString());
    }

    void csvIsQuotedWhereItMustBe() {
        const ReportTable table{"t", {{"a", false}, {"b", true}}, {{"x,\"y\"", "1"}, {"=1+1", "two\nlines"}}};
        COMPARE_TEXT(tableCsv(table), "a,b\r\n\"x,\"\"y\"\"\",1\r\n'=1+1,\"two\nlines\"\r\n");
    }
};

QTEST_GUILESS_MAIN(ReportTest)
#include "report_test.moc"
