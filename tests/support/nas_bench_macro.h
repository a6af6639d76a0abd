// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "graph/network.h"
#include "support/must.h"

namespace bw::support {

/// The network of one NAS-Bench-Macro code (Su et al., arXiv 2103.11922): eight digits, 0 identity, 1 an inverted
/// bottleneck of expansion 3 and kernel 3, 2 one of expansion 6 and kernel 5; CIFAR-10 pictures of 32 x 32.
inline Network nasBenchMacro(const std::string& code) {
    NetworkDraft draft;
    draft.setName(code);
    const auto trained = [](Attributes attributes) {
        attributes.set("bias", false);
        attributes.set("batch_norm", true);
        return attributes;
    };
    Port x{draft.add(*findBlockKind("input"), "input", {{"shape", std::vector<int64_t>{1, 3, 32, 32}}}, {}), 0};
    const auto add = [&](const char* kind, Attributes attributes) {
        x = {draft.add(*findBlockKind(kind), "", std::move(attributes), {x}), 0};
    };
    add("conv", trained({{"channels", int64_t{32}}}));
    int64_t channels = 32;
    for (size_t i = 0; i < code.size(); ++i) {
        const bool first = i == 0 || i == 2 || i == 5;
        if (first) channels *= 2;
        const int64_t stride = first ? 2 : 1;
        if (code[i] == '0' && first) {
            add("conv", trained({{"channels", channels},
                                 {"kernel", int64_t{1}},
                                 {"stride", stride},
                                 {"activation", std::string("none")}}));
        } else if (code[i] != '0') {
            const bool wide = code[i] == '2';
            add("ibn", trained({{"channels", channels},
                                {"expansion", wide ? 6.0 : 3.0},
                                {"kernel", int64_t{wide ? 5 : 3}},
                                {"stride", stride},
                                {"residual", !first}}));
        }
    }
    add("conv", trained({{"channels", int64_t{1280}}, {"kernel", int64_t{1}}}));
    add("global_pool", {{"form", std::string("mean_flat")}});
    add("dense", {{"channels", int64_t{10}}});
    draft.setOutputs({x});
    return must(draft.commit());
}

}  // namespace bw::support
