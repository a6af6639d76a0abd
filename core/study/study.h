// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assess/assessment.h"
#include "io/document.h"
#include "learn/data/data_source.h"
#include "learn/train/trainer.h"

namespace bw {

/// A network of a study. The first of a study is the one that all others are compared with.
struct StudyNetwork {
    std::string id;      ///< "v1"; part of file names.
    std::string title;   ///< "V1, depth multipliers".
    std::string origin;  ///< How it came about, one sentence.
    Network network;     ///< As deployed, at its full input size.
    /// By how much the study that this one follows made its network faster, %; absent where it says nothing.
    std::optional<double> published_reduction;
    bool quick = true;  ///< Trained in the quick form too.
};

/// What is trained on what, and how long.
struct StudyPlan {
    std::string id;
    std::string title;
    std::string question;  ///< What the study is to show, one sentence.
    std::string aims;      ///< The published figures it stands beside, one sentence.
    DataSource data;
    TrainOptions train;
    int seeds = 3;
    int train_side = 96;  ///< Pixels at which the first network is trained; the others in proportion to their inputs.
    std::vector<StudyNetwork> networks;
    std::vector<std::string> notes;  ///< What the reader has to know, a sentence each.
};

/// Where a study happens.
struct StudyContext {
    AssessmentContext assessment;  ///< Target and estimator for which costs are told.
    std::string models_dir;        ///< Holds the sample networks.
    bool quick = false;
    int64_t evaluations = 3000;  ///< Of each search.
};

/// A study: one file and one row in studies.cpp.
struct Study {
    const char* id;
    const char* title;
    const char* description;
    const char* target;  ///< Id of the target that it is about.
    Result<StudyPlan> (*plan)(const StudyContext& context);
};

std::span<const Study> studies();
/// The error lists those there are.
Result<const Study*> findStudy(std::string_view id);

/// Pictures are drawn as fast as they are learnt from, so that a study shows many once rather than few often: from
/// 1,600 of them, shown 15 times, a detector learns them by heart. `pictures` train, kJudgingPictures judge.
void showPictures(StudyPlan& plan, int64_t pictures, int epochs);
inline constexpr int64_t kJudgingPictures = 600;

Result<StudyPlan> planPresenceStudy(const StudyContext& context);
Result<StudyPlan> planPorchStudy(const StudyContext& context);
Result<StudyPlan> planRoomsStudy(const StudyContext& context);

}  // namespace bw
