// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "assess/explain.h"
#include "session/document_session.h"

class QVBoxLayout;

namespace bw::ui {

/// The figures of the selected block, of several together, or of the whole network, each with its change against the
/// baseline; for one block also why it costs what it costs, and its operators.
class FiguresView : public QWidget {
    Q_OBJECT

public:
    explicit FiguresView(DocumentSession& session, QWidget* parent = nullptr);

    void refresh();

private:
    void addHeading(const QString& text);
    void addRow(const QString& label, const QString& value, const QString& change = {}, int better = 0);
    /// A figure with its change against the baseline, where there is one.
    void addComparedRow(const QString& label, const QString& text, int64_t now, std::optional<int64_t> before);
    void addByteRow(const QString& label, int64_t now, std::optional<int64_t> before);
    void addNote(const QString& text);
    void showNetwork();
    void showBlocks(const std::vector<BlockId>& blocks);
    void showWhy(const Block& block, int position);
    void showIdleLanes(const BlockFigures& figures);
    void showFusionMargin(const Block& block, double margin);
    void showParts(const BlockFigures& figures, const BlockExplanation& why);
    void showPlaces(const BlockExplanation& why);
    void showOperators(int position);

    DocumentSession& session_;
    QWidget* content_ = nullptr;
    QVBoxLayout* rows_ = nullptr;
};

}  // namespace bw::ui
