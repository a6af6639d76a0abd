// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "panels/panel.h"
#include "session/side_assessor.h"

class QDoubleSpinBox;
class QLabel;
class QMenu;
class QStackedWidget;
class QTableWidget;

namespace bw::ui {

/// Several models with their rates on the document's target: load, worst response and memory. The open network is one
/// of them as it is edited; files and samples join it.
class SharingPanel : public Panel {
    Q_OBJECT

public:
    explicit SharingPanel(DocumentSession& session, QWidget* parent = nullptr);

    /// Adds the network that is open, live with its edits.
    void addOpenNetwork();
    /// Adds the network of a file, read on a worker.
    void addFile(const QString& path);

protected:
    void refresh() override;

private:
    struct Entry {
        QString name;
        bool live = false;  ///< The document's network, whatever it is.
        Network network;
        Precision precision = Precision::Int8;
        QDoubleSpinBox* rate = nullptr;
        QDoubleSpinBox* deadline = nullptr;  ///< 0: until the next request.
    };
    QWidget* makeHead();
    void fillSamples(QMenu* menu);
    void chooseFile();
    void addEntry(Entry entry);
    void removeEntry(int row);
    void ask();
    void showReport();
    void setText(int row, int column, const QString& text, bool bad = false, const QString& tip = {});

    SideAssessor side_;
    std::vector<Entry> entries_;
    QStackedWidget* pages_;
    QTableWidget* table_;
    QLabel* totals_;
    QLabel* problems_;
};

}  // namespace bw::ui
