// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query_lexer.h"

#include <algorithm>

#include "base/text.h"

namespace bw {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<QueryToken>> run() {
        if (text_.size() > kMaxQueryBytes)
            return fail(ErrorCode::LimitExceeded,
                        "the query is longer than " + std::to_string(kMaxQueryBytes) + " characters");
        std::vector<QueryToken> tokens;
        while (true) {
            const size_t before = at_;
            while (at_ < text_.size() && isSpace(text_[at_]))
                ++at_;
            auto token = next();
            if (!token) return tl::unexpected(token.error());
            token->spaced = token->begin > before;
            token->end = at_;
            tokens.push_back(std::move(*token));
            if (tokens.back().type == QueryToken::Type::End) return tokens;
        }
    }

private:
    Result<QueryToken> next() {
        QueryToken token;
        token.begin = at_;
        if (at_ == text_.size()) return token;
        const char c = text_[at_];
        if (isDigit(c) || (c == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]))) return number(token);
        if (isLetter(c)) return word(token);
        if (c == '"' || c == '\'') return quoted(token);
        return sign(token);
    }

    Result<QueryToken> number(QueryToken token) {
        const auto digits = [this] {
            while (at_ < text_.size() && isDigit(text_[at_]))
                ++at_;
        };
        digits();
        if (at_ < text_.size() && text_[at_] == '.') {
            ++at_;
            digits();
        }
        if (at_ + 1 < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
            const size_t sign = text_[at_ + 1] == '-' || text_[at_ + 1] == '+' ? 1 : 0;
            if (at_ + 1 + sign < text_.size() && isDigit(text_[at_ + 1 + sign])) {
                at_ += 1 + sign;
                digits();
            }
        }
        token.type = QueryToken::Type::Number;
        token.text = text_.substr(token.begin, at_ - token.begin);
        const std::string whole = token.text.front() == '.' ? "0" + token.text : token.text;
        const auto value = parseNumber(whole.back() == '.' ? whole + "0" : whole);
        if (!value) return problem("'" + elide(token.text, 40) + "' is no number that can be used", token.begin);
        token.number = *value;
        return token;
    }

    Result<QueryToken> word(QueryToken token) {
        while (at_ < text_.size() && (isLetter(text_[at_]) || isDigit(text_[at_]) || text_[at_] == '.'))
            ++at_;
        token.type = QueryToken::Type::Word;
        token.text = text_.substr(token.begin, at_ - token.begin);
        return token;
    }

    Result<QueryToken> quoted(QueryToken token) {
        const size_t end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) return problem("the text that begins here has no closing quote", at_);
        token.type = QueryToken::Type::Text;
        token.text = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return token;
    }

    Result<QueryToken> sign(QueryToken token) {
        static constexpr std::string_view kSigns[] = {"<=", ">=", "==", "!=", "!~", "<", ">", "=",
                                                      "~",  "(",  ")",  "+",  "-",  "*", "/", "%"};
        const auto* found = std::find_if(std::begin(kSigns), std::end(kSigns),
                                         [this](std::string_view sign) { return text_.substr(at_).starts_with(sign); });
        if (found == std::end(kSigns))
            return problem("'" + elide(text_.substr(at_, 1), 4) + "' means nothing in a query", at_);
        token.type = QueryToken::Type::Sign;
        token.text = *found == "==" ? "=" : *found;
        at_ += found->size();
        return token;
    }

    tl::unexpected<Error> problem(std::string message, size_t byte) const {
        return fail(ErrorCode::InvalidArgument, std::move(message), queryPlace(text_, byte));
    }

    std::string_view text_;
    size_t at_ = 0;
};

}  // namespace

Result<std::vector<QueryToken>> queryTokens(std::string_view text) {
    return Lexer(text).run();
}

std::string queryPlace(std::string_view text, size_t byte) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
    const auto characters =
        std::count_if(text.begin(), end, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "character " + std::to_string(characters + 1);
}

}  // namespace bw
