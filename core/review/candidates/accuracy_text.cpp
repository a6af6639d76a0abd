// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates/accuracy_text.h"

#include <cctype>
#include <cmath>

#include "base/number_text.h"
#include "base/text.h"

namespace bw {
namespace {

constexpr std::string_view kPlusMinus = "\xC2\xB1";
constexpr size_t kMaxMetricBytes = 256;

/// Takes a word or mark from the front, with the blanks around it; false where it is not there.
bool take(std::string_view& text, std::string_view word) {
    text = trim(text);
    if (!text.starts_with(word)) return false;
    text = trim(text.substr(word.size()));
    return true;
}

/// Takes a number from the front.
std::optional<double> takeNumber(std::string_view& text) {
    text = trim(text);
    const size_t length = text.find_first_not_of("0123456789.");
    const auto number = parseNumber(text.substr(0, length));
    if (number) text = length == std::string_view::npos ? std::string_view() : text.substr(length);
    return number;
}

/// Takes ", 5 seeds" from the end; 1 where nothing is said.
std::optional<int64_t> takeSeeds(std::string_view& text) {
    const size_t comma = text.rfind(',');
    const std::string_view last = trim(text.substr(comma == std::string_view::npos ? 0 : comma + 1));
    if (!last.ends_with("seed") && !last.ends_with("seeds")) return 1;
    text = trim(text.substr(0, comma == std::string_view::npos ? 0 : comma));
    if (last == "one seed") return 1;
    const auto seeds = parseInteger(trim(last.substr(0, last.find('s'))));
    return seeds && *seeds >= 1 && *seeds <= 1'000'000 ? seeds : std::nullopt;
}

}  // namespace

std::string accuracyText(const MeasuredAccuracy& accuracy) {
    std::string text = fixedText(accuracy.mean * 100, 1);
    if (accuracy.spread > 0) text += " " + std::string(kPlusMinus) + " " + fixedText(accuracy.spread * 100, 1);
    text += " %";
    if (!accuracy.metric.empty()) text += " " + accuracy.metric;
    return text + (accuracy.seeds > 1 ? ", " + std::to_string(accuracy.seeds) + " seeds" : ", one seed");
}

Result<MeasuredAccuracy> parseAccuracy(std::string_view text) {
    const auto wrong = [text] {
        return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is no accuracy in percent", {},
                    "write it like 71.3, or 71.3 " + std::string(kPlusMinus) + " 0.4 % top-1, 5 seeds");
    };
    std::string_view rest = text;
    MeasuredAccuracy accuracy;
    const auto mean = takeNumber(rest);
    if (!mean || *mean > 100) return wrong();
    accuracy.mean = *mean / 100;
    take(rest, "%");
    if (take(rest, kPlusMinus) || take(rest, "+-")) {
        const auto spread = takeNumber(rest);
        if (!spread || *spread > 100) return wrong();
        accuracy.spread = *spread / 100;
        take(rest, "%");
    }
    rest = trim(rest);
    const auto seeds = takeSeeds(rest);
    if (!seeds) return wrong();
    accuracy.seeds = *seeds;
    const std::string metric = cleanName(trim(rest), kMaxMetricBytes);
    // What stands for a metric begins with a letter; "-3" or "± x" is a slip of the pen.
    if (!metric.empty() && std::isalpha(static_cast<unsigned char>(metric.front())) == 0) return wrong();
    accuracy.metric = metric;
    return accuracy;
}

}  // namespace bw
