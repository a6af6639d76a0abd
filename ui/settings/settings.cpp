// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <array>

namespace bw::ui {
namespace {

QString configFile() {
    const QString redirected = qEnvironmentVariable("BLOCKWRIGHT_CONFIG_DIR");
    const QString folder =
        redirected.isEmpty()
            ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/blockwright")
            : redirected;
    return QDir(folder).filePath(QStringLiteral("blockwright.ini"));
}

const SettingRow& rowOf(Setting setting) {
    return settingRows()[static_cast<size_t>(setting)];
}

}  // namespace

std::span<const SettingRow> settingRows() {
    static const std::array kRows = {
        SettingRow{Setting::WindowGeometry, "Window/Geometry", QByteArray()},
        SettingRow{Setting::WindowState, "Window/State", QByteArray()},
        SettingRow{Setting::Theme, "View/Theme", QStringLiteral("system")},
        SettingRow{Setting::HeatOverlay, "View/HeatOverlay", QStringLiteral("none")},
        SettingRow{Setting::Minimap, "View/Minimap", true},
        SettingRow{Setting::RecentFiles, "Files/Recent", QStringList()},
        SettingRow{Setting::LastFolder, "Files/LastFolder", QString()},
        SettingRow{Setting::PictureFolder, "Files/PictureFolder", QString()},
        SettingRow{Setting::GuideSeen, "Guide/Seen", false},
        SettingRow{Setting::BackgroundSearch, "Suggestions/BackgroundSearch", true},
        SettingRow{Setting::MutedSuggestions, "Suggestions/Muted", QStringList()},
    };
    return kRows;
}

Settings::Settings() : file_(std::make_unique<QSettings>(configFile(), QSettings::IniFormat)) {}

Settings::~Settings() = default;

QVariant Settings::value(Setting setting) const {
    const SettingRow& row = rowOf(setting);
    return file_->value(QLatin1String(row.key), row.default_value);
}

void Settings::set(Setting setting, const QVariant& value) {
    file_->setValue(QLatin1String(rowOf(setting).key), value);
}

QString Settings::dataFolder() {
    const QString redirected = qEnvironmentVariable("BLOCKWRIGHT_CONFIG_DIR");
    return redirected.isEmpty()
               ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/blockwright")
               : redirected;
}

}  // namespace bw::ui
