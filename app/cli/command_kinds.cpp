// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "cli/command.h"
#include "graph/block_kind.h"
#include "rewrite/rewrite.h"

namespace bw::cli {
namespace {

void printKinds() {
    for (const BlockKind& kind : blockKinds()) {
        std::cout << kind.id << ": " << kind.doc << "\n";
        for (const ParamSpec& param : kind.params) {
            std::cout << "    " << param.name << " = " << valueText(param.default_value) << "  " << param.doc << "\n";
        }
    }
}

void printEdits() {
    for (const Rewrite& rewrite : rewrites())
        std::cout << rewrite.syntax << "\n    " << rewrite.doc << "\n";
}

}  // namespace

void addKinds(CLI::App& program, int& exit_code) {
    program.add_subcommand("kinds", "List the kinds of blocks and their parameters")->callback([&exit_code] {
        printKinds();
        exit_code = kExitFits;
    });
    program.add_subcommand("edits", "List the edits that 'edit --do' takes")->callback([&exit_code] {
        printEdits();
        exit_code = kExitFits;
    });
}

}  // namespace bw::cli
