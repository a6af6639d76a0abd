// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "base/result.h"
#include "graph/shape.h"

namespace bw::ui {

/// Core texts are UTF-8.
inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string toUtf8(const QString& text) {
    return text.toStdString();
}

/// The text with a capital first letter and a final period.
QString sentence(const QString& text);
/// File name, place, reason and remedy as plain sentences.
QString errorText(const Error& error);

/// Three significant digits with a unit, as the command line prints them: "3.41 ms".
QString millisecondsText(double milliseconds);
/// The same with its sign: "+0.41 ms", "−0.082 ms"; none before a zero.
QString signedMillisecondsText(double milliseconds);
/// "512 B", "118 KiB", "1.44 MiB".
QString bytesText(int64_t bytes);
/// Every digit, grouped: "120,832 B".
QString exactBytesText(int64_t bytes);
/// "301 M", "12.3 k", "640".
QString countText(double count);
/// Every digit, grouped.
QString exactCountText(int64_t count);
/// "42 s", "3 min 5 s", "2 h 10 min".
QString durationText(double seconds);
/// 0.354 as "35 %"; one decimal below 10 %.
QString shareText(double share);
/// A relative change, 0.354 as "+35 %", -0.02 as "−2.0 %", "±0 %" where it rounds to nothing.
QString changeText(double change);
/// Change from `before` to `now`; empty where there is nothing to compare with.
QString changeFromText(double before, double now);
/// `one` for a count of 1, else `many` with its %1 replaced by the count.
QString pluralText(qint64 count, const QString& one, const QString& many);
/// "112 × 112 × 32" for feature maps (height, width, channels; a batch of 1 is left out), "1000" for vectors.
QString shapeText(const Shape& shape);

}  // namespace bw::ui
