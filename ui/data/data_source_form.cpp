// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_source_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

#include "learn/data/scenes/scene_sets.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

void addField(QHBoxLayout* row, const QString& title, QWidget* field) {
    auto* label = new QLabel(title, field->parentWidget());
    label->setBuddy(field);
    row->addWidget(label);
    row->addWidget(field);
    row->addSpacing(10);
}

}  // namespace

DataSourceForm::DataSourceForm(QWidget* parent)
    : QWidget(parent), what_(new QComboBox(this)), pages_(new QStackedWidget(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    for (const SceneSet& set : sceneSets()) {
        what_->addItem(tr("%1 (built in)").arg(toQt(set.title)), toQt(set.id));
        what_->setItemData(what_->count() - 1, sentence(toQt(set.description)), Qt::ToolTipRole);
    }
    what_->addItem(tr("Files on disk"));
    addField(row, tr("&Data set"), what_);
    pages_->addWidget(makeBuiltInPage());
    pages_->addWidget(makeDiskPage());
    row->addWidget(pages_, 1);
    connect(what_, &QComboBox::currentIndexChanged, this, [this] {
        pages_->setCurrentIndex(onDisk() ? 1 : 0);
        Q_EMIT changed();
    });
}

QWidget* DataSourceForm::makeBuiltInPage() {
    auto* page = new QWidget(pages_);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    const DataSource usual;
    side_ = new QSpinBox(page);
    side_->setRange(kMinSceneSide, kMaxSceneSide);
    side_->setValue(usual.width);
    side_->setSuffix(tr(" px"));
    side_->setToolTip(tr("Width and height of a picture"));
    addField(row, tr("Si&ze"), side_);
    count_ = new QSpinBox(page);
    count_->setRange(1, static_cast<int>(kMaxSceneCount));
    count_->setValue(static_cast<int>(usual.count));
    count_->setSingleStep(500);
    count_->setGroupSeparatorShown(true);
    count_->setToolTip(tr("Samples together; a fifth of them validates"));
    addField(row, tr("Sa&mples"), count_);
    seed_ = new QSpinBox(page);
    seed_->setRange(0, 1'000'000'000);
    seed_->setValue(static_cast<int>(usual.seed));
    seed_->setToolTip(tr("Equal seeds draw equal pictures"));
    addField(row, tr("S&eed"), seed_);
    difficulty_ = new QDoubleSpinBox(page);
    difficulty_->setRange(0, 1);
    difficulty_->setSingleStep(0.1);
    difficulty_->setValue(usual.difficulty);
    difficulty_->setToolTip(tr("0: near, bright, few look-alikes; 1: far, dark, noisy, covered, many look-alikes"));
    addField(row, tr("Diffic&ulty"), difficulty_);
    row->addStretch();
    connect(side_, &QSpinBox::valueChanged, this, &DataSourceForm::changed);
    return page;
}

QWidget* DataSourceForm::makeDiskPage() {
    auto* page = new QWidget(pages_);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    path_ = new QLineEdit(page);
    path_->setPlaceholderText(tr("Folder or file of a data set"));
    path_->setAccessibleName(tr("Folder or file"));
    row->addWidget(path_, 1);
    auto* folder = new QPushButton(tr("&Folder…"), page);
    auto* file = new QPushButton(tr("F&ile…"), page);
    for (QPushButton* button : {folder, file}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    format_ = new QComboBox(page);
    format_->addItem(tr("Find out"));
    for (const DataFormat& format : dataFormats()) {
        format_->addItem(toQt(format.title), toQt(format.id));
        format_->setItemData(format_->count() - 1, sentence(toQt(format.description)), Qt::ToolTipRole);
    }
    addField(row, tr("Forma&t"), format_);
    connect(path_, &QLineEdit::textChanged, this, &DataSourceForm::changed);
    connect(path_, &QLineEdit::returnPressed, this, &DataSourceForm::submitted);
    connect(folder, &QPushButton::clicked, this, &DataSourceForm::chooseFolder);
    connect(file, &QPushButton::clicked, this, &DataSourceForm::chooseFile);
    return page;
}

bool DataSourceForm::onDisk() const {
    return what_->currentIndex() == what_->count() - 1;
}

bool DataSourceForm::isComplete() const {
    return !onDisk() || !path_->text().trimmed().isEmpty();
}

DataSource DataSourceForm::source() const {
    DataSource source;
    if (onDisk()) {
        source.path = toUtf8(path_->text().trimmed());
        source.format = toUtf8(format_->currentData().toString());
        return source;
    }
    source.format = toUtf8(what_->currentData().toString());
    source.width = source.height = side_->value();
    source.count = count_->value();
    source.seed = static_cast<uint64_t>(seed_->value());
    source.difficulty = difficulty_->value();
    return source;
}

void DataSourceForm::setBuiltIn(const QString& id) {
    const int index = what_->findData(id);
    if (index >= 0) what_->setCurrentIndex(index);
}

void DataSourceForm::setPath(const QString& path, const QString& format) {
    what_->setCurrentIndex(what_->count() - 1);
    format_->setCurrentIndex(format.isEmpty() ? 0 : std::max(0, format_->findData(format)));
    path_->setText(path);
}

void DataSourceForm::setSource(const DataSource& source) {
    if (!source.path.empty()) return setPath(toQt(source.path), toQt(source.format));
    setBuiltIn(toQt(source.format));
    side_->setValue(source.width);
    count_->setValue(static_cast<int>(source.count));
    seed_->setValue(static_cast<int>(source.seed));
    difficulty_->setValue(source.difficulty);
}

void DataSourceForm::chooseFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Folder of a data set"), path_->text());
    if (path.isEmpty()) return;
    path_->setText(path);
    Q_EMIT submitted();
}

void DataSourceForm::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("File of a data set"), path_->text(),
                                                      tr("Data sets (*.json *.bin);;All files (*)"));
    if (path.isEmpty()) return;
    path_->setText(path);
    Q_EMIT submitted();
}

}  // namespace bw::ui
