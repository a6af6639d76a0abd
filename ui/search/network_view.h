// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "session/kept_search.h"

class QLabel;
class QListWidget;
class QPushButton;
class QTreeWidget;

namespace bw::ui {

/// One network of a search: its figures beside those of the network as it is, its edits, and what to do with it.
class NetworkView : public QWidget {
    Q_OBJECT

public:
    explicit NetworkView(QWidget* parent = nullptr);

    void setNetwork(const KeptSearch* search, const std::optional<SearchPoint>& point);
    /// Why its edits cannot be shown or made now; empty where they can.
    void setObstacle(const QString& why);
    /// Why the network that is shown cannot be applied; empty where it can.
    QString obstacle() const;
    void setPreviewing(bool previewing);
    const std::vector<std::string>& commands() const { return commands_; }
    QString title() const;
    const std::optional<SearchPoint>& point() const { return point_; }
    /// What can be done with it; the owner gives it a place.
    QWidget* buttons() const { return buttons_; }

Q_SIGNALS:
    void previewRequested(bool on);
    void applyRequested();
    void besideRequested();
    void keepRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void fillFigures();

    std::optional<SearchPoint> point_;
    NetworkFigures now_;
    std::vector<std::string> commands_;
    QString obstacle_;
    QWidget* buttons_;
    QLabel* title_;
    QTreeWidget* figures_;
    QListWidget* edits_;
    QPushButton* preview_;
    QPushButton* apply_;
    QPushButton* beside_;
    QPushButton* keep_;
};

}  // namespace bw::ui
