// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query.h"

#include <QtTest>
#include <cmath>
#include <functional>

#include "generator/sample_networks.h"
#include "query/query_field.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

Assessment assessed(const Network& network, bool with_estimator = true) {
    AssessmentContext context;
    context.target = must(must(TargetRegistry::load(kModels + "/targets")).find("ethos-u85-512"));
    if (with_estimator) context.estimator = must(Estimator::open(context.target, kModels));
    return must(assess(network, context));
}

std::vector<size_t> hits(const Assessment& assessment, const std::string& query) {
    return must(Query::parse(query)).run(assessment).positions;
}

std::vector<size_t> expected(const Assessment& a, const std::function<bool(const Block&, const BlockFigures&)>& is) {
    std::vector<size_t> positions;
    for (size_t p = 0; p < a.network.size(); ++p)
        if (is(a.network.at(p), a.blocks[p])) positions.push_back(p);
    return positions;
}

const Assessment& presence() {
    static const Assessment kAssessment = assessed(samples::presenceDetector());
    return kAssessment;
}

using Is = std::function<bool(const Block&, const BlockFigures&)>;

}  // namespace

Q_DECLARE_METATYPE(Is)

class QueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatALoopOverTheBlocksFinds_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<Is>("is");
        const auto row = [](const char* query, Is is) { QTest::newRow(query) << QString::fromUtf8(query) << is; };
        const Totals& totals = presence().totals;
        const double latency = totals.latency_ms.value();
        row("latency > 2%", [=](const Block&, const BlockFigures& f) { return *f.latency_ms > latency * 0.02; });
        row("latency>20us", [](const Block&, const BlockFigures& f) { return *f.latency_ms > 0.02; });
        row("0.02 < latency", [](const Block&, const BlockFigures& f) { return *f.latency_ms > 0.02; });
        row("latency > 2 % and cout % 16 != 0", [=](const Block&, const BlockFigures& f) {
            return *f.latency_ms > latency * 0.02 && f.output_shape.channels() % 16 != 0;
        });
        row("cout%16=0 or params >= 100k", [](const Block&, const BlockFigures& f) {
            return f.output_shape.channels() % 16 == 0 || f.parameters >= 100'000;
        });
        row("not (cout % 16 == 0 or params >= 100k)", [](const Block&, const BlockFigures& f) {
            return f.output_shape.channels() % 16 != 0 && f.parameters < 100'000;
        });
        row("kind = ibn and kernel = 3 and stride = 2", [](const Block& b, const BlockFigures&) {
            return b.kind->id == "ibn" && b.attributes.integer("kernel") == 3 && b.attributes.integer("stride") == 2;
        });
        row("kind = IBN and not stride > 1", [](const Block& b, const BlockFigures&) {
            return b.kind->id == "ibn" && b.attributes.integer("stride") == 1;
        });
        row("macs / params > 500", [](const Block&, const BlockFigures& f) {
            return f.parameters > 0 && static_cast<double>(f.macs) / static_cast<double>(f.parameters) > 500;
        });
        row("macs > 2 * 1M + 5M", [](const Block&, const BlockFigures& f) { return f.macs > 7'000'000; });
        row("macs - 7M > 0", [](const Block&, const BlockFigures& f) { return f.macs > 7'000'000; });
        row("-macs < -7M", [](const Block&, const BlockFigures& f) { return f.macs > 7'000'000; });
        row("weights > 64KiB", [](const Block&, const BlockFigures& f) { return f.parameter_bytes > 65536; });
        row("peak >= 80%", [=](const Block&, const BlockFigures& f) {
            return static_cast<double>(f.live_bytes) >= static_cast<double>(totals.peak_activation_bytes) * 0.8;
        });
        row("act > 100kB", [](const Block&, const BlockFigures& f) { return f.output_shape.elements() > 100'000; });
        row("height <= 7 and width <= 7", [](const Block&, const BlockFigures& f) {
            return f.output_shape.height() <= 7 && f.output_shape.width() <= 7;
        });
        row("utilisation < 20%",
            [](const Block&, const BlockFigures& f) { return f.latency_ms.value_or(0) > 0 && f.utilisation < 0.2; });
        row("idle > 0.25",
            [](const Block&, const BlockFigures& f) { return f.idlest_operator >= 0 && f.idle_lanes > 0.25; });
        row("bound = DRAM", [](const Block&, const BlockFigures& f) { return f.bound == Bound::Dram; });
        row("bound = output path or bound = \"weights\"",
            [](const Block&, const BlockFigures& f) { return f.bound == Bound::Output || f.bound == Bound::Weights; });
        row("frozen", [](const Block& b, const BlockFigures&) { return b.frozen; });
        row("frozen = no and stage ~ \"3\"",
            [](const Block& b, const BlockFigures&) { return !b.frozen && b.stage.find('3') != std::string::npos; });
        row("stage = Stage 3", [](const Block& b, const BlockFigures&) { return b.stage == "stage 3"; });
        row("inverted and macs > 1", [](const Block& b, const BlockFigures& f) {
            return QString::fromStdString(b.kind->label + b.name)
                       .contains(QLatin1String("inverted"), Qt::CaseInsensitive) &&
                   f.macs > 1;
        });
        row("precision = int8 and name !~ a", [](const Block& b, const BlockFigures&) {
            return !QString::fromStdString(b.name).contains(QLatin1Char('a'), Qt::CaseInsensitive);
        });
    }

    void findsWhatALoopOverTheBlocksFinds() {
        QFETCH(QString, query);
        QFETCH(Is, is);
        QCOMPARE(hits(presence(), query.toStdString()), expected(presence(), is));
    }

    void theQueriesAboveTellBlocksApart() {
        for (const char* query : {"latency > 2%", "cout % 16 != 0", "peak >= 80%", "macs / params > 500",
                                  "kind = ibn and kernel = 3 and stride = 2", "stage = Stage 3"}) {
            const size_t count = hits(presence(), query).size();
            QVERIFY2(count > 0 && count < presence().network.size(), query);
        }
    }

    void channelsOfTheInputAreThoseOfTheBlockBefore() {
        const Assessment& a = presence();
        const auto found = hits(a, "cin = 3");
        QCOMPARE(found.size(), size_t{1});
        QCOMPARE(a.network.at(found.front()).inputs.front().block, a.network.at(0).id);
    }

    void whatABlockLacksIsNeitherTrueNorFalse() {
        // An input block reads nothing and has no expansion.
        for (const char* query : {"cin = 3", "cin != 3", "not cin = 3", "expansion > 0", "not expansion > 0"}) {
            const auto found = hits(presence(), query);
            QVERIFY2(std::find(found.begin(), found.end(), size_t{0}) == found.end(), query);
        }
        const auto either = hits(presence(), "cin != 3 or kind = input");
        QVERIFY(std::find(either.begin(), either.end(), size_t{0}) != either.end());
        QVERIFY(hits(presence(), "macs / 0 > 1 or macs % 0 = 0 or not macs / 0 > 1").empty());
    }

    void withoutAnEstimatorBlocksAreUndecided() {
        const Assessment a = assessed(samples::cameraClassifier(), false);
        const Query query = must(Query::parse("latency > 5%"));
        QVERIFY(query.needsEstimate());
        QVERIFY(query.run(a).positions.empty());
        QCOMPARE(query.run(a).undecided, a.network.size());
        // What decides without it decides.
        const QueryHits hits = must(Query::parse("latency > 5% or macs >= 0")).run(a);
        QCOMPARE(hits.positions.size(), a.network.size());
        QCOMPARE(hits.undecided, size_t{0});
        QVERIFY(!must(Query::parse("macs > 5%")).needsEstimate());
        QVERIFY(must(Query::parse("bound != DRAM")).run(a).positions.empty());
        QVERIFY(must(Query::parse("not out_of_range")).run(a).positions.empty());
    }

    void errorsNameThePlaceAndTheReason_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* query, int character, const char* part) {
            QTest::newRow(query) << QString::fromUtf8(query) << QStringLiteral("character %1").arg(character)
                                 << QString::fromUtf8(part);
        };
        row("", 1, "empty");
        row("latencyy > 5%", 1, "is it 'latency'?");
        row("macs > 5 and lat > 5", 14, "is it 'latency'?");
        row("wörter and zzzzzz > 5", 12, "no figure 'zzzzzz'");
        row("latency", 1, "compared with nothing");
        row("not latency", 5, "compared with nothing");
        row("latency >", 10, "missing at the end");
        row("latency > > 5", 11, "before '>'");
        row("latency > 5% cout", 14, "'cout' follows");
        row("latency > 5KiB", 11, "'latency' is a time and '5KiB' is a number of bytes");
        row("latency + peak > 5", 11, "'peak' is a number of bytes");
        row("latency > 5 parsecs", 13, "no unit 'parsecs'");
        row("cout > 5%", 8, "has no total");
        row("latency + latency > 5%", 21, "has no total");
        row("5% > 4%", 1, "has no total");
        row("(latency > 5", 1, "not closed");
        row("latency > 5)", 12, "')' follows");
        row("1 < macs < 5", 10, "join them by 'and'");
        row("kind > ibn", 6, "no order");
        row("kind = inb", 8, "there is no kind 'inb'");
        row("bound = sky", 9, "SRAM");
        row("kind =", 7, "missing");
        row("kind = \"ibn", 8, "no closing quote");
        row("macs ~ 5", 6, "looks into texts");
        row("macs = ibn", 8, "is none");
        row("frozen = perhaps", 8, "yes or no");
        row("macs > 1 ; 2", 10, "';' means nothing");
        row("macs > 1e999", 8, "no number");
        row("macs and", 1, "compared with nothing");
        row("and macs > 1", 1, "before 'and'");
    }

    void errorsNameThePlaceAndTheReason() {
        QFETCH(QString, query);
        QFETCH(QString, place);
        QFETCH(QString, part);
        const auto parsed = Query::parse(query.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().place), place);
        QVERIFY2(QString::fromStdString(parsed.error().message + "; " + parsed.error().remedy).contains(part),
                 parsed.error().text().c_str());
    }

    void hostileQueriesEndAsErrors() {
        for (const std::string& open : {std::string("("), std::string("not "), std::string("-")}) {
            std::string deep;
            while (deep.size() < 4000)
                deep += open;
            QVERIFY(!Query::parse(deep + "macs > 1"));
        }
        QVERIFY(!Query::parse(std::string(5000, 'a') + " > 1"));
        QVERIFY(!Query::parse(std::string("macs \x01 1")));
        std::string wide = "macs > 0";
        while (wide.size() < 4000)
            wide += " or macs>0";
        QVERIFY(!hits(presence(), wide).empty());
    }

    void everyFieldHasAnExampleThatWorks() {
        QVERIFY(queryFields().size() > 20);
        for (const QueryField& field : queryFields()) {
            QVERIFY2(!field.doc.empty(), field.name.c_str());
            if (field.type == QueryField::Type::Text && field.example.ends_with("= ")) continue;
            const auto query = Query::parse(field.example);
            QVERIFY2(query, (field.example + ": " + (query ? "" : query.error().text())).c_str());
            QCOMPARE(query->needsEstimate(), field.is_estimated);
        }
    }

    void plainTextIsNoQuery() {
        QVERIFY(!looksLikeQuery("fused ibn"));
        QVERIFY(!looksLikeQuery("block_4 (2)"));
        QVERIFY(looksLikeQuery("latency>5"));
        QVERIFY(looksLikeQuery("name ~ stem"));
    }
};

QTEST_APPLESS_MAIN(QueryTest)
#include "query_test.moc"
