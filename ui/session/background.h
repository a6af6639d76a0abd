// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <memory>
#include <utility>

namespace bw::ui {

/// Runs `work` on `pool` and gives its result to `deliver` in the window's thread, unless `receiver` is gone by then.
/// `work` must own everything that it reads.
template <class Work, class Deliver>
void runInBackground(QThreadPool& pool, QObject* receiver, Work work, Deliver deliver) {
    const QPointer<QObject> guard(receiver);
    pool.start([guard, work = std::move(work), deliver = std::move(deliver)]() mutable {
        auto result = std::make_shared<decltype(work())>(work());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, deliver = std::move(deliver), result]() mutable {
                if (guard) deliver(std::move(*result));
            },
            Qt::QueuedConnection);
    });
}

}  // namespace bw::ui
