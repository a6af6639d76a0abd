// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/judge_session.h"

namespace bw {

Result<std::unique_ptr<TrainSession>> openSession(const TrainOptions& options, LearnTask task) {
    const auto backend = openTrainBackend();
    if (!backend) return tl::unexpected(backend.error());
    TrainSessionOptions session;
    session.task = task;
    session.optimizer = options.optimizer;
    session.label_smoothing = options.label_smoothing;
    session.seed = options.seed;
    session.threads = options.threads;
    session.allow_gpu = options.allow_gpu;
    return (*backend)->start(session);
}

Error lossIsNoNumber(const std::string& whose, int epoch, int64_t step) {
    return {ErrorCode::Unsupported,
            whose + " was no number in epoch " + std::to_string(epoch) + ", step " + std::to_string(step),
            {},
            {},
            "train at a lower learning rate"};
}

Result<TrainMetrics> judgeSession(TrainSession& session, int network, BatchLoader& loader, const TrainTask& task,
                                  const std::function<Result<void>()>& may_go_on, const AnswerWatcher& watcher) {
    const auto judge = task.judge();
    for (;;) {
        if (auto going = may_go_on(); !going) return tl::unexpected(going.error());
        const auto batch = loader.next();
        if (!batch) return tl::unexpected(batch.error());
        if (!*batch) return judge->metrics();
        const auto outputs = session.predict(network, (*batch)->batch.images, true);
        if (!outputs) return tl::unexpected(outputs.error());
        for (size_t i = 0; i < (*batch)->samples.size(); ++i) {
            const auto& truth = (*batch)->samples[i];
            const TrainAnswer answer = task.answer(*outputs, i, truth->image.width, truth->image.height);
            judge->add(answer, *truth);
            if (watcher) watcher(truth, answer);
        }
    }
}

}  // namespace bw
