// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "io/file_bytes.h"
#include "io/open_model.h"
#include "io/tflite_reader.h"
#include "io/tflite_writer.h"
#include "lowering/lower.h"

using namespace bw;

int main(int argc, char** argv) {
    const std::string out = argv[1];
    std::filesystem::create_directories(out);
    std::vector<std::string> files(argv + 2, argv + argc);
    for (const std::string& file : files) {
        const auto opened = openModel(file);
        if (!opened) {
            std::printf("%s: not opened: %s\n", file.c_str(), opened.error().text().c_str());
            continue;
        }
        const std::string stem = std::filesystem::path(file).stem().string();
        for (const auto& [numbers, suffix] :
             {std::pair(TfliteNumbers::Float32, "float"), std::pair(TfliteNumbers::AsSource, "source"),
              std::pair(TfliteNumbers::Int8, "int8")}) {
            const auto start = std::chrono::steady_clock::now();
            TfliteWriteOptions options;
            options.numbers = numbers;
            const auto source = readFileBytes(file, kMaxModelFileBytes);
            if (numbers == TfliteNumbers::AsSource) {
                if (!file.ends_with(".tflite")) continue;
                options.source = *source;
            }
            const auto made = exportTflite(opened->document.network, options);
            if (!made) {
                std::printf("%s %s: %s\n", stem.c_str(), suffix, made.error().text().c_str());
                continue;
            }
            const auto bytes = made->bytes();
            if (!bytes) {
                std::printf("%s %s: %s\n", stem.c_str(), suffix, bytes.error().text().c_str());
                continue;
            }
            const double ms =
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
            std::ofstream(out + "/" + stem + "." + suffix + ".tflite", std::ios::binary) << *bytes;
            const auto again = readTflite(*bytes, stem);
            std::printf("%-36s %-6s %9zu bytes %6.0f ms kept %d", stem.c_str(), suffix, bytes->size(), ms,
                        made->keptOperators());
            if (!again)
                std::printf("  NOT READ: %s", again.error().text().c_str());
            else {
                auto l = lower(opened->document.network);
                std::printf("  ops %zu->%zu macs %s params %lld->%lld", l->graph.operators.size(),
                            again->graph.operators.size(),
                            l->graph.totalMacs() == again->graph.totalMacs() ? "same" : "DIFFER",
                            static_cast<long long>(l->graph.totalParameters()),
                            static_cast<long long>(again->graph.totalParameters()));
            }
            std::printf("\n");
            for (const auto& n : made->notes())
                std::printf("      %s\n", n.c_str());
        }
    }
}
