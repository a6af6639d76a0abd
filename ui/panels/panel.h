// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "session/document_session.h"

namespace bw::ui {

/// A panel that shows the session and does no work while it is hidden.
class Panel : public QWidget {
    Q_OBJECT

public:
    explicit Panel(DocumentSession& session, QWidget* parent = nullptr);

protected:
    DocumentSession& session() { return session_; }
    const DocumentSession& session() const { return session_; }

    /// Shows the session as it is now; called while visible only.
    virtual void refresh() = 0;
    /// Shows the selection as it is now; called while visible only.
    virtual void refreshSelection() {}
    /// Refreshes now or when next shown.
    void invalidate();
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    DocumentSession& session_;
    bool stale_ = true;
};

}  // namespace bw::ui
