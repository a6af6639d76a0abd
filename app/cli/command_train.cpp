// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/data_source_options.h"
#include "cli/interrupt.h"
#include "cli/model_source.h"
#include "cli/network_input.h"
#include "io/atomic_write.h"
#include "learn/data/cached_data_set.h"
#include "learn/data/image/image_codec.h"
#include "learn/inherit/inherit_numbers.h"
#include "learn/train/answer_sheet.h"
#include "learn/train/checkpoint.h"
#include "learn/train/trainer.h"

namespace bw::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int64_t kCacheBytes = int64_t{512} << 20;
constexpr int kAnswerTile = 192;

struct TrainCommand : ModelOptions {
    DataSourceOptions data;
    TrainOptions train;
    std::string input;
    std::string out;
    std::string start;
    std::string inherit;
    std::string save;
    std::string curves;
    std::string sheet;
    bool resume = false;
    bool descent = false;
    bool plain = false;
    bool judge = false;
};

/// A line that rewrites itself, for people; scripts see nothing.
void watch(const TrainProgress& progress) {
    if (isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\repoch %d of %d, step %lld of %lld, loss %.4f, about %.0f s to go   ",
                 std::min(progress.epoch, progress.epochs), progress.epochs, static_cast<long long>(progress.step),
                 static_cast<long long>(progress.steps), progress.loss, progress.remaining_s);
    std::fflush(stderr);
}

/// What training begins with.
struct StartNumbers {
    std::vector<NamedTensor> numbers;
    std::optional<Inherited> inherited;  ///< Where they came from another network.
};

Result<StartNumbers> startNumbers(const TrainCommand& options, const FittedNetwork& network, const DataInfo& info,
                                  std::pair<int, int> size) {
    StartNumbers start;
    if (options.start.empty()) return start;
    auto numbers = loadNumbers(options.start);
    if (!numbers) return tl::unexpected(numbers.error());
    if (options.inherit.empty()) return StartNumbers{std::move(*numbers), std::nullopt};
    ModelOptions old_options = options;
    old_options.file = options.inherit;
    const auto old = openFile(old_options);
    if (!old) return tl::unexpected(old.error());
    const auto fitted = fitToData(old->document.network, info, size.first, size.second);
    if (!fitted) return tl::unexpected(fitted.error());
    auto inherited = inheritNumbers(fitted->network, *numbers, network.network, options.train.seed);
    if (!inherited) return tl::unexpected(inherited.error());
    start.numbers = std::move(inherited->numbers);
    start.inherited = std::move(*inherited);
    return start;
}

Json inheritedJson(const Inherited& inherited) {
    Json json = Json::object();
    for (const Inheritance how : {Inheritance::Kept, Inheritance::Sliced, Inheritance::Composed, Inheritance::New}) {
        Json keys = Json::array();
        for (const Inherited::Part& part : inherited.parts) {
            if (part.how == how) keys.push_back(part.key);
        }
        json[inheritanceId(how)] = std::move(keys);
    }
    return json;
}

Json metricsJson(const TrainMetrics& metrics, const DataInfo& info) {
    Json json = Json::object();
    for (const TrainMetrics::Value& value : metrics.values)
        json[value.name] = value.value;
    for (size_t i = 0; i < metrics.per_class.size() && i < info.classes.size(); ++i) {
        json["per_class"][info.classes[i]] = metrics.per_class[i] < 0 ? Json() : Json(metrics.per_class[i]);
    }
    return json;
}

Json resultJson(const TrainResult& result, const FittedNetwork& network, const DataInfo& info) {
    Json epochs = Json::array();
    for (const TrainEpoch& epoch : result.history) {
        Json json = {{"epoch", epoch.epoch},
                     {"loss", epoch.loss},
                     {"learning_rate", epoch.learning_rate},
                     {"seconds", epoch.seconds},
                     {"waited_for_data_s", epoch.waited_s}};
        if (epoch.judged) json["metrics"] = metricsJson(epoch.metrics, info);
        epochs.push_back(std::move(json));
    }
    return {{"data", info.name},
            {"task", taskName(info.task)},
            {"device", result.device},
            {"seconds", result.seconds},
            {"best_epoch", result.best_epoch},
            {"metrics", metricsJson(result.metrics, info)},
            {"edits", network.changes},
            {"skipped_samples", result.skipped},
            {"warnings", result.warnings},
            {"epochs", epochs}};
}

std::string curvesCsv(const TrainResult& result) {
    std::string text = "epoch,loss,learning_rate,seconds,waited_for_data_s";
    for (const TrainMetrics::Value& value : result.metrics.values)
        text += "," + value.name;
    text += "\n";
    for (const TrainEpoch& epoch : result.history) {
        text += std::to_string(epoch.epoch);
        for (const double number : {epoch.loss, epoch.learning_rate, epoch.seconds, epoch.waited_s})
            text += "," + formatNumber(number);
        for (size_t i = 0; i < result.metrics.values.size(); ++i)
            text += "," + (epoch.judged ? formatNumber(epoch.metrics.values[i].value) : std::string());
        text += "\n";
    }
    return text;
}

void printMetrics(const TrainMetrics& metrics, const DataInfo& info) {
    for (const TrainMetrics::Value& value : metrics.values)
        std::printf("%-16s%8.2f %%\n", value.name.c_str(), value.value * 100);
    std::printf("\n%-20s%10s\n", "class", metrics.values.empty() ? "" : metrics.values.front().name.c_str());
    for (size_t i = 0; i < metrics.per_class.size() && i < info.classes.size(); ++i) {
        const double value = metrics.per_class[i];
        std::printf("%-20s%10s\n", elide(info.classes[i], 20).c_str(),
                    value < 0 ? "none" : (formatNumber(std::round(value * 1e4) / 100) + " %").c_str());
    }
}

void printText(const TrainResult& result, const FittedNetwork& network, const DataInfo& info) {
    for (const std::string& change : network.changes)
        std::printf("fitted to the data: %s\n", change.c_str());
    std::printf("%6s%10s", "epoch", "loss");
    for (const TrainMetrics::Value& value : result.metrics.values)
        std::printf("%16s", value.name.c_str());
    std::printf("%9s\n", "seconds");
    for (const TrainEpoch& epoch : result.history) {
        std::printf("%6d%10.4f", epoch.epoch, epoch.loss);
        for (size_t i = 0; i < result.metrics.values.size(); ++i) {
            if (epoch.judged) {
                std::printf("%14.2f %%", epoch.metrics.values[i].value * 100);
            } else {
                std::printf("%16s", "-");
            }
        }
        std::printf("%9.1f\n", epoch.seconds);
    }
    std::printf("\nBest epoch %d, %.0f s on %s\n", result.best_epoch, result.seconds, result.device.c_str());
    printMetrics(result.metrics, info);
    if (result.skipped > 0)
        std::printf("\n%s samples could not be loaded and were replaced\n", groupDigits(result.skipped).c_str());
    for (const std::string& warning : result.warnings)
        std::printf("note: %s\n", warning.c_str());
}

Result<void> writeResults(const TrainCommand& options, const TrainResult& result, const FittedNetwork& network,
                          const OpenedModel& model, const DataInfo& info) {
    if (!options.out.empty()) {
        if (auto ok = saveNumbers(options.out, result.weights); !ok) return ok;
    }
    if (!options.curves.empty()) {
        if (auto ok = writeFileAtomically(options.curves, curvesCsv(result)); !ok) return ok;
    }
    if (!options.sheet.empty()) {
        const auto image = answerSheet(result.answers, info, kAnswerTile);
        if (!image) return tl::unexpected(image.error());
        const auto png = encodePng(*image);
        if (!png) return tl::unexpected(png.error());
        if (auto ok = writeFileAtomically(options.sheet, *png); !ok) return ok;
    }
    if (options.save.empty()) return {};
    Document document = model.document;
    document.network = network.network;
    return saveDocument(document, options.save);
}

int judge(const TrainCommand& options, const FittedNetwork& network, const std::shared_ptr<const DataSet>& set,
          std::span<const NamedTensor> start, const TrainControl& control) {
    const auto metrics = judgeNetwork(network, set, start, options.train, control);
    if (!metrics) return reportError(metrics.error());
    if (options.json) {
        std::cout << metricsJson(*metrics, set->info()).dump(1) << "\n";
    } else {
        printMetrics(*metrics, set->info());
    }
    return kExitFits;
}

int run(TrainCommand& options) {
    if (options.data.none()) {
        return reportError({ErrorCode::InvalidArgument,
                            "there is nothing to learn from",
                            {},
                            {},
                            "name a built-in set by --set, or --data FOLDER"});
    }
    if (!options.save.empty()) {
        if (auto ok = requireDocumentName(options.save); !ok) return reportError(ok.error());
    }
    const auto source = options.data.chosen();
    if (!source) return reportError(source.error());
    const auto size = networkInput(options.input, *source);
    if (!size) return reportError(size.error());
    const auto model = openFile(options);
    if (!model) return reportError(model.error());
    const auto set = openDataSet(*source);
    if (!set) return reportError(set.error());
    const auto network = fitToData(model->document.network, (*set)->info(), size->first, size->second);
    if (!network) return reportError(network.error());
    TrainOptions& train = options.train;
    if (options.descent) {
        train.optimizer.adaptive = false;
        train.optimizer.weight_decay = 5e-4;
    }
    if (options.plain) train.augment = AugmentOptions::none();
    train.seed = source->seed;
    const auto start = startNumbers(options, *network, (*set)->info(), *size);
    if (!start) return reportError(start.error());
    if (train.checkpoint.empty() && !options.out.empty()) train.checkpoint = options.out + ".checkpoint";
    std::error_code ignored;
    if (!options.resume && !train.checkpoint.empty()) fs::remove(train.checkpoint, ignored);
    std::stop_source stop;
    const InterruptWatch interrupts([&stop] { stop.request_stop(); });
    const TrainControl control{stop.get_token(), nullptr, watch};
    const auto cached = std::make_shared<const CachedDataSet>(*set, kCacheBytes);
    if (options.judge) return judge(options, *network, cached, start->numbers, control);
    const auto result = trainNetwork(*network, cached, train, start->numbers, control);
    if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\n");
    if (!result) return reportError(result.error());
    if (auto written = writeResults(options, *result, *network, *model, (*set)->info()); !written) {
        return reportError(written.error());
    }
    if (!options.out.empty()) fs::remove(train.checkpoint, ignored);
    if (options.json) {
        Json json = resultJson(*result, *network, (*set)->info());
        if (start->inherited) json["inherited"] = inheritedJson(*start->inherited);
        std::cout << json.dump(1) << "\n";
    } else {
        if (start->inherited)
            std::printf("inherited from '%s': %s\n", elide(options.inherit, 60).c_str(),
                        start->inherited->sentence().c_str());
        printText(*result, *network, (*set)->info());
    }
    return kExitFits;
}

}  // namespace

void addTrain(CLI::App& program, int& exit_code) {
    auto* command = program.add_subcommand(
        "train",
        "Train a network with LibTorch on a built-in or own data set and judge it: top-1, COCO mAP or mIoU. The ends "
        "of the network are fitted to the set");
    auto options = std::make_shared<TrainCommand>();
    options->addTo(*command);
    command->add_option("--data", options->data.source.path, "Folder or file of a data set");
    options->data.addTo(*command);
    command->add_option("--input", options->input,
                        "Height and width that the network reads, such as 96x96; that of built-in pictures, else as it "
                        "is");
    TrainOptions& train = options->train;
    command->add_option("--epochs", train.epochs, "Times that all samples are seen")->check(CLI::Range(1, 100'000));
    command->add_option("--batch", train.batch, "Samples of one step")->check(CLI::Range(2, 4096));
    command
        ->add_option("--learning-rate", train.learning_rate,
                     "At its highest, for a batch of 32; it rises over the first epoch and falls as a half cosine")
        ->check(CLI::Range(1e-8, 100.0));
    command->add_option("--weight-decay", train.optimizer.weight_decay, "Of kernels")->check(CLI::Range(0.0, 1.0));
    command->add_flag("--descent", options->descent,
                      "Stochastic gradient descent with momentum in place of AdamW; try learning rates near 0.05");
    command->add_flag("--no-variation", options->plain, "Show pictures as they are");
    command->add_option("--patience", train.patience, "End when so many epochs brought nothing better; 0: never")
        ->check(CLI::Range(0, 100'000));
    command->add_option("--threads", train.threads, "That compute")->check(CLI::Range(1, 256));
    command->add_flag("!--no-gpu", train.allow_gpu, "Compute on the processor even where LibTorch has a GPU");
    command->add_option("--start", options->start, "Begin with the weights of this safetensors file where they fit");
    command
        ->add_option("--inherit", options->inherit,
                     "The network that the weights of --start were trained for, before it was edited: they are carried "
                     "over. The most important channels stay, windows are cut or filled up, fused kernels composed")
        ->needs("--start");
    command->add_option("--out", options->out, "Write the weights of the best epoch as safetensors");
    command->add_option("--checkpoint", train.checkpoint,
                        "Where training is kept after every epoch; OUT.checkpoint if not given");
    command->add_flag("--resume", options->resume, "Go on where an interrupted training stopped");
    command->add_flag("--judge", options->judge, "Only judge the weights of --start");
    command->add_option("--save", options->save, "Write the network as it was trained, as .blockwright");
    command->add_option("--curves", options->curves, "Write loss and metrics of every epoch as CSV");
    command->add_option("--predictions", options->sheet, "PNG file with pictures and what the network says of them");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace bw::cli
