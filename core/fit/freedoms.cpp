// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/freedoms.h"

#include <algorithm>

#include "base/text.h"

namespace bw {

std::string_view freedomId(Freedom freedom) {
    static constexpr std::array<std::string_view, kFreedoms.size()> kIds = {"width",      "expansion", "input",
                                                                            "conversion", "fusion",    "kernel"};
    return kIds[static_cast<size_t>(freedom)];
}

bool Freedoms::any() const {
    return std::find(allowed.begin(), allowed.end(), true) != allowed.end();
}

bool Freedoms::all() const {
    return std::find(allowed.begin(), allowed.end(), false) == allowed.end();
}

Result<Freedoms> parseFreedoms(std::string_view text) {
    Freedoms freedoms;
    freedoms.allowed.fill(false);
    for (const std::string& part : split(text, ',')) {
        const std::string_view name = trim(part);
        const auto it = std::find_if(kFreedoms.begin(), kFreedoms.end(),
                                     [&](Freedom freedom) { return freedomId(freedom) == name; });
        if (it == kFreedoms.end()) {
            return fail(ErrorCode::InvalidArgument, "'" + elide(name, 40) + "' is nothing that a fit may change",
                        "--allow", "choose among width,expansion,input,conversion,fusion,kernel");
        }
        freedoms[*it] = true;
    }
    return freedoms;
}

std::string freedomsText(const Freedoms& freedoms) {
    std::string text;
    for (const Freedom freedom : kFreedoms) {
        if (freedoms[freedom]) text += (text.empty() ? "" : ", ") + std::string(freedomId(freedom));
    }
    return text;
}

}  // namespace bw
