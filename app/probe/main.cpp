// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#ifdef BW_HAS_WINDOW
#include "probe/monkey.h"
#endif
#include "probe/open_files.h"

int main(int argc, char** argv) {
    CLI::App program{
        "blockwright-probe: drives Blockwright's libraries without a person, for reliability measurements"};
    std::string file;
    std::string folder;
    auto* open = program.add_option("--open", file, "Open one file: exit 0 if it is accepted, 1 if it is refused");
    auto* open_all = program.add_option("--open-all", folder, "Open every file below a folder, a line each");
    open->excludes(open_all);
#ifdef BW_HAS_WINDOW
    uint64_t seed = 1;
    int64_t count = 1000;
    bool wants_monkey = false;
    auto* monkey = program.add_flag("--monkey", wants_monkey, "Drive the real window by random actions");
    program.add_option("--seed", seed, "Seed of the monkey")->capture_default_str()->needs(monkey);
    program.add_option("--n", count, "Actions of the monkey")->capture_default_str()->needs(monkey);
    monkey->excludes(open)->excludes(open_all);
#endif
    try {
        program.parse(argc, argv);
        if (*open) return bw::probe::openFile(file) ? 0 : 1;
#ifdef BW_HAS_WINDOW
        if (wants_monkey) return bw::probe::runMonkey(argc, argv, seed, count);
#endif
        if (folder.empty()) {
            std::cerr << program.help();
            return 2;
        }
        return bw::probe::openAll(folder) ? 0 : 2;
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "blockwright-probe: " << error.what() << "\n";
        return 2;
    }
}
