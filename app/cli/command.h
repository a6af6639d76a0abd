// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "base/result.h"

namespace bw::cli {

/// Exit codes that scripts rely on.
inline constexpr int kExitFits = 0;
inline constexpr int kExitExceeds = 1;
inline constexpr int kExitError = 2;

/// Prints the error to standard error and gives kExitError.
int reportError(const Error& error);

// Each adds its subcommand to the program; the action stores the exit code. One function per command_*.cpp.
void addTargets(CLI::App& program, int& exit_code);
void addKinds(CLI::App& program, int& exit_code);
void addEnergy(CLI::App& program, int& exit_code);
void addEstimate(CLI::App& program, int& exit_code);
void addScore(CLI::App& program, int& exit_code);
void addShare(CLI::App& program, int& exit_code);
void addCheck(CLI::App& program, int& exit_code);
void addDiff(CLI::App& program, int& exit_code);
void addEdit(CLI::App& program, int& exit_code);
void addReport(CLI::App& program, int& exit_code);
void addRules(CLI::App& program, int& exit_code);
void addFit(CLI::App& program, int& exit_code);
void addData(CLI::App& program, int& exit_code);
void addCurate(CLI::App& program, int& exit_code);
void addLandscape(CLI::App& program, int& exit_code);
void addSearch(CLI::App& program, int& exit_code);
void addConvert(CLI::App& program, int& exit_code);
void addVerify(CLI::App& program, int& exit_code);
void addMemory(CLI::App& program, int& exit_code);
void addStudy(CLI::App& program, int& exit_code);
void addCluster(CLI::App& program, int& exit_code);
void addPrune(CLI::App& program, int& exit_code);
void addTrain(CLI::App& program, int& exit_code);
void addTrainEstimator(CLI::App& program, int& exit_code);
void addMeasure(CLI::App& program, int& exit_code);
void addImportMeasurements(CLI::App& program, int& exit_code);

}  // namespace bw::cli
