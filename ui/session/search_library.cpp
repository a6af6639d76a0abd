// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/search_library.h"

#include <QDir>
#include <QFile>
#include <algorithm>
#include <cmath>
#include <limits>

#include "io/atomic_write.h"
#include "search/explore/front_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr const char* kSuffix = ".search";
constexpr const char* kCheckpoint = ".checkpoint";
constexpr const char* kLock = ".lock";
/// Older ones stay on disk but are not listed.
constexpr qsizetype kMostListed = 100;
constexpr qint64 kMostBytes = qint64{64} << 20;

}  // namespace

SearchLibrary::SearchLibrary(DocumentSession& session, QString folder, QObject* parent)
    : QObject(parent), session_(session), folder_(std::move(folder)) {
    connect(&runner_, &SearchRunner::prepared, this, [this](const std::shared_ptr<const PreparedSearch>& prepared) {
        active_->prepared = prepared;
        Q_EMIT searchChanged(active_->id);
    });
    connect(&runner_, &SearchRunner::updated, this, &SearchLibrary::takeUpdate);
    connect(&runner_, &SearchRunner::stateChanged, this, &SearchLibrary::listChanged);
    connect(&runner_, &SearchRunner::finished, this, &SearchLibrary::takeOutcome);
}

SearchLibrary::~SearchLibrary() {
    runner_.disconnect(this);
    if (!active_) return;
    active_->state = KeptSearch::State::Interrupted;
    store(*active_);
}

QString SearchLibrary::filePath(const KeptSearch& search, const char* suffix) const {
    return QDir(folder_).filePath(search.id + QLatin1String(suffix));
}

void SearchLibrary::store(const KeptSearch& search) {
    // A folder that cannot be written costs the search's survival, not the search; its checkpoint says so itself.
    QDir().mkpath(folder_);
    static_cast<void>(writeFileAtomically(toUtf8(filePath(search, kSuffix)), keptSearchText(search).toStdString()));
}

void SearchLibrary::readFolder() {
    const QString pattern = QStringLiteral("*") + QLatin1String(kSuffix);
    QStringList files = QDir(folder_).entryList({pattern}, QDir::Files, QDir::Name | QDir::Reversed);
    files = files.mid(0, kMostListed);
    for (const QString& file : std::as_const(files)) {
        const QString id = file.chopped(static_cast<qsizetype>(qstrlen(kSuffix)));
        QFile stored(QDir(folder_).filePath(file));
        if (find(id) || !stored.open(QIODevice::ReadOnly) || stored.size() > kMostBytes) continue;
        auto search = keptSearchFromText(stored.readAll());
        if (!search) continue;
        search->id = id;
        QLockFile lock(filePath(*search, kLock));
        if (!lock.tryLock(0)) continue;
        searches_.push_back(std::make_shared<KeptSearch>(std::move(*search)));
    }
    Q_EMIT listChanged();
}

std::shared_ptr<KeptSearch> SearchLibrary::find(const QString& id) const {
    const auto found = std::find_if(searches_.begin(), searches_.end(),
                                    [&id](const std::shared_ptr<KeptSearch>& search) { return search->id == id; });
    return found == searches_.end() ? nullptr : *found;
}

QString SearchLibrary::obstacle() const {
    if (session_.network().empty()) return tr("Open a network to search from.");
    if (active_) return tr("Another search is on: let it end or cancel it first.");
    if (session_.assessmentError()) return errorText(*session_.assessmentError());
    const auto assessment = session_.assessment();
    if (!assessment || session_.isAssessing()) return tr("The network is still being counted.");
    if (!session_.assessmentContext().estimator) return tr("The latency estimator is not there yet.");
    return {};
}

QString SearchLibrary::start(SearchSpec spec, const QString& name) {
    // What is previewed is not what is searched from.
    session_.endPreview(false);
    if (!obstacle().isEmpty()) return {};
    const auto assessment = session_.assessment();
    if (!assessment->network.sharesWith(session_.network())) return {};
    auto search = std::make_shared<KeptSearch>();
    search->begun = QDateTime::currentDateTime();
    search->id = search->begun.toString(QStringLiteral("yyyyMMdd-hhmmss-zzz"));
    while (find(search->id))
        search->id += QLatin1Char('b');
    search->name = name;
    search->document = session_.document();
    search->document.baseline.reset();
    search->spec = std::move(spec);
    searches_.insert(searches_.begin(), search);
    store(*search);
    run(search, assessment, session_.assessmentContext());
    return search->id;
}

void SearchLibrary::run(const std::shared_ptr<KeptSearch>& search, std::shared_ptr<const Assessment> assessment,
                        AssessmentContext context) {
    active_ = search;
    search->state = KeptSearch::State::Active;
    search->error.reset();
    search->outcome.reset();
    search->points.clear();
    lock_ = std::make_unique<QLockFile>(filePath(*search, kLock));
    lock_->setStaleLockTime(0);
    lock_->tryLock(0);
    SearchRequest request;
    request.network = search->document.network;
    request.assessment = std::move(assessment);
    request.context = std::move(context);
    request.spec = search->spec;
    request.spec.run.checkpoint = toUtf8(filePath(*search, kCheckpoint));
    runner_.start(std::move(request));
    Q_EMIT listChanged();
    Q_EMIT searchChanged(search->id);
}

Result<AssessmentContext> SearchLibrary::contextOf(const Document& document) const {
    Workbench& workbench = session_.workbench();
    const TargetProfile* target = workbench.target(document.target_id);
    if (target == nullptr) {
        return fail(ErrorCode::NotFound, "the search's target " + document.target_id + " is not installed", {},
                    "install the target, or search anew");
    }
    workbench.requestEstimator(document.target_id);
    AssessmentContext context;
    context.target = *target;
    context.estimator = workbench.estimator(document.target_id);
    context.precision = document.precision;
    context.budgets = ui::effectiveBudgets(document, target);
    context.memory_profile = document.memory_profile;
    if (!context.estimator) {
        return fail(ErrorCode::Unavailable, "the estimator of " + target->name + " is not there yet", {},
                    "try again in a moment");
    }
    return context;
}

Result<void> SearchLibrary::resume(const QString& id) {
    const auto search = find(id);
    if (!search) return fail(ErrorCode::NotFound, "there is no such search");
    if (active_) return fail(ErrorCode::Unavailable, "another search is on", {}, "let it end or cancel it first");
    auto context = contextOf(search->document);
    if (!context) return tl::unexpected(context.error());
    run(search, nullptr, std::move(*context));
    return {};
}

QString SearchLibrary::rerun(const QString& id) {
    const auto search = find(id);
    return search && id != kBackgroundId ? start(search->spec, search->name) : QString();
}

void SearchLibrary::rename(const QString& id, const QString& name) {
    const auto search = find(id);
    if (!search || name.trimmed().isEmpty()) return;
    search->name = name.trimmed();
    store(*search);
    Q_EMIT listChanged();
}

void SearchLibrary::remove(const QString& id) {
    const auto search = find(id);
    if (!search) return;
    if (search == active_) {
        remove_at_end_ = true;
        runner_.cancel();
        return;
    }
    searches_.erase(std::remove(searches_.begin(), searches_.end(), search), searches_.end());
    for (const char* suffix : {kSuffix, kCheckpoint, kLock})
        QFile::remove(filePath(*search, suffix));
    Q_EMIT listChanged();
}

void SearchLibrary::setBackground(std::shared_ptr<KeptSearch> search) {
    const auto old = find(kBackgroundId);
    if (!old && !search) return;
    const bool news = !old || !search;
    if (old) searches_.erase(std::find(searches_.begin(), searches_.end(), old));
    if (search) {
        noteBest(*search);
        searches_.push_back(std::move(search));
    }
    if (news)
        Q_EMIT listChanged();
    else
        Q_EMIT searchChanged(kBackgroundId);
}

Result<void> SearchLibrary::exportFront(const QString& id, const QString& path) const {
    const auto search = find(id);
    if (!search || !search->prepared || !search->outcome) {
        return fail(ErrorCode::Unavailable, "this search has no front yet", {}, "let it run to its end");
    }
    return writeFileAtomically(toUtf8(path), frontText(*search->prepared, search->spec, search->outcome->result));
}

bool SearchLibrary::isOfPresent(const KeptSearch& search) const {
    const Document& now = session_.document();
    return search.document.target_id == now.target_id && search.document.precision == now.precision &&
           (search.document.network.sharesWith(session_.settledNetwork()) ||
            search.document.network == session_.settledNetwork());
}

void SearchLibrary::noteBest(KeptSearch& search) {
    search.best.assign(search.spec.objectives.size(), std::numeric_limits<double>::quiet_NaN());
    if (!search.snapshot || search.snapshot->points.empty()) return;
    const std::vector<double>& best = search.snapshot->points.back().best;
    for (size_t i = 0; i < std::min(best.size(), search.best.size()); ++i)
        search.best[i] = figureInfo(search.spec.objectives[i]).maximised ? -best[i] : best[i];
}

void SearchLibrary::thin(std::vector<SearchPoint>& points) const {
    if (points.size() <= SearchRunner::kMostPoints) return;
    const FrontLookup front(*active_);
    size_t kept = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        if (i % 2 == 0 || front.holds(points[i].genome)) points[kept++] = std::move(points[i]);
    }
    points.resize(kept);
}

void SearchLibrary::takeUpdate(const SearchUpdate& update) {
    active_->snapshot = update.snapshot;
    active_->evaluations = update.snapshot->evaluations;
    active_->points.insert(active_->points.end(), update.fresh.begin(), update.fresh.end());
    thin(active_->points);
    noteBest(*active_);
    Q_EMIT searchChanged(active_->id);
}

void SearchLibrary::takeOutcome(const std::shared_ptr<const Result<SearchOutcome>>& outcome) {
    const auto search = std::exchange(active_, nullptr);
    lock_.reset();
    if (*outcome) {
        // Shares what it points into.
        search->outcome = std::shared_ptr<const SearchOutcome>(outcome, &**outcome);
        const SearchResult& result = search->outcome->result;
        search->snapshot = std::shared_ptr<const SearchSnapshot>(outcome, &result.last);
        search->points = search->outcome->points;
        search->evaluations = result.last.evaluations;
        search->state = result.end == RunEnd::Cancelled ? KeptSearch::State::Interrupted : KeptSearch::State::Done;
        noteBest(*search);
    } else {
        const Error& error = outcome->error();
        const bool cancelled = error.code == ErrorCode::Cancelled;
        search->state = cancelled ? KeptSearch::State::Interrupted : KeptSearch::State::Failed;
        if (!cancelled) search->error = error;
    }
    if (std::exchange(remove_at_end_, false)) return remove(search->id);
    store(*search);
    Q_EMIT listChanged();
    Q_EMIT searchChanged(search->id);
    Q_EMIT searchEnded(search->id);
}

}  // namespace bw::ui
