// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/limit_chip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QToolButton>
#include <cmath>

#include "base/text.h"
#include "text/figure_text.h"
#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

bool isBytes(Figure figure) {
    return figure == Figure::ParameterBytes || figure == Figure::PeakBytes;
}

bool isShare(Figure figure) {
    return figure == Figure::KeptWidth || figure == Figure::FusedShare;
}

/// "1.2 M" as 1,200,000; nothing where it is no number.
std::optional<double> numberOf(QString text) {
    double factor = 1;
    const QString ends = QStringLiteral("kMG");
    const qsizetype at = text.isEmpty() ? -1 : ends.indexOf(text.back());
    if (at >= 0) {
        factor = std::pow(1000.0, static_cast<double>(at + 1));
        text.chop(1);
    }
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(number * factor) : std::nullopt;
}

/// The share in "now", "90%ofnow", "0.9xnow"; nothing where the text speaks of no such thing.
std::optional<double> shareOfNow(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(?:([0-9.]+)(%)?(?:of|x|×|\\*)?)?now$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return std::nullopt;
    if (match.captured(1).isEmpty()) return 1.0;
    bool ok = false;
    const double share = match.captured(1).toDouble(&ok) / (match.captured(2).isEmpty() ? 1.0 : 100.0);
    return ok && share > 0 && std::isfinite(share) ? std::optional(share) : std::nullopt;
}

}  // namespace

std::optional<TypedLimit> parseLimit(Figure figure, const QString& typed) {
    QString text = QString(typed).remove(QLatin1Char(' ')).replace(QChar(0x2212), QLatin1Char('-'));
    if (const auto share = shareOfNow(text.toLower())) {
        // A score has no zero: only "as it is now" means something.
        if (figure == Figure::Score && *share != 1.0) return std::nullopt;
        return TypedLimit{{figure, *share}, true};
    }
    if (isBytes(figure)) {
        const auto bytes = parseBytes(toUtf8(text));
        if (!bytes || *bytes <= 0) return std::nullopt;
        return TypedLimit{{figure, static_cast<double>(*bytes)}, false};
    }
    if (figure == Figure::Latency && text.endsWith(QLatin1String("ms"))) text.chop(2);
    const bool percent = isShare(figure) && text.endsWith(QLatin1Char('%'));
    if (percent) text.chop(1);
    auto number = numberOf(text);
    if (number && percent) *number /= 100;
    if (!number || (figure != Figure::Score && *number <= 0)) return std::nullopt;
    return TypedLimit{{figure, *number}, false};
}

QString limitText(const TypedLimit& limit) {
    const double value = limit.limit.limit;
    if (limit.relative) {
        return value == 1 ? LimitChip::tr("now") : LimitChip::tr("%1 % of now").arg(value * 100, 0, 'g', 5);
    }
    const Figure figure = limit.limit.figure;
    const QString rounded = figureText(figure, value);
    const auto read = parseLimit(figure, rounded);
    // Rounded digits must not change the limit.
    if (read && read->limit.limit == value) return rounded;
    if (isBytes(figure)) return QStringLiteral("%1 B").arg(std::llround(value));
    return figure == Figure::Latency ? QStringLiteral("%1 ms").arg(value, 0, 'g', 12) : QString::number(value, 'g', 12);
}

void fitToText(QComboBox* box) {
    const auto fit = [box] {
        // Arrow, padding and frame, as the theme draws them.
        constexpr int kAround = 50;
        box->setFixedWidth(box->fontMetrics().horizontalAdvance(box->currentText()) + kAround);
    };
    QObject::connect(box, &QComboBox::currentIndexChanged, box, fit);
    fit();
}

LimitChip::LimitChip(const TypedLimit& limit, QWidget* parent)
    : QFrame(parent), figure_(new QComboBox(this)), sign_(new QLabel(this)), value_(new QLineEdit(this)) {
    setObjectName(QStringLiteral("chip"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(3);
    for (const Figure figure : kFigures) {
        figure_->addItem(figureName(figure), static_cast<int>(figure));
        figure_->setItemData(figure_->count() - 1, sentence(toQt(figureInfo(figure).doc)), Qt::ToolTipRole);
    }
    figure_->setAccessibleName(tr("Limited figure"));
    value_->setToolTip(tr("A bound such as 256 KiB or 5 ms, “now”, or “90 % of now”"));
    value_->setFixedWidth(value_->fontMetrics().horizontalAdvance(QStringLiteral("99 % of now")) + 16);
    auto* remove = new QToolButton(this);
    remove->setIcon(symbolicIcon(QStringLiteral("close")));
    remove->setIconSize(QSize(10, 10));
    remove->setAutoRaise(true);
    remove->setToolTip(tr("Take this limit away"));
    remove->setAccessibleName(remove->toolTip());
    row->addWidget(figure_);
    row->addWidget(sign_);
    row->addWidget(value_);
    row->addWidget(remove);
    figure_->setCurrentIndex(figure_->findData(static_cast<int>(limit.limit.figure)));
    fitToText(figure_);
    showSign(limit.limit.figure);
    value_->setText(limitText(limit));
    connect(figure_, &QComboBox::activated, this, [this] {
        showSign(figure());
        if (!this->limit()) value_->setText(tr("now"));
        Q_EMIT changed();
    });
    connect(value_, &QLineEdit::editingFinished, this, &LimitChip::changed);
    connect(remove, &QToolButton::clicked, this, &LimitChip::removed);
}

void LimitChip::showSign(Figure figure) {
    sign_->setText(figureInfo(figure).maximised ? QStringLiteral("≥") : QStringLiteral("≤"));
    value_->setAccessibleName(figureInfo(figure).maximised ? tr("At least") : tr("At most"));
}

Figure LimitChip::figure() const {
    return static_cast<Figure>(figure_->currentData().toInt());
}

std::optional<TypedLimit> LimitChip::limit() const {
    return parseLimit(figure(), value_->text());
}

void LimitChip::setText(const QString& text) {
    value_->setText(text);
    Q_EMIT changed();
}

}  // namespace bw::ui
