// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/shortcut.h"

#include <array>

namespace bw::kinds {

std::vector<ParamSpec> shortcutParams(const std::string& convolutions) {
    return {choiceParam("shortcut", "Shortcut",
                        "identity adds the input; projection adds a strided 1 x 1 convolution of it.", "identity",
                        {"identity", "projection"}),
            choiceParam("projection_first", "Projection order",
                        "Where the projection runs: before or after the " + convolutions + " convolutions.", "after",
                        {"before", "after"}, true)};
}

bool isIdentityShortcut(const Attributes& attributes) {
    return attributes.text("shortcut") == "identity";
}

Result<std::vector<TensorId>> lowerWithShortcut(const LowerContext& c,
                                                const std::function<Result<TensorId>()>& main_path) {
    const Attributes& a = c.attributes;
    Result<TensorId> shortcut = c.inputs[0];
    const auto project = [&](const char* when) {
        if (isIdentityShortcut(a) || a.text("projection_first") != when) return;
        c.builder.setNextName("shortcut");
        shortcut = c.builder.conv(c.inputs[0], shortcutSpec(a));
    };
    project("before");
    if (!shortcut) return tl::unexpected(shortcut.error());
    const auto x = main_path();
    if (!x) return tl::unexpected(x.error());
    project("after");
    if (!shortcut) return tl::unexpected(shortcut.error());
    const Shape& beside = c.builder.shape(*shortcut);
    const Shape& output = c.builder.shape(*x);
    if (!(beside == output)) {
        return fail(ErrorCode::InvalidEdit, "the shortcut is " + beside.text() + ", the output " + output.text(), {},
                    "use a projection shortcut");
    }
    c.builder.setNextName("add");
    return single(c.builder.elementwise(OpType::Add, std::array{*shortcut, *x}, activationOf(a)));
}

}  // namespace bw::kinds
