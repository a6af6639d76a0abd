// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "io/document.h"

namespace bw::samples {

/// MobileNetV2 (Sandler et al. 2018), width 1.0, 224 x 224, 1000 classes: 300,774,272 MACs, 3,504,872 parameters.
Network mobilenetV2();
/// MobileNetV1 (Howard et al. 2017), width 1.0, 224 x 224, 1000 classes.
Network mobilenetV1();
/// MobileNetEdgeTPU (Howard and Gupta 2019), width 1.0, 224 x 224: fused early, inverted bottlenecks later.
Network mobilenetEdgeTpu();
/// Human-presence detector: MobileNetV2's stages at width 1.0, 224 x 224, with two SSD-lite heads. The frozen baseline
/// of the presence study.
Network presenceDetector();
/// Camera classifier: depthwise-separable, 96 x 96, five classes.
Network cameraClassifier();
/// Indoor segmentation for a mobile robot, designed for a CPU: squeeze-excite, 5 x 5 kernels, channels as they came.
Network indoorSegmentation();
/// Keyword spotting in 49 x 10 audio features (DS-CNN, Zhang et al. 2017).
Network audioKeyword();
/// Speech encoder: 1-D convolutions over 80 mel bands, then self-attention.
Network speechEncoder();

/// A sample as it lies in models/samples.
struct Sample {
    std::string file_name;
    Document document;
};
std::vector<Sample> allSamples();

}  // namespace bw::samples
