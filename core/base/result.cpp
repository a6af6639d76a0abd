// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.h"

#include "base/text.h"

namespace bw {

std::string Error::text() const {
    constexpr size_t kMaxLength = 200;
    std::string tail = message;
    if (!remedy.empty()) tail += "; " + remedy;
    std::string head;
    if (!file.empty()) head += elide(file, 80) + ": ";
    if (!place.empty()) head += elide(place, 60) + ": ";
    return elide(head + tail, kMaxLength);
}

tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string place, std::string remedy) {
    Error error;
    error.code = code;
    error.message = std::move(message);
    error.place = std::move(place);
    error.remedy = std::move(remedy);
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace bw
