// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "session/document_session.h"
#include "verify/verify_network.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace bw::ui {

/// Runs the network in other programs and lays what they give beside the estimate, operator by operator. Programs that
/// are absent are offered with the command that installs them.
class VerifyDialog : public QDialog {
    Q_OBJECT

public:
    /// `source`: the file that the network was imported from; may be empty.
    VerifyDialog(Workbench& workbench, Document document, std::shared_ptr<const Assessment> assessment,
                 const QString& source, QWidget* parent = nullptr);
    ~VerifyDialog() override;

    /// True once it is known which programs this machine has.
    bool isLooked() const { return looked_; }
    bool isInstalled(const QString& peer) const;
    void setWanted(const QString& peer, bool wanted);
    void start();
    void cancel();
    bool isRunning() const { return stop_ != nullptr; }
    const std::optional<VerifyReport>& report() const { return report_; }
    QTableWidget& table() { return *table_; }
    QString told() const;
    /// Writes what a program measured as a CSV that the import of measurements reads.
    Result<void> saveRows(const QString& peer, const QString& path) const;

Q_SIGNALS:
    void looked();
    void ended();

private:
    struct Row {
        const Peer* peer = nullptr;
        QCheckBox* box = nullptr;
        QLabel* state = nullptr;
        QPushButton* copy = nullptr;
        bool installed = false;
    };
    void buildPeers(QWidget* list);
    void look();
    void present(Result<VerifyReport> report);
    void fillTable();
    void chooseRowsFile();
    void refresh();

    Workbench& workbench_;
    Document document_;
    std::shared_ptr<const Assessment> assessment_;
    QString source_;
    std::vector<Row> rows_;
    QPlainTextEdit* told_;
    QTableWidget* table_;
    QProgressBar* progress_;
    QPushButton* run_;
    QPushButton* save_;
    std::shared_ptr<std::stop_source> stop_;
    std::optional<VerifyReport> report_;
    bool looked_ = false;
};

}  // namespace bw::ui
