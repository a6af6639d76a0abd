// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "session/search_library.h"

class QAction;
class QMenu;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace bw::ui {

/// The kept searches as a list: choose one to look at, tick others to compare, resume, run again, rename, delete.
class SearchesView : public QWidget {
    Q_OBJECT

public:
    explicit SearchesView(SearchLibrary& library, QWidget* parent = nullptr);

    QString chosen() const { return chosen_; }
    void choose(const QString& id);
    /// Ids of the ticked ones, in the order of the list, the chosen one first.
    QStringList compared() const;
    void setCompared(const QString& id, bool compared);
    /// Renews the figures of one row.
    void refreshRow(const QString& id);
    int count() const;
    /// What can be done with the chosen one; the owner gives it a place.
    QWidget* buttons() const { return buttons_; }
    /// The menu of what can be done with a finished search; its owner fills it.
    QMenu* moreMenu() const { return more_menu_; }

Q_SIGNALS:
    void chosenChanged(const QString& id);
    void comparedChanged();
    void resumeRequested(const QString& id);
    void rerunRequested(const QString& id);
    void deleteRequested(const QString& id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void fill(QTreeWidgetItem* item, const KeptSearch& search);
    void refreshButtons();
    QString stateText(const KeptSearch& search) const;

    SearchLibrary& library_;
    QString chosen_;
    QSet<QString> compared_;
    QTreeWidget* tree_;
    QWidget* buttons_;
    QPushButton* resume_;
    QPushButton* more_;
    QMenu* more_menu_;
    QAction* rerun_;
    QAction* remove_;
    bool filling_ = false;
};

}  // namespace bw::ui
