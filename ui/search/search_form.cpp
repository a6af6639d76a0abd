// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/search_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <algorithm>

#include "panels/flow_layout.h"
#include "search/scores/score_table.h"
#include "search/strategies/strategy.h"
#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

constexpr int kNothing = -1;
constexpr int kMostEvaluations = 1'000'000;

QSpinBox* numberBox(int least, int most, const QString& name, const QString& tip, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setGroupSeparatorShown(true);
    return box;
}

}  // namespace

SearchForm::SearchForm(QWidget* parent) : QWidget(parent), flow_(new FlowLayout(this, 5)) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    buildObjectives();
    buildLimits();
    buildMeans();
    rebuildFlow();
    showObjectives();
}

QLabel* SearchForm::word(const QString& text) {
    auto* label = new QLabel(text, this);
    label->setProperty("role", QStringLiteral("muted"));
    return label;
}

QWidget* SearchForm::pair(const QString& before, QWidget* field, const QString& behind) {
    auto* together = new QWidget(this);
    auto* row = new QHBoxLayout(together);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    if (!before.isEmpty()) row->addWidget(word(before));
    row->addWidget(field);
    if (!behind.isEmpty()) row->addWidget(word(behind));
    return together;
}

void SearchForm::buildObjectives() {
    for (size_t i = 0; i < kMostObjectives; ++i) {
        verbs_[i] = word({});
        auto* box = new QComboBox(this);
        box->setAccessibleName(tr("Objective %1").arg(i + 1));
        if (i > 0) box->addItem(tr("+ objective"), kNothing);
        for (const Figure figure : kFigures) {
            box->addItem(figureName(figure), static_cast<int>(figure));
            box->setItemData(box->count() - 1, sentence(toQt(figureInfo(figure).doc)), Qt::ToolTipRole);
        }
        fitToText(box);
        objectives_[i] = box;
        connect(box, &QComboBox::activated, this, [this] {
            showObjectives();
            Q_EMIT changed();
        });
    }
    objectives_[0]->setCurrentIndex(objectives_[0]->findData(static_cast<int>(Figure::Latency)));
    objectives_[1]->setCurrentIndex(objectives_[1]->findData(static_cast<int>(Figure::Score)));
}

void SearchForm::showObjectives() {
    for (size_t i = 0; i < kMostObjectives; ++i) {
        const int chosen = objectives_[i]->currentData().toInt();
        const bool maximised = chosen != kNothing && figureInfo(static_cast<Figure>(chosen)).maximised;
        if (i == 0) {
            verbs_[i]->setText(maximised ? tr("Maximise") : tr("Minimise"));
        } else {
            verbs_[i]->setText(chosen == kNothing ? QString() : maximised ? tr("and maximise") : tr("and minimise"));
        }
    }
    for (QLabel* verb : verbs_)
        verb->setVisible(!verb->text().isEmpty());
    // The third is asked for only where there is a second.
    const bool third = objectives_[1]->currentData().toInt() != kNothing;
    if (!third) verbs_[2]->hide();
    objectives_[2]->setVisible(third);
    updateGeometry();
}

void SearchForm::buildLimits() {
    subject_ = word(tr("subject to"));
    auto* button = new QToolButton(this);
    button->setText(tr("+ limit"));
    button->setToolTip(tr("Bound another figure"));
    button->setAccessibleName(tr("Add a limit"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    for (const Figure figure : kFigures) {
        menu->addAction(figureTitle(figure), this, [this, figure] {
            addLimit({{figure, 1}, true});
            limits_.back()->setFocus();
            Q_EMIT changed();
        });
    }
    button->setMenu(menu);
    add_limit_ = button;
}

void SearchForm::buildMeans() {
    space_ = new QLabel(this);
    space_->setTextFormat(Qt::RichText);
    space_->setFocusPolicy(Qt::TabFocus);
    space_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    space_->setAccessibleName(tr("Space of networks"));
    connect(space_, &QLabel::linkActivated, this, &SearchForm::spaceRequested);
    curated_ = new QCheckBox(tr("curated"), this);
    curated_->setChecked(true);
    curated_->setToolTip(
        tr("First takes out what the target's estimates show to be dominated: channel counts between "
           "its steps, and operators that are slower in every context"));
    strategy_ = new QComboBox(this);
    strategy_->setAccessibleName(tr("Strategy"));
    for (const StrategyInfo& info : strategies()) {
        strategy_->addItem(toQt(info.label), toQt(info.id));
        strategy_->setItemData(strategy_->count() - 1, toQt(info.doc), Qt::ToolTipRole);
    }
    score_ = new QComboBox(this);
    score_->setAccessibleName(tr("Score that stands for accuracy"));
    fillScores();
    evaluations_ = numberBox(1, kMostEvaluations, tr("Networks to rate"),
                             tr("The search ends when it has rated so many different networks"), this);
    minutes_ = numberBox(0, 24 * 60, tr("Minutes"), tr("Or when it has searched for so long, pauses left out"), this);
    minutes_->setSpecialValueText(tr("any time"));
    minutes_->setSuffix(tr(" min"));
    seed_ = numberBox(1, 1'000'000, tr("Seed"), tr("Equal seeds give equal fronts"), this);
    evaluations_->setValue(2000);
    evaluations_->setSingleStep(500);
    setSpaceText(tr("what the Space panel leaves open"), {});
    means_ = {pair(tr("over"), space_, {}),
              curated_,
              pair(tr("with"), strategy_, {}),
              pair(tr("by score"), score_, {}),
              pair(tr("for"), evaluations_, tr("networks or")),
              minutes_,
              pair(tr("seed"), seed_, {})};
    for (QComboBox* box : {strategy_, score_}) {
        fitToText(box);
        const auto tip = [box] { box->setToolTip(box->currentData(Qt::ToolTipRole).toString()); };
        connect(box, &QComboBox::currentIndexChanged, this, tip);
        connect(box, &QComboBox::activated, this, &SearchForm::changed);
        tip();
    }
    for (QSpinBox* box : {evaluations_, minutes_, seed_})
        connect(box, &QSpinBox::valueChanged, this, &SearchForm::changed);
    connect(curated_, &QCheckBox::toggled, this, &SearchForm::changed);
}

void SearchForm::fillScores() {
    for (const auto& info : scoreInfos()) {
        score_->addItem(toQt(info.label), toQt(info.id));
        score_->setItemData(score_->count() - 1, toQt(info.doc), Qt::ToolTipRole);
    }
}

void SearchForm::rebuildFlow() {
    while (QLayoutItem* item = flow_->takeAt(0))
        delete item;
    for (size_t i = 0; i < kMostObjectives; ++i) {
        flow_->addWidget(verbs_[i]);
        flow_->addWidget(objectives_[i]);
    }
    flow_->addWidget(subject_);
    for (LimitChip* chip : limits_)
        flow_->addWidget(chip);
    flow_->addWidget(add_limit_);
    for (QWidget* part : std::as_const(means_))
        flow_->addWidget(part);
    updateGeometry();
}

void SearchForm::addLimit(const TypedLimit& limit) {
    auto* chip = new LimitChip(limit, this);
    limits_.push_back(chip);
    connect(chip, &LimitChip::changed, this, &SearchForm::changed);
    connect(chip, &LimitChip::removed, this, [this, chip] {
        limits_.erase(std::remove(limits_.begin(), limits_.end(), chip), limits_.end());
        rebuildFlow();
        chip->hide();
        chip->deleteLater();
        Q_EMIT changed();
    });
    rebuildFlow();
    chip->show();
}

void SearchForm::setSpaceText(const QString& text, const QString& tip) {
    space_->setText(QStringLiteral("<a href=\"space\">%1</a>").arg(text));
    space_->setToolTip(tip.isEmpty() ? tr("Open the Space panel") : tip);
}

SearchSpec SearchForm::spec() const {
    SearchSpec spec;
    spec.objectives.clear();
    for (const QComboBox* box : objectives_) {
        const int chosen = box->currentData().toInt();
        const bool shown = box != objectives_[2] || objectives_[1]->currentData().toInt() != kNothing;
        if (chosen != kNothing && shown) spec.objectives.push_back(static_cast<Figure>(chosen));
    }
    for (const LimitChip* chip : limits_) {
        const auto limit = chip->limit();
        if (limit) (limit->relative ? spec.relative : spec.limits).push_back(limit->limit);
    }
    spec.curated = curated_->isChecked();
    spec.score = toUtf8(score_->currentData().toString());
    spec.run.strategy = toUtf8(strategy_->currentData().toString());
    spec.run.evaluations = evaluations_->value();
    spec.run.seconds = 60.0 * minutes_->value();
    spec.run.seed = static_cast<uint64_t>(seed_->value());
    return spec;
}

void SearchForm::setQuestion(const SearchSpec& spec) {
    const QSignalBlocker quiet(this);
    for (size_t i = 0; i < kMostObjectives; ++i) {
        const int figure = i < spec.objectives.size() ? static_cast<int>(spec.objectives[i]) : kNothing;
        objectives_[i]->setCurrentIndex(std::max(0, objectives_[i]->findData(figure)));
    }
    for (LimitChip* chip : limits_)
        chip->deleteLater();
    limits_.clear();
    for (const FigureLimit& limit : spec.limits)
        addLimit({limit, false});
    for (const FigureLimit& limit : spec.relative)
        addLimit({limit, true});
    rebuildFlow();
    showObjectives();
}

void SearchForm::setSpec(const SearchSpec& spec) {
    {
        const QSignalBlocker quiet(this);
        setQuestion(spec);
        curated_->setChecked(spec.curated);
        strategy_->setCurrentIndex(std::max(0, strategy_->findData(toQt(spec.run.strategy))));
        score_->setCurrentIndex(std::max(0, score_->findData(toQt(spec.score))));
        evaluations_->setValue(static_cast<int>(std::min<int64_t>(spec.run.evaluations, kMostEvaluations)));
        minutes_->setValue(static_cast<int>(spec.run.seconds / 60));
        seed_->setValue(static_cast<int>(spec.run.seed));
    }
    Q_EMIT changed();
}

QString SearchForm::obstacle() const {
    for (const LimitChip* chip : limits_) {
        if (!chip->limit())
            return tr("The limit on %1 cannot be read: type, for example, 256 KiB, 5 ms or “now”.")
                .arg(figureName(chip->figure()));
    }
    const SearchSpec asked = spec();
    for (size_t i = 0; i < asked.objectives.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (asked.objectives[i] == asked.objectives[j])
                return tr("%1 is an objective twice: choose another figure.").arg(figureTitle(asked.objectives[i]));
        }
    }
    return {};
}

}  // namespace bw::ui
