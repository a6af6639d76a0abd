// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <exception>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"

namespace bw::cli {

int reportError(const Error& error) {
    std::cerr << "blockwright-cli: " << error.text() << "\n";
    return kExitError;
}

}  // namespace bw::cli

int main(int argc, char** argv) {
    using namespace bw::cli;
    CLI::App program{"Blockwright: latency, memory and edits of neural networks for accelerators, without a window"};
    program.set_version_flag("--version", "Blockwright " BW_VERSION);
    program.require_subcommand(1);
    int exit_code = kExitError;
    addTargets(program, exit_code);
    addKinds(program, exit_code);
    addEstimate(program, exit_code);
    addCheck(program, exit_code);
    addDiff(program, exit_code);
    addEdit(program, exit_code);
    addFit(program, exit_code);
    addReport(program, exit_code);
    addRules(program, exit_code);
    addCurate(program, exit_code);
    addData(program, exit_code);
    addLandscape(program, exit_code);
    addSearch(program, exit_code);
    addEnergy(program, exit_code);
    addScore(program, exit_code);
    addShare(program, exit_code);
    addConvert(program, exit_code);
    addVerify(program, exit_code);
    addMemory(program, exit_code);
    addStudy(program, exit_code);
    addTrain(program, exit_code);
    addPrune(program, exit_code);
    addCluster(program, exit_code);
    addTrainEstimator(program, exit_code);
    addMeasure(program, exit_code);
    addImportMeasurements(program, exit_code);
    try {
        program.parse(argc, argv);
    } catch (const CLI::RequiredError& error) {
        const std::vector<std::string> rest = program.remaining();
        if (rest.empty() || !program.get_subcommands().empty()) {
            program.exit(error);
            return kExitError;
        }
        std::cerr << "blockwright-cli: there is no command '" << bw::elide(rest.front(), 40) << "'; see --help\n";
        return kExitError;
    } catch (const CLI::ParseError& error) {
        // --help and --version are "errors" with code 0; everything else is a wrong command line.
        return program.exit(error) == 0 ? kExitFits : kExitError;
    } catch (const std::exception& error) {
        std::cerr << "blockwright-cli: out of memory or an internal failure: " << error.what() << "\n";
        return kExitError;
    }
    std::cout.flush();
    if (!std::cout) {
        std::cerr << "blockwright-cli: the output could not be written\n";
        return kExitError;
    }
    return exit_code;
}
