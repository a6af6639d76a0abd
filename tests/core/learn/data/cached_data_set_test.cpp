// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/cached_data_set.h"

#include <QtTest>
#include <thread>

#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

/// Counts how often a sample is made; sample i is filled with i.
class CountingSet : public DataSet {
public:
    CountingSet() : DataSet({"counting", "counting", LearnTask::Classification, {"a"}}) {}
    int64_t size(DataSplit) const override { return 100; }
    Result<std::shared_ptr<const DataSample>> load(DataSplit, int64_t index) const override {
        ++loads;
        if (index == 13) return fail(ErrorCode::InvalidFile, "broken");
        auto sample = std::make_shared<DataSample>();
        sample->image = Image(10, 10);
        std::fill(sample->image.planes.begin(), sample->image.planes.end(), static_cast<uint8_t>(index));
        return sample;
    }
    std::string nameOf(DataSplit, int64_t index) const override { return std::to_string(index); }
    mutable std::atomic<int> loads = 0;
};

}  // namespace

class CachedDataSetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheSamplesUsedLastWithinItsBudget() {
        const auto source = std::make_shared<CountingSet>();
        const int64_t one = must(source->load(DataSplit::Train, 0))->bytes();
        const CachedDataSet cached(source, 3 * one);
        source->loads = 0;
        for (const int64_t i : {1, 2, 3, 1, 4, 1, 3})
            QCOMPARE(int(must(cached.load(DataSplit::Train, i))->image.planes[0]), int(i));
        // 2 went when 4 came; 1 and 3 stayed.
        QCOMPARE(source->loads.load(), 4);
        QCOMPARE(cached.cachedBytes(), 3 * one);
        static_cast<void>(must(cached.load(DataSplit::Train, 2)));
        QCOMPARE(source->loads.load(), 5);
        QCOMPARE(cached.cachedBytes(), 3 * one);
    }

    void partsAndErrorsAreNotMixedUp() {
        const auto source = std::make_shared<CountingSet>();
        const CachedDataSet cached(source, 1 << 20);
        static_cast<void>(must(cached.load(DataSplit::Train, 5)));
        static_cast<void>(must(cached.load(DataSplit::Validation, 5)));
        QCOMPARE(source->loads.load(), 2);
        QVERIFY(!cached.load(DataSplit::Train, 13));
        QVERIFY(!cached.load(DataSplit::Train, 13));
        QCOMPARE(source->loads.load(), 4);
    }

    void servesSeveralThreads() {
        const auto source = std::make_shared<CountingSet>();
        const CachedDataSet cached(source, 4000);
        std::atomic<int> wrong = 0;
        const auto work = [&](int start) {
            for (int i = 0; i < 2000; ++i) {
                const int index = (start + i * 7) % 12;
                const auto sample = cached.load(DataSplit::Train, index);
                wrong += !sample || (*sample)->image.planes[0] != index;
            }
        };
        std::thread other(work, 3);
        work(0);
        other.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(cached.cachedBytes() <= 4000);
    }
};

QTEST_GUILESS_MAIN(CachedDataSetTest)
#include "cached_data_set_test.moc"
