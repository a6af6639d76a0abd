// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/train_form.h"

#include <QtTest>
#include <algorithm>
#include <set>

#include "rewrite/rewrite.h"
#include "support/toy_data.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;

namespace {

TrainForm formOf(const Network& network) {
    return must(trainForm(network, must(lower(network)), 4));
}

int64_t norms(const TrainForm& form) {
    return std::count_if(form.graph.operators.begin(), form.graph.operators.end(),
                         [](const Operator& op) { return op.detail == kTrainedNorm; });
}

bool has(const TrainForm& form, const std::string& key) {
    return std::find(form.keys.begin(), form.keys.end(), key) != form.keys.end();
}

}  // namespace

class TrainFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normalisationStandsBehindConvolutions() {
        const TrainForm form = formOf(toyClassifier());
        QCOMPARE(norms(form), int64_t{7});  // The stem and three in each IBN.
        for (const Operator& op : form.graph.operators) {
            QVERIFY(op.type == OpType::Activation || op.activation == Activation::None);
            QVERIFY(!(op.isConvolution() && op.has_bias));
        }
        QCOMPARE(form.graph.shape(form.graph.inputs[0])[0], int64_t{4});
    }

    void decisionsAreGone() {
        for (const Network& network : {toyClassifier(), toySegmenter()}) {
            const TrainForm form = formOf(network);
            for (const Operator& op : form.graph.operators)
                QVERIFY(op.type != OpType::Softmax && op.type != OpType::ArgMax);
        }
    }

    void importedNetworksGetNormalisation() {
        Chain chain({1, 3, 32, 32});
        chain.then("conv", conv(8, 3, 2, "same"), "a");
        chain.then("conv", conv(8, 3, 2, "same"), "b");
        chain.then("global_pool", {{"form", std::string("mean_flat")}});
        chain.then("dense", {{"channels", int64_t{2}}}, "classes");
        QCOMPARE(norms(formOf(chain.network())), int64_t{2});
    }

    /// Parts that an edit leaves alone keep their keys; a fused block has a kernel of its own.
    void keysSurviveEdits() {
        const Network before = toyClassifier();
        const Network after = must(applyEdit(before, "fuse ibn_2")).network;
        const TrainForm a = formOf(before), b = formOf(after);
        for (const std::string& key : a.keys) {
            if (key.find("ibn_2/") == std::string::npos) QVERIFY2(has(b, key), key.c_str());
        }
        const std::set<std::string> all(b.keys.begin(), b.keys.end());
        QVERIFY(std::any_of(all.begin(), all.end(),
                            [&](const std::string& key) { return key.find("ibn_2/") == 0 && !has(a, key); }));
    }
};

QTEST_GUILESS_MAIN(TrainFormTest)
#include "train_form_test.moc"
