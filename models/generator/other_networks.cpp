// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "generator/network_writer.h"
#include "generator/sample_networks.h"

namespace bw::samples {
namespace {

const std::string kNone = "none";
const std::string kHardSwish = "hard_swish";

}  // namespace

Network cameraClassifier() {
    NetworkWriter writer("Camera classifier");
    writer.input({1, 3, 96, 96});
    writer.stage("stem");
    writer.add("conv", "stem", normalized({{"channels", int64_t{32}}, {"stride", int64_t{2}}}));
    constexpr std::pair<int64_t, int64_t> kBlocks[] = {{64, 1},  {96, 2},  {96, 1},  {128, 2}, {128, 1}, {192, 2},
                                                       {192, 1}, {192, 1}, {192, 1}, {192, 1}, {256, 2}, {256, 1}};
    int number = 0;
    int stage = 1;
    writer.stage("stage 1");
    for (const auto& [channels, stride] : kBlocks) {
        if (stride == 2) writer.stage("stage " + std::to_string(++stage));
        writer.add("depthwise_separable", "separable_" + std::to_string(++number),
                   normalized({{"channels", channels}, {"stride", stride}}));
    }
    writer.stage("head");
    writer.add("global_pool", "pool", {{"form", std::string("mean_flat")}});
    writer.add("dense", "classifier", {{"channels", int64_t{5}}});
    writer.add("softmax", "probabilities", {});
    return writer.finish();
}

Network indoorSegmentation() {
    struct IbnSpec {
        int64_t channels, kernel, stride, dilation, squeeze;
        double expansion;
        bool hard_swish;
    };
    constexpr IbnSpec kBlocks[] = {
        {20, 3, 2, 1, 0, 4.0, false},   {20, 3, 1, 1, 0, 3.0, false},   {36, 5, 2, 1, 24, 3.6, false},
        {36, 5, 1, 1, 28, 3.0, false},  {36, 5, 1, 1, 28, 3.0, false},  {72, 3, 2, 1, 0, 6.0, true},
        {72, 3, 1, 1, 0, 2.5, true},    {72, 3, 1, 1, 0, 2.3, true},    {100, 3, 1, 1, 108, 4.3, true},
        {100, 3, 1, 1, 150, 6.0, true}, {140, 5, 1, 2, 150, 6.0, true}, {140, 5, 1, 2, 210, 6.0, true}};
    NetworkWriter writer("Indoor segmentation");
    writer.input({1, 3, 256, 256});
    writer.stage("stem");
    writer.add("conv", "stem",
               normalized({{"channels", int64_t{12}}, {"stride", int64_t{2}}, {"activation", kHardSwish}}));
    int number = 0;
    int64_t before = 12;
    Port stride_four;
    for (const IbnSpec& b : kBlocks) {
        if (number == 0) writer.stage("stride 4");
        if (number == 2) writer.stage("stride 8");
        if (number == 5) writer.stage("stride 16");
        const bool residual = b.stride == 1 && b.channels == before;
        writer.add("ibn", "ibn_" + std::to_string(++number),
                   normalized({{"channels", b.channels},
                               {"expansion", b.expansion},
                               {"kernel", b.kernel},
                               {"stride", b.stride},
                               {"dilation", b.dilation},
                               {"squeeze", b.squeeze},
                               {"activation", b.hard_swish ? kHardSwish : std::string("relu")},
                               {"residual", residual}}));
        before = b.channels;
        if (number == 2) stride_four = writer.last();
    }
    writer.stage("decoder");
    writer.add("conv", "context",
               normalized({{"channels", int64_t{128}}, {"kernel", int64_t{1}}, {"activation", std::string("relu")}}));
    const Port enlarged = writer.add("resize", "enlarge", {{"scale", 4.0}, {"mode", std::string("bilinear")}});
    const Port detail =
        writer.add("conv", "detail",
                   normalized({{"channels", int64_t{40}}, {"kernel", int64_t{1}}, {"activation", std::string("relu")}}),
                   {stride_four});
    writer.add("concat", "join", {}, {enlarged, detail});
    writer.add("depthwise_separable", "refine",
               normalized({{"channels", int64_t{96}},
                           {"activation", std::string("relu")},
                           {"depthwise_activation", std::string("relu")}}));
    writer.stage("head");
    writer.add("segmentation_head", "classes",
               {{"classes", int64_t{12}}, {"scale", 4.0}, {"kernel", int64_t{1}}, {"decision", std::string("argmax")}});
    return writer.finish();
}

Network audioKeyword() {
    NetworkWriter writer("Audio keyword spotting");
    writer.input({1, 1, 49, 10});
    writer.add("conv", "stem",
               normalized({{"channels", int64_t{64}},
                           {"kernel", int64_t{10}},
                           {"kernel_w", int64_t{4}},
                           {"stride", int64_t{2}},
                           {"activation", std::string("relu")}}));
    for (int i = 1; i <= 4; ++i) {
        writer.add("depthwise_separable", "separable_" + std::to_string(i),
                   normalized({{"channels", int64_t{64}},
                               {"activation", std::string("relu")},
                               {"depthwise_activation", std::string("relu")}}));
    }
    writer.add("global_pool", "pool", {{"form", std::string("mean_flat")}});
    writer.add("dense", "keywords", {{"channels", int64_t{12}}});
    writer.add("softmax", "probabilities", {});
    return writer.finish();
}

Network speechEncoder() {
    constexpr int64_t kFeatures = 192;
    NetworkWriter writer("Speech encoder");
    writer.input({1, 80, 400});
    writer.stage("frames");
    const auto frames = [&](const std::string& name, int64_t stride) {
        writer.add("conv", name,
                   {{"channels", kFeatures},
                    {"kernel", int64_t{1}},
                    {"kernel_w", int64_t{3}},
                    {"stride", int64_t{1}},
                    {"stride_w", stride},
                    {"activation", std::string("gelu")}});
    };
    frames("frames_1", 1);
    frames("frames_2", 2);
    writer.add("transpose", "tokens", {{"permutation", std::vector<int64_t>{0, 2, 1}}});
    writer.stage("encoder");
    for (int i = 1; i <= 4; ++i) {
        writer.add("attention", "attention_" + std::to_string(i), {{"heads", int64_t{4}}});
        writer.add("feed_forward", "feed_forward_" + std::to_string(i), {});
    }
    writer.stage("head");
    writer.add("layer_norm", "normalize", {});
    writer.add("dense", "letters", {{"channels", int64_t{32}}, {"bias", true}});
    return writer.finish();
}

std::vector<Sample> allSamples() {
    const auto sample = [](std::string file, Network network, const std::string& notes) {
        Sample result{std::move(file), {}};
        result.document.network = std::move(network);
        result.document.notes = notes;
        return result;
    };
    std::vector<Sample> samples = {
        sample("presence_detector.blockwright", presenceDetector(),
               "Finds people in a room. The baseline of the presence study: every block unfused, width 1.0."),
        sample("camera_classifier.blockwright", cameraClassifier(),
               "A doorbell camera's classifier, 1.89 times over both its flash and its SRAM budget."),
        sample("indoor_segmentation.blockwright", indoorSegmentation(),
               "A robot's view of a room, designed for a CPU: on an accelerator its channels and gates cost dearly."),
        sample("mobilenet_v2.blockwright", mobilenetV2(), "Sandler et al. 2018, arXiv 1801.04381."),
        sample("mobilenet_edgetpu.blockwright", mobilenetEdgeTpu(),
               "Howard and Gupta 2019: fused inverted bottlenecks in the early stages."),
        sample("audio_keyword.blockwright", audioKeyword(), "Twelve keywords in one second of audio (DS-CNN)."),
        sample("speech_encoder.blockwright", speechEncoder(),
               "Convolutions over time and self-attention; four seconds of audio."),
    };
    samples[0].document.baseline = samples[0].document.network;
    // Out of reach for the baseline, within reach of a few fused blocks: what the first minutes are about.
    samples[0].document.budgets.latency_ms = 1.5;
    samples[0].document.budgets.parameter_bytes = 2 * 1024 * 1024;
    samples[0].document.budgets.peak_activation_bytes = 1024 * 1024;
    // 1.89 times below what the network needs, in whole KiB.
    samples[1].document.target_id = "ethos-u55-256";
    samples[1].document.budgets.parameter_bytes = 189 * 1024;
    samples[1].document.budgets.peak_activation_bytes = 114 * 1024;
    samples[5].document.target_id = "ethos-u55-256";
    return samples;
}

}  // namespace bw::samples
