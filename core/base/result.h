// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace bw {

/// What kind of expected failure happened; decides exit codes and icons, never the wording.
enum class ErrorCode {
    InvalidFile,      ///< A file does not hold what its format promises.
    Unsupported,      ///< Valid, but outside what Blockwright reads or estimates.
    LimitExceeded,    ///< Larger than the limits of base/limits.h.
    IoFailure,        ///< The operating system refused to read or write.
    InvalidEdit,      ///< An edit's precondition does not hold.
    InvalidArgument,  ///< A value from a user or a caller is out of range.
    NotFound,         ///< A block, target or file that was named does not exist.
    Cancelled,        ///< The user or a stop token ended the work.
    Unavailable,      ///< A part (the estimator, say) is not there.
};

/// An expected failure as a value. Each field is plain text in English and holds no markup.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string message;  ///< What is wrong and why, one sentence without a final period.
    std::string file;     ///< The file concerned; empty if none.
    std::string place;    ///< Position, node, block or field inside it; empty if none.
    std::string remedy;   ///< What the user can do; empty if nothing helps.

    /// "file: place: message; remedy", at most 200 characters so that it fits a status line.
    std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning a failure from a function that gives Result<T>.
tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string place = {}, std::string remedy = {});

}  // namespace bw
