// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "generator/sample_networks.h"
#include "io/atomic_write.h"

/// Writes every sample into the folder given.
int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: make-samples FOLDER\n";
        return 2;
    }
    for (const auto& sample : bw::samples::allSamples()) {
        if (auto saved =
                bw::writeFileAtomically(argv[1] + ("/" + sample.file_name), bw::writeDocument(sample.document));
            !saved) {
            std::cerr << saved.error().text() << "\n";
            return 2;
        }
    }
    return 0;
}
