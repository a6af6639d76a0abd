// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Exports in other programs: MobileNetV2's export time and memory by format; every shared model and sample in ONNX
// Runtime, TFLite's interpreter and PyTorch, and how far these differ; unedited TFLite files re-exported; int8 exports
// in Arm Vela beside the estimate; random networks of a target's curated space. Prints "name value unit".
//   bench_interop [--networks 1000] [--sample camera_classifier] [--target neural-engine]
//                 [--vela-target ethos-u55-256] [--models DIR] [--parts memory,models,source,vela,random]
// Python with onnx, onnxruntime and ai-edge-litert, and vela beside it, is the one that BLOCKWRIGHT_PYTHON names or
// that packaging/peers made; PyTorch may be the system's.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "assess/assessment.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "io/file_bytes.h"
#include "io/open_model.h"
#include "io/tflite_writer.h"
#include "search/curation/curate.h"
#include "support/export_batch.h"
#include "support/must.h"
#include "support/tflite_batch.h"
#include "verify/verify_network.h"

namespace fs = std::filesystem;
using bw::support::must;
using bw::test::ExportBatch;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double kBytesPerMib = 1024.0 * 1024.0;
const std::string kSamples = BW_SOURCE_DIR "/models/samples";

struct Settings {
    std::map<std::string, std::string> given = {{"--networks", "1000"},
                                                {"--sample", "camera_classifier"},
                                                {"--target", "neural-engine"},
                                                {"--vela-target", "ethos-u55-256"},
                                                {"--models", BW_SHARED_DATA "/models"},
                                                {"--parts", "memory,models,source,vela,random"}};
    fs::path out;        ///< Removed at the end.
    std::string python;  ///< With ONNX Runtime and TFLite's interpreter; empty: none.
    std::string torch;   ///< With PyTorch; empty: none.

    int networks() const { return static_cast<int>(bw::parseInteger(given.at("--networks")).value_or(0)); }
};

/// A model of a file, with where its weights come from.
struct Model {
    std::string name;
    std::string source;  ///< Empty for documents.
    bw::OpenedModel opened;
};

std::vector<Model> modelsOf(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    std::vector<Model> models;
    for (const std::string& file : files) {
        auto opened = bw::openModel(file);
        if (!opened) {
            std::printf("# not imported: %s\n", opened.error().text().c_str());
            continue;
        }
        const std::string source = opened->format == "blockwright" ? std::string() : file;
        models.push_back({fs::path(file).stem().string(), source, *std::move(opened)});
    }
    return models;
}

std::vector<Model> allModels(const Settings& settings) {
    std::vector<Model> models = modelsOf(settings.given.at("--models"));
    for (Model& model : modelsOf(kSamples))
        models.push_back(std::move(model));
    return models;
}

bw::AssessmentContext contextOf(const std::string& target) {
    bw::AssessmentContext context;
    context.target = must(must(bw::TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(target));
    context.estimator = must(bw::Estimator::open(context.target, BW_SOURCE_DIR "/models"));
    return context;
}

/// A figure of this process in MiB: "VmRSS", or "VmHWM" for the most so far.
double residentMib(const std::string& figure) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(figure + ":")) return std::strtod(line.c_str() + figure.size() + 1, nullptr) / 1024.0;
    }
    return 0;
}

/// Export time and memory, each run in a process of its own so that one does not reuse what another has freed.
void exportCosts(const Settings& settings) {
    constexpr int kRuns = 5;
    const auto document = must(bw::openModel(kSamples + "/mobilenet_v2.blockwright")).document;
    for (const bw::ExportFormat& format : bw::exportFormats()) {
        if (format.id == "tflite") continue;
        std::vector<double> milliseconds, growths;
        double file_mib = 0;
        for (int run = 0; run < kRuns; ++run) {
            int ends[2];
            if (pipe(ends) != 0) return;
            const pid_t child = fork();
            if (child < 0) return;
            if (child == 0) {
                const double before = residentMib("VmRSS");
                const auto start = Clock::now();
                bw::ExportOptions options;
                options.format = format.id;
                const std::string path = (settings.out / ("mobilenet_v2" + std::string(format.suffix))).string();
                const auto report = bw::exportModel(document, path, options);
                double figures[3] = {std::chrono::duration<double, std::milli>(Clock::now() - start).count(),
                                     residentMib("VmHWM") - before, 0};
                for (const std::string& file : report ? report->files : std::vector<std::string>())
                    figures[2] += static_cast<double>(fs::file_size(file)) / kBytesPerMib;
                _exit(write(ends[1], figures, sizeof figures) == sizeof figures ? 0 : 1);
            }
            double figures[3] = {};
            if (read(ends[0], figures, sizeof figures) != sizeof figures) figures[0] = HUGE_VAL;
            close(ends[0]);
            close(ends[1]);
            waitpid(child, nullptr, 0);
            milliseconds.push_back(figures[0]);
            growths.push_back(figures[1]);
            file_mib = figures[2];
        }
        std::sort(milliseconds.begin(), milliseconds.end());
        std::sort(growths.begin(), growths.end());
        const std::string name = "mobilenet_v2_" + std::string(format.id);
        std::printf("%s_export_ms %.0f ms\n%s_file %.2f MiB\n%s_peak_growth %.2f MiB\n%s_peak_growth_of_file %.2f 1\n",
                    name.c_str(), milliseconds[kRuns / 2], name.c_str(), file_mib, name.c_str(), growths[kRuns / 2],
                    name.c_str(), growths[kRuns / 2] / std::max(file_mib, 1e-9));
        std::fflush(stdout);
    }
}

/// Each model in each runtime. What one refuses to run is named.
void runtimes(const Settings& settings) {
    const std::vector<Model> models = allModels(settings);
    ExportBatch checked(settings.out / "checked", settings.python);
    for (const Model& model : models) {
        bw::ExportOptions options;
        options.source = model.source;
        checked.add(model.opened.document, "onnx", model.name, options, {});
    }
    checked.check();
    checked.print("models");

    bw::AssessmentContext context = contextOf(settings.given.at("--target"));
    context.estimator = must(bw::Estimator::parametric(context.target));
    std::vector<const bw::Peer*> wanted;
    for (const char* id : {"onnxruntime", "torch", "tflite"})
        wanted.push_back(must(bw::peerOf(id)));
    std::map<std::string, int> ran;
    std::map<std::string, std::pair<int, int>> agree;
    double worst = 0;
    for (const Model& model : models) {
        const auto assessment = bw::assess(model.opened.document.network, context);
        if (!assessment) {
            std::printf("# %s: %s\n", model.name.c_str(), assessment.error().text().c_str());
            continue;
        }
        bw::VerifyOptions options;
        options.runs = 1;
        options.source = model.source;
        const auto report =
            must(bw::verifyNetwork(model.opened.document, *assessment, context.target, wanted, options));
        for (const bw::PeerReport& peer : report.peers) {
            ran[std::string(peer.peer->id)] += peer.result ? 1 : 0;
            if (peer.error) std::printf("# %s: %s\n", model.name.c_str(), peer.error->text().c_str());
        }
        for (const bw::Agreement& agreement : report.agreements) {
            const std::string pair = std::string(report.peers[agreement.first].peer->id) + "_and_" +
                                     std::string(report.peers[agreement.second].peer->id);
            auto& [agreed, all] = agree[pair];
            ++all;
            agreed += agreement.holds() ? 1 : 0;
            worst = std::max(worst, agreement.worst);
            if (!agreement.holds()) {
                std::printf("# %s: %s differ by %.3g, labels %.3g%s\n", model.name.c_str(), pair.c_str(),
                            agreement.worst, agreement.other_labels, agreement.same_shapes ? "" : ", other shapes");
            }
        }
    }
    for (const auto& [peer, count] : ran)
        std::printf("models_%s_ran %d of %zu\n", peer.c_str(), count, models.size());
    for (const auto& [pair, counts] : agree)
        std::printf("models_%s_agree %d of %d\n", pair.c_str(), counts.first, counts.second);
    std::printf("models_greatest_relative_difference %.3g 1\n", worst);
    std::fflush(stdout);
}

/// TFLite files that nobody edited, written again: outputs are compared byte for byte on random inputs.
void unedited(const Settings& settings) {
    bw::test::TfliteBatch batch(settings.out / "source", settings.python, false);
    for (const Model& model : modelsOf(settings.given.at("--models"))) {
        if (model.opened.format != "tflite") continue;
        const std::string bytes = must(bw::readFileBytes(model.source, bw::kMaxModelFileBytes));
        bw::TfliteWriteOptions options;
        options.numbers = bw::TfliteNumbers::AsSource;
        options.source = bytes;
        batch.add(model.opened.document.network, model.name, options, {{"original", model.source}});
    }
    for (const std::string& refused : batch.refused())
        std::printf("# refused %s\n", refused.c_str());
    int equal = 0, compared = 0;
    for (const nlohmann::json& found : batch.check()) {
        const std::string name = fs::path(found["file"].get<std::string>()).stem().string();
        if (!found.contains("bytes_equal")) {
            const std::string reason = found.contains("original_error") ? found["original_error"].get<std::string>()
                                                                        : found.value("error", std::string());
            std::printf("# %s not compared: %s\n", name.c_str(), reason.c_str());
            continue;
        }
        ++compared;
        equal += found["bytes_equal"].get<bool>() ? 1 : 0;
        if (!found["bytes_equal"].get<bool>()) std::printf("# %s: other outputs\n", name.c_str());
    }
    std::printf("unedited_bytes_equal %d of %d\n", equal, compared);
    std::fflush(stdout);
}

/// Vela's cycles beside ours for int8 exports.
void compiled(const Settings& settings) {
    const bw::AssessmentContext context = contextOf(settings.given.at("--vela-target"));
    const bw::Peer* const vela = must(bw::peerOf("vela"));
    int convolutions = 0, on_accelerator = 0, ours_named = 0, ours_all = 0, networks = 0, refused = 0;
    std::vector<double> errors;
    for (const Model& model : allModels(settings)) {
        const auto assessment = bw::assess(model.opened.document.network, context);
        if (!assessment) continue;
        bw::VerifyOptions options;
        options.source = model.source;
        const auto report =
            must(bw::verifyNetwork(model.opened.document, *assessment, context.target, {&vela, 1}, options));
        const bw::PeerReport& peer = report.peers.front();
        if (!peer.result) {
            ++refused;
            std::printf("# %s: %s\n", model.name.c_str(), peer.error->text().c_str());
            continue;
        }
        ++networks;
        // By Vela's own table: it calls some operators by what comes after them, so that not all bear our names.
        for (const bw::PeerOperator& op : peer.result->operators) {
            if (op.type.find("Conv") == std::string::npos) continue;
            ++convolutions;
            on_accelerator += op.on_accelerator ? 1 : 0;
            if (!op.on_accelerator)
                std::printf("# %s: %s is left to the processor\n", model.name.c_str(), op.name.c_str());
        }
        for (size_t i = 0; i < peer.operators.size(); ++i) {
            if (!assessment->lowered.graph.operators[i].isConvolution()) continue;
            ++ours_all;
            ours_named += peer.operators[i] ? 1 : 0;
        }
        const double theirs = static_cast<double>(*peer.result->cycles);
        const bool whole = assessment->totals.coverage >= 1.0 && assessment->totals.latency_ms;
        const double ours = whole ? *assessment->totals.latency_ms * context.target.npu.clock_hz / 1e3 : 0;
        std::printf("# %s: Vela %.0f cycles, estimate %.0f (%+.1f %%)\n", model.name.c_str(), theirs, ours,
                    (ours / theirs - 1) * 100);
        if (whole) errors.push_back(std::abs(ours / theirs - 1));
    }
    std::printf(
        "vela_compiled %d of %d\nvela_convolutions_on_accelerator %d of %d\n"
        "vela_convolutions_with_our_name %d of %d\n",
        networks, networks + refused, on_accelerator, convolutions, ours_named, ours_all);
    if (errors.empty()) return;
    std::sort(errors.begin(), errors.end());
    double sum = 0;
    for (const double error : errors)
        sum += error;
    std::printf("vela_estimate_mean_error %.1f %%\nvela_estimate_median_error %.1f %%\n",
                sum / static_cast<double>(errors.size()) * 100, errors[errors.size() / 2] * 100);
    std::fflush(stdout);
}

/// Networks drawn from the curated space of a sample, in every format.
void randomNetworks(const Settings& settings) {
    constexpr int kBatch = 25;
    const bw::AssessmentContext context = contextOf(settings.given.at("--target"));
    bw::Document document =
        must(bw::openModel(kSamples + "/" + settings.given.at("--sample") + ".blockwright")).document;
    const auto curation = must(bw::curate(document.network, must(bw::lower(document.network)), context));
    std::printf("curated_log10_space %.4g 1\n", curation.log10_after);
    ExportBatch files(settings.out / "random", settings.python);
    ExportBatch modules(settings.out / "random_torch", settings.torch);
    bw::Random random(8);
    for (int i = 0; i < settings.networks();) {
        bw::Genome genome = curation.space.origin();
        for (size_t d = 0; d < genome.size(); ++d)
            genome[d] = static_cast<int32_t>(random.below(curation.space.decisions()[d].options.size()));
        // Genomes whose blocks do not go together are drawn anew, as a search does.
        const auto network = curation.space.build(genome);
        if (!network || !bw::lower(*network)) continue;
        document.network = *network;
        const std::string name = std::to_string(i);
        bw::ExportOptions options;
        options.seed = static_cast<uint64_t>(i) + 1;
        options.opset = 13 + i % 9;
        files.add(document, "onnx", name, options, name);
        files.add(document, "tflite-float", name, options, name);
        files.add(document, "tflite-int8", name, options, {});
        if (!settings.torch.empty()) modules.add(document, "pytorch", name, options, {});
        if (++i % kBatch != 0 && i != settings.networks()) continue;
        files.check();
        modules.check();
    }
    files.print("random");
    modules.print("random");
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (settings.given.count(argv[i]) == 0) {
            std::fprintf(stderr, "there is no option '%s'\n", argv[i]);
            return 2;
        }
        settings.given[argv[i]] = argv[i + 1];
    }
    settings.python = bw::test::pythonWith("onnx, onnxruntime, ai_edge_litert");
    settings.torch = bw::test::pythonWith("torch, numpy");
    if (settings.torch.empty() && std::system("/usr/bin/python3 -c 'import torch, numpy' >/dev/null 2>&1") == 0)
        settings.torch = "/usr/bin/python3";
    if (!settings.python.empty()) setenv("BLOCKWRIGHT_PYTHON", settings.python.c_str(), 0);
    settings.out = fs::temp_directory_path() / ("bw_interop_" + std::to_string(getpid()));
    fs::create_directories(settings.out);
    const auto parts = bw::split(settings.given["--parts"], ',');
    const auto wanted = [&](const char* part) { return std::find(parts.begin(), parts.end(), part) != parts.end(); };
    // The first loads no LibTorch, whose memory and threads would stand in the figures.
    if (wanted("memory")) exportCosts(settings);
    if (settings.python.empty()) {
        std::printf("# no peers (packaging/peers): nothing is run elsewhere\n");
    } else {
        if (wanted("models")) runtimes(settings);
        if (wanted("source")) unedited(settings);
        if (wanted("vela")) compiled(settings);
        if (wanted("random")) randomNetworks(settings);
    }
    fs::remove_all(settings.out);
    return 0;
}
