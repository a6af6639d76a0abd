// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/network_sampler.h"

#include <algorithm>
#include <array>

#include "measure/block_sampler.h"

namespace bw {
namespace {

using Family = NetworkFamily;

/// Draws one network of a family.
class NetworkSampler : BlockSampler {
public:
    NetworkSampler(Random& random, Family family) : BlockSampler(random), family_(family) {}

    OperatorGraph draw() {
        const double width = stem();
        constexpr std::array<double, 6> kStageWidths = {16, 24, 40, 80, 160, 320};
        const int stages = static_cast<int>(random_.between(3, 6));
        std::vector<TensorId> taps;
        for (int stage = 0; stage < stages; ++stage) {
            stage_ = stage;
            // Networks of plain convolutions are wider.
            const double wider = isPlain() ? 2.0 : 1.0;
            const int64_t out =
                channels(wider * width * kStageWidths[static_cast<size_t>(stage)] * (0.5 + random_.uniform()));
            const int32_t stride = stage == 0 ? pick<int32_t>(random_, {1, 2}) : 2;
            const int blocks = static_cast<int>(random_.between(1, 4));
            for (int i = 0; i < blocks; ++i)
                block(out, i == 0 && shape().height() > 3 ? stride : 1);
            taps.push_back(x_);
        }
        head(taps);
        return std::move(graph_);
    }

private:
    bool isPlain() const {
        return family_ == Family::Residual || family_ == Family::Plain || family_ == Family::Branching;
    }

    /// Draws input and first convolution; gives the network's width multiplier.
    double stem() {
        const int64_t height =
            pick<int64_t>(random_, {32, 49, 64, 96, 96, 112, 128, 160, 192, 224, 224, 256, 320, 513});
        const int64_t width_pixels =
            pick<int64_t>(random_, {height, height, height, height, height * 4 / 3, height / 2});
        x_ = builder_.addInput(Shape{1, pick<int64_t>(random_, {1, 3, 3, 3}), height, width_pixels}, "input");
        if (random_.below(6) == 0) {
            take(builder_.pad(x_, {0, 0, 0, 0, 1, 1, 1, 1}));
        }
        clip_ = pick(random_,
                     {Activation::Relu6, Activation::Relu6, Activation::Relu, Activation::HardSwish, Activation::Silu});
        alignment_ = pick<int64_t>(random_, {1, 2, 4, 8, 8, 8, 16, 16, 32});
        const double width = 0.25 + random_.uniform() * 1.5;
        if (random_.below(12) == 0) {
            ConvSpec spec;  // As networks over spectrograms have it.
            spec.window = {10, 4, 2, pick<int32_t>(random_, {1, 2})};
            spec.out_channels = channels(width * 48.0);
            spec.activation = clip_;
            take(builder_.conv(x_, spec));
        } else {
            conv(channels(width * 32.0), pick<int32_t>(random_, {3, 3, 3, 5, 7}), 2, clip_);
        }
        return width;
    }

    void mixedBlock(int64_t out, int32_t stride) {
        switch (random_.below(14)) {
            case 0:
            case 1:
                return invertedBottleneck(out, stride, true);
            case 2:
                return separable(out, stride);
            case 3:
                return residualBlock(out, stride);
            case 4:
                if (stride == 2) maxOrAveragePool();
                conv(out, pick<int32_t>(random_, {1, 3}), 1, clip_);
                return;
            case 5:
                invertedBottleneck(out, stride, false);
                return attention();
            case 6:
                invertedBottleneck(out, stride, false);
                return shuffleUnit();
            case 7:
                residualBlock(out, stride);
                return loneActivation();
            default:
                return invertedBottleneck(out, stride, false);
        }
    }

    void block(int64_t out, int32_t stride) {
        switch (family_) {
            case Family::InvertedBottleneck:
                return invertedBottleneck(out, stride, false);
            case Family::FusedBottleneck:
                return invertedBottleneck(out, stride, stage_ < 3);
            case Family::Separable:
                return separable(out, stride);
            case Family::Residual:
                return random_.below(2) == 0 ? residualBlock(out, stride) : bottleneck(out, stride);
            case Family::Plain:
            case Family::Dense:
                conv(out, pick<int32_t>(random_, {3, 3, 5}), 1, clip_);
                if (stride == 2) maxOrAveragePool();
                return;
            case Family::Branching:
                if (stride == 2) maxOrAveragePool();
                return inception(out);
            case Family::DenselyConnected:
                if (stride == 2) {
                    conv(channels(static_cast<double>(width()) / 2), 1, 1, clip_);
                    maxOrAveragePool();
                }
                return denselyConnected(channels(16.0 + 16.0 * random_.uniform()));
            case Family::Shuffle:
                if (stride == 2 || width() != out) separable(out, stride);
                return shuffleUnit();
            case Family::Attention:
                invertedBottleneck(out, stride, false);
                if (stage_ >= 2) attention();
                return;
            case Family::Detector:
            case Family::Segmentation:
                return random_.below(3) == 0 ? residualBlock(out, stride) : invertedBottleneck(out, stride, false);
            case Family::Mixed:
                return mixedBlock(out, stride);
        }
    }

    void classifier() {
        if (random_.below(2) == 0) {
            conv(channels(640.0 + 640.0 * random_.uniform()), 1, 1, clip_);
        }
        const std::array<int64_t, 2> flat = {1, -1};
        if (take(builder_.globalAvgPool(x_)) && take(builder_.reshape(x_, flat))) {
            take(builder_.dense(x_, pick<int64_t>(random_, {2, 10, 21, 100, 1001}), true));
            take(builder_.softmax(x_, 1));
        }
        graph_.outputs = {x_};
    }

    void detector(const std::vector<TensorId>& taps) {
        graph_.outputs.clear();
        for (size_t i = taps.size() - std::min<size_t>(taps.size(), 3); i < taps.size(); ++i) {
            for (const int64_t out : {pick<int64_t>(random_, {12, 16, 24}), pick<int64_t>(random_, {6, 12, 63, 126})}) {
                x_ = taps[i];
                depthwise(3, 1);
                conv(out, 1, 1, Activation::None);
                graph_.outputs.push_back(x_);
            }
        }
    }

    void segmentation(const std::vector<TensorId>& taps) {
        const Shape target = builder_.shape(taps[taps.size() / 2]);
        conv(channels(128.0), 1, 1, clip_);
        take(builder_.resize(x_, target.height(), target.width(), pick<const char*>(random_, {"bilinear", "nearest"})));
        const std::array<TensorId, 2> both = {x_, taps[taps.size() / 2]};
        take(builder_.concat(both, 1));
        depthwise(3, 1);
        conv(channels(96.0), 1, 1, clip_);
        if (random_.below(2) == 0) {
            ConvSpec spec;
            spec.window = {3, 3, 2, 2};
            spec.out_channels = channels(48.0);
            spec.activation = clip_;
            take(builder_.transposedConv(x_, spec, 1, 1));
        }
        conv(pick<int64_t>(random_, {2, 21, 32}), 1, 1, Activation::None);
        const int64_t factor = pick<int64_t>(random_, {2, 4, 8});
        take(builder_.resize(x_, target.height() * factor, target.width() * factor, "bilinear"));
        graph_.outputs = {x_};
    }

    void denseClassifier() {
        const std::array<int64_t, 2> flat = {1, -1};
        // A map as small as the dense layers of AlexNet and VGG read.
        while (shape().elements() > 12'544 && shape().height() > 1)
            maxOrAveragePool();
        take(builder_.reshape(x_, flat));
        const int layers = static_cast<int>(random_.between(1, 3));
        for (int i = 0; i < layers; ++i)
            take(builder_.dense(x_, pick<int64_t>(random_, {64, 128, 256, 512, 1000, 1024, 2048}), true,
                                Activation::Relu));
        take(builder_.dense(x_, pick<int64_t>(random_, {2, 10, 100, 1000}), true));
        graph_.outputs = {x_};
    }

    void head(const std::vector<TensorId>& taps) {
        switch (family_) {
            case Family::Detector:
                return detector(taps);
            case Family::Segmentation:
                return segmentation(taps);
            case Family::Dense:
                return denseClassifier();
            case Family::Plain:
                return random_.below(2) == 0 ? denseClassifier() : classifier();
            case Family::Mixed:
                break;
            default:
                return classifier();
        }
        switch (random_.below(4)) {
            case 0:
                return detector(taps);
            case 1:
                return segmentation(taps);
            default:
                return classifier();
        }
    }

    Family family_;
    int stage_ = 0;
};

}  // namespace

std::string_view networkFamilyId(NetworkFamily family) {
    constexpr std::array<std::string_view, kNetworkFamilyCount> kIds = {"inverted-bottleneck",
                                                                        "fused-bottleneck",
                                                                        "separable",
                                                                        "residual",
                                                                        "plain",
                                                                        "branching",
                                                                        "densely-connected",
                                                                        "shuffle",
                                                                        "dense",
                                                                        "attention",
                                                                        "detector",
                                                                        "segmentation",
                                                                        "mixed"};
    return kIds[static_cast<size_t>(family)];
}

OperatorGraph sampleNetwork(Random& random, NetworkFamily family) {
    return NetworkSampler(random, family).draw();
}

NetworkFamily sampleFamily(Random& random) {
    // Half of all networks mix the blocks of all families, as searches do.
    if (random.below(2) == 0) return NetworkFamily::Mixed;
    return static_cast<NetworkFamily>(random.below(kNetworkFamilyCount - 1));
}

OperatorGraph sampleNetwork(Random& random) {
    const NetworkFamily family = sampleFamily(random);
    return sampleNetwork(random, family);
}

}  // namespace bw
