// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report_pdf.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "text/wording.h"

namespace bw::ui {
namespace {

// All lengths are pixels of 1/96 inch.
constexpr double kUnitsPerInch = 96;
constexpr int kDotsPerInch = 1200;
constexpr double kMargin = 56;
constexpr double kFooter = 26;
constexpr double kCellPadding = 4;
/// A picture that would have to be smaller than this share of its size goes to a new page instead.
constexpr double kLeastPictureScale = 0.6;

const QColor kInk(0x1b, 0x1f, 0x24);
const QColor kSoft(0x5a, 0x64, 0x70);
const QColor kLine(0xc9, 0xd0, 0xd8);

QFont fontOf(int pixels, bool bold = false) {
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

/// Lays a report out page by page.
class PdfComposer {
public:
    PdfComposer(QPdfWriter& writer, const Report& report)
        : writer_(writer), painter_(&writer), title_(toQt(report.title)) {
        const QSizeF page = writer.pageLayout().pageSize().size(QPageSize::Inch) * kUnitsPerInch;
        width_ = page.width() - 2 * kMargin;
        bottom_ = page.height() - kMargin - kFooter;
        painter_.scale(double(kDotsPerInch) / kUnitsPerInch, double(kDotsPerInch) / kUnitsPerInch);
        beginPage();
        text(title_, fontOf(22, true), kInk);
        y_ += 6;
        for (const ReportSection& section : report.sections)
            add(section);
        endPage();
    }

private:
    void beginPage() { y_ = kMargin; }
    void endPage() {
        painter_.setFont(fontOf(9));
        painter_.setPen(kSoft);
        const QRectF footer(kMargin, bottom_ + 8, width_, kFooter);
        const QString number = QString::number(++page_);
        const double room = width_ - QFontMetricsF(painter_.font()).horizontalAdvance(number) - 20;
        painter_.drawText(footer, Qt::AlignLeft | Qt::AlignBottom,
                          QFontMetricsF(painter_.font()).elidedText(title_, Qt::ElideRight, room));
        painter_.drawText(footer, Qt::AlignRight | Qt::AlignBottom, number);
    }
    void breakPage() {
        endPage();
        writer_.newPage();
        beginPage();
    }
    /// Begins a new page where less than `height` is left of this one.
    void need(double height) {
        if (y_ + height > bottom_ && y_ > kMargin) breakPage();
    }

    void text(const QString& words, const QFont& font, const QColor& color) {
        painter_.setFont(font);
        painter_.setPen(color);
        const QRectF room(kMargin, 0, width_, 1e6);
        const QRectF box = QFontMetricsF(font).boundingRect(room, Qt::TextWordWrap, words);
        need(std::min(box.height(), bottom_ - kMargin));
        painter_.drawText(QRectF(kMargin, y_, width_, box.height() + 1), Qt::TextWordWrap, words);
        y_ += box.height() + 4;
    }

    void add(const ReportSection& section) {
        need(90);
        y_ += 14;
        text(toQt(section.title), fontOf(15, true), kInk);
        painter_.setPen(QPen(kLine, 1));
        painter_.drawLine(QPointF(kMargin, y_), QPointF(kMargin + width_, y_));
        y_ += 8;
        for (const auto& part : section.parts)
            std::visit([this](const auto& each) { add(each); }, part);
    }

    void add(const ReportText& paragraph) { text(toQt(paragraph.text), fontOf(11), kInk); }

    void add(const ReportPicture& picture) {
        QSvgRenderer renderer(QByteArray::fromStdString(picture.svg));
        if (!renderer.isValid() || picture.width <= 0 || picture.height <= 0) return;
        const double caption = 18;
        double scale = std::min(1.0, width_ / picture.width);
        const double page_room = bottom_ - kMargin - caption;
        scale = std::min(scale, page_room / picture.height);
        const double left = bottom_ - y_ - caption;
        if (picture.height * scale > left) {
            const double squeezed = left / picture.height;
            if (squeezed >= scale * kLeastPictureScale)
                scale = squeezed;
            else
                breakPage();
        }
        renderer.render(&painter_, QRectF(kMargin, y_, picture.width * scale, picture.height * scale));
        y_ += picture.height * scale + 4;
        text(toQt(picture.caption), fontOf(9), kSoft);
    }

    /// Natural widths where they fit; else columns of figures keep theirs and texts share the rest.
    std::vector<double> columnWidths(const ReportTable& table, const QFont& font, const QFont& heading) const {
        const QFontMetricsF metrics(font), bold(heading);
        std::vector<double> widths;
        for (size_t i = 0; i < table.columns.size(); ++i) {
            double width = bold.horizontalAdvance(toQt(table.columns[i].title));
            for (const auto& row : table.rows) {
                if (i < row.size()) width = std::max(width, metrics.horizontalAdvance(toQt(row[i])));
            }
            widths.push_back(std::ceil(width) + 2 * kCellPadding + 1);
        }
        double total = std::accumulate(widths.begin(), widths.end(), 0.0);
        if (total < width_) {
            if (!widths.empty()) widths.front() += width_ - total;
            return widths;
        }
        const double fair = width_ / static_cast<double>(widths.size());
        double narrow = 0, wide = 0;
        for (const double width : widths)
            (width <= fair ? narrow : wide) += width;
        for (double& width : widths) {
            if (width > fair) width *= std::max(0.05, (width_ - narrow) / wide);
        }
        return widths;
    }

    double rowHeight(const std::vector<QString>& cells, const std::vector<double>& widths, const QFont& font) const {
        const QFontMetricsF metrics(font);
        double height = metrics.height();
        for (size_t i = 0; i < cells.size(); ++i) {
            const QRectF room(0, 0, widths[i] - 2 * kCellPadding, 1e6);
            height = std::max(height, metrics.boundingRect(room, Qt::TextWrapAnywhere, cells[i]).height());
        }
        return height + kCellPadding;
    }

    void drawRow(const ReportTable& table, const std::vector<QString>& cells, const std::vector<double>& widths,
                 double height) {
        double x = kMargin;
        for (size_t i = 0; i < cells.size(); ++i) {
            const bool numeric = table.columns[i].numeric;
            painter_.drawText(
                QRectF(x + kCellPadding, y_ + kCellPadding / 2, widths[i] - 2 * kCellPadding + 0.5, height),
                Qt::TextWrapAnywhere | (numeric ? Qt::AlignRight : Qt::AlignLeft), cells[i]);
            x += widths[i];
        }
        y_ += height;
        painter_.save();
        painter_.setPen(QPen(kLine, 0.5));
        painter_.drawLine(QPointF(kMargin, y_), QPointF(kMargin + width_, y_));
        painter_.restore();
    }

    void add(const ReportTable& table) {
        const QFont font = fontOf(9), heading = fontOf(9, true);
        const std::vector<double> widths = columnWidths(table, font, heading);
        std::vector<QString> titles;
        for (const ReportTable::Column& column : table.columns)
            titles.push_back(toQt(column.title));
        const double heading_height = rowHeight(titles, widths, heading);
        const auto drawHeading = [&] {
            painter_.setFont(heading);
            painter_.setPen(kSoft);
            drawRow(table, titles, widths, heading_height);
            painter_.setFont(font);
            painter_.setPen(kInk);
        };
        need(3 * heading_height);
        drawHeading();
        for (const auto& row : table.rows) {
            std::vector<QString> cells;
            for (size_t i = 0; i < table.columns.size(); ++i)
                cells.push_back(i < row.size() ? toQt(row[i]) : QString());
            const double height = rowHeight(cells, widths, font);
            if (y_ + height > bottom_) {
                breakPage();
                drawHeading();
            }
            drawRow(table, cells, widths, height);
        }
        y_ += 10;
    }

    QPdfWriter& writer_;
    QPainter painter_;
    QString title_;
    double width_ = 0;
    double bottom_ = 0;
    double y_ = 0;
    int page_ = 0;
};

}  // namespace

QByteArray reportPdf(const Report& report, const QPageSize& page) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kDotsPerInch);
    writer.setPageSize(page);
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(toQt(report.title));
    writer.setCreator(QStringLiteral("Blockwright"));
    PdfComposer(writer, report);
    buffer.close();
    return bytes;
}

}  // namespace bw::ui
