// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/document_session.h"

#include <algorithm>

#include "assess/problems.h"
#include "memory/memory_profile.h"
#include "session/state_command.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

std::vector<BlockId> changedBlocks(const Network& before, const Network& after) {
    std::vector<BlockId> changed;
    for (const BlockPtr& block : after.blocks()) {
        const Block* old = before.find(block->id);
        if (old == nullptr || (old != block.get() && !(*old == *block))) changed.push_back(block->id);
    }
    return changed;
}

const BlockFigures* figuresIn(const Assessment* assessment, BlockId id) {
    if (assessment == nullptr) return nullptr;
    const int position = assessment->network.positionOf(id);
    if (position < 0) return nullptr;
    return &assessment->blocks[static_cast<size_t>(position)];
}

}  // namespace

QString budgetsText(const Budgets& budgets) {
    const auto number = [](const auto& value) {
        return value ? QString::number(static_cast<double>(*value), 'g', 17) : QString();
    };
    return QStringLiteral("%1;%2;%3")
        .arg(number(budgets.latency_ms), number(budgets.parameter_bytes), number(budgets.peak_activation_bytes));
}

Budgets budgetsFromText(const QString& text) {
    Budgets budgets;
    const QStringList parts = text.split(QLatin1Char(';'));
    if (parts.size() != 3) return budgets;
    const auto positive = [&parts](int part) {
        bool ok = false;
        const double value = parts[part].toDouble(&ok);
        return ok && value > 0 && value < 9e15 ? std::optional<double>(value) : std::nullopt;
    };
    budgets.latency_ms = positive(0);
    if (const auto bytes = positive(1)) budgets.parameter_bytes = static_cast<int64_t>(*bytes);
    if (const auto bytes = positive(2)) budgets.peak_activation_bytes = static_cast<int64_t>(*bytes);
    return budgets;
}

DocumentSession::DocumentSession(Workbench& workbench, QObject* parent)
    : QObject(parent), workbench_(workbench), assessor_(workbench) {
    history_.setUndoLimit(kUndoSteps);
    // Undo, redo and clicks in the history move the index; a push does too and is recorded by its own name.
    connect(&history_, &QUndoStack::indexChanged, this, [this](int index) {
        if (!pushing_) Q_EMIT stepRecorded(QStringLiteral("index"), QString::number(index));
    });
    connect(&assessor_, &Assessor::assessed, this, &DocumentSession::assessmentChanged);
    connect(&assessor_, &Assessor::busyChanged, this, &DocumentSession::assessingChanged);
    connect(&workbench_, &Workbench::estimatorChanged, this, [this](const QString& target_id) {
        if (target_id == toQt(document_.target_id)) refresh();
    });
}

DocumentSession::~DocumentSession() {
    // The history tells of its own clearing, when nobody is left to listen.
    history_.disconnect();
}

void DocumentSession::load(Document document) {
    preview_base_.reset();
    pushing_ = true;
    history_.clear();
    pushing_ = false;
    selection_.clear();
    touched_.clear();
    document_ = std::move(document);
    Q_EMIT documentReplaced();
    Q_EMIT networkChanged();
    Q_EMIT settingsChanged();
    Q_EMIT reviewChanged();
    Q_EMIT selectionChanged();
    refresh();
}

EditContext DocumentSession::editContext() const {
    EditContext context;
    context.precision = document_.precision;
    if (const TargetProfile* profile = target()) {
        context.channel_multiple = channelMultiple(*profile);
        context.memory = memoryRulesOf(assessmentContext());
    }
    const auto now = assessment();
    if (now && now->network.sharesWith(document_.network)) context.lowered = &now->lowered;
    return context;
}

Result<void> DocumentSession::applyEdit(const std::string& command, const QString& merge_key) {
    endPreview(false);
    auto outcome = bw::applyEdit(document_.network, command, editContext());
    if (!outcome) {
        Q_EMIT editRefused(outcome.error());
        return tl::unexpected(outcome.error());
    }
    Document after = document_;
    after.network = std::move(outcome->network);
    const QString title = toQt(outcome->title);
    const bool own_step = push(std::move(after), title, merge_key);
    Q_EMIT stepRecorded(own_step ? QStringLiteral("edit") : QStringLiteral("merge"), toQt(command));
    QStringList changes;
    for (const std::string& change : outcome->changes)
        changes << toQt(change);
    Q_EMIT edited(title, changes);
    return {};
}

Result<void> DocumentSession::applyEdits(const std::vector<std::string>& commands, const QString& title) {
    return applyMany(commands, title, true);
}

Result<void> DocumentSession::applyFixes(const std::vector<std::string>& commands, const QString& title) {
    return applyMany(commands, title, false);
}

Result<void> DocumentSession::applyMany(const std::vector<std::string>& commands, const QString& title,
                                        bool all_or_none) {
    endPreview(false);
    Document after = document_;
    QStringList changes, done;
    std::optional<Error> refused;
    EditContext context = editContext();
    for (const std::string& command : commands) {
        auto outcome = bw::applyEdit(after.network, command, context);
        if (!outcome) {
            if (!refused) refused = outcome.error();
            if (all_or_none) break;
            continue;
        }
        after.network = std::move(outcome->network);
        context.lowered = nullptr;
        done << toQt(command);
        for (const std::string& change : outcome->changes)
            changes << toQt(change);
    }
    if (refused && (all_or_none || done.isEmpty())) {
        Q_EMIT editRefused(*refused);
        return tl::unexpected(*refused);
    }
    if (done.isEmpty()) return {};
    push(std::move(after), title);
    Q_EMIT stepRecorded(QStringLiteral("edits"), title + QLatin1Char('\n') + done.join(QLatin1Char('\n')));
    Q_EMIT edited(title, changes);
    return {};
}

Result<void> DocumentSession::previewEdit(const std::string& command) {
    return previewEdits({command}, {});
}

Result<void> DocumentSession::previewEdits(const std::vector<std::string>& commands, const QString& title) {
    const Document& base = preview_base_ ? *preview_base_ : document_;
    EditContext context = editContext();
    if (preview_base_) context.lowered = nullptr;
    Network network = base.network;
    QString first_title;
    for (const std::string& command : commands) {
        auto outcome = bw::applyEdit(network, command, context);
        if (!outcome) return tl::unexpected(outcome.error());
        network = std::move(outcome->network);
        context.lowered = nullptr;
        if (first_title.isEmpty()) first_title = toQt(outcome->title);
    }
    if (!preview_base_) preview_base_ = document_;
    preview_title_ = title.isEmpty() ? first_title : title;
    preview_commands_ = commands;
    touched_ = changedBlocks(preview_base_->network, network);
    document_.network = std::move(network);
    Q_EMIT networkChanged();
    refresh();
    return {};
}

void DocumentSession::endPreview(bool keep) {
    if (!preview_base_) return;
    Document after = document_;
    document_ = std::move(*preview_base_);
    preview_base_.reset();
    if (keep && !after.network.sharesWith(document_.network)) {
        push(std::move(after), preview_title_);
        QStringList done;
        for (const std::string& command : preview_commands_)
            done << toQt(command);
        if (done.size() == 1) {
            Q_EMIT stepRecorded(QStringLiteral("edit"), done.front());
        } else {
            Q_EMIT stepRecorded(QStringLiteral("edits"),
                                preview_title_ + QLatin1Char('\n') + done.join(QLatin1Char('\n')));
        }
        Q_EMIT edited(preview_title_, {});
    } else {
        adopt(Document(document_));
    }
}

bool DocumentSession::push(Document after, const QString& title, const QString& merge_key) {
    pushing_ = true;
    merged_ = false;
    history_.push(new StateCommand(*this, document_, std::move(after), title, merge_key));
    pushing_ = false;
    return !merged_;
}

void DocumentSession::adopt(const Document& document) {
    const bool settings_changed =
        document.target_id != document_.target_id || document.precision != document_.precision ||
        document.memory_profile != document_.memory_profile || !(document.budgets == document_.budgets) ||
        document.baseline.has_value() != document_.baseline.has_value() ||
        (document.baseline && !document.baseline->sharesWith(*document_.baseline));
    touched_ = changedBlocks(document_.network, document.network);
    const bool review_changed = !(document.review == document_.review);
    document_ = document;
    const auto gone = [this](BlockId id) { return document_.network.find(id) == nullptr; };
    const size_t removed = std::erase_if(selection_, gone);
    Q_EMIT networkChanged();
    if (settings_changed) Q_EMIT settingsChanged();
    if (review_changed) Q_EMIT reviewChanged();
    if (removed > 0) Q_EMIT selectionChanged();
    refresh();
}

void DocumentSession::undo() {
    endPreview(false);
    history_.undo();
}

void DocumentSession::redo() {
    endPreview(false);
    history_.redo();
}

void DocumentSession::setTarget(const std::string& target_id) {
    if (target_id == document_.target_id) return;
    endPreview(false);
    Document after = document_;
    const TargetProfile* new_target = workbench_.target(target_id);
    after.target_id = target_id;
    if (new_target != nullptr && !new_target->npu.supports(after.precision)) {
        after.precision = new_target->npu.measuredPrecision();
    }
    push(std::move(after), tr("Target %1").arg(new_target != nullptr ? toQt(new_target->name) : toQt(target_id)));
    Q_EMIT stepRecorded(QStringLiteral("target"), toQt(target_id));
}

void DocumentSession::setPrecision(Precision precision) {
    if (precision == document_.precision) return;
    endPreview(false);
    Document after = document_;
    after.precision = precision;
    push(std::move(after), tr("Precision %1").arg(toQt(precisionId(precision))));
    Q_EMIT stepRecorded(QStringLiteral("precision"), toQt(precisionId(precision)));
}

void DocumentSession::setMemoryProfile(const std::string& id) {
    const bool known = id.empty() || findMemoryProfile(id);
    if (id == document_.memory_profile || !known) return;
    endPreview(false);
    Document after = document_;
    after.memory_profile = id;
    push(std::move(after), id.empty() ? tr("Memory rules of the target")
                                      : tr("Memory rules %1").arg(toQt((*findMemoryProfile(id))->name)));
    Q_EMIT stepRecorded(QStringLiteral("memory_profile"), toQt(id));
}

void DocumentSession::setBudgets(const Budgets& budgets) {
    if (budgets == document_.budgets) return;
    endPreview(false);
    Document after = document_;
    after.budgets = budgets;
    push(std::move(after), tr("Change budgets"));
    Q_EMIT stepRecorded(QStringLiteral("budgets"), budgetsText(budgets));
}

Budgets DocumentSession::effectiveBudgets() const {
    return ui::effectiveBudgets(document_, target());
}

void DocumentSession::setReview(Review review, const QString& title, const QString& merge_key) {
    if (review == document_.review) return;
    endPreview(false);
    const std::string change = writeReviewChange(document_.review, review);
    Document after = document_;
    after.review = std::move(review);
    const bool own_step = push(std::move(after), title, merge_key);
    Q_EMIT stepRecorded(own_step ? QStringLiteral("review") : QStringLiteral("review_merge"),
                        title + QLatin1Char('\n') + toQt(change));
}

void DocumentSession::openCandidate(int64_t id) {
    const Candidate* candidate = findCandidate(document_.review, id);
    if (candidate == nullptr || candidate->network.sharesWith(document_.network)) return;
    endPreview(false);
    Document after = document_;
    after.network = candidate->network;
    push(std::move(after), tr("Open candidate %1").arg(toQt(candidate->name)));
    Q_EMIT stepRecorded(QStringLiteral("open_candidate"), QString::number(id));
}

void DocumentSession::pinBaseline() {
    endPreview(false);
    Document after = document_;
    after.baseline = document_.network;
    push(std::move(after), tr("Pin baseline"));
    Q_EMIT stepRecorded(QStringLiteral("pin"), {});
}

void DocumentSession::clearBaseline() {
    if (!document_.baseline) return;
    endPreview(false);
    Document after = document_;
    after.baseline.reset();
    push(std::move(after), tr("Remove baseline"));
    Q_EMIT stepRecorded(QStringLiteral("unpin"), {});
}

void DocumentSession::returnToBaseline() {
    if (!document_.baseline || document_.baseline->sharesWith(document_.network)) return;
    endPreview(false);
    Document after = document_;
    after.network = *document_.baseline;
    push(std::move(after), tr("Return to baseline"));
    Q_EMIT stepRecorded(QStringLiteral("return"), {});
}

void DocumentSession::setSelection(std::vector<BlockId> selection) {
    if (selection == selection_) return;
    selection_ = std::move(selection);
    Q_EMIT selectionChanged();
}

bool DocumentSession::isSelected(BlockId id) const {
    return std::find(selection_.begin(), selection_.end(), id) != selection_.end();
}

std::string DocumentSession::selectionWords() const {
    std::string words;
    for (const BlockPtr& block : network().blocks()) {
        if (!isSelected(block->id)) continue;
        if (!words.empty()) words += ' ';
        words += quoteName(block->name);
    }
    return words;
}

const BlockFigures* DocumentSession::figures(BlockId id) const {
    return figuresIn(assessor_.current().get(), id);
}

const BlockFigures* DocumentSession::baselineFigures(BlockId id) const {
    if (!document_.baseline) return nullptr;
    return figuresIn(assessor_.baseline().get(), id);
}

void DocumentSession::refresh() {
    assessor_.request(document_);
}

}  // namespace bw::ui
