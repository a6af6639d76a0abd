// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "generator/network_writer.h"
#include "generator/sample_networks.h"

namespace bw::samples {
namespace {

struct IbnStage {
    int64_t expansion, channels, blocks, stride;
};

Attributes ibnAttributes(int64_t expansion, int64_t channels, int64_t kernel, int64_t stride, bool residual) {
    return normalized({{"channels", channels},
                       {"expansion", static_cast<double>(expansion)},
                       {"kernel", kernel},
                       {"stride", stride},
                       {"residual", residual}});
}

/// Stem and the seven stages of MobileNetV2; calls `after_stage` with the number of each finished stage.
template <class AfterStage>
void writeMobilenetV2Stages(NetworkWriter& writer, AfterStage after_stage) {
    constexpr IbnStage kStages[] = {{6, 24, 2, 2}, {6, 32, 3, 2},  {6, 64, 4, 2},
                                    {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    writer.stage("stem");
    writer.add("conv", "stem", normalized({{"channels", int64_t{32}}, {"stride", int64_t{2}}}));
    writer.stage("stage 1");
    writer.add("depthwise_separable", "separable_1",
               normalized({{"channels", int64_t{16}}, {"activation", std::string("none")}}));
    int number = 0;
    int stage = 1;
    for (const IbnStage& s : kStages) {
        writer.stage("stage " + std::to_string(++stage));
        for (int64_t i = 0; i < s.blocks; ++i) {
            writer.add("ibn", "ibn_" + std::to_string(++number),
                       ibnAttributes(s.expansion, s.channels, 3, i == 0 ? s.stride : 1, i > 0));
        }
        after_stage(stage);
    }
}

void writeClassifier(NetworkWriter& writer, int64_t features, int64_t classes) {
    writer.stage("head");
    writer.add("conv", "features", normalized({{"channels", features}, {"kernel", int64_t{1}}}));
    writer.add("global_pool", "pool", {{"form", std::string("mean_flat")}});
    writer.add("dense", "classifier", {{"channels", classes}});
}

}  // namespace

Network mobilenetV2() {
    NetworkWriter writer("MobileNetV2 1.0 224");
    writer.input({1, 3, 224, 224});
    writeMobilenetV2Stages(writer, [](int) {});
    writeClassifier(writer, 1280, 1000);
    return writer.finish();
}

Network mobilenetV1() {
    NetworkWriter writer("MobileNetV1 1.0 224");
    writer.input({1, 3, 224, 224});
    writer.add("conv", "stem", normalized({{"channels", int64_t{32}}, {"stride", int64_t{2}}}));
    constexpr std::pair<int64_t, int64_t> kBlocks[] = {{64, 1},  {128, 2},  {128, 1}, {256, 2}, {256, 1},
                                                       {512, 2}, {512, 1},  {512, 1}, {512, 1}, {512, 1},
                                                       {512, 1}, {1024, 2}, {1024, 1}};
    int number = 0;
    for (const auto& [channels, stride] : kBlocks) {
        writer.add("depthwise_separable", "separable_" + std::to_string(++number),
                   normalized({{"channels", channels}, {"stride", stride}}));
    }
    writer.add("global_pool", "pool", {{"form", std::string("mean_flat")}});
    writer.add("dense", "classifier", {{"channels", int64_t{1000}}});
    return writer.finish();
}

Network mobilenetEdgeTpu() {
    NetworkWriter writer("MobileNetEdgeTPU 1.0 224");
    writer.input({1, 3, 224, 224});
    writer.stage("stem");
    writer.add("conv", "stem",
               normalized({{"channels", int64_t{32}}, {"stride", int64_t{2}}, {"activation", std::string("relu")}}));
    writer.add("conv", "stem_project",
               normalized({{"channels", int64_t{16}}, {"kernel", int64_t{1}}, {"activation", std::string("none")}}));
    struct Stage {
        const char* kind;
        int64_t channels, kernel, stride, first_expansion, more;
    };
    constexpr Stage kStages[] = {{"fused_ibn", 32, 3, 2, 8, 3}, {"fused_ibn", 48, 3, 2, 8, 3},
                                 {"ibn", 96, 3, 2, 8, 3},       {"ibn", 96, 3, 1, 8, 3},
                                 {"ibn", 160, 5, 2, 8, 3},      {"ibn", 192, 3, 1, 8, 0}};
    int fused = 0;
    int unfused = 0;
    int stage = 0;
    for (const Stage& s : kStages) {
        writer.stage("stage " + std::to_string(++stage));
        for (int64_t i = 0; i <= s.more; ++i) {
            int& number = std::string(s.kind) == "ibn" ? unfused : fused;
            Attributes a =
                ibnAttributes(i == 0 ? s.first_expansion : 4, s.channels, s.kernel, i == 0 ? s.stride : 1, i > 0);
            a.set("activation", std::string("relu"));
            writer.add(s.kind, s.kind + ("_" + std::to_string(++number)), a);
        }
    }
    writeClassifier(writer, 1280, 1001);
    return writer.finish();
}

Network presenceDetector() {
    constexpr int64_t kAnchors = 6;
    NetworkWriter writer("Human-presence detector");
    writer.input({1, 3, 224, 224});
    Port fine;
    writeMobilenetV2Stages(writer, [&](int stage) {
        if (stage == 5) fine = writer.last();
    });
    const Port coarse = writer.last();
    writer.stage("heads");
    const auto head = [&](const std::string& name, int64_t values, Port from) {
        return writer.add("detection_head", name, normalized({{"anchors", kAnchors}, {"values", values}}), {from});
    };
    const Port fine_boxes = head("boxes_stride16", 4, fine);
    const Port fine_scores = head("scores_stride16", 2, fine);
    const Port coarse_boxes = head("boxes_stride32", 4, coarse);
    const Port coarse_scores = head("scores_stride32", 2, coarse);
    const Port boxes = writer.add("concat", "boxes", {}, {fine_boxes, coarse_boxes});
    const Port scores = writer.add("concat", "scores", {}, {fine_scores, coarse_scores});
    return writer.finish({boxes, scores});
}

}  // namespace bw::samples
