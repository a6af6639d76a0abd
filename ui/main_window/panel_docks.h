// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <QList>
#include <QObject>
#include <QSet>

class QMainWindow;
class QToolBar;
class QToolButton;

namespace bw::ui {

/// The panels around the canvas. Left ones fold into a rail of icons, lower ones into a strip of tabs, and of each
/// side one is open at a time. Opening one folds others where the canvas would keep less than half the window.
class PanelDocks : public QObject {
    Q_OBJECT

public:
    explicit PanelDocks(QMainWindow& window);

    /// `id` names the dock in saved layouts. `icon` is a drawing of resources/icons/symbolic.
    QDockWidget* add(const QString& id, const QString& title, const QString& icon, Qt::DockWidgetArea area,
                     QWidget* panel);
    QDockWidget* dock(const QString& id) const;
    const QList<QDockWidget*>& docks() const { return docks_; }
    void open(const QString& id);
    /// Gives a panel below just the height that its contents ask for.
    void shrink(const QString& id);
    bool isOpen(const QString& id) const;
    /// True where it was open until another one needed its room.
    bool isFolded(const QString& id) const;
    /// A count behind the panel's title in the strip; 0 shows none.
    void setCount(const QString& id, int count);

    /// Where everything stands at first, in a window of the present size.
    void reset();
    /// Folds panels until the canvas has at least half the window; `keep` is folded last.
    void makeRoom(QDockWidget* keep = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addToggle(QDockWidget* dock, const QString& icon, Qt::DockWidgetArea area);
    void opened(QDockWidget* dock);
    /// Brings back the side panel that gave way to the one that the user has closed.
    void reopenFolded(QDockWidget* closed);
    bool isDocked(QDockWidget* dock) const;
    double canvasShare() const;
    /// Lowers the open panel below until the canvas has its share; false, and no change, where that would leave it
    /// less than `least_height`.
    bool squeezeBelow(int least_height);

    QMainWindow& window_;
    QToolBar* rail_;
    QToolBar* strip_;
    QList<QDockWidget*> docks_;
    QList<QToolButton*> toggles_;    ///< By dock; null where the owner shows the toggle elsewhere.
    QSet<QDockWidget*> folded_;      ///< By makeRoom, not by the user.
    int height_sized_for_ = 0;       ///< Of the window when panels below last got their height.
    QDockWidget* shrunk_ = nullptr;  ///< Of shrink(), until another opens in its place.
    bool arranging_ = false;
};

}  // namespace bw::ui
