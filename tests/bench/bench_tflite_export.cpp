// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// TFLite exports beside an independent interpreter and Arm's Vela compiler: every shared model and sample as float32,
// int8 and, unedited, as it was; random networks of a curated space and of no space at all. Prints "name value unit".
//   bench_tflite_export [--models DIR] [--curated 1000] [--random 1000] [--agreements 100] [--out DIR]
//   [--vela 0|1]
// Python with numpy, ai-edge-litert, onnxruntime and ethos-u-vela is the one that BLOCKWRIGHT_PYTHON names or that
// packaging/peers made; without it only what needs none is printed.
// The files of models and samples stay where --out is given.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "io/export_model.h"
#include "io/file_bytes.h"
#include "io/onnx_writer.h"
#include "io/open_model.h"
#include "io/tflite_writer.h"
#include "rewrite/rewrite.h"
#include "search/curation/curate.h"
#include "support/must.h"
#include "support/random_network.h"
#include "support/tflite_batch.h"

namespace fs = std::filesystem;
using bw::TfliteNumbers;
using bw::support::must;
using bw::test::TfliteBatch;
using Json = nlohmann::json;

namespace {

void printRefused(const TfliteBatch& batch) {
    for (const std::string& refused : batch.refused())
        std::printf("# refused %s\n", refused.c_str());
}

void sharedModels(const std::string& models, const fs::path& out, const std::string& peers, bool vela) {
    std::vector<std::string> files;
    for (const fs::path& folder : {fs::path(models), fs::path(BW_SOURCE_DIR "/models/samples")}) {
        for (const auto& entry : fs::directory_iterator(folder))
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    TfliteBatch batch(out / "models", peers, vela);
    std::map<std::string, double> slowest;
    for (const std::string& file : files) {
        const auto opened = bw::openModel(file);
        if (!opened) continue;
        const bw::Network& network = opened->document.network;
        const std::string stem = fs::path(file).stem().string();
        bw::TfliteWriteOptions options;
        const std::string bytes = must(bw::readFileBytes(file, bw::kMaxModelFileBytes));
        if (opened->format == "tflite") options.source = bytes;
        const std::string real = batch.add(network, stem + ".float", options);
        if (stem.starts_with("mobilenet_v2"))
            std::printf("%s_float_ms %.1f ms\n", stem.c_str(), batch.lastMilliseconds());
        options.numbers = TfliteNumbers::Int8;
        if (!real.empty()) batch.add(network, stem + ".int8", options, {{"float", real}, {"vela", true}});
        if (stem.starts_with("mobilenet_v2"))
            std::printf("%s_int8_ms %.1f ms\n", stem.c_str(), batch.lastMilliseconds());
        if (opened->format != "tflite") continue;
        // The original beside its own weights as real numbers.
        if (!real.empty()) batch.compare(file, real);
        options.numbers = TfliteNumbers::AsSource;
        batch.add(network, stem + ".source", options, {{"original", file}});
    }
    printRefused(batch);
    std::map<std::string, int> counts;
    for (const Json& found : batch.check()) {
        const std::string name = fs::path(found["file"].get<std::string>()).stem().string();
        const std::string kind = name.substr(name.rfind('.') + 1);
        if (found.contains("original_error")) {
            std::printf("# the interpreter refuses the original of %s: %s\n", name.c_str(),
                        found["original_error"].get<std::string>().substr(0, 90).c_str());
        }
        if (found.contains("cosine")) {
            std::printf("# %s: cosine to float %s, greatest relative error %s\n", name.c_str(),
                        found["cosine"].dump().c_str(), found["relative_error"].dump().c_str());
        }
        if (kind != "float" && kind != "int8" && kind != "source") continue;
        ++counts[kind];
        if (found.contains("error")) {
            std::printf("# %s fails: %s\n", name.c_str(), found["error"].get<std::string>().c_str());
            continue;
        }
        counts[kind + "_run"] += 1;
        counts[kind + "_shapes_equal"] += found["shapes_equal"].get<bool>() ? 1 : 0;
        if (found.contains("bytes_equal")) {
            counts["source_compared"] += 1;
            counts["source_bytes_equal"] += found["bytes_equal"].get<bool>() ? 1 : 0;
        }
        if (found.contains("vela_error")) {
            std::printf("# %s in Vela: %s\n", name.c_str(), found["vela_error"].get<std::string>().c_str());
        } else if (found.contains("convolutions")) {
            counts["vela_compiled"] += 1;
            counts["vela_convolutions"] += found["convolutions"].get<int>();
            counts["vela_convolutions_on_cpu"] += found["convolutions_on_cpu"].get<int>();
            if (!found["left_on_cpu"].empty())
                std::printf("# %s leaves to the processor %s\n", name.c_str(), found["left_on_cpu"].dump().c_str());
        }
    }
    for (const auto& [name, count] : counts)
        std::printf("models_%s %d files\n", name.c_str(), count);
}

/// The same network with the same weights as TFLite and as ONNX, in two interpreters.
class Agreement {
public:
    Agreement(const char* name, const fs::path& out, const std::string& peers)
        : name_(name), folder_(out / "agreement"), batch_(folder_, peers, false) {}

    void add(const bw::Network& network, const std::string& stem, uint64_t seed) {
        bw::OnnxWriteOptions onnx;
        onnx.seed = seed;
        const auto made = bw::exportOnnx(network, onnx);
        if (!made) return;
        const std::string path = (folder_ / (stem + ".onnx")).string();
        std::ofstream(path, std::ios::binary) << must(made->bytes());
        bw::TfliteWriteOptions options;
        options.seed = seed;
        batch_.add(network, stem, options, {{"onnx", path}});
    }
    /// An imported ONNX file beside its network as TFLite, with the file's own weights.
    void addImported(const bw::Document& document, const std::string& file) {
        bw::ExportOptions options;
        options.source = file;
        const std::string path = (folder_ / (fs::path(file).stem().string() + ".imported.tflite")).string();
        if (const auto made = bw::exportModel(document, path, options))
            batch_.addFile(path, {{"onnx", file}});
        else
            std::printf("# %s\n", made.error().text().c_str());
    }
    void check() {
        for (const Json& found : batch_.check()) {
            if (!found.contains("onnx_difference")) {
                std::printf("# %s\n", found.dump().substr(0, 300).c_str());
                continue;
            }
            const auto difference = found["onnx_difference"].get<double>();
            ++compared_;
            agreed_ += difference <= 1e-4 ? 1 : 0;
            worst_ = std::max(worst_, difference);
            if (difference > 1e-4)
                std::printf("# %s differs from ONNX Runtime by %.3g\n", found["file"].get<std::string>().c_str(),
                            difference);
        }
        batch_.clear();
    }
    void print() const {
        std::printf("%s_agree_with_onnxruntime %d of %d\n%s_greatest_relative_difference %.3g 1\n", name_, agreed_,
                    compared_, name_, worst_);
    }

private:
    const char* name_;
    fs::path folder_;
    TfliteBatch batch_;
    int compared_ = 0;
    int agreed_ = 0;
    double worst_ = 0;
};

void agreement(const std::string& models, const fs::path& out, const std::string& peers, int networks) {
    Agreement shared("models", out, peers);
    for (const fs::path& folder : {fs::path(models), fs::path(BW_SOURCE_DIR "/models/samples")}) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            const auto opened = bw::openModel(entry.path().string());
            if (!opened) continue;
            shared.add(opened->document.network, entry.path().stem().string(), 1);
            if (opened->format == "onnx") shared.addImported(opened->document, entry.path().string());
        }
    }
    shared.check();
    shared.print();
    Agreement random("random", out, peers);
    for (int i = 0; i < networks; ++i) {
        random.add(bw::test::randomNetwork(static_cast<uint64_t>(i) + 1), std::to_string(i), static_cast<uint64_t>(i));
        if (i % 40 == 39) random.check();
    }
    random.check();
    random.print();
}

/// Edits of imported files, written in the numbers of the original: what was not edited must stay and all must run.
void editedModels(const std::string& models, const fs::path& out, const std::string& peers) {
    TfliteBatch batch(out / "edited", peers, false);
    int kept = 0;
    int operators = 0;
    for (const auto& entry : fs::directory_iterator(models)) {
        const auto opened = bw::openModel(entry.path().string());
        if (!opened || opened->format != "tflite") continue;
        const std::string source = must(bw::readFileBytes(entry.path().string(), bw::kMaxModelFileBytes));
        std::vector<std::string> commands = {"scale 0.75", "scale 0.5 --multiple 4"};
        for (const bw::BlockPtr& block : opened->document.network.blocks()) {
            commands.push_back("set " + bw::quoteName(block->name) + ".kernel=5");
            commands.push_back("remove " + bw::quoteName(block->name));
            commands.push_back("duplicate " + bw::quoteName(block->name));
        }
        bw::TfliteWriteOptions options;
        options.numbers = TfliteNumbers::AsSource;
        options.source = source;
        int edits = 0;
        for (const std::string& command : commands) {
            const auto edited = bw::applyEdit(opened->document.network, command);
            if (!edited || edits == 12) continue;
            const std::string stem = entry.path().stem().string() + "." + std::to_string(++edits);
            Json note = {{"command", command}};
            if (const auto made = bw::exportTflite(edited->network, options)) {
                kept += made->keptOperators();
                operators += static_cast<int>(made->lowered().graph.operators.size());
            }
            batch.add(edited->network, stem, options, note);
        }
    }
    printRefused(batch);
    int run = 0;
    int equal = 0;
    for (const Json& found : batch.check()) {
        if (found.contains("error")) {
            std::printf("# %s fails: %s\n", found["file"].get<std::string>().c_str(),
                        found["error"].get<std::string>().c_str());
            continue;
        }
        ++run;
        equal += found["shapes_equal"].get<bool>() ? 1 : 0;
    }
    std::printf("edited_run %d of %d\nedited_shapes_equal %d of %d\nedited_kept_operators %d of %d\n", run,
                batch.networks(), equal, batch.networks(), kept, operators);
}

/// Exports networks in small batches, so that the disk holds few at a time.
void randomNetworks(const char* name, int count, const fs::path& out, const std::string& peers,
                    const std::function<bw::Network(int)>& network) {
    constexpr int kBatch = 40;
    TfliteBatch batch(out / name, peers, false);
    std::map<std::string, int> counts;
    for (int i = 0; i < count; ++i) {
        bw::TfliteWriteOptions options;
        options.seed = static_cast<uint64_t>(i) + 1;
        options.numbers = i % 2 == 0 ? TfliteNumbers::Float32 : TfliteNumbers::Int8;
        counts["exported"] += batch.add(network(i), std::to_string(i), options).empty() ? 0 : 1;
        if ((i + 1) % kBatch != 0 && i + 1 != count) continue;
        for (const Json& found : batch.check()) {
            if (found.contains("error")) {
                std::printf("# %s %s: %s\n", name, found["file"].get<std::string>().c_str(),
                            found["error"].get<std::string>().c_str());
                continue;
            }
            counts["run"] += 1;
            counts["shapes_equal"] += found["shapes_equal"].get<bool>() ? 1 : 0;
            counts["finite"] += found["finite"].get<bool>() ? 1 : 0;
        }
        batch.clear();
    }
    printRefused(batch);
    for (const auto& [what, number] : counts)
        std::printf("%s_%s %d of %d\n", name, what.c_str(), number, count);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::string> settings = {{"--models", BW_SHARED_DATA "/models"},
                                                   {"--curated", "1000"},
                                                   {"--random", "1000"},
                                                   {"--agreements", "100"},
                                                   {"--vela", "1"},
                                                   {"--out", ""}};
    for (int i = 1; i + 1 < argc; i += 2)
        settings[argv[i]] = argv[i + 1];
    const std::string peers = bw::test::pythonWith("ai_edge_litert, onnxruntime, ethosu");
    if (peers.empty()) std::printf("# no peers (packaging/peers): nothing is run elsewhere\n");
    const bool keep = !settings["--out"].empty();
    const fs::path out =
        keep ? fs::path(settings["--out"]) : fs::temp_directory_path() / ("bw_tflite_" + std::to_string(getpid()));
    sharedModels(settings["--models"], out, peers, settings["--vela"] == "1");
    editedModels(settings["--models"], out, peers);
    const auto numberOf = [&settings](const char* name) {
        return static_cast<int>(bw::parseInteger(settings[name]).value_or(0));
    };

    if (!peers.empty()) agreement(settings["--models"], out, peers, numberOf("--agreements"));
    const bw::Network base =
        must(bw::openModel(BW_SOURCE_DIR "/models/samples/camera_classifier.blockwright")).document.network;
    bw::AssessmentContext context;
    context.target = must(must(bw::TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find("neural-engine"));
    context.estimator = must(bw::Estimator::open(context.target, BW_SOURCE_DIR "/models"));
    const auto curation = must(bw::curate(base, must(bw::lower(base)), context));
    std::printf("curated_log10_space %.4g 1\n", curation.log10_after);
    bw::Random random(8);
    randomNetworks("curated", numberOf("--curated"), out, peers, [&](int) {
        // Genomes whose blocks do not go together are drawn anew, as a search does.
        for (;;) {
            bw::Genome genome = curation.space.origin();
            for (size_t d = 0; d < genome.size(); ++d)
                genome[d] = static_cast<int32_t>(random.below(curation.space.decisions()[d].options.size()));
            const auto network = curation.space.build(genome);
            if (network && bw::lower(*network)) return *network;
        }
    });
    randomNetworks("random", numberOf("--random"), out, peers,
                   [](int i) { return bw::test::randomNetwork(static_cast<uint64_t>(i) + 1); });
    if (!keep) fs::remove_all(out);
    return 0;
}
