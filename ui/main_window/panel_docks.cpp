// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/panel_docks.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr double kCanvasShare = 0.5;
constexpr int kSideWidth = 276;
/// A panel below is made this low before a side panel has to go.
constexpr int kLeastBelow = 150;
/// A window that has grown so much has room for more of a panel below.
constexpr double kOutgrown = 1.25;
/// From this width and height on there is room for everything at first.
constexpr int kRoomyWidth = 1600;
constexpr int kRoomyHeight = 900;

/// Between icon, title and count in the strip.
const QString kStripGap = QStringLiteral("  ");

QToolButton* titleButton(const QString& icon, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(symbolicIcon(icon));
    button->setIconSize(QSize(13, 13));
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

QWidget* makeTitle(QDockWidget* dock) {
    auto* title = new QFrame(dock);
    title->setObjectName(QStringLiteral("panelTitle"));
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(10, 3, 5, 3);
    row->setSpacing(2);
    auto* label = new QLabel(dock->windowTitle(), title);
    label->setProperty("role", QStringLiteral("title"));
    QToolButton* detach = titleButton(QStringLiteral("float"), PanelDocks::tr("Detach or attach"), title);
    QToolButton* fold = titleButton(QStringLiteral("minimise"), PanelDocks::tr("Fold"), title);
    detach->setAccessibleName(PanelDocks::tr("Detach %1").arg(dock->windowTitle()));
    fold->setAccessibleName(PanelDocks::tr("Fold %1").arg(dock->windowTitle()));
    row->addWidget(label);
    row->addStretch();
    row->addWidget(detach);
    row->addWidget(fold);
    QObject::connect(detach, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    QObject::connect(fold, &QToolButton::clicked, dock, &QWidget::hide);
    return title;
}

/// Tabs lose their drawings where they do not all fit with them; the toolbar would hide the last ones.
void fitStrip(QToolBar& strip, int width) {
    QList<QToolButton*> tabs = strip.findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
    // The toolbar's own button for what does not fit has no name.
    tabs.removeIf([](const QToolButton* button) { return button->accessibleName().isEmpty(); });
    const auto wanted = [&](Qt::ToolButtonStyle style) {
        int sum = 0;
        for (QToolButton* tab : tabs) {
            const QString text = tab->text().trimmed();
            tab->setText(style == Qt::ToolButtonTextOnly ? text : kStripGap + text);
            tab->setToolButtonStyle(style);
            sum += tab->sizeHint().width() + strip.layout()->spacing();
        }
        return sum;
    };
    if (wanted(Qt::ToolButtonTextBesideIcon) > width) wanted(Qt::ToolButtonTextOnly);
}

QToolBar* makeBar(QMainWindow& window, const QString& id, const QString& title, Qt::ToolBarArea area) {
    auto* bar = new QToolBar(title, &window);
    bar->setObjectName(id);
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->toggleViewAction()->setVisible(false);
    window.addToolBar(area, bar);
    return bar;
}

}  // namespace

PanelDocks::PanelDocks(QMainWindow& window)
    : QObject(&window),
      window_(window),
      rail_(makeBar(window, QStringLiteral("leftRail"), tr("Panels on the left"), Qt::LeftToolBarArea)),
      strip_(makeBar(window, QStringLiteral("panelStrip"), tr("Panels below"), Qt::BottomToolBarArea)) {
    rail_->setIconSize(QSize(20, 20));
    strip_->setIconSize(QSize(14, 14));
    window_.installEventFilter(this);
}

QDockWidget* PanelDocks::add(const QString& id, const QString& title, const QString& icon, Qt::DockWidgetArea area,
                             QWidget* panel) {
    auto* dock = new QDockWidget(title, &window_);
    dock->setObjectName(id);
    dock->setWidget(panel);
    dock->setTitleBarWidget(makeTitle(dock));
    dock->toggleViewAction()->setIcon(symbolicIcon(icon));
    dock->toggleViewAction()->setIconVisibleInMenu(false);
    window_.addDockWidget(area, dock);
    dock->hide();
    docks_ << dock;
    addToggle(dock, icon, area);
    connect(dock, &QDockWidget::visibilityChanged, this, [this, dock](bool visible) {
        if (visible) {
            opened(dock);
        } else if (dock->isHidden() && !arranging_ && !folded_.contains(dock)) {
            // Another panel of the same place may be about to show.
            QTimer::singleShot(0, this, [this, dock] { reopenFolded(dock); });
        }
    });
    return dock;
}

void PanelDocks::addToggle(QDockWidget* dock, const QString& icon, Qt::DockWidgetArea area) {
    if (area == Qt::RightDockWidgetArea) {
        toggles_ << nullptr;
        return;
    }
    const bool below = area == Qt::BottomDockWidgetArea;
    QAction* toggle = dock->toggleViewAction();
    auto* button = new QToolButton(&window_);
    button->setCheckable(true);
    button->setIcon(symbolicIcon(icon));
    button->setText(kStripGap + dock->windowTitle());
    button->setAccessibleName(dock->windowTitle());
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(below ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    connect(button, &QToolButton::clicked, toggle, &QAction::trigger);
    const auto show = [button, toggle, title = dock->windowTitle()] {
        button->setChecked(toggle->isChecked());
        const QString keys = toggle->shortcut().toString(QKeySequence::NativeText);
        button->setToolTip(keys.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, keys));
    };
    connect(toggle, &QAction::changed, button, show);
    show();
    (below ? strip_ : rail_)->addWidget(button);
    toggles_ << button;
}

QDockWidget* PanelDocks::dock(const QString& id) const {
    for (QDockWidget* dock : docks_) {
        if (dock->objectName() == id) return dock;
    }
    return nullptr;
}

void PanelDocks::open(const QString& id) {
    if (QDockWidget* wanted = dock(id)) {
        wanted->show();
        wanted->raise();
    }
}

void PanelDocks::shrink(const QString& id) {
    QDockWidget* wanted = dock(id);
    if (wanted == nullptr || !isDocked(wanted)) return;
    const int height = wanted->titleBarWidget()->sizeHint().height() + wanted->widget()->sizeHint().height();
    window_.resizeDocks({wanted}, {height}, Qt::Vertical);
    shrunk_ = wanted;
}

bool PanelDocks::isOpen(const QString& id) const {
    const QDockWidget* wanted = dock(id);
    return wanted != nullptr && wanted->isVisible();
}

void PanelDocks::setCount(const QString& id, int count) {
    QDockWidget* counted = dock(id);
    if (counted == nullptr) return;
    QToolButton* button = toggles_[docks_.indexOf(counted)];
    if (button == nullptr) return;
    const QString text = kStripGap + counted->windowTitle();
    button->setText(count > 0 ? text + kStripGap + QString::number(count) : text);
    button->setAccessibleName(count > 0 ? counted->windowTitle() + QStringLiteral(", ") +
                                              pluralText(count, tr("1 entry"), tr("%1 entries"))
                                        : counted->windowTitle());
    fitStrip(*strip_, window_.width());
}

bool PanelDocks::isFolded(const QString& id) const {
    return folded_.contains(dock(id));
}

bool PanelDocks::isDocked(QDockWidget* dock) const {
    return !dock->isHidden() && !dock->isFloating();
}

void PanelDocks::opened(QDockWidget* dock) {
    folded_.remove(dock);
    if (arranging_ || dock->isFloating()) return;
    const Qt::DockWidgetArea area = window_.dockWidgetArea(dock);
    for (QDockWidget* other : std::as_const(docks_)) {
        if (other != dock && isDocked(other) && window_.dockWidgetArea(other) == area) other->hide();
    }
    // The layout settles first.
    QTimer::singleShot(0, this, [this, dock, area] {
        // Charts and tables do not inherit the height of a few lines, nor that of a much lower window.
        const bool outgrown = window_.height() > kOutgrown * height_sized_for_;
        if (area == Qt::BottomDockWidgetArea && shrunk_ != dock && (shrunk_ != nullptr || outgrown)) {
            shrunk_ = nullptr;
            height_sized_for_ = window_.height();
            window_.resizeDocks({dock}, {window_.height() / 4}, Qt::Vertical);
            window_.layout()->activate();
        }
        makeRoom(dock);
    });
}

void PanelDocks::reopenFolded(QDockWidget* closed) {
    const Qt::DockWidgetArea area = window_.dockWidgetArea(closed);
    for (QDockWidget* dock : std::as_const(docks_)) {
        if (isDocked(dock) && window_.dockWidgetArea(dock) == area) return;
    }
    for (const Qt::DockWidgetArea side : {Qt::RightDockWidgetArea, Qt::LeftDockWidgetArea}) {
        for (QDockWidget* dock : std::as_const(docks_)) {
            if (!folded_.contains(dock) || window_.dockWidgetArea(dock) != side) continue;
            dock->show();
            return;
        }
    }
}

double PanelDocks::canvasShare() const {
    const QWidget* canvas = window_.centralWidget();
    if (canvas == nullptr || window_.width() == 0) return 1;
    // What the open panels leave, from the sizes they have or will get.
    return static_cast<double>(canvas->width()) * canvas->height() /
           (static_cast<double>(window_.width()) * window_.height());
}

void PanelDocks::makeRoom(QDockWidget* keep) {
    if (!window_.isVisible() || arranging_) return;
    const Qt::DockWidgetArea order[] = {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea, Qt::BottomDockWidgetArea};
    for (const Qt::DockWidgetArea area : order) {
        for (QDockWidget* dock : std::as_const(docks_)) {
            if (canvasShare() >= kCanvasShare || squeezeBelow(kLeastBelow)) return;
            if (dock == keep || !isDocked(dock) || window_.dockWidgetArea(dock) != area) continue;
            folded_.insert(dock);
            dock->hide();
            window_.layout()->activate();
        }
    }
    if (canvasShare() < kCanvasShare) squeezeBelow(0);
}

bool PanelDocks::squeezeBelow(int least_height) {
    const QWidget* canvas = window_.centralWidget();
    const auto below = std::find_if(docks_.begin(), docks_.end(), [this](QDockWidget* dock) {
        return isDocked(dock) && window_.dockWidgetArea(dock) == Qt::BottomDockWidgetArea;
    });
    if (below == docks_.end() || canvas == nullptr || canvas->width() == 0) return false;
    const double wanted = kCanvasShare * window_.width() * window_.height() / canvas->width();
    const int height = (*below)->height() - (static_cast<int>(std::ceil(wanted)) - canvas->height());
    if (height < least_height) return false;
    window_.resizeDocks({*below}, {std::max((*below)->minimumSizeHint().height(), height)}, Qt::Vertical);
    return true;
}

void PanelDocks::reset() {
    arranging_ = true;
    const Qt::DockWidgetArea areas[] = {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea, Qt::BottomDockWidgetArea};
    for (qsizetype i = 0; i < docks_.size(); ++i) {
        QDockWidget* dock = docks_[i];
        const bool right = toggles_[i] == nullptr;
        const bool left = !right && toggles_[i]->toolButtonStyle() == Qt::ToolButtonIconOnly;
        dock->setFloating(false);
        window_.addDockWidget(areas[left ? 0 : right ? 1 : 2], dock);
        dock->hide();
    }
    const bool roomy = window_.width() >= kRoomyWidth && window_.height() >= kRoomyHeight;
    if (QDockWidget* inspector = dock(QStringLiteral("inspector"))) {
        inspector->show();
        window_.resizeDocks({inspector}, {kSideWidth}, Qt::Horizontal);
    }
    if (roomy) {
        for (const QString& id : {QStringLiteral("outline"), QStringLiteral("hints")}) {
            if (QDockWidget* wanted = dock(id)) wanted->show();
        }
        window_.resizeDocks({dock(QStringLiteral("outline"))}, {kSideWidth}, Qt::Horizontal);
    }
    height_sized_for_ = window_.height();
    for (QDockWidget* lower : std::as_const(docks_)) {
        if (window_.dockWidgetArea(lower) == Qt::BottomDockWidgetArea) {
            window_.resizeDocks({lower}, {window_.height() / 4}, Qt::Vertical);
        }
    }
    // Sizes are only real once the layout has settled.
    QTimer::singleShot(0, this, [this] {
        arranging_ = false;
        makeRoom(dock(QStringLiteral("inspector")));
    });
}

bool PanelDocks::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        fitStrip(*strip_, window_.width());
    if (watched == &window_ && event->type() == QEvent::Resize && !arranging_) {
        QTimer::singleShot(0, this, [this] { makeRoom(dock(QStringLiteral("inspector"))); });
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace bw::ui
