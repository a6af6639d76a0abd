// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "learn/data/data_source.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QStackedWidget;

namespace bw::ui {

/// Chooses a data set: a built-in one with its settings, or a folder or file on disk with its format.
class DataSourceForm : public QWidget {
    Q_OBJECT

public:
    explicit DataSourceForm(QWidget* parent = nullptr);

    DataSource source() const;
    /// Chooses a built-in set by its id.
    void setBuiltIn(const QString& id);
    /// Chooses a folder or file; an empty format is found out.
    void setPath(const QString& path, const QString& format = {});
    /// Chooses what a source says, as far as the form asks for it.
    void setSource(const DataSource& source);
    /// True where something can be opened.
    bool isComplete() const;

Q_SIGNALS:
    void changed();
    /// The user asked to open what is chosen.
    void submitted();

private:
    QWidget* makeBuiltInPage();
    QWidget* makeDiskPage();
    void chooseFolder();
    void chooseFile();
    bool onDisk() const;

    QComboBox* what_;
    QStackedWidget* pages_;
    QSpinBox* side_ = nullptr;
    QSpinBox* count_ = nullptr;
    QSpinBox* seed_ = nullptr;
    QDoubleSpinBox* difficulty_ = nullptr;
    QLineEdit* path_ = nullptr;
    QComboBox* format_ = nullptr;
};

}  // namespace bw::ui
