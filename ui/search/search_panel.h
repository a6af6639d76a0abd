// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "session/search_library.h"

class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace bw::ui {

class NetworkView;
class SearchCharts;
class SearchForm;
class SearchesView;

/// Searches of networks: the question as a sentence, what the running one finds, the kept ones, and one network
/// closely.
class SearchPanel : public QWidget {
    Q_OBJECT

public:
    SearchPanel(DocumentSession& session, SearchLibrary& library, QWidget* parent = nullptr);

    SearchForm& form() { return *form_; }
    SearchCharts& charts() { return *charts_; }
    SearchesView& list() { return *list_; }
    NetworkView& network() { return *network_; }
    /// Id of the search that is looked at; empty for none.
    QString chosenId() const;
    /// The state of the search in words, or why there can be none.
    QString statusText() const;
    /// What else a search is asked: the space.
    void setSpace(const SpaceOptions& options, const std::vector<OwnOptions>& own);

    void usePreset(const QString& id);
    /// Starts a search, or lets a paused one go on.
    void start();
    void pause();
    void cancel();
    /// Looks at one network of the chosen search.
    void choose(const Genome& genome);
    /// Lets some evaluations of a search stand out and lists them.
    void showEvidence(const QString& search_id, const std::vector<int64_t>& numbers, const QString& what);
    void preview(bool on);
    void apply();
    void openBeside();
    /// Asks the owner to keep the network that is looked at as a candidate (keepRequested).
    void keep();
    void exportFront();
    /// Why there is no front to write; empty where there is.
    QString exportObstacle() const;

Q_SIGNALS:
    void spaceRequested();
    /// "Save rules from this search" and "Export front" change their minds.
    void stateChanged();
    /// A network of the search, made of the present one, is wanted among the candidates.
    void keepRequested(const bw::Candidate& candidate);
    void told(const QString& text);
    void failed(const bw::Error& error);

protected:
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildLeft(QWidget* left);
    void buildMiddle(QWidget* middle);
    void buildRight(QWidget* right);
    void connectParts();
    void fillPresets();
    std::shared_ptr<KeptSearch> looked() const;
    QString nameOf(const SearchSpec& spec) const;
    void scheduleRefresh();
    void refresh();
    void refreshButtons();
    void refreshStatus();
    void refreshPresent();
    void refreshNetwork();
    void refreshSpace();
    QString progressText(const KeptSearch& search) const;
    QString endText(const KeptSearch& search) const;
    void endPreview();

    DocumentSession& session_;
    SearchLibrary& library_;
    SpaceOptions space_;
    std::vector<OwnOptions> own_;
    SearchForm* form_ = nullptr;
    QPushButton* start_ = nullptr;
    QPushButton* pause_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* presets_ = nullptr;
    QMenu* preset_menu_ = nullptr;
    QLabel* status_ = nullptr;
    QProgressBar* progress_ = nullptr;
    SearchCharts* charts_ = nullptr;
    QTabBar* side_tabs_ = nullptr;
    QStackedWidget* side_ = nullptr;
    SearchesView* list_ = nullptr;
    NetworkView* network_ = nullptr;
    std::optional<Genome> genome_;
    double preparing_ = 0;
    uint64_t newest_present_ = 0;
    bool previewing_ = false;
    bool applied_ = false;
    bool read_ = false;
    QTimer refresh_timer_;
    QTimer tick_;
};

}  // namespace bw::ui
