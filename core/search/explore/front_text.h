// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "search/explore/prepare_search.h"

namespace bw {

/// All figures of a network by name; what is unknown is null.
nlohmann::ordered_json figuresJson(const NetworkFigures& figures);

/// The front with figures and edit commands, as `search --out` writes it; the same bytes from the window and the
/// command line. Times are left out, so that equal seeds give equal files.
std::string frontText(const PreparedSearch& prepared, const SearchSpec& spec, const SearchResult& result);

}  // namespace bw
