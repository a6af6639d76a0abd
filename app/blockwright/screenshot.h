// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace bw::ui {
class MainWindow;
class Workbench;
}  // namespace bw::ui

namespace bw::app {

/// What --screenshot asks for.
struct ScreenshotRequest {
    QString path;
    QString panel;   ///< Panel to open; empty for none.
    QString select;  ///< Name of a block to select; empty for none.
    QString action;  ///< Action to run, "target.card"; the picture is of the dialog that it opens. Empty for none.
};

/// Waits until the document is open, estimated and its suggestions are there, writes the picture, and ends the program:
/// with 0, with 1 where something of it failed, with 2 where a name is none of the program's.
void takeScreenshotWhenReady(ui::MainWindow& window, ui::Workbench& workbench, const ScreenshotRequest& request);

}  // namespace bw::app
