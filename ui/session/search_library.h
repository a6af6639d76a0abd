// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>
#include <QObject>
#include <memory>
#include <vector>

#include "session/document_session.h"
#include "session/kept_search.h"

namespace bw::ui {

/// The searches of the user, kept in a folder: what was asked, and a checkpoint from which a search goes on when the
/// program was closed meanwhile. One search runs at a time.
class SearchLibrary : public QObject {
    Q_OBJECT

public:
    /// Of the light search, see setBackground().
    static inline const QString kBackgroundId = QStringLiteral("background");

    /// `folder` is made with the first search.
    SearchLibrary(DocumentSession& session, QString folder, QObject* parent = nullptr);
    ~SearchLibrary() override;

    /// Reads what earlier runs of the program left; searches that another window has in hand are left out.
    void readFolder();

    /// The newest first.
    const std::vector<std::shared_ptr<KeptSearch>>& searches() const { return searches_; }
    /// Null where there is no such search.
    std::shared_ptr<KeptSearch> find(const QString& id) const;
    std::shared_ptr<KeptSearch> active() const { return active_; }
    SearchRunner& runner() { return runner_; }

    /// Why a search of the present network cannot start now; empty where it can.
    QString obstacle() const;
    /// Starts a search of the present network; its id, or empty where obstacle() says why not.
    QString start(SearchSpec spec, const QString& name);
    /// Goes on with an interrupted search, or reads a done one back from its checkpoint.
    Result<void> resume(const QString& id);
    /// Asks the same again of the present network.
    QString rerun(const QString& id);
    void rename(const QString& id, const QString& name);
    /// Ends it where it runs, and deletes its files.
    void remove(const QString& id);
    /// Lists what the light search rests on, behind the others and for this run of the program only; null takes it
    /// away.
    void setBackground(std::shared_ptr<KeptSearch> search);
    /// The front as `blockwright-cli search --out` writes it.
    Result<void> exportFront(const QString& id, const QString& path) const;

    /// True where its edits apply to the present network: it is the one that was searched.
    bool isOfPresent(const KeptSearch& search) const;

Q_SIGNALS:
    /// A search came, went or changed its state or name.
    void listChanged();
    /// News of one search: at most ten a second.
    void searchChanged(const QString& id);
    /// It has found what it will find.
    void searchEnded(const QString& id);

private:
    QString filePath(const KeptSearch& search, const char* suffix) const;
    void store(const KeptSearch& search);
    void run(const std::shared_ptr<KeptSearch>& search, std::shared_ptr<const Assessment> assessment,
             AssessmentContext context);
    Result<AssessmentContext> contextOf(const Document& document) const;
    void takeUpdate(const SearchUpdate& update);
    void takeOutcome(const std::shared_ptr<const Result<SearchOutcome>>& outcome);
    static void noteBest(KeptSearch& search);
    void thin(std::vector<SearchPoint>& points) const;

    DocumentSession& session_;
    QString folder_;
    std::vector<std::shared_ptr<KeptSearch>> searches_;
    std::shared_ptr<KeptSearch> active_;
    std::unique_ptr<QLockFile> lock_;  ///< Of the active search.
    bool remove_at_end_ = false;       ///< The active search.
    SearchRunner runner_;
};

}  // namespace bw::ui
