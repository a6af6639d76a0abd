// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <optional>
#include <vector>

#include "session/document_session.h"
#include "session/regressor_trainer.h"
#include "target/target_parameters.h"

namespace bw::ui {

/// The accelerator that is being edited. The document's target is the base; the first change makes an unsaved variant
/// of it, "Neural engine (edited)", the document's target. Each change shows at once with the parametric model, while a
/// regressor is trained for it in the background and takes over when it is there.
class TargetEditor : public QObject {
    Q_OBJECT

public:
    /// Where the latencies of the target at hand come from.
    enum class Source : uint8_t {
        Saved,       ///< The target as it is installed.
        Parametric,  ///< A variant, by the parametric model.
        Training,    ///< The same, while a regressor is being trained.
        Trained,     ///< A variant, by its regressor.
    };

    explicit TargetEditor(DocumentSession& session, QObject* parent = nullptr);
    ~TargetEditor() override;

    /// False where the document's target is not installed or is a processor: there is nothing to edit.
    bool isEditable() const;
    /// What Reset goes back to. Only where editable, as are the next three.
    const TargetProfile& base() const { return *base_; }
    /// What the form shows; may be impossible, see problems().
    const TargetProfile& edited() const { return edited_; }
    const std::vector<ParameterProblem>& problems() const { return problems_; }
    bool isChanged(const TargetParameter& parameter) const;
    /// True where the document's target is an unsaved variant.
    bool isVariant() const { return active_ != nullptr; }
    /// True where closing would lose a possible accelerator that differs from its base.
    bool hasUnsavedChanges() const;
    /// True for an unsaved variant, whether or not it is the document's target.
    bool isVariantId(const std::string& target_id) const { return variants_.count(target_id) > 0; }

    /// One step; a refusal changes nothing.
    Result<void> set(const TargetParameter& parameter, const ParameterValue& value);
    void reset(const TargetParameter& parameter);
    void resetAll();
    bool canUndo() const;
    bool canRedo() const;
    void undo();
    void redo();

    Source source() const;
    const RegressorTrainer& trainer() const { return trainer_; }
    /// Trains for the variant again, after a cancellation.
    void train();
    void cancelTraining();
    /// Why the last training failed; nothing where it did not.
    const std::optional<Error>& trainingError() const { return training_error_; }
    /// One line: what the latencies rest on.
    QString sourceText() const;

    /// Saves the target at hand under `name` among the user's own, with its regressor if there is one, and makes it the
    /// document's. InvalidArgument where the name gives a bundled target's id.
    Result<void> saveAs(const QString& name);
    /// True where the document's target (or the base of its variant) is one of the user's own.
    bool isOwnTarget() const;
    /// Deletes that target and turns to `next`.
    Result<void> deleteTarget(const std::string& next);

Q_SIGNALS:
    /// Values, problems or the base changed.
    void changed();
    /// Source, progress or result of the training changed.
    void sourceChanged();

private:
    struct Variant {
        std::string id, name;
        TargetProfile base;
        std::vector<ParameterChanges> steps = {{}};  ///< Values after each step.
        size_t at = 0;                               ///< The present one.
    };

    void followDocument();
    Variant& variant();
    std::string freeId(const std::string& wanted) const;
    void push(ParameterChanges changes);
    void show();
    void apply();
    void adoptTrained(const TrainedRegressor& result);

    DocumentSession& session_;
    RegressorTrainer trainer_;
    std::map<std::string, Variant, std::less<>> variants_;
    std::map<std::string, TrainedRegressor> kept_;  ///< By fingerprint, so that undo need not train again.
    Variant* active_ = nullptr;
    std::optional<TargetProfile> base_;
    TargetProfile edited_;
    std::vector<ParameterProblem> problems_;
    std::optional<Error> training_error_;
    QTimer apply_delay_;
    QTimer train_delay_;
};

}  // namespace bw::ui
