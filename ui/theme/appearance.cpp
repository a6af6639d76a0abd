// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/appearance.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <array>

#include "theme/colors.h"
#include "theme/icons.h"

/// Resources of a static library are dropped unless they are asked for, and only outside namespaces.
static void initialiseResources() {
    Q_INIT_RESOURCE(blockwright);
}

namespace bw::ui {
namespace {

struct ThemeColors {
    QRgb window, base, button, text, muted, disabled, border, accent, hover, pressed, tooltip;
};
constexpr ThemeColors kLight = {0xf3f4f6, 0xffffff, 0xffffff, 0x1b1f27, 0x5b6472, 0x8d95a1,
                                0xd5d9e0, 0x1668dc, 0xe6e9ee, 0xdbe0e8, 0xffffff};
constexpr ThemeColors kDark = {0x1e2127, 0x181a1f, 0x2a2e36, 0xe3e6eb, 0x9ca4b1, 0x6d7480,
                               0x363b45, 0x5aa2ff, 0x2c313a, 0x363c47, 0x2a2e36};

/// Style sheets take pictures only from files or resources: the arrows are drawn once per theme.
QString arrowFile(const QString& drawing, const QColor& color) {
    static const QTemporaryDir folder;
    const QString path = folder.filePath(drawing + QLatin1Char('_') + color.name().mid(1) + QStringLiteral(".png"));
    if (!QFile::exists(path)) {
        symbolicPixmap(drawing, 12, 1.0, color).save(path);
        symbolicPixmap(drawing, 12, 2.0, color)
            .save(QString(path).replace(QStringLiteral(".png"), QStringLiteral("@2x.png")));
    }
    return path;
}

QString styleSheet(bool dark) {
    QFile file(QStringLiteral(":/theme/blockwright.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const ThemeColors& t = dark ? kDark : kLight;
    const auto put = [&sheet](const char* name, const QString& value) {
        sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char('@'), value);
    };
    const auto color = [](QRgb rgb) { return QColor(rgb).name(); };
    put("window", color(t.window));
    put("base", color(t.base));
    put("button", color(t.button));
    put("text", color(t.text));
    put("muted", color(t.muted));
    put("disabled", color(t.disabled));
    put("border", color(t.border));
    put("accent", color(t.accent));
    put("accent_text", textOn(QColor(t.accent)).name());
    put("selection", mix(QColor(t.base), QColor(t.accent), dark ? 0.32 : 0.16).name());
    put("hover", color(t.hover));
    put("tooltip", color(t.tooltip));
    put("pressed", color(t.pressed));
    put("arrow_down", arrowFile(QStringLiteral("chevron_down"), QColor(t.muted)));
    put("arrow_up", arrowFile(QStringLiteral("chevron_up"), QColor(t.muted)));
    put("arrow_right", arrowFile(QStringLiteral("chevron_right"), QColor(t.muted)));
    put("check", arrowFile(QStringLiteral("check"), textOn(QColor(t.accent))));
    return sheet;
}

/// Whether the desktop is dark, read before we set a palette of our own.
bool desktopIsDark() {
    static const bool dark = isDark(QGuiApplication::palette());
    return dark;
}

}  // namespace

QString themeChoiceId(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::Light:
            return QStringLiteral("light");
        case ThemeChoice::Dark:
            return QStringLiteral("dark");
        case ThemeChoice::System:
            break;
    }
    return QStringLiteral("system");
}

ThemeChoice themeChoiceFromId(const QString& id) {
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        if (themeChoiceId(choice) == id) return choice;
    }
    return ThemeChoice::System;
}

QPalette paletteFor(bool dark) {
    const ThemeColors& t = dark ? kDark : kLight;
    QPalette palette;
    const auto all = [&palette](QPalette::ColorRole role, QRgb rgb) { palette.setColor(role, QColor(rgb)); };
    all(QPalette::Window, t.window);
    all(QPalette::WindowText, t.text);
    all(QPalette::Base, t.base);
    palette.setColor(QPalette::AlternateBase, mix(QColor(t.base), QColor(t.text), 0.03));
    all(QPalette::Text, t.text);
    all(QPalette::Button, t.button);
    all(QPalette::ButtonText, t.text);
    all(QPalette::ToolTipBase, t.tooltip);
    all(QPalette::ToolTipText, t.text);
    all(QPalette::PlaceholderText, t.muted);
    all(QPalette::Link, t.accent);
    all(QPalette::LinkVisited, t.accent);
    all(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, textOn(QColor(t.accent)));
    all(QPalette::Mid, t.border);
    all(QPalette::Midlight, t.hover);
    palette.setColor(QPalette::Light, mix(QColor(t.button), Qt::white, dark ? 0.08 : 0.6));
    palette.setColor(QPalette::Dark, mix(QColor(t.border), Qt::black, dark ? 0.3 : 0.2));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, dark ? 160 : 60));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, QColor(t.disabled));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(t.border));
    return palette;
}

void applyTheme(ThemeChoice choice) {
    initialiseResources();
    const bool desktop_dark = desktopIsDark();
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && desktop_dark);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteFor(dark));
    qApp->setStyleSheet(styleSheet(dark));
}

QFont tabularFont(const QFont& font) {
    // Qt 6.4 offers no OpenType feature switch; the fonts of the usual desktops have digits of equal width by default.
    QFont tabular = font;
    tabular.setStyleHint(QFont::SansSerif);
    return tabular;
}

}  // namespace bw::ui
