// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "data/data_loader.h"
#include "data/sample_model.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableWidget;

namespace bw::ui {

class DataSourceForm;

/// Points at a data set: what it holds, what is wrong with it, its samples with labels drawn, and export. Everything
/// that takes time runs in the background.
class DataDialog : public QDialog {
    Q_OBJECT

public:
    explicit DataDialog(QWidget* parent = nullptr);

    DataSourceForm& form() { return *form_; }
    DataLoader& loader() { return loader_; }
    SampleModel& samples() { return samples_; }
    /// Opens what the form has.
    void openSource();

private:
    QWidget* makePreview();
    QWidget* makeFindings();
    QLayout* makeButtons();
    void showSamples();
    void showOpened();
    void showStatistics();
    void showProblems(const DataProblems& problems);
    void showError(const Error& error);
    void chooseExport();
    void refresh();

    DataLoader loader_;
    SampleModel samples_;
    DataSourceForm* form_;
    QPushButton* open_;
    QComboBox* split_ = nullptr;
    QCheckBox* labels_ = nullptr;
    QCheckBox* varied_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QListView* view_ = nullptr;
    QLabel* empty_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QLabel* summary_ = nullptr;
    QTableWidget* classes_ = nullptr;
    QTableWidget* problems_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QLabel* state_ = nullptr;
    QPushButton* check_ = nullptr;
    QPushButton* export_ = nullptr;
    QPushButton* cancel_ = nullptr;
};

}  // namespace bw::ui
