// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/network_input.h"

#include "base/text.h"
#include "graph/shape.h"

namespace bw::cli {

Result<std::pair<int, int>> networkInput(const std::string& option, const DataSource& source) {
    if (option.empty()) {
        return source.path.empty() ? std::pair(source.width, source.height) : std::pair(0, 0);
    }
    const auto shape = parseShape(option);
    if (!shape || shape->rank() != 2 || shape->elements() < 1) {
        return fail(ErrorCode::InvalidArgument, "'" + elide(option, 40) + "' is no size", "--input",
                    "write height and width, for example 96x96");
    }
    return std::pair(static_cast<int>((*shape)[1]), static_cast<int>((*shape)[0]));
}

}  // namespace bw::cli
