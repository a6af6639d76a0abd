// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace bw {

/// Another program to run.
struct ProcessRequest {
    std::string program;  ///< Path; a name without a slash is looked for on the PATH.
    std::vector<std::string> arguments;
    std::string working_directory;        ///< Empty: that of this program.
    double timeout_s = 300;               ///< The program is ended after that.
    size_t max_output_bytes = 1U << 20U;  ///< Of each stream; what comes after is dropped.
};

/// What a program that ended by itself left.
struct ProcessOutput {
    int exit_code = 0;
    std::string out;
    std::string err;
};

/// Runs a program without a shell, its input empty, and waits for its end. It and what it started are ended when the
/// time is over or `stop` asks. NotFound where there is no such program, Cancelled after `stop`, Unavailable after the
/// time limit or where a signal ended it; an exit code other than 0 is no error here.
Result<ProcessOutput> runProcess(const ProcessRequest& request, const std::stop_token& stop = {});

/// The program `name` on the PATH, as a path; empty where there is none.
std::string findOnPath(const std::string& name);

}  // namespace bw
