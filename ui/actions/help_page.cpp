// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/help_page.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <utility>
#include <vector>

#include "assess/energy.h"
#include "assess/sharing.h"
#include "target/target_parameters.h"
#include "text/decision_words.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

QString keyTable(const ActionRegistry& actions) {
    QString rows, menu;
    for (const QAction* action : actions.all()) {
        const ActionRow& row = ActionRegistry::row(action);
        if (menu != QLatin1String(row.menu)) {
            menu = QLatin1String(row.menu);
            rows += QStringLiteral("<tr><td colspan=\"3\"><br><b>%1</b></td></tr>")
                        .arg(QCoreApplication::translate("Menus", row.menu));
        }
        rows += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td><tt>%2</tt>&nbsp;&nbsp;</td><td>%3</td></tr>")
                    .arg(plainActionText(QCoreApplication::translate("Actions", row.text)).toHtmlEscaped(),
                         action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                         QCoreApplication::translate("Actions", row.tip).toHtmlEscaped());
    }
    return QStringLiteral("<table cellspacing=\"2\">%1</table>").arg(rows);
}

/// What the figures of a landscape say.
QString roughnessText() {
    QStringList lines;
    for (const RoughnessFigure& figure : roughnessFigures({}))
        lines << figure.meaning;
    return lines.join(QLatin1Char(' '));
}

std::vector<std::pair<QString, QString>> glossary() {
    return {
        {HelpPage::tr("Depth multiplier (of a model)"),
         HelpPage::tr("One factor for the channels of every block of a model or a stage: 0.75 keeps three quarters of "
                      "them, rounded to the target's parallelism factor. Blocks > Depth Multiplier sets it.")},
        {HelpPage::tr("depth_multiplier (TensorFlow Lite attribute)"),
         HelpPage::tr("Another thing: the number of outputs that one depthwise convolution makes from each input "
                      "channel. A file may hold 8 there while the model's depth multiplier is 0.25.")},
        {HelpPage::tr("IBN, inverted bottleneck"),
         HelpPage::tr("1 × 1 expansion, depthwise convolution, 1 × 1 projection: the block of MobileNetV2.")},
        {HelpPage::tr("Fused IBN"), HelpPage::tr("An IBN whose expansion and depthwise convolution are one standard "
                                                 "convolution: more MACs, better use of a wide accelerator.")},
        {HelpPage::tr("Fusion margin"),
         HelpPage::tr("Number of input channels up to which fusing pays on the target, less those of the block. "
                      "Positive: fuse. Negative: leave it split.")},
        {HelpPage::tr("Parallelism factor"),
         HelpPage::tr("Number of channels that the accelerator computes at once. Channel counts beside its multiples "
                      "leave lanes idle.")},
        {HelpPage::tr("Peak activation"),
         HelpPage::tr("Most bytes of inputs, outputs and tensors between that must exist at one moment; weights are "
                      "not counted. The arena is what a greedy planner needs to place them all.")},
        {HelpPage::tr("Coverage"), HelpPage::tr("Share of the operators whose latency is known. Below 100 % the "
                                                "latency is a lower bound.")},
        {HelpPage::tr("Precision of a block"),
         HelpPage::tr("Number format of one block and of its weights, in the inspector. Where formats meet, a Quantize "
                      "operator converts; its time and memory count.")},
        {HelpPage::tr("Curated space"),
         HelpPage::tr("The options that are worth a search on the target, found from its estimates alone: channels on "
                      "the steps that latency follows, no count that costs as much as a larger one, no operator that "
                      "is slower wherever it was tried. The panel Space lists what stayed, what went and why; tick "
                      "options or add values to choose for yourself, freeze a block to leave it alone.")},
        {HelpPage::tr("Landscape"),
         HelpPage::tr("The cost over every value of one or two decisions, everything else as it is. Dots are the "
                      "curated space, the ring is the network as it is. Arrow keys walk, Enter or a click previews a "
                      "point on the network, Ctrl+Enter or a double click makes it one step, Escape goes back.")},
        {HelpPage::tr("Roughness"), roughnessText()},
        {HelpPage::tr("Energy"), toQt(energyMethodText())},
        {HelpPage::tr("Sharing"), toQt(sharingMethodText())},
        {HelpPage::tr("Search"),
         HelpPage::tr("Rates many networks made from this one by edits, in the background, and keeps those that none "
                      "beats. It goes on from its checkpoint when the program was closed meanwhile; equal seeds find "
                      "equal networks.")},
        {HelpPage::tr("Front"), HelpPage::tr("The networks within all limits that no other one beats in every "
                                             "objective. Its hypervolume tells how much it dominates.")},
        {HelpPage::tr("Score"),
         HelpPage::tr("Stands for the accuracy that training would show, without training. It ranks networks of one "
                      "search; it is no accuracy.")},
        {HelpPage::tr("Questions to blocks"),
         HelpPage::tr(
             "The search box (Ctrl+F) takes a name, a kind, or a question such as latency > 5% and cout % 16 != "
             "0. Ask lists what can be asked; parameters of blocks count too: kernel = 5, expansion > 4. Join "
             "by and, or, not and parentheses. 5% is of the whole network; ~ is holds the text. A figure that "
             "a block lacks makes a comparison untrue, and its opposite too. Alt+Enter selects all hits.")},
        {HelpPage::tr("Baseline"), HelpPage::tr("A pinned state of the network that all figures are compared with.")},
        {HelpPage::tr("Candidate"),
         HelpPage::tr("A network that the document keeps beside its own, to weigh and to open again: a state of one's "
                      "own, or what a search or a suggestion leads to. Costs are those for the present target; grey "
                      "ones are from when it was kept.")},
        {HelpPage::tr("Difference"),
         HelpPage::tr("The edits that lead from one network to another. The figures of each line count what it changes "
                      "after the lines above it, so that they add up.")},
        {HelpPage::tr("Stop"), HelpPage::tr("A view of the design with colours, selection, note and decision: one step "
                                            "of a walk-through.")},
    };
}

/// What describes an accelerator, from the table that the form and the target files use.
QString parameterList() {
    QString text;
    for (const TargetParameter& parameter : targetParameters()) {
        text +=
            QStringLiteral("<p><b>%1</b> (%2, <tt>%3</tt>)<br>%4 %5</p>")
                .arg(toQt(parameter.label).toHtmlEscaped(), toQt(parameterGroupLabel(parameter.group)).toHtmlEscaped(),
                     toQt(parameter.id()).toHtmlEscaped(), sentence(toQt(parameter.meaning)).toHtmlEscaped(),
                     sentence(toQt(parameter.range())).toHtmlEscaped());
    }
    return text;
}

}  // namespace

QString HelpPage::html(const ActionRegistry& actions) {
    QString text =
        QStringLiteral("<h2>%1</h2><p>%2</p>")
            .arg(tr("Shortcuts"), tr("On the canvas: the wheel zooms, the middle button or Space with a drag "
                                     "moves, arrow keys walk from block to block, Enter unfolds one."));
    text += keyTable(actions) + QStringLiteral("<h2>%1</h2>").arg(tr("Terms"));
    for (const auto& [term, meaning] : glossary()) {
        text += QStringLiteral("<p><b>%1</b><br>%2</p>").arg(term.toHtmlEscaped(), meaning.toHtmlEscaped());
    }
    text += QStringLiteral("<h2>%1</h2>").arg(tr("Parameters of an accelerator")) + parameterList();
    return text;
}

HelpPage::HelpPage(const ActionRegistry& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Shortcuts and terms"));
    resize(720, 600);
    auto* layout = new QVBoxLayout(this);
    auto* page = new QTextBrowser(this);
    page->setAccessibleName(windowTitle());
    page->setFrameShape(QFrame::NoFrame);
    page->document()->setDocumentMargin(14);
    page->setHtml(html(actions));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(page);
    layout->addWidget(buttons);
}

}  // namespace bw::ui
