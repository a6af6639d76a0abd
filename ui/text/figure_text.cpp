// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/figure_text.h"

#include <QCoreApplication>
#include <cmath>

#include "text/wording.h"

namespace bw::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Figures", text);
}

}  // namespace

QString figureName(Figure figure) {
    switch (figure) {
        case Figure::Latency:
            return translated(QT_TRANSLATE_NOOP("Figures", "latency"));
        case Figure::ParameterBytes:
            return translated(QT_TRANSLATE_NOOP("Figures", "parameters"));
        case Figure::PeakBytes:
            return translated(QT_TRANSLATE_NOOP("Figures", "peak memory"));
        case Figure::Macs:
            return translated(QT_TRANSLATE_NOOP("Figures", "MACs"));
        case Figure::Score:
            return translated(QT_TRANSLATE_NOOP("Figures", "score"));
        case Figure::KeptWidth:
            return translated(QT_TRANSLATE_NOOP("Figures", "kept width"));
        case Figure::FusedShare:
            break;
    }
    return translated(QT_TRANSLATE_NOOP("Figures", "fused share"));
}

QString figureTitle(Figure figure) {
    QString name = figureName(figure);
    name[0] = name[0].toUpper();
    return name;
}

QString figureText(Figure figure, double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    switch (figure) {
        case Figure::Latency:
            return millisecondsText(value);
        case Figure::ParameterBytes:
        case Figure::PeakBytes:
            return bytesText(std::llround(value));
        case Figure::Macs:
            return countText(value);
        case Figure::Score:
            break;
        case Figure::KeptWidth:
        case Figure::FusedShare:
            return shareText(value);
    }
    const QString digits =
        std::abs(value) < 10 ? QString::number(std::abs(value), 'f', 3) : QString::number(std::abs(value), 'g', 5);
    return value < 0 ? QStringLiteral("−") + digits : digits;
}

QString figureChange(Figure figure, double before, double after) {
    if (!std::isfinite(before) || !std::isfinite(after)) return {};
    if (figure != Figure::Score && figure != Figure::KeptWidth && figure != Figure::FusedShare)
        return before > 0 ? changeText(after / before - 1) : QString();
    const double gap = after - before;
    const QString sign = gap > 0 ? QStringLiteral("+") : QString();
    if (figure == Figure::Score) return std::abs(gap) < 5e-4 ? QStringLiteral("±0") : sign + figureText(figure, gap);
    return std::abs(gap) < 5e-4 ? QStringLiteral("±0 %") : changeText(gap);
}

bool isBetter(Figure figure, double before, double after) {
    return figureInfo(figure).maximised ? after > before : after < before;
}

}  // namespace bw::ui
