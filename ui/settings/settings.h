// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>
#include <memory>
#include <span>

class QSettings;

namespace bw::ui {

/// Everything the program remembers between runs.
enum class Setting : uint8_t {
    WindowGeometry,
    WindowState,
    Theme,
    HeatOverlay,
    Minimap,
    RecentFiles,
    LastFolder,
    PictureFolder,
    GuideSeen,
    BackgroundSearch,
    MutedSuggestions,
};

struct SettingRow {
    Setting setting;
    const char* key;  ///< "Group/Key" in the INI file.
    QVariant default_value;
};
std::span<const SettingRow> settingRows();

/// The INI file under BLOCKWRIGHT_CONFIG_DIR, else in the user's configuration folder.
class Settings {
public:
    Settings();
    ~Settings();

    QVariant value(Setting setting) const;
    void set(Setting setting, const QVariant& value);
    /// Folder of data that belongs to this machine: journals.
    static QString dataFolder();

private:
    std::unique_ptr<QSettings> file_;
};

}  // namespace bw::ui
