// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "actions/action_registry.h"
#include "estimate/target_package.h"
#include "main_window/document_controller.h"
#include "session/document_session.h"
#include "session/fit_runner.h"
#include "session/hint_finder.h"
#include "session/space_session.h"
#include "session/target_editor.h"
#include "settings/settings.h"

class QComboBox;
class QLabel;
class QMenu;
class QToolBar;
class QToolButton;

namespace bw::ui {

class AcceleratorPanel;
class BudgetBar;
class CandidatesPanel;
class CanvasBridge;
class CommandPalette;
class CompareWindow;
class FitPanel;
class GhostFinder;
class GhostOverlay;
class GraphCanvas;
class HintsPanel;
class Inspector;
class LandscapePanel;
class LightSearcher;
class MemoryPanel;
class MultiplierPopup;
class OutlinePanel;
class PalettePanel;
class Presentation;
class PanelDocks;
class ProblemsPanel;
class SearchLibrary;
class SearchPanel;
class SpacePanel;
class SuggestionFinder;
struct Suggestion;
class TrainingWindow;
class WalkthroughPanel;

/// The window: canvas in the middle, totals above, panels around, everything on one DocumentSession.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Workbench& workbench, QWidget* parent = nullptr);
    ~MainWindow() override;

    DocumentSession& session() { return session_; }
    DocumentController& documents() { return *documents_; }
    ActionRegistry& registry() { return *actions_; }
    GraphCanvas& canvas() { return *canvas_; }
    PanelDocks& docks() { return *docks_; }
    Inspector& inspector() { return *inspector_; }
    HintFinder& hintFinder() { return hint_finder_; }
    SuggestionFinder& suggestions() { return *suggestions_; }
    HintsPanel& hintsPanel() { return *hints_; }
    GhostOverlay& ghosts() { return *ghosts_; }
    LightSearcher& lightSearcher() { return *light_searcher_; }
    TargetEditor& targetEditor() { return target_editor_; }
    AcceleratorPanel& acceleratorPanel() { return *accelerator_; }
    FitRunner& fitRunner() { return fit_runner_; }
    SpaceSession& spaceSession() { return space_session_; }
    SpacePanel& spacePanel() { return *space_; }
    LandscapePanel& landscapePanel() { return *landscape_; }
    SearchLibrary& searches() { return *searches_; }
    SearchPanel& searchPanel() { return *search_; }
    FitPanel& fitPanel() { return *fit_; }
    CandidatesPanel& candidatesPanel() { return *candidates_; }
    WalkthroughPanel& walkthroughPanel() { return *walkthrough_; }
    Presentation& presentation() { return *presentation_; }
    MemoryPanel& memoryPanel() { return *memory_; }
    MultiplierPopup& multiplierPopup();
    CommandPalette& commandPalette();
    /// Made when it is first asked for.
    CompareWindow& compareWindow();
    /// The same.
    TrainingWindow& trainingWindow();

    /// Opens the sample presence detector (or the first sample there is) with its suggestions in sight.
    void openFirstSample();
    /// Offers what a crashed run left, if anything.
    void offerLostWork();
    /// Inserts a block of a kind behind the selected one, or before the end of the network.
    void insertKind(const QString& kind_id);
    /// Writes the plan of the activations, with the best arena known, on a worker: TensorFlow Lite Micro's offline plan
    /// where the name ends in ".bin", else JSON. Tells how it went.
    void exportMemoryPlan(const QString& path);

    /// Writes the report on a worker: a PDF document where the name ends in ".pdf", else a web page. Tells how it went.
    void saveReport(const QString& path);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    // main_window.cpp
    void buildCentre();
    void buildPanels();
    void connectParts();
    void updateTitle();
    void restoreWindow();
    void tellEdit(const QString& title, const QStringList& changes);

    // main_window_bars.cpp: menus, toolbars, status bar
    void buildMenus();
    void buildFileMenu(QMenu* menu);
    void buildPanelMenu(QMenu* menu);
    void buildThemeMenu(QMenu* menu);
    void buildToolBar();
    void buildBudgetBar();
    void buildStatusBar();
    void fillTargets();
    void fillPrecisions();
    void showSettings();
    void showEstimator();

    // main_window_actions.cpp: what the actions do
    void bindActions();
    void bindFileActions();
    void bindViewActions();
    void bindBaselineActions();
    void selectLike(bool identical);
    /// Behind which block moving the selected one by one place puts it; kNoBlock where it cannot.
    BlockId moveAnchor(bool down) const;
    void moveBlock(bool down);
    void showContextMenu(const QPoint& global_position);
    void showMultiplier();
    void exportPicture();
    void showAbout();
    void applyOverlay();

    // main_window_memory.cpp: execution order, exact arena, exported plans
    void bindMemoryActions();
    void reorderExecution();
    void chooseMemoryPlanFile();

    // main_window_target.cpp: the accelerator under edit
    void buildAcceleratorPanel();
    void bindTargetActions();
    void saveTarget();
    /// Asks about an edited accelerator; false where the window must stay, to let it be named and saved.
    bool mayDiscardTarget();
    void saveTargetAs(const QString& name);
    void deleteTarget();
    void tellUnsavedTarget();
    /// What the latencies rest on, in a few words; empty for the target's own regressor.
    QString estimatorSource() const;

    // main_window_space.cpp: the space of searches and its landscape
    void buildSpacePanels();
    void bindSpaceActions();
    void exportLandscape();

    // main_window_search.cpp: searches of networks
    void buildSearchPanel();
    void bindSearchActions();
    void showSearchJob();
    void bindRuleActions();
    void saveRules();

    // main_window_suggestions.cpp: suggestions of rules and searches, their ghosts, the light search
    void buildSuggestions();
    void showGhosts();
    void showLightJob();
    void bindSuggestionActions();

    // main_window_review.cpp: candidates, comparing networks, walk-throughs, reports
    void buildReviewPanels();
    void bindReviewActions();
    void showCompareWindow();
    /// Makes what is in sight a stop.
    /// Keeps what the present network would be with a suggestion, without making it.
    void keepSuggested(const Suggestion& suggestion);
    void addStop();
    void showStop(size_t index);
    /// Opens the panel; while presenting, that one alone.
    void showStopPanel(const QString& panel);
    void showStopView(size_t index, int milliseconds);
    void present();
    void chooseReportFile();

    // main_window_training.cpp: training the network
    void bindTrainingActions();

    // main_window_interop.cpp: exports, other programs
    void bindInteropActions();
    void exportNetwork();
    void verifyWithOthers();

    // main_window_packages.cpp: cards, calibration, imports and packages of targets
    void bindPackageActions();
    void calibrateHost();
    void showEstimatorCard();
    void importMeasurements();
    void exportTarget();
    void chooseTargetPackage();
    void installPackage(TargetPackage package);

    Workbench& workbench_;
    Settings settings_;
    DocumentSession session_;
    HintFinder hint_finder_;
    TargetEditor target_editor_;
    FitRunner fit_runner_;
    SpaceSession space_session_;
    std::unique_ptr<SearchLibrary> searches_;
    std::unique_ptr<ActionRegistry> actions_;
    std::unique_ptr<DocumentController> documents_;
    GraphCanvas* canvas_ = nullptr;
    CanvasBridge* bridge_ = nullptr;
    MessageBar* messages_ = nullptr;
    JobIndicator* jobs_ = nullptr;
    JobIndicator* search_job_ = nullptr;
    JobIndicator* light_job_ = nullptr;
    JobIndicator* training_job_ = nullptr;
    PanelDocks* docks_ = nullptr;
    BudgetBar* budget_bar_ = nullptr;
    Inspector* inspector_ = nullptr;
    OutlinePanel* outline_ = nullptr;
    PalettePanel* palette_ = nullptr;
    AcceleratorPanel* accelerator_ = nullptr;
    ProblemsPanel* problems_ = nullptr;
    HintsPanel* hints_ = nullptr;
    SuggestionFinder* suggestions_ = nullptr;  ///< These belong to the window as its children.
    GhostFinder* ghost_finder_ = nullptr;
    GhostOverlay* ghosts_ = nullptr;
    LightSearcher* light_searcher_ = nullptr;
    MemoryPanel* memory_ = nullptr;
    FitPanel* fit_ = nullptr;
    SpacePanel* space_ = nullptr;
    LandscapePanel* landscape_ = nullptr;
    SearchPanel* search_ = nullptr;
    MultiplierPopup* multiplier_ = nullptr;
    CommandPalette* command_palette_ = nullptr;
    CompareWindow* compare_ = nullptr;
    TrainingWindow* training_ = nullptr;
    CandidatesPanel* candidates_ = nullptr;
    WalkthroughPanel* walkthrough_ = nullptr;
    Presentation* presentation_ = nullptr;
    QToolBar* tool_bar_ = nullptr;
    QComboBox* target_ = nullptr;
    QComboBox* precision_ = nullptr;
    QComboBox* overlay_ = nullptr;
    QLabel* document_state_ = nullptr;
    QToolButton* estimator_state_ = nullptr;
    bool shown_once_ = false;
};

}  // namespace bw::ui
