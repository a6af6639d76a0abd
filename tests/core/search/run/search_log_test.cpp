// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <csignal>

#include "io/atomic_write.h"
#include "io/file_bytes.h"
#include "search/run/search_run.h"
#include "support/must.h"
#include "support/toy_problem.h"

using namespace bw;
using bw::support::must;
using bw::support::ToyProblem;

namespace {

constexpr int64_t kMostBytes = 1 << 24;

ToyProblem makeProblem(double milliseconds = 0) {
    ToyProblem::Options options;
    options.decisions = 10;
    options.options = 4;
    options.most_cost = 30;
    options.milliseconds = milliseconds;
    return ToyProblem(options);
}

Result<SearchResult> search(const ToyProblem& problem, const RunOptions& options) {
    RunControl control;
    return runSearch(problem, options, control);
}

/// Everything of a result that must not depend on interruptions, bit by bit.
std::string essence(const SearchResult& result) {
    std::string text;
    const auto add = [&](const Evaluation& one) {
        text += std::to_string(one.number) + ":";
        for (const int32_t option : one.genome)
            text += std::to_string(option) + ",";
        for (const double value : one.rating.objectives)
            text.append(reinterpret_cast<const char*>(&value), sizeof value);
        text.append(reinterpret_cast<const char*>(&one.rating.violation), sizeof one.rating.violation);
    };
    for (const Evaluation& one : result.evaluations)
        add(one);
    text += "front";
    for (const Evaluation& one : result.last.front)
        add(one);
    const double hypervolume = result.last.points.back().hypervolume;
    text.append(reinterpret_cast<const char*>(&hypervolume), sizeof hypervolume);
    return text;
}

}  // namespace

class SearchLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        options_ = {};
        options_.evaluations = 260;
        options_.seed = 5;
        options_.identity = "toy";
        options_.checkpoint = folder_->filePath(QStringLiteral("search.log")).toStdString();
    }

    void aLogCutAnywhereLeadsToTheSameEnd_data() {
        QTest::addColumn<QString>("id");
        for (const StrategyInfo& info : strategies())
            QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
    }
    void aLogCutAnywhereLeadsToTheSameEnd() {
        QFETCH(QString, id);
        options_.strategy = id.toStdString();
        options_.evaluations = 70;
        const ToyProblem problem = makeProblem();
        const std::string expected = essence(must(search(problem, options_)));
        const std::string log = must(readFileBytes(options_.checkpoint, kMostBytes));
        const int64_t rated_by_all = problem.rated;
        // Inside the first line, at its end, in a rating, and on.
        const size_t first = log.find('\n');
        std::vector<size_t> cuts = {0, 1, first, first + 1, first + 2, log.size() - 1, log.size()};
        for (size_t cut = first + 50; cut < log.size(); cut += log.size() / 7)
            cuts.push_back(cut);
        for (const size_t cut : cuts) {
            write(log.substr(0, cut));
            problem.rated = 0;
            const SearchResult resumed = must(search(problem, options_));
            QVERIFY2(essence(resumed) == expected, qPrintable(QStringLiteral("cut at %1").arg(cut)));
            const auto lines = std::count(log.begin(), log.begin() + static_cast<int64_t>(cut), '\n');
            QCOMPARE(problem.rated.load(), rated_by_all - std::max<int64_t>(0, lines - 1));
            // The file is whole again, times apart.
            const std::string again = must(readFileBytes(options_.checkpoint, kMostBytes));
            QCOMPARE(std::count(again.begin(), again.end(), '\n'), std::count(log.begin(), log.end(), '\n'));
        }
    }

    void killedAtRandomPointsASearchEndsTheSame() {
        const std::string expected = essence(must(search(makeProblem(), options_)));
        write("");
        for (int kill_after = 3; kill_after < 60; kill_after += 8) {
            const pid_t child = ::fork();
            if (child == 0) {
                const ToyProblem slow = makeProblem(0.3);
                const auto ignored = search(slow, options_);
                ::_exit(ignored ? 0 : 1);
            }
            ::usleep(static_cast<useconds_t>(kill_after * 1000));
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        QVERIFY(essence(must(search(makeProblem(), options_))) == expected);
    }

    void damageIsRefusedWithItsLine() {
        const ToyProblem problem = makeProblem();
        must(search(problem, options_));
        const std::string log = must(readFileBytes(options_.checkpoint, kMostBytes));
        for (size_t at = 3; at < log.size(); at += 331) {
            if (log[at] == '\n') continue;
            std::string damaged = log;
            damaged[at] = damaged[at] == '1' ? '2' : '1';
            write(damaged);
            const auto refused = search(problem, options_);
            QVERIFY2(!refused, qPrintable(QString::number(at)));
            QCOMPARE(refused.error().file, options_.checkpoint);
            const auto line = std::count(log.begin(), log.begin() + static_cast<int64_t>(at), '\n') + 1;
            QCOMPARE(refused.error().place, "line " + std::to_string(line));
            QVERIFY(must(readFileBytes(options_.checkpoint, kMostBytes)) == damaged);
        }
        // A line that is gone from the middle.
        const size_t begin = log.find('\n', log.size() / 2) + 1;
        std::string shorter = log;
        shorter.erase(begin, log.find('\n', begin) + 1 - begin);
        write(shorter);
        QVERIFY(!search(problem, options_));
    }

    void checkpointsOfOtherSearchesAreRefusedAndUntouched() {
        const ToyProblem problem = makeProblem();
        must(search(problem, options_));
        const std::string log = must(readFileBytes(options_.checkpoint, kMostBytes));
        const auto refused = [&](const RunOptions& options, const char* what) {
            const auto result = search(problem, options);
            return !result && result.error().message.find(what) != std::string::npos &&
                   must(readFileBytes(options_.checkpoint, kMostBytes)) == log;
        };
        RunOptions other = options_;
        other.identity = "another network";
        QVERIFY(refused(other, "its identity"));
        other = options_;
        other.seed = 6;
        QVERIFY(refused(other, "its seed is \"5\", not \"6\""));
        other = options_;
        other.strategy = "random";
        QVERIFY(refused(other, "its strategy"));
        other = options_;
        other.evaluations = 300;
        QVERIFY(refused(other, "its evaluations"));
    }

    void filesThatAreNoCheckpointsAreRefusedAndUntouched() {
        const ToyProblem problem = makeProblem();
        for (const std::string content : {"precious", "precious\n", "{\"format\":1}\nmore\n"}) {
            write(content);
            QVERIFY(!search(problem, options_));
            QCOMPARE(must(readFileBytes(options_.checkpoint, kMostBytes)), content);
        }
        options_.checkpoint = folder_->path().toStdString();
        QVERIFY(!search(problem, options_));
        options_.checkpoint = folder_->filePath(QStringLiteral("no/such/folder")).toStdString();
        QVERIFY(!search(problem, options_));
    }

    void twoSearchesDoNotShareAFile() {
        const ToyProblem problem = makeProblem();
        RunControl control;
        bool tried = false;
        const auto first = runSearch(problem, options_, control, [&](const auto&) {
            if (tried) return;
            tried = true;
            const auto second = search(problem, options_);
            QVERIFY(!second);
            QVERIFY(second.error().text().find("another search") != std::string::npos);
        });
        QVERIFY(first && tried);
    }

    void aFullDiskIsAWarningAndNothingIsLost() {
        const std::string expected = essence(must(search(makeProblem(), options_)));
        QFile::remove(QString::fromStdString(options_.checkpoint));
        // A limit on the size of files stands for the full disk: writes fail half-way.
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto previous = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit full{10'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &full);
        const ToyProblem problem = makeProblem();
        const auto result = search(problem, options_);
        const auto reopened = search(makeProblem(), options_);
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, previous);
        QVERIFY(result && reopened);
        QVERIFY(result->last.warning.find("cannot be written") != std::string::npos);
        QVERIFY(result->last.warning.find(options_.checkpoint) != std::string::npos);
        QVERIFY(essence(*result) == expected);
        QVERIFY(essence(*reopened) == expected);
        // With room again the search goes on from whole lines and the file becomes whole.
        const SearchResult resumed = must(search(makeProblem(), options_));
        QVERIFY(resumed.last.warning.empty());
        QVERIFY(essence(resumed) == expected);
        const std::string log = must(readFileBytes(options_.checkpoint, kMostBytes));
        QCOMPARE(std::count(log.begin(), log.end(), '\n'), options_.evaluations + 1);
    }

private:
    void write(const std::string& bytes) const { QVERIFY(writeFileAtomically(options_.checkpoint, bytes)); }

    std::unique_ptr<QTemporaryDir> folder_;
    RunOptions options_;
};

QTEST_GUILESS_MAIN(SearchLogTest)
#include "search_log_test.moc"
