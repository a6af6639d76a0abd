// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "search/explore/search_spec.h"
#include "search/limit_chip.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace bw::ui {

class FlowLayout;

/// What a search is asked, as one sentence: minimise ... subject to ... over ... with ... for ... .
class SearchForm : public QWidget {
    Q_OBJECT

public:
    static constexpr size_t kMostObjectives = 3;

    explicit SearchForm(QWidget* parent = nullptr);

    /// Without the space, which is not asked here.
    SearchSpec spec() const;
    /// Shows everything but the space.
    void setSpec(const SearchSpec& spec);
    /// Takes objectives and limits over and leaves the rest.
    void setQuestion(const SearchSpec& spec);
    /// "10^23 networks"; plain text behind "over".
    void setSpaceText(const QString& text, const QString& tip);
    /// What cannot be read or makes no sense in the fields; empty where all is well.
    QString obstacle() const;

    const std::vector<LimitChip*>& limits() const { return limits_; }
    void addLimit(const TypedLimit& limit);

Q_SIGNALS:
    void changed();
    void spaceRequested();

private:
    void buildObjectives();
    void buildLimits();
    void buildMeans();
    QLabel* word(const QString& text);
    QWidget* pair(const QString& before, QWidget* field, const QString& behind);
    void showObjectives();
    void rebuildFlow();
    void fillScores();

    FlowLayout* flow_;
    std::array<QComboBox*, kMostObjectives> objectives_{};
    std::array<QLabel*, kMostObjectives> verbs_{};
    std::vector<LimitChip*> limits_;
    QWidget* add_limit_ = nullptr;
    QLabel* subject_ = nullptr;
    QLabel* space_ = nullptr;
    QCheckBox* curated_ = nullptr;
    QComboBox* strategy_ = nullptr;
    QComboBox* score_ = nullptr;
    QSpinBox* evaluations_ = nullptr;
    QSpinBox* minutes_ = nullptr;
    QSpinBox* seed_ = nullptr;
    QList<QWidget*> means_;  ///< What comes behind the limits, in order.
};

}  // namespace bw::ui
