// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "io/open_model.h"

namespace bw::cli {

/// Options that every command reading a network shares.
struct ModelOptions {
    std::string file;
    std::string target;     ///< Empty: the document's, else neural-engine.
    std::string precision;  ///< Empty: the document's, else int8.
    std::vector<std::string> input_shapes;
    bool json = false;

    void addTo(CLI::App& command);
};

/// A network opened for a target.
struct OpenedForTarget {
    OpenedModel model;
    AssessmentContext context;
    std::string estimator_problem;  ///< Why there is no estimator; empty where there is one.
};

/// Refuses to write a document under a name of another format, which would replace somebody's model by JSON.
Result<void> requireDocumentName(const std::string& path);
/// Opens the file alone, at the precision asked for.
Result<OpenedModel> openFile(const ModelOptions& options);
/// Opens the file and the target's estimator. A missing estimator is no error: latency is then unknown.
Result<OpenedForTarget> openForTarget(const ModelOptions& options);

}  // namespace bw::cli
