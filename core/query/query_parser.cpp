// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <span>

#include "base/limits.h"
#include "base/text.h"
#include "query/query_lexer.h"
#include "query/query_node.h"
#include "query/query_unit.h"

namespace bw {
namespace {

using Op = QueryNode::Op;
using Token = QueryToken::Type;

/// A part of a query with what the type check needs of it.
struct Operand {
    enum class Type : uint8_t { Number, Percent, Flag, Text, Truth };
    Type type = Type::Number;
    Dimension dimension = Dimension::Plain;
    bool adapts = false;  ///< A number without a unit, which takes that of what it meets.
    QueryNodePtr node;
    size_t begin = 0;
    size_t end = 0;
};

QueryNodePtr makeNode(Op op, QueryNodePtr left = {}, QueryNodePtr right = {}) {
    auto node = std::make_unique<QueryNode>();
    node->op = op;
    if (left) node->operands.push_back(std::move(left));
    if (right) node->operands.push_back(std::move(right));
    return node;
}

class Parser {
public:
    Parser(std::string_view text, std::vector<QueryToken> tokens) : text_(text), tokens_(std::move(tokens)) {}

    Result<ParsedQuery> run() {
        if (peek().type == Token::End) return problem("the query is empty", 0);
        auto query = disjunction();
        if (!query) return tl::unexpected(query.error());
        if (peek().type != Token::End)
            return problem("'" + written(peek()) + "' follows without 'and' or 'or' before it", peek().begin);
        ParsedQuery parsed;
        parsed.root = std::move(query->node);
        parsed.needs_estimate = needs_estimate_;
        return parsed;
    }

private:
    const QueryToken& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    QueryToken take() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
    static bool isKeyword(const QueryToken& token, std::string_view keyword) {
        return token.type == Token::Word && lowered(token.text) == keyword;
    }
    static bool isAnyKeyword(const QueryToken& token) {
        return isKeyword(token, "and") || isKeyword(token, "or") || isKeyword(token, "not");
    }
    static bool isComparison(const QueryToken& token) {
        static constexpr std::array<std::string_view, 8> kSigns = {"<", "<=", ">", ">=", "=", "!=", "~", "!~"};
        return token.type == Token::Sign && std::find(kSigns.begin(), kSigns.end(), token.text) != kSigns.end();
    }
    std::string written(size_t begin, size_t end) const { return elide(text_.substr(begin, end - begin), 40); }
    std::string written(const QueryToken& token) const { return written(token.begin, token.end); }
    std::string written(const Operand& operand) const { return written(operand.begin, operand.end); }
    tl::unexpected<Error> problem(std::string message, size_t byte, std::string remedy = {}) const {
        return fail(ErrorCode::InvalidArgument, std::move(message), queryPlace(text_, byte), std::move(remedy));
    }

    Result<Operand> disjunction() { return chain("or", Op::Or, &Parser::conjunction); }
    Result<Operand> conjunction() { return chain("and", Op::And, &Parser::negation); }

    Result<Operand> chain(std::string_view keyword, Op op, Result<Operand> (Parser::*part)()) {
        auto left = (this->*part)();
        while (left && isKeyword(peek(), keyword)) {
            take();
            left = truth(std::move(*left));
            if (!left) return left;
            auto right = (this->*part)();
            if (right) right = truth(std::move(*right));
            if (!right) return right;
            left->node = makeNode(op, std::move(left->node), std::move(right->node));
            left->end = right->end;
        }
        return nesting_ == 0 && left ? truth(std::move(*left)) : std::move(left);
    }

    /// The operand as something that is true or not.
    Result<Operand> truth(Operand operand) const {
        if (operand.type == Operand::Type::Number || operand.type == Operand::Type::Percent ||
            operand.type == Operand::Type::Text)
            return problem("'" + written(operand) + "' is compared with nothing", operand.begin,
                           "write a comparison, such as latency > 5%");
        operand.type = Operand::Type::Truth;
        return operand;
    }

    Result<Operand> negation() {
        if (!isKeyword(peek(), "not")) return comparison();
        const QueryToken sign = take();
        if (++nesting_ > kMaxNestingDepth) return problem("the query is nested too deeply", sign.begin);
        auto operand = negation();
        --nesting_;
        if (operand) operand = truth(std::move(*operand));
        if (!operand) return operand;
        operand->node = makeNode(Op::Not, std::move(operand->node));
        operand->begin = sign.begin;
        return operand;
    }

    Result<Operand> comparison() {
        auto left = sum();
        if (!left || !isComparison(peek())) return left;
        const QueryToken sign = take();
        auto result = left->type == Operand::Type::Text   ? textComparison(std::move(*left), sign)
                      : left->type == Operand::Type::Flag ? flagComparison(std::move(*left), sign)
                                                          : numberComparison(std::move(*left), sign);
        if (result && isComparison(peek()))
            return problem("a comparison cannot go on with '" + written(peek()) + "'", peek().begin,
                           "write two comparisons and join them by 'and'");
        return result;
    }

    Result<Operand> numberComparison(Operand left, const QueryToken& sign) {
        if (left.type == Operand::Type::Truth)
            return problem("'" + written(left) + "' is true or false and has nothing to compare", sign.begin);
        if (sign.text == "~" || sign.text == "!~")
            return problem("'" + written(left) + "' is a number, and '" + sign.text + "' looks into texts", sign.begin);
        auto right = sum();
        if (!right) return right;
        if (right->type != Operand::Type::Number && right->type != Operand::Type::Percent)
            return problem("'" + written(left) + "' is a number and '" + written(*right) + "' is none", right->begin);
        if (auto done = resolvePercent(left, *right); !done) return tl::unexpected(done.error());
        if (auto done = resolvePercent(*right, left); !done) return tl::unexpected(done.error());
        if (auto done = checkDimensions(left, *right); !done) return tl::unexpected(done.error());
        static constexpr std::array<std::pair<std::string_view, Op>, 6> kOps = {{{"<", Op::Less},
                                                                                 {"<=", Op::LessEqual},
                                                                                 {">", Op::Greater},
                                                                                 {">=", Op::GreaterEqual},
                                                                                 {"=", Op::Equal},
                                                                                 {"!=", Op::NotEqual}}};
        const auto op =
            std::find_if(kOps.begin(), kOps.end(), [&sign](const auto& entry) { return entry.first == sign.text; });
        left.node = makeNode(op->second, std::move(left.node), std::move(right->node));
        left.type = Operand::Type::Truth;
        left.end = right->end;
        return left;
    }

    /// Gives a percentage its meaning from the figure that it is compared with.
    Result<void> resolvePercent(Operand& percent, const Operand& other) const {
        if (percent.type != Operand::Type::Percent) return {};
        const QueryField* field = other.node->op == Op::Field ? other.node->field : nullptr;
        if (field == nullptr || (!field->total && field->dimension != Dimension::Share))
            return problem("'" + written(percent) + "' of what is not clear: '" + written(other) + "' has no total",
                           percent.begin, "compare a percentage with one figure, such as latency, macs or peak");
        percent.type = Operand::Type::Number;
        percent.dimension = field->dimension;
        if (field->dimension == Dimension::Share) {
            percent.node->op = Op::Number;
            percent.node->number /= 100;
        } else {
            percent.node->op = Op::PercentOf;
            percent.node->field = field;
        }
        return {};
    }

    Result<void> checkDimensions(const Operand& left, const Operand& right) const {
        if (left.adapts || right.adapts || left.dimension == right.dimension) return {};
        return problem("'" + written(left) + "' is " + std::string(dimensionText(left.dimension)) + " and '" +
                           written(right) + "' is " + std::string(dimensionText(right.dimension)),
                       right.begin);
    }

    Result<Operand> textComparison(Operand left, const QueryToken& sign) {
        static constexpr std::array<std::pair<std::string_view, Op>, 4> kOps = {
            {{"=", Op::Is}, {"!=", Op::IsNot}, {"~", Op::Holds}, {"!~", Op::HoldsNot}}};
        const auto op =
            std::find_if(kOps.begin(), kOps.end(), [&sign](const auto& entry) { return entry.first == sign.text; });
        if (left.node->op != Op::Field || op == kOps.end())
            return problem("'" + written(left) + "' is a text, which has no order", sign.begin,
                           "write = or != for the whole text, ~ or !~ for a part of it");
        const size_t begin = peek().begin;
        std::string wanted;
        if (peek().type == Token::Text) {
            wanted = take().text;
        } else {
            wanted = plainText();
        }
        if (wanted.empty()) return problem("a text to look for is missing", begin);
        const QueryField& field = *left.node->field;
        left.node->op = op->second;
        left.node->text = lowered(wanted);
        const bool whole = op->second == Op::Is || op->second == Op::IsNot;
        if (whole && !field.choices.empty() &&
            std::none_of(field.choices.begin(), field.choices.end(),
                         [&](const std::string& choice) { return lowered(choice) == left.node->text; }))
            return problem("there is no " + field.name + " '" + elide(wanted, 40) + "'", begin, choicesText(field));
        left.type = Operand::Type::Truth;
        left.end = tokens_[at_ - 1].end;
        return left;
    }

    static std::string choicesText(const QueryField& field) {
        if (field.choices.size() > 10) return "write " + field.name + " ~ for a part of the text";
        std::string list;
        for (const std::string& choice : field.choices)
            list += (list.empty() ? "" : ", ") + choice;
        return "there are " + list;
    }

    /// Text without quotes: what follows without a gap, so that "conv-1" and "a/b" need none, and further words.
    std::string plainText() {
        const size_t first = at_;
        while (peek().type != Token::End && !peek().isSign(")") && !isComparison(peek())) {
            const bool joined = at_ > first && !peek().spaced;
            const bool can_follow = peek().type == Token::Word || peek().type == Token::Number;
            if (!joined && (isAnyKeyword(peek()) || (at_ > first && !can_follow))) break;
            take();
        }
        return at_ == first
                   ? std::string()
                   : std::string(text_.substr(tokens_[first].begin, tokens_[at_ - 1].end - tokens_[first].begin));
    }

    Result<Operand> flagComparison(Operand left, const QueryToken& sign) {
        const QueryToken value = take();
        const std::string word = lowered(value.text);
        const bool yes = word == "yes" || word == "true" || word == "1";
        if ((sign.text != "=" && sign.text != "!=") || (!yes && word != "no" && word != "false" && word != "0"))
            return problem("'" + written(left) + "' is yes or no", sign.begin,
                           "write " + written(left) + ", or " + written(left) + " = no");
        if (yes != (sign.text == "=")) left.node = makeNode(Op::Not, std::move(left.node));
        left.type = Operand::Type::Truth;
        left.end = value.end;
        return left;
    }

    using SignedOp = std::pair<std::string_view, Op>;

    Result<Operand> sum() {
        static constexpr std::array<SignedOp, 2> kSigns = {{{"+", Op::Add}, {"-", Op::Subtract}}};
        return arithmetic(kSigns, &Parser::term);
    }
    Result<Operand> term() {
        static constexpr std::array<SignedOp, 3> kSigns = {
            {{"*", Op::Multiply}, {"/", Op::Divide}, {"%", Op::Remainder}}};
        return arithmetic(kSigns, &Parser::factor);
    }

    Result<Operand> arithmetic(std::span<const SignedOp> signs, Result<Operand> (Parser::*part)()) {
        auto left = (this->*part)();
        while (left && peek().type == Token::Sign) {
            const auto op = std::find_if(signs.begin(), signs.end(),
                                         [this](const auto& entry) { return peek().isSign(entry.first); });
            if (op == signs.end()) break;
            take();
            auto right = (this->*part)();
            if (!right) return right;
            for (const Operand* side : {&*left, &*right})
                if (side->type != Operand::Type::Number)
                    return problem("'" + written(*side) + "' is nothing to calculate with", side->begin);
            const bool is_sum = op->second == Op::Add || op->second == Op::Subtract;
            if (is_sum)
                if (auto done = checkDimensions(*left, *right); !done) return tl::unexpected(done.error());
            if (left->adapts) {
                left->dimension = right->dimension;
                left->adapts = right->adapts;
            } else if (!right->adapts && !is_sum && op->second != Op::Remainder) {
                // A product or quotient of two figures has a unit that no other figure has.
                left->dimension = Dimension::Plain;
                left->adapts = true;
            }
            left->node = makeNode(op->second, std::move(left->node), std::move(right->node));
            left->end = right->end;
        }
        return left;
    }

    Result<Operand> factor() {
        const QueryToken token = take();
        Operand operand;
        operand.begin = token.begin;
        operand.end = token.end;
        switch (token.type) {
            case Token::Number:
                return number(token, std::move(operand));
            case Token::Text:
                return mention(token.text, std::move(operand));
            case Token::Word:
                if (!isAnyKeyword(token)) return word(token, std::move(operand));
                break;
            case Token::Sign:
                if (token.text == "(" || token.text == "-") return nested(token, std::move(operand));
                break;
            case Token::End:
                return problem("something is missing at the end", token.begin);
        }
        return problem("a figure, a number or a name should stand before '" + written(token) + "'", token.begin);
    }

    Result<Operand> nested(const QueryToken& token, Operand operand) {
        if (++nesting_ > kMaxNestingDepth) return problem("the query is nested too deeply", token.begin);
        auto inner = token.text == "(" ? disjunction() : factor();
        --nesting_;
        if (!inner) return inner;
        inner->begin = operand.begin;
        if (token.text == "(") {
            if (!peek().isSign(")")) return problem("the parenthesis that begins here is not closed", token.begin);
            inner->end = take().end;
            return inner;
        }
        if (inner->type != Operand::Type::Number)
            return problem("'" + written(*inner) + "' is nothing to calculate with", inner->begin);
        inner->node = makeNode(Op::Negate, std::move(inner->node));
        return inner;
    }

    Result<Operand> number(const QueryToken& token, Operand operand) {
        operand.node = makeNode(Op::Number);
        operand.node->number = token.number;
        operand.adapts = true;
        const QueryToken& next = peek();
        // "5% cout" says a percentage, "5 % cout" and "5%cout" a remainder.
        if (next.isSign("%") && (endsOperand(peek(1)) || (!next.spaced && peek(1).spaced))) {
            operand.end = take().end;
            operand.type = Operand::Type::Percent;
            operand.adapts = false;
        } else if (next.type == Token::Word && !isAnyKeyword(next)) {
            const QueryUnit* unit = findQueryUnit(next.text);
            if (unit == nullptr)
                return problem("there is no unit '" + written(next) + "'", next.begin, "units are " + queryUnitsText());
            operand.end = take().end;
            operand.node->number *= unit->factor;
            operand.dimension = unit->dimension;
            operand.adapts = unit->dimension == Dimension::Plain;
        }
        return operand;
    }

    /// True where no operand begins, so that a % before it is no remainder.
    static bool endsOperand(const QueryToken& token) {
        return token.type == Token::End || isAnyKeyword(token) || (token.type == Token::Sign && !token.isSign("("));
    }

    Result<Operand> word(const QueryToken& token, Operand operand) {
        if (const QueryField* field = findQueryField(lowered(token.text))) {
            operand.type = field->type == QueryField::Type::Text   ? Operand::Type::Text
                           : field->type == QueryField::Type::Flag ? Operand::Type::Flag
                                                                   : Operand::Type::Number;
            operand.dimension = field->dimension;
            operand.node = makeNode(Op::Field);
            operand.node->field = field;
            needs_estimate_ = needs_estimate_ || field->is_estimated;
            return operand;
        }
        std::string text = token.text;
        while (peek().type == Token::Word && !isAnyKeyword(peek())) {
            operand.end = peek().end;
            text += " " + take().text;
        }
        if (peek().type == Token::Sign && !peek().isSign(")") && !peek().isSign("(")) {
            const std::string near = nearQueryField(lowered(token.text));
            return problem("there is no figure '" + written(operand) + "'", token.begin,
                           near.empty() ? std::string() : "is it '" + near + "'?");
        }
        return mention(text, std::move(operand));
    }

    Result<Operand> mention(const std::string& text, Operand operand) const {
        if (text.empty()) return problem("a text to look for is missing", operand.begin);
        operand.type = Operand::Type::Truth;
        operand.node = makeNode(Op::Mentions);
        operand.node->text = lowered(text);
        return operand;
    }

    std::string_view text_;
    std::vector<QueryToken> tokens_;
    size_t at_ = 0;
    int nesting_ = 0;
    bool needs_estimate_ = false;
};

}  // namespace

Result<ParsedQuery> parseQuery(std::string_view text) {
    auto tokens = queryTokens(text);
    if (!tokens) return tl::unexpected(tokens.error());
    return Parser(text, std::move(*tokens)).run();
}

}  // namespace bw
