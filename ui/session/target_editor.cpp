// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/target_editor.h"

#include "base/install_paths.h"
#include "estimate/target_fingerprint.h"
#include "estimate/target_package.h"
#include "target/user_targets.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// Short enough to seem immediate, long enough that a held arrow key shows each value once.
constexpr int kApplyMilliseconds = 60;
/// Training starts once the hands rest.
constexpr int kTrainMilliseconds = 700;
constexpr size_t kKeptRegressors = 16;
constexpr size_t kUndoSteps = 500;

/// True where both have the same latencies, whatever they were measured on.
bool runsAlike(const TargetProfile& base, const TargetProfile& edited) {
    TargetProfile same_source = base;
    same_source.estimator = edited.estimator;
    return targetFingerprint(same_source) == targetFingerprint(edited);
}

}  // namespace

TargetEditor::TargetEditor(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    apply_delay_.setSingleShot(true);
    apply_delay_.setInterval(kApplyMilliseconds);
    train_delay_.setSingleShot(true);
    train_delay_.setInterval(kTrainMilliseconds);
    connect(&apply_delay_, &QTimer::timeout, this, &TargetEditor::apply);
    connect(&train_delay_, &QTimer::timeout, this, &TargetEditor::train);
    connect(&session_, &DocumentSession::settingsChanged, this, &TargetEditor::followDocument);
    connect(&session_.workbench(), &Workbench::targetsChanged, this, &TargetEditor::followDocument);
    connect(&session_.workbench(), &Workbench::estimatorChanged, this, &TargetEditor::sourceChanged);
    connect(&trainer_, &RegressorTrainer::progressChanged, this, &TargetEditor::sourceChanged);
    connect(&trainer_, &RegressorTrainer::trained, this, &TargetEditor::adoptTrained);
    connect(&trainer_, &RegressorTrainer::failed, this, [this](const Error& error) { training_error_ = error; });
    followDocument();
}

TargetEditor::~TargetEditor() = default;

bool TargetEditor::isEditable() const {
    return base_.has_value() && base_->kind != "cpu";
}

void TargetEditor::followDocument() {
    const std::string& id = session_.document().target_id;
    const auto found = variants_.find(id);
    Variant* now = found == variants_.end() ? nullptr : &found->second;
    if (now != active_) {
        // A training belongs to what the document runs on.
        cancelTraining();
        training_error_.reset();
        active_ = now;
        if (now != nullptr) apply_delay_.start();
    }
    if (active_ != nullptr) {
        base_ = active_->base;
    } else if (const TargetProfile* target = session_.workbench().target(id)) {
        base_ = *target;
    } else {
        base_.reset();
    }
    show();
}

void TargetEditor::show() {
    problems_.clear();
    if (base_) edited_ = active_ != nullptr ? *changedTarget(*base_, active_->steps[active_->at]) : *base_;
    if (active_ != nullptr) {
        edited_.id = active_->id;
        edited_.name = active_->name;
        edited_.description = toUtf8(tr("An unsaved variant of %1").arg(toQt(base_->name)));
        if (!runsAlike(*base_, edited_))
            edited_.estimator = {.id = active_->id, .measurements = {}, .configuration = {}};
        problems_ = checkTarget(edited_);
    }
    Q_EMIT changed();
    Q_EMIT sourceChanged();
}

bool TargetEditor::isChanged(const TargetParameter& parameter) const {
    return parameterValue(*base_, parameter) != parameterValue(edited_, parameter);
}

std::string TargetEditor::freeId(const std::string& wanted) const {
    for (int number = 1;; ++number) {
        const std::string id = number == 1 ? wanted : wanted + "-" + std::to_string(number);
        if (session_.workbench().target(id) == nullptr) return id;
    }
}

TargetEditor::Variant& TargetEditor::variant() {
    if (active_ != nullptr) return *active_;
    Variant made;
    made.base = *base_;
    made.id = freeId(base_->id.substr(0, 48) + "-edited");
    made.name = toUtf8(tr("%1 (edited)").arg(toQt(base_->name.substr(0, 100))));
    const std::string id = made.id;
    active_ = &variants_.insert_or_assign(id, std::move(made)).first->second;
    return *active_;
}

void TargetEditor::push(ParameterChanges changes) {
    Variant& variant = this->variant();
    variant.steps.resize(variant.at + 1);
    variant.steps.push_back(std::move(changes));
    if (variant.steps.size() > kUndoSteps) variant.steps.erase(variant.steps.begin());
    variant.at = variant.steps.size() - 1;
    show();
    apply_delay_.start();
}

Result<void> TargetEditor::set(const TargetParameter& parameter, const ParameterValue& value) {
    if (!isEditable()) return fail(ErrorCode::InvalidEdit, "this target has no parameters to edit");
    TargetProfile probe = *base_;
    if (auto legal = setParameter(probe, parameter, value); !legal) return legal;
    if (parameterValue(edited_, parameter) == parameterValue(probe, parameter)) return {};
    ParameterChanges changes = active_ != nullptr ? active_->steps[active_->at] : ParameterChanges();
    changes[parameter.id()] = value;
    push(std::move(changes));
    return {};
}

void TargetEditor::reset(const TargetParameter& parameter) {
    if (active_ == nullptr || !isChanged(parameter)) return;
    ParameterChanges changes = active_->steps[active_->at];
    // What follows another one and was never set by hand is held at its old value.
    if (changes.erase(parameter.id()) == 0) changes[parameter.id()] = parameterValue(*base_, parameter);
    push(std::move(changes));
}

void TargetEditor::resetAll() {
    if (active_ == nullptr || active_->steps[active_->at].empty()) return;
    push({});
}

bool TargetEditor::hasUnsavedChanges() const {
    return active_ != nullptr && problems_.empty() && !active_->steps[active_->at].empty();
}

bool TargetEditor::canUndo() const {
    return active_ != nullptr && active_->at > 0;
}

bool TargetEditor::canRedo() const {
    return active_ != nullptr && active_->at + 1 < active_->steps.size();
}

void TargetEditor::undo() {
    if (!canUndo()) return;
    --active_->at;
    show();
    apply_delay_.start();
}

void TargetEditor::redo() {
    if (!canRedo()) return;
    ++active_->at;
    show();
    apply_delay_.start();
}

void TargetEditor::apply() {
    if (active_ == nullptr) return;
    trainer_.cancel();
    train_delay_.stop();
    training_error_.reset();
    // An impossible accelerator stays in the form; the last possible one stays in use.
    if (!problems_.empty()) return;
    Workbench& workbench = session_.workbench();
    const TargetProfile target = edited_;
    std::shared_ptr<const Estimator> estimator;
    if (runsAlike(*base_, target)) {
        estimator = workbench.estimator(base_->id);
    } else if (const auto kept = kept_.find(targetFingerprint(target)); kept != kept_.end()) {
        estimator = kept->second.estimator;
    }
    const bool untrained = estimator == nullptr;
    if (untrained) estimator = Estimator::parametric(target).value_or(nullptr);
    workbench.adopt(target, std::move(estimator));
    session_.setTarget(target.id);
    if (untrained) train_delay_.start();
    Q_EMIT sourceChanged();
}

void TargetEditor::train() {
    train_delay_.stop();
    training_error_.reset();
    if (!isEditable() || !problems_.empty()) return;
    trainer_.start(edited_);
}

void TargetEditor::cancelTraining() {
    train_delay_.stop();
    trainer_.cancel();
    Q_EMIT sourceChanged();
}

void TargetEditor::adoptTrained(const TrainedRegressor& result) {
    if (kept_.size() >= kKeptRegressors) kept_.clear();
    kept_.insert_or_assign(targetFingerprint(result.target), result);
    if (!isVariantId(result.target.id)) {
        const auto saved = saveRegressor(folderIn(userModelsDirectory(), "regressors"), result.regressor);
        if (!saved) training_error_ = saved.error();
    }
    session_.workbench().adopt(result.target, result.estimator);
    Q_EMIT sourceChanged();
}

TargetEditor::Source TargetEditor::source() const {
    if (trainer_.isRunning() || train_delay_.isActive()) return Source::Training;
    const auto estimator = session_.workbench().estimator(session_.document().target_id);
    if (estimator != nullptr && estimator->isParametric()) return Source::Parametric;
    if (active_ != nullptr && !runsAlike(*base_, edited_)) return Source::Trained;
    return Source::Saved;
}

QString TargetEditor::sourceText() const {
    const auto estimator = session_.workbench().estimator(session_.document().target_id);
    if (!estimator) return tr("No latencies for this target");
    const auto error = shareText(estimator->card().network_mape);
    const int64_t networks = estimator->card().test_networks;
    switch (source()) {
        case Source::Training:
            if (!trainer_.isRunning()) return tr("Parametric model; a regressor is about to be trained");
            return tr("Parametric model; training a regressor, %1, %2\u00a0s")
                .arg(shareText(trainer_.progress()))
                .arg(trainer_.seconds());
        case Source::Parametric:
            return training_error_ ? tr("Parametric model; training failed: %1").arg(errorText(*training_error_))
                                   : tr("Parametric model, no regressor is trained for it");
        case Source::Trained:
            return tr("Regressor, trained just now: off by %1 on average from the parametric model, on %2 held-out "
                      "networks")
                .arg(error)
                .arg(networks);
        case Source::Saved:
            break;
    }
    return tr("Regressor, off by %1 on average on %2 held-out networks").arg(error).arg(networks);
}

Result<void> TargetEditor::saveAs(const QString& name) {
    if (!isEditable()) return fail(ErrorCode::InvalidEdit, "this target has no parameters to save");
    const std::string id = targetIdFromName(toUtf8(name));
    if (id.empty()) return fail(ErrorCode::InvalidArgument, "a name needs letters or digits");
    if (isVariantId(id)) return fail(ErrorCode::InvalidArgument, "an unsaved variant has this name", id);
    const ParameterChanges changes = active_ != nullptr ? active_->steps[active_->at] : ParameterChanges();
    const auto target = deriveTarget(*base_, changes, id, toUtf8(name.trimmed()));
    if (!target) return tl::unexpected(target.error());
    if (auto free = checkUserTargetId(toUtf8(session_.workbench().modelsDir()), id); !free) return free;
    TargetPackage package{*target, std::nullopt};
    std::shared_ptr<const Estimator> estimator;
    if (const auto kept = kept_.find(targetFingerprint(*target)); kept != kept_.end()) {
        Regressor regressor = kept->second.regressor;
        regressor.target_id = id;
        const auto files = writeRegressor(regressor);
        auto sealed = files ? readRegressor(*files) : tl::unexpected(files.error());
        if (!sealed) return tl::unexpected(sealed.error());
        estimator = Estimator::create(*target, *sealed).value_or(nullptr);
        package.regressor = std::move(*sealed);
    }
    if (auto saved = installTarget(userModelsDirectory(), package); !saved) return saved;
    const bool untrained = estimator == nullptr;
    if (untrained) estimator = Estimator::parametric(*target).value_or(nullptr);
    session_.workbench().adopt(*target, std::move(estimator));
    session_.setTarget(id);
    if (untrained) train_delay_.start();
    return {};
}

bool TargetEditor::isOwnTarget() const {
    return active_ == nullptr && base_.has_value() && isUserTarget(userModelsDirectory(), base_->id);
}

Result<void> TargetEditor::deleteTarget(const std::string& next) {
    if (!isOwnTarget()) return fail(ErrorCode::InvalidEdit, "only targets of your own can be deleted");
    const std::string id = base_->id;
    cancelTraining();
    if (auto removed = removeUserTarget(userModelsDirectory(), id); !removed) return removed;
    session_.setTarget(next);
    session_.workbench().forget(id);
    return {};
}

}  // namespace bw::ui
