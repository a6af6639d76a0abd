// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bw {

/// One word, number, text or sign of a query.
struct QueryToken {
    enum class Type : uint8_t { Word, Number, Text, Sign, End };
    Type type = Type::End;
    std::string text;  ///< Words as written, texts without quotes, signs as one of "( ) + - * / % < <= > >= = != ~ !~".
    double number = 0;    ///< Of a Number.
    size_t begin = 0;     ///< Index of the first byte in the query.
    size_t end = 0;       ///< One behind the last byte.
    bool spaced = false;  ///< White space stands before it.

    bool isSign(std::string_view sign) const { return type == Type::Sign && text == sign; }
};

/// Cuts a query into tokens, an End behind the last. Fails on unended quotes, on signs that mean nothing and on
/// queries longer than kMaxQueryBytes.
Result<std::vector<QueryToken>> queryTokens(std::string_view text);

inline constexpr size_t kMaxQueryBytes = 4096;

/// "character 7" for the byte at index 6 of `text`; counts characters of UTF-8, not bytes.
std::string queryPlace(std::string_view text, size_t byte);

}  // namespace bw
