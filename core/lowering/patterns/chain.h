// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lowering/graph_view.h"

namespace bw {

/// Walks forward from one operator to the only reader of its result, collecting what a pattern takes.
class Chain {
public:
    Chain(const GraphView& view, int first) : view_(view), next_(first) {}

    /// The operator that take() would take; null at the end.
    const Operator* peek() const { return next_ >= 0 && !view_.isClaimed(next_) ? &view_.op(next_) : nullptr; }
    int peekIndex() const { return next_; }
    /// The operator behind the one that take() would take; -1 where there is none or more than one.
    int nextAfterPeek() const { return peek() == nullptr ? -1 : view_.soleReader(next_); }
    void take() {
        operators.push_back(next_);
        last = next_;
        next_ = view_.soleReader(next_);
    }
    /// Continues behind `index`, which the pattern reached by another way.
    void jumpTo(int index) {
        last = index;
        next_ = view_.soleReader(index);
    }
    TensorId result() const { return view_.op(last).outputs.front(); }
    const GraphView& view() const { return view_; }

    std::vector<int> operators;
    int last = -1;

private:
    const GraphView& view_;
    int next_;
};

bool isPointwise(const Operator& op);
/// A standard convolution with a square window larger than 1 x 1 and one group.
bool isSquareConv(const Operator& op);
/// One filter per channel, square window.
bool isPlainDepthwise(const Operator& op);
/// A Pad that adds a border of zeros around NCHW maps only.
bool isSpatialPad(const Operator& op);

/// The activation of the convolution just taken: fused, or a following operator, which is taken too.
Activation takeActivation(Chain& chain);

/// Takes an optional Pad and the convolution behind it, and sets kernel, strides, dilation and padding. False where the
/// next operators are something else or their padding has no name.
bool takeWindowConv(Chain& chain, bool (*is_wanted)(const Operator&), Attributes& attributes);

/// Takes a squeeze-excite of the result so far, if there is one, and sets its attributes. False only where something
/// half like it stands in the way. Inside a block nothing else may read what is gated (`others_may_read` false).
bool takeSqueezeExcite(Chain& chain, Attributes& attributes, bool others_may_read = false);

/// Takes the Add with `shortcut`, if it follows, and sets residual and residual_activation.
void takeResidual(Chain& chain, TensorId shortcut, Attributes& attributes);

/// Sets bias and batch_norm as `op` has them.
void setWeightAttributes(const Operator& op, Attributes& attributes);

/// The name of the padding that gives the operator's pads, or nothing.
std::optional<std::string> paddingName(const GraphView& view, const Operator& op);

}  // namespace bw
