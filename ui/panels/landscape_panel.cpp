// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/landscape_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "charts/roughness_line.h"
#include "io/atomic_write.h"
#include "panels/elided_label.h"
#include "search/landscape/landscape_csv.h"
#include "text/decision_words.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// Of the exported picture, so that it stays sharp on paper and dense screens.
constexpr double kPictureScale = 2;

}  // namespace

LandscapePanel::LandscapePanel(DocumentSession& session, SpaceSession& space, QWidget* parent)
    : QWidget(parent),
      session_(session),
      space_(space),
      sweeper_(session, space),
      explainer_(session),
      first_(new QComboBox(this)),
      second_(new QComboBox(this)),
      curate_(new QPushButton(this)),
      accept_(new QPushButton(tr("Accept"), this)),
      progress_(new QProgressBar(this)),
      reading_(new ElidedLabel({}, this)),
      panes_area_(new QWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(2);
    buildHead();
    buildPanes();
    layout->addWidget(panes_area_, 1);
    connect(&space_, &SpaceSession::changed, this, [this] {
        fillChoices();
        showState();
    });
    connect(&space_, &SpaceSession::progressed, this, [this](double share) {
        progress_->setRange(0, 100);
        progress_->setValue(static_cast<int>(share * 100));
    });
    connect(&space_, &SpaceSession::trajectoryChanged, this, &LandscapePanel::showPath);
    connect(&sweeper_, &LandscapeSweeper::progressed, this, [this](double share) {
        progress_->setRange(0, 100);
        progress_->setValue(static_cast<int>(share * 100));
    });
    connect(&explainer_, &StepExplainer::explained, this,
            [this](const QString& causes) { reading_->setText(tr("%1 · by %2").arg(reading_->text(), causes)); });
    connect(&sweeper_, &LandscapeSweeper::changed, this, [this] {
        showSweep();
        showState();
    });
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (!previewed_.isNone() && !session_.isPreviewing()) {
            previewed_ = {};
            for (const Pane& pane : panes_)
                pane.chart->setPreviewed({});
        }
        showState();
    });
    connect(&session_, &DocumentSession::assessmentChanged, this, &LandscapePanel::showState);
    fillChoices();
    showState();
}

void LandscapePanel::buildHead() {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(10, 4, 8, 0);
    head->setSpacing(6);
    auto* across = new QLabel(tr("Landscape of"), this);
    across->setBuddy(first_);
    auto* up = new QLabel(tr("and"), this);
    up->setBuddy(second_);
    first_->setAccessibleName(tr("First decision"));
    second_->setAccessibleName(tr("Second decision"));
    first_->setToolTip(tr("The decision that is swept from left to right"));
    second_->setToolTip(tr("A second decision, swept from bottom to top: the panes become maps"));
    for (QComboBox* box : {first_, second_}) {
        box->setMinimumContentsLength(18);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMaxVisibleItems(18);
        connect(box, &QComboBox::activated, this, &LandscapePanel::takeChoices);
    }
    progress_->setFixedWidth(110);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the landscape"));
    connect(curate_, &QPushButton::clicked, this, [this] {
        if (space_.isRunning()) {
            space_.stop();
        } else if (sweeper_.isRunning()) {
            sweeper_.stop();
        } else {
            space_.curate();
        }
    });
    connect(accept_, &QPushButton::clicked, this, [this] { accept(previewed_); });
    head->addWidget(across);
    head->addWidget(first_);
    head->addWidget(up);
    head->addWidget(second_);
    reading_->setProperty("role", QStringLiteral("muted"));
    reading_->setAccessibleName(tr("The point under the pointer"));
    reading_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    head->addSpacing(6);
    head->addWidget(reading_, 1);
    head->addWidget(progress_);
    head->addWidget(curate_);
    head->addWidget(accept_);
    static_cast<QVBoxLayout*>(layout())->addLayout(head);
}

void LandscapePanel::buildPanes() {
    auto* row = new QHBoxLayout(panes_area_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const QString titles[] = {tr("Multiply-accumulates"), tr("Accelerator, every step"), tr("Curated")};
    for (const LandscapePane which : {LandscapePane::Macs, LandscapePane::EveryStep, LandscapePane::Curated}) {
        const auto index = static_cast<size_t>(which);
        Pane& pane = panes_[index];
        pane.chart = new LandscapeChart(which, titles[index], panes_area_);
        pane.roughness = new RoughnessLine(panes_area_);
        pane.chart->setPointText(
            [this](LandscapePoint at) { return shown_ ? landscapePointText(*shown_, at) : QString(); });
        connect(pane.chart, &LandscapeChart::pointedAt, this, &LandscapePanel::point);
        connect(pane.chart, &LandscapeChart::chosen, this, &LandscapePanel::preview);
        connect(pane.chart, &LandscapeChart::accepted, this, &LandscapePanel::accept);
        connect(pane.chart, &LandscapeChart::cancelled, this, &LandscapePanel::endPreview);
        auto* column = new QVBoxLayout;
        column->setSpacing(0);
        column->addWidget(pane.chart, 1);
        auto* below = new QHBoxLayout;
        below->setContentsMargins(10, 0, 6, 2);
        below->addWidget(pane.roughness);
        column->addLayout(below);
        row->addLayout(column, 1);
    }
}

void LandscapePanel::fillChoices() {
    const QString first = first_->currentData().toString(), second = second_->currentData().toString();
    first_->clear();
    second_->clear();
    second_->addItem(tr("nothing else"), QString());
    const auto curation = space_.curation();
    if (!curation) return;
    for (const SpaceDecision& decision : curation->space.decisions()) {
        const QString title = decisionTitle(decision, curation->space.network());
        first_->addItem(title, toQt(decision.name));
        second_->addItem(title, toQt(decision.name));
    }
    first_->setCurrentIndex(first_->findData(first));
    second_->setCurrentIndex(std::max(0, second_->findData(second)));
    if (first_->currentIndex() < 0) chooseFirst();
    takeChoices();
}

void LandscapePanel::chooseFirst() {
    // Where many counts are possible there is most to see; a selected block is what the user thinks of.
    const Curation& curation = *space_.curation();
    double most = -1;
    for (size_t i = 0; i < curation.axes.size(); ++i) {
        const SpaceDecision& decision = curation.space.decisions()[i];
        const bool selected = decision.block != kNoBlock && session_.isSelected(decision.block);
        const bool widths = decision.kind == DecisionKind::Width || decision.kind == DecisionKind::Scale;
        const double rank = curation.axes[i].options_before + (selected ? 1e6 : 0) + (widths ? 1e5 : 0);
        if (rank <= most) continue;
        most = rank;
        first_->setCurrentIndex(static_cast<int>(i));
    }
}

void LandscapePanel::choose(const std::string& first, const std::string& second) {
    first_->setCurrentIndex(first_->findData(toQt(first)));
    second_->setCurrentIndex(std::max(0, second_->findData(toQt(second))));
    takeChoices();
}

void LandscapePanel::takeChoices() {
    endPreview();
    std::vector<std::string> decisions;
    for (const QComboBox* box : {first_, second_}) {
        const std::string name = toUtf8(box->currentData().toString());
        if (!name.empty() && (decisions.empty() || decisions.front() != name)) decisions.push_back(name);
    }
    sweeper_.setDecisions(std::move(decisions));
}

void LandscapePanel::showSweep() {
    if (shown_ == sweeper_.sweep()) return;
    shown_ = sweeper_.sweep();
    previewed_ = {};
    for (const Pane& pane : panes_)
        pane.chart->setSweep(shown_);
    const auto show = [this](LandscapePane pane, Roughness LandscapeSweep::*roughness) {
        panes_[static_cast<size_t>(pane)].roughness->setRoughness(shown_ ? std::optional((*shown_).*roughness)
                                                                         : std::nullopt);
    };
    show(LandscapePane::Macs, &LandscapeSweep::of_macs);
    show(LandscapePane::EveryStep, &LandscapeSweep::of_latency);
    show(LandscapePane::Curated, &LandscapeSweep::of_curated);
    showPath();
}

void LandscapePanel::showPath() {
    std::vector<QPointF> path;
    for (const TrajectoryPoint& point : space_.trajectory()) {
        if (!shown_) break;
        const auto value = [&point](const SweepAxis& axis) {
            const auto it = point.find(axis.decision);
            return it == point.end() ? axis.now : it->second;
        };
        path.emplace_back(value(shown_->x), shown_->y ? value(*shown_->y) : 0);
    }
    for (const Pane& pane : panes_)
        pane.chart->setPath(path);
}

QString LandscapePanel::emptyText() const {
    if (sweeper_.error()) return errorText(*sweeper_.error());
    if (space_.error()) return errorText(*space_.error());
    if (space_.isRunning()) return tr("Curating the space…");
    if (sweeper_.isRunning()) return tr("Sweeping…");
    if (const QString obstacle = space_.obstacle(); !obstacle.isEmpty()) return obstacle;
    return tr("Curate the space, then choose one or two decisions to see what they cost at every value.");
}

QString LandscapePanel::restingText() const {
    if (!shown_) return {};
    QString text;
    if (space_.isStale()) text = tr("The curated space is out of date. ");
    text += tr("Dots: curated. Ring: now.");
    if (!shown_->y) text += QLatin1Char(' ') + tr("Red: costs less though it is more.");
    if (!space_.trajectory().empty()) text += QLatin1Char(' ') + tr("Arrows: the last search.");
    return text + QLatin1Char(' ') + tr("Click previews, double click accepts.");
}

void LandscapePanel::showState() {
    const bool running = space_.isRunning() || sweeper_.isRunning();
    const QString obstacle = space_.obstacle();
    curate_->setText(running ? tr("Stop") : space_.curation() ? tr("Curate again") : tr("Curate the space"));
    curate_->setVisible(running || !space_.curation() || space_.isStale());
    curate_->setEnabled(running || obstacle.isEmpty());
    curate_->setToolTip(running              ? tr("End it")
                        : obstacle.isEmpty() ? tr("Find the options that are worth a search on this target")
                                             : obstacle);
    curate_->setDefault(!running);
    progress_->setVisible(running);
    first_->setEnabled(space_.curation() != nullptr);
    second_->setEnabled(space_.curation() != nullptr);
    accept_->setEnabled(!previewed_.isNone());
    accept_->setToolTip(previewed_.isNone() ? tr("Click a point first") : tr("Make the previewed point one step"));
    for (const Pane& pane : panes_)
        pane.chart->setEmptyText(pane.chart == panes_[1].chart ? emptyText() : QString());
    if (previewed_.isNone()) reading_->setText(restingText());
}

void LandscapePanel::point(LandscapePoint at) {
    for (const Pane& pane : panes_)
        pane.chart->setPointed(at);
    if (!at.isNone() && shown_) {
        reading_->setText(landscapePointText(*shown_, at));
    } else if (!previewed_.isNone() && shown_) {
        reading_->setText(tr("Preview: %1").arg(landscapePointText(*shown_, previewed_)));
    } else {
        reading_->setText(restingText());
    }
    explain(at);
}

void LandscapePanel::explain(LandscapePoint at) {
    explainer_.cancel();
    if (at.isNone() || !shown_) return;
    const auto genome = [this](int x, int y) { return shown_->genome(static_cast<size_t>(x), static_cast<size_t>(y)); };
    const auto cost = [this](int x, int y) {
        return shown_->latency_ms[static_cast<size_t>(y) * shown_->x.values.size() + static_cast<size_t>(x)];
    };
    // The greater of the steps from the left and from below is the cliff.
    const double across = at.x > 0 ? std::abs(cost(at.x, at.y) - cost(at.x - 1, at.y)) : 0;
    const double up = at.y > 0 ? std::abs(cost(at.x, at.y) - cost(at.x, at.y - 1)) : 0;
    if (across > 0 && across >= up) {
        explainer_.ask(shown_->space, genome(at.x - 1, at.y), genome(at.x, at.y));
    } else if (up > 0) {
        explainer_.ask(shown_->space, genome(at.x, at.y - 1), genome(at.x, at.y));
    }
}

void LandscapePanel::preview(LandscapePoint at) {
    if (!shown_ || !shown_->space->network().sharesWith(session_.settledNetwork())) return;
    const auto commands = shown_->space->commands(shown_->genome(static_cast<size_t>(at.x), static_cast<size_t>(at.y)));
    if (commands.empty() || at == previewed_) return endPreview();
    if (previewed_.isNone()) session_.endPreview(false);
    const bool shown = session_.previewEdits(commands, titleOf(at)).has_value();
    previewed_ = shown ? at : LandscapePoint();
    for (const Pane& pane : panes_)
        pane.chart->setPreviewed(previewed_);
    showState();
}

QString LandscapePanel::titleOf(LandscapePoint at) const {
    const auto part = [this](const SweepAxis& axis, size_t decision, int index) {
        const SpaceDecision& one = shown_->space->decisions()[shown_->decisions[decision]];
        return QStringLiteral("%1 %2").arg(decisionTitle(one, shown_->space->network()),
                                           toQt(axis.labels[static_cast<size_t>(index)]));
    };
    const QString first = part(shown_->x, 0, at.x);
    return shown_->y ? QStringLiteral("%1; %2").arg(first, part(*shown_->y, 1, at.y)) : first;
}

void LandscapePanel::accept(LandscapePoint at) {
    if (at.isNone() || !shown_ || !shown_->space->network().sharesWith(session_.settledNetwork())) return;
    const auto commands = shown_->space->commands(shown_->genome(static_cast<size_t>(at.x), static_cast<size_t>(at.y)));
    const QString title = titleOf(at);
    endPreview();
    if (!commands.empty()) session_.applyEdits(commands, title);
}

void LandscapePanel::endPreview() {
    if (previewed_.isNone()) return;
    previewed_ = {};
    session_.endPreview(false);
    for (const Pane& pane : panes_)
        pane.chart->setPreviewed({});
    showState();
}

QString LandscapePanel::exportObstacle() const {
    return shown_ ? QString() : tr("Show a landscape first: Blocks > Landscape.");
}

Result<void> LandscapePanel::exportTo(const QString& path) {
    if (!shown_) return fail(ErrorCode::InvalidArgument, toUtf8(exportObstacle()), toUtf8(path));
    if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
        return writeFileAtomically(toUtf8(path), landscapeCsv(*shown_));
    QPixmap picture(panes_area_->size() * kPictureScale);
    picture.setDevicePixelRatio(kPictureScale);
    picture.fill(palette().color(QPalette::Base));
    panes_area_->render(&picture);
    if (picture.save(path, "PNG")) return {};
    return fail(ErrorCode::IoFailure, "the picture cannot be written", toUtf8(path), "choose another folder");
}

void LandscapePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    sweeper_.setWanted(true);
}

void LandscapePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    sweeper_.setWanted(false);
    endPreview();
}

}  // namespace bw::ui
