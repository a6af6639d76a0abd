// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// What a fit may change.
enum class Freedom : uint8_t { Width, Expansion, Input, Conversion, Fusion, Kernel };
inline constexpr std::array kFreedoms = {Freedom::Width,      Freedom::Expansion, Freedom::Input,
                                         Freedom::Conversion, Freedom::Fusion,    Freedom::Kernel};
/// "width", "expansion", "input", "conversion", "fusion", "kernel".
std::string_view freedomId(Freedom freedom);

struct Freedoms {
    std::array<bool, kFreedoms.size()> allowed = {true, true, true, true, true, true};

    bool operator[](Freedom freedom) const { return allowed[static_cast<size_t>(freedom)]; }
    bool& operator[](Freedom freedom) { return allowed[static_cast<size_t>(freedom)]; }
    bool any() const;
    bool all() const;
    bool operator==(const Freedoms&) const = default;
};

/// "width,input" as freedoms; the error lists the names.
Result<Freedoms> parseFreedoms(std::string_view text);
/// "width, input".
std::string freedomsText(const Freedoms& freedoms);

}  // namespace bw
