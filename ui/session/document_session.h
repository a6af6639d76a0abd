// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/document.h"
#include "rewrite/rewrite.h"
#include "session/assessor.h"
#include "session/workbench.h"

namespace bw::ui {

/// Budgets as one line of a journal, and back; what cannot be read is no budget.
QString budgetsText(const Budgets& budgets);
Budgets budgetsFromText(const QString& text);

/// The open document: its present value, the history of values, the selection and the present assessment. Everything
/// in the window shows this object and changes it only through its functions.
class DocumentSession : public QObject {
    Q_OBJECT

public:
    static constexpr int kUndoSteps = 500;

    explicit DocumentSession(Workbench& workbench, QObject* parent = nullptr);
    ~DocumentSession() override;

    Workbench& workbench() { return workbench_; }
    const Document& document() const { return document_; }
    const Network& network() const { return document_.network; }
    QUndoStack& history() { return history_; }

    /// Replaces the document and forgets the history.
    void load(Document document);

    /// Applies one edit command ("fuse ibn_3") as one undo step. Steps with the same non-empty `merge_key` in quick
    /// succession become one. A refusal changes nothing, is returned, and told by editRefused.
    Result<void> applyEdit(const std::string& command, const QString& merge_key = {});
    /// Applies all or none as one undo step called `title`.
    Result<void> applyEdits(const std::vector<std::string>& commands, const QString& title);

    /// Applies those that still apply, as one undo step; refused by the first reason where none does.
    Result<void> applyFixes(const std::vector<std::string>& commands, const QString& title);

    /// Shows what `command` would give, without an undo step, until the next preview or endPreview.
    Result<void> previewEdit(const std::string& command);
    /// The same for several, all or none, kept as one step called `title`.
    Result<void> previewEdits(const std::vector<std::string>& commands, const QString& title);
    /// Before the preview, where there is one, else as it is.
    const Network& settledNetwork() const { return preview_base_ ? preview_base_->network : document_.network; }
    bool isPreviewing() const { return preview_base_.has_value(); }
    /// Keeps the preview as one undo step, or goes back.
    void endPreview(bool keep);

    void setTarget(const std::string& target_id);
    void setPrecision(Precision precision);
    /// The runtime that plans activations; empty: the target's own. Unknown ids are ignored.
    void setMemoryProfile(const std::string& id);
    /// Budgets of the document; where it sets none, the target's hold.
    void setBudgets(const Budgets& budgets);
    Budgets effectiveBudgets() const;
    /// Candidates and stops, as one step called `title`; steps with the same merge key in quick succession become one.
    void setReview(Review review, const QString& title, const QString& merge_key = {});
    /// Makes a candidate's network the document's, as one undo step.
    void openCandidate(int64_t id);
    void pinBaseline();
    void clearBaseline();
    /// Undo, redo and jumps in the history; the journal follows.
    void undo();
    void redo();
    /// Puts the baseline's network back as the document's, as one undo step.
    void returnToBaseline();

    /// Channel counts that edits round to (the target's parallelism factor), and the present lowered form.
    EditContext editContext() const;
    const TargetProfile* target() const { return workbench_.target(document_.target_id); }

    const std::vector<BlockId>& selection() const { return selection_; }
    void setSelection(std::vector<BlockId> selection);
    bool isSelected(BlockId id) const;
    /// The command's words for the selected blocks: quoted names separated by spaces.
    std::string selectionWords() const;

    /// Null until the first assessment, and where there can be none, see assessmentError(). Its network may lag behind
    /// network() while a worker is busy.
    std::shared_ptr<const Assessment> assessment() const { return assessor_.current(); }
    const std::optional<Error>& assessmentError() const { return assessor_.error(); }
    const AssessmentContext& assessmentContext() const { return assessor_.context(); }
    std::shared_ptr<const Assessment> baselineAssessment() const { return assessor_.baseline(); }
    bool isAssessing() const { return assessor_.isBusy(); }
    /// Figures of a block in the present assessment; null where there are none.
    const BlockFigures* figures(BlockId id) const;
    const BlockFigures* baselineFigures(BlockId id) const;

    /// Blocks that the last step added or changed.
    const std::vector<BlockId>& touchedBlocks() const { return touched_; }

Q_SIGNALS:
    void documentReplaced();
    void networkChanged();
    void reviewChanged();    ///< Candidates or stops.
    void settingsChanged();  ///< Target, precision, budgets or baseline.
    void selectionChanged();
    void assessmentChanged();
    void assessingChanged();
    void editRefused(const bw::Error& error);
    /// A step was done; `changes` lists what it did beyond its title.
    void edited(const QString& title, const QStringList& changes);
    /// What the journal needs to do the same step again. "merge" is an "edit" that continues the step before it.
    void stepRecorded(const QString& operation, const QString& argument);

private:
    friend class StateCommand;
    void adopt(const Document& document);
    Result<void> applyMany(const std::vector<std::string>& commands, const QString& title, bool all_or_none);
    /// False where the step became part of the one before it.
    bool push(Document after, const QString& title, const QString& merge_key = {});
    void refresh();

    Workbench& workbench_;
    Document document_;
    std::optional<Document> preview_base_;
    QString preview_title_;
    std::vector<std::string> preview_commands_;
    QUndoStack history_;
    bool pushing_ = false;
    bool merged_ = false;  ///< Of the push at hand: a StateCommand sets it.
    std::vector<BlockId> selection_;
    std::vector<BlockId> touched_;
    Assessor assessor_;
};

}  // namespace bw::ui
