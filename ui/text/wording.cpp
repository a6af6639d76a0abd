// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/wording.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>
#include <array>
#include <cmath>

#include "base/text.h"

namespace bw::ui {
namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kNarrowSpace(0x202f);

/// Three significant digits without exponent or trailing zeros after the third.
QString threeDigits(double value) {
    const double size = std::abs(value);
    const int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return QString::number(value, 'f', decimals);
}

QString signedPercent(double change) {
    const double percent = change * 100;
    const QString digits = QString::number(std::abs(percent), 'f', std::abs(percent) < 9.95 ? 1 : 0);
    if (digits == QLatin1String("0.0")) return QStringLiteral("±0") + kNarrowSpace + QLatin1Char('%');
    return (percent < 0 ? kMinus : QChar(u'+')) + digits + kNarrowSpace + QLatin1Char('%');
}

}  // namespace

QString sentence(const QString& text) {
    QString result = text.trimmed();
    if (result.isEmpty()) return result;
    result[0] = result[0].toUpper();
    if (!result.endsWith(QLatin1Char('.')) && !result.endsWith(QLatin1Char('?'))) result += QLatin1Char('.');
    return result;
}

QString errorText(const Error& error) {
    QString text;
    if (!error.file.empty()) text = QFileInfo(toQt(error.file)).fileName() + QStringLiteral(": ");
    if (!error.place.empty()) text += toQt(error.place) + QStringLiteral(": ");
    const QString message = toQt(error.message).trimmed();
    QString told = sentence(message);
    // Behind a place the sentence goes on.
    if (!text.isEmpty() && !message.isEmpty()) told[0] = message[0];
    text += told;
    if (!error.remedy.empty()) text += QLatin1Char(' ') + sentence(toQt(error.remedy));
    return text;
}

QString millisecondsText(double milliseconds) {
    return toQt(formatMilliseconds(milliseconds));
}

QString signedMillisecondsText(double milliseconds) {
    const QString sign = milliseconds > 0 ? QStringLiteral("+") : milliseconds < 0 ? QStringLiteral("−") : QString();
    return sign + millisecondsText(std::abs(milliseconds));
}

QString bytesText(int64_t bytes) {
    return toQt(formatBytes(bytes));
}

QString exactBytesText(int64_t bytes) {
    return toQt(groupDigits(bytes)) + QStringLiteral(" B");
}

QString countText(double count) {
    static constexpr std::array<const char16_t*, 5> kUnits = {u"", u" k", u" M", u" G", u" T"};
    size_t unit = 0;
    while (std::abs(count) >= 999.5 && unit + 1 < kUnits.size()) {
        count /= 1000;
        ++unit;
    }
    const QString digits = unit == 0 ? QString::number(std::llround(count)) : threeDigits(count);
    return digits + QString::fromUtf16(kUnits[unit]);
}

QString exactCountText(int64_t count) {
    return toQt(groupDigits(count));
}

QString durationText(double seconds) {
    constexpr long kMinute = 60, kHour = 60 * kMinute;
    const long whole = std::lround(seconds);
    if (whole < kMinute) return QCoreApplication::translate("Wording", "%1 s").arg(whole);
    if (whole < kHour)
        return QCoreApplication::translate("Wording", "%1 min %2 s").arg(whole / kMinute).arg(whole % kMinute);
    return QCoreApplication::translate("Wording", "%1 h %2 min").arg(whole / kHour).arg(whole % kHour / kMinute);
}

QString shareText(double share) {
    const double percent = share * 100;
    return QString::number(percent, 'f', percent < 9.95 && percent != 0 ? 1 : 0) + kNarrowSpace + QLatin1Char('%');
}

QString changeText(double change) {
    return signedPercent(change);
}

QString changeFromText(double before, double now) {
    if (!(before > 0) || !std::isfinite(now)) return {};
    return signedPercent(now / before - 1);
}

QString pluralText(qint64 count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(count);
}

QString shapeText(const Shape& shape) {
    QStringList sizes;
    const bool map = shape.rank() == 4;
    const int first = shape.rank() > 1 && shape[0] == 1 ? 1 : 0;
    for (int axis = first; axis < shape.rank(); ++axis) {
        if (map && axis == 1) continue;
        sizes << QString::number(shape[axis]);
    }
    if (map) sizes << QString::number(shape[1]);
    if (sizes.isEmpty()) return QStringLiteral("1");
    return sizes.join(QStringLiteral(" × "));
}

}  // namespace bw::ui
