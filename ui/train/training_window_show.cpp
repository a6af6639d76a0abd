// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the training window shows of the state of things.
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTimer>
#include <cmath>

#include "charts/progress_chart.h"
#include "data/data_source_form.h"
#include "learn/data/preview/label_drawing.h"
#include "panels/message_bar.h"
#include "text/wording.h"
#include "train/training_form.h"
#include "train/training_window.h"

namespace bw::ui {
namespace {

constexpr int kNamedChanges = 3;

/// Of a metric between 0 and 1; in small steps, since epochs differ by little.
QString metricText(double value) {
    return QString::number(value * 100, 'f', 1) + QChar(0x202f) + QLatin1Char('%');
}

/// The same at an axis, which may show a small part of the range.
QString metricTick(double value) {
    return QString::number(value * 100, 'g', 3) + QChar(0x202f) + QLatin1Char('%');
}

QString metricsText(const TrainMetrics& metrics) {
    QStringList texts;
    for (const TrainMetrics::Value& value : metrics.values)
        texts << toQt(value.name) + QLatin1Char(' ') + metricText(value.value);
    return texts.join(QStringLiteral(", "));
}

const TrainEpoch* bestOf(const std::vector<TrainEpoch>& history) {
    const TrainEpoch* best = nullptr;
    for (const TrainEpoch& epoch : history) {
        // Of equals the later one, as training keeps it.
        if (epoch.judged && (best == nullptr || epoch.metrics.main() >= best->metrics.main())) best = &epoch;
    }
    return best;
}

}  // namespace

QString TrainingWindow::obstacle() const {
    if (session_.settledNetwork().empty()) return tr("There is no network yet. Open one, or insert blocks.");
    if (!form_->source().isComplete()) return tr("Name the folder or file of the data set.");
    return {};
}

void TrainingWindow::refresh() {
    refreshOffer();
    refreshState();
    refreshCurves();
    refreshFigures();
    refreshPictures();
}

void TrainingWindow::refreshOffer() {
    offered_ = trainer_.unfinished();
    offer_->setVisible(offered_.has_value());
    if (!offered_) return;
    const TrainingOrder& order = offered_->order;
    const QString set = order.source.path.empty() ? toQt(order.source.format) : toQt(order.source.path);
    if (offered_->isDone()) {
        offer_text_->setText(tr("%1, trained on %2: its weights are not saved yet.").arg(order.title, set));
        resume_->setText(tr("Ope&n Result"));
    } else {
        offer_text_->setText(tr("%1 on %2 was stopped after epoch %3 of %4.")
                                 .arg(order.title, set)
                                 .arg(offered_->epochs)
                                 .arg(order.options.epochs));
        resume_->setText(tr("Resume after Epoc&h %1").arg(offered_->epochs));
    }
}

QString TrainingWindow::stateText() const {
    const TrainingView& view = trainer_.view();
    switch (trainer_.state()) {
        case Trainer::State::Idle:
            return endText();
        case Trainer::State::Stopping:
            return tr("Stopping after this step…");
        case Trainer::State::Preparing:
            return view.ready ? tr("Preparing the network…") : tr("Opening the data set…");
        case Trainer::State::Running:
        case Trainer::State::Paused:
            break;
    }
    const bool paused = trainer_.state() == Trainer::State::Paused;
    if (view.epoch == 0) return tr("Paused before the first step.");
    // After the last step of an epoch its pictures are judged.
    QString text = tr("Epoch %1 of %2, step %3 of %4, loss %5")
                       .arg(view.epoch)
                       .arg(trainer_.order().options.epochs)
                       .arg(exactCountText(view.step), exactCountText(view.steps))
                       .arg(view.loss, 0, 'f', 3);
    if (paused) return tr("Paused: %1").arg(text);
    if (view.remaining_s > 0) text += tr(", about %1 left").arg(durationText(view.remaining_s));
    return tr("%1. %2").arg(text, toQt(view.device));
}

QString TrainingWindow::endText() const {
    if (const QString why = obstacle(); !why.isEmpty()) return why;
    const auto& result = trainer_.result();
    if (!result) {
        if (!error_ || error_->code != ErrorCode::Cancelled) return {};
        return trainer_.view().history.empty() ? tr("Stopped before the first epoch ended.")
                                               : tr("Stopped. Nothing of it could be kept on the disk.");
    }
    const auto epochs = static_cast<int>(result->history.size());
    QString text;
    if (trainer_.isWhole()) {
        text = tr("Done in %1: epoch %2 was the best.").arg(durationText(result->seconds)).arg(result->best_epoch);
    } else if (error_ && error_->code == ErrorCode::Cancelled) {
        text = tr("Stopped after epoch %1 of %2. It can be resumed; the weights of its best epoch can be saved.")
                   .arg(epochs)
                   .arg(trainer_.order().options.epochs);
    } else {
        text = tr("Failed after epoch %1 of %2.").arg(epochs).arg(trainer_.order().options.epochs);
    }
    if (result->skipped > 0)
        text += QLatin1Char(' ') + pluralText(result->skipped, tr("1 sample could not be loaded and was replaced."),
                                              tr("%1 samples could not be loaded and were replaced."));
    return text;
}

QString TrainingWindow::notesText() const {
    const TrainingView& view = trainer_.view();
    QStringList notes;
    if (trainer_.isActive() && !(session_.settledNetwork() == trainer_.order().network))
        notes << tr("The network has been edited since Start: what is trained is %1 as it was then.")
                     .arg(trainer_.order().title);
    if (!view.changes.empty()) {
        QStringList changes;
        for (size_t i = 0; i < view.changes.size() && i < kNamedChanges; ++i)
            changes << toQt(view.changes[i]);
        QString text = changes.join(QStringLiteral("; "));
        if (view.changes.size() > kNamedChanges)
            text = tr("%1; and %2 more").arg(text).arg(view.changes.size() - kNamedChanges);
        notes << tr("Fitted to the data for training: %1.").arg(text);
    }
    for (const std::string& warning : view.warnings)
        notes << sentence(toQt(warning));
    return notes.join(QLatin1Char('\n'));
}

void TrainingWindow::refreshState() {
    const bool active = trainer_.isActive(), paused = trainer_.state() == Trainer::State::Paused;
    const bool stopping = trainer_.state() == Trainer::State::Stopping;
    const QString why = obstacle();
    start_->setEnabled(!active && why.isEmpty());
    start_->setToolTip(why.isEmpty() ? tr("Train the network as it is now; editing it meanwhile changes nothing")
                                     : why);
    pause_->setEnabled(active && !stopping);
    pause_->setText(paused ? tr("&Resume") : tr("&Pause"));
    pause_->setToolTip(paused ? tr("Go on with the training") : tr("Hold the training after this step"));
    stop_->setEnabled(active && !stopping);
    save_->setEnabled(trainer_.result() != nullptr && !trainer_.result()->weights.empty());
    save_->setToolTip(save_->isEnabled() ? tr("Write the weights of the best epoch as safetensors")
                                         : tr("There are no weights before a training has ended or was stopped"));
    const TrainingView& view = trainer_.view();
    bar_->setVisible(active);
    // Before the first step nobody knows how long it takes.
    bar_->setRange(0, active && view.epoch == 0 ? 0 : 1000);
    if (view.epoch > 0) {
        const double done =
            view.epoch - 1 + static_cast<double>(view.step) / static_cast<double>(std::max<int64_t>(1, view.steps));
        bar_->setValue(static_cast<int>(std::lround(1000 * done / trainer_.order().options.epochs)));
    }
    state_->setText(stateText());
    const QString notes = notesText();
    notes_->setText(notes);
    notes_->setVisible(!notes.isEmpty());
    QStringList changes;
    for (const std::string& change : view.changes)
        changes << toQt(change);
    notes_->setToolTip(changes.join(QLatin1Char('\n')));
}

void TrainingWindow::refreshCurves() {
    const auto& history = trainer_.view().history;
    const Colors colors = Colors::fromPalette(palette());
    std::vector<ProgressLine> lines;
    if (!history.empty()) {
        ProgressLine loss{tr("loss"), [](double value) { return QString::number(value, 'g', 3); }, colors.kind(2), {}};
        for (const TrainEpoch& epoch : history)
            loss.points.emplace_back(epoch.epoch, epoch.loss);
        lines.push_back(std::move(loss));
    }
    if (const TrainEpoch* best = bestOf(history)) {
        for (size_t i = 0; i < best->metrics.values.size(); ++i) {
            ProgressLine line{toQt(best->metrics.values[i].name), metricTick, colors.kind(i == 0 ? 1 : 3), {}};
            for (const TrainEpoch& epoch : history) {
                if (epoch.judged && i < epoch.metrics.values.size())
                    line.points.emplace_back(epoch.epoch, epoch.metrics.values[i].value);
            }
            lines.push_back(std::move(line));
        }
    }
    curves_->setEpochs(std::max(1, trainer_.order().options.epochs));
    curves_->setEmptyText(trainer_.isActive()
                              ? tr("Loss and metrics appear here after the first epoch.")
                              : tr("Choose what to train on and press Start: loss and metrics appear here, epoch by "
                                   "epoch. The last layer and the input are fitted to the data; your document stays "
                                   "as it is."));
    curves_->setLines(std::move(lines));
}

void TrainingWindow::refreshFigures() {
    const TrainEpoch* best = bestOf(trainer_.view().history);
    figures_->setVisible(best != nullptr);
    if (best == nullptr) return;
    best_->setText(tr("Epoch %1, the best so far: %2").arg(best->epoch).arg(metricsText(best->metrics)));
    const auto& names = trainer_.view().data.classes;
    const size_t count = std::min(names.size(), best->metrics.per_class.size());
    classes_->horizontalHeaderItem(1)->setText(toQt(best->metrics.values.front().name));
    classes_->setRowCount(static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
        const double value = best->metrics.per_class[i];
        const Rgb8 color = labelColor(static_cast<int>(i));
        auto* name = new QTableWidgetItem(toQt(names[i]));
        QPixmap swatch(10, 10);
        swatch.fill(QColor(color.r, color.g, color.b));
        name->setIcon(QIcon(swatch));
        auto* figure = new QTableWidgetItem(value < 0 ? tr("none in the set") : metricText(value));
        figure->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        classes_->setItem(static_cast<int>(i), 0, name);
        classes_->setItem(static_cast<int>(i), 1, figure);
    }
}

void TrainingWindow::refreshPictures() {
    const TrainingView& view = trainer_.view();
    answers_.show(view.answers, view.data.classes);
    picture_pages_->setCurrentIndex(view.answers.empty() ? 0 : 1);
    no_pictures_->setText(trainer_.isActive() ? tr("Pictures appear here after the next epoch.")
                                              : tr("Pictures with answers appear here after every epoch."));
}

void TrainingWindow::showEnd(const std::optional<Error>& error) {
    error_ = error;
    if (error && error->code != ErrorCode::Cancelled) messages_->showError(*error);
    refresh();
}

void TrainingWindow::followNetwork() {
    const auto assessment = session_.assessment();
    if (assessment && assessment->lowered.graph.inputs.size() == 1) {
        const Shape& shape = assessment->lowered.graph.shape(assessment->lowered.graph.inputs.front());
        if (shape.rank() == 4)
            form_->setNetworkInput({static_cast<int>(shape.width()), static_cast<int>(shape.height())});
    }
    refreshState();
}

void TrainingWindow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Once Qt is through with all widgets: lines have colours of the theme.
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &TrainingWindow::refreshCurves);
}

void TrainingWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

}  // namespace bw::ui
