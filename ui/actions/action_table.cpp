// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_table.h"

#include <QCoreApplication>

namespace bw::ui {
namespace {

#define BW_TEXT(text) QT_TRANSLATE_NOOP("Actions", text)
using Key = QKeySequence;

// clang-format off
constexpr ActionRow kRows[] = {
    {"file.open", "File", BW_TEXT("&Open…"), BW_TEXT("Open a Blockwright, ONNX or TensorFlow Lite file"),
     "open", Key::Open, "", "", false, false},
    {"file.save", "File", BW_TEXT("&Save"), BW_TEXT("Save the document"), "save", Key::Save, "", "", true, false},
    {"file.save_as", "File", BW_TEXT("Save &As…"), BW_TEXT("Save the document under another name"),
     "save_as", Key::SaveAs, "Ctrl+Shift+S", "", false, false},
    {"file.export_picture", "File", BW_TEXT("&Export Picture…"),
     BW_TEXT("Write the whole graph as a PNG or SVG picture"), "picture", Key::UnknownKey, "Ctrl+Shift+E", "", true, false},
    {"file.export_memory_plan", "File", BW_TEXT("Export &Memory Plan…"),
     BW_TEXT("Write where each tensor lies in the arena, as JSON or as TensorFlow Lite Micro's offline plan"), "", Key::UnknownKey, "", "", false, false},
    {"file.data_sets", "File", BW_TEXT("&Data Sets…"),
     BW_TEXT("Open, check and preview pictures with labels to train on"), "", Key::UnknownKey, "Ctrl+Shift+D", "", true, false},
    {"file.export_landscape", "File", BW_TEXT("Export &Landscape…"),
     BW_TEXT("Write the landscape that is shown as a PNG picture, or its points as CSV"), "", Key::UnknownKey, "", "", false, false},
    {"file.close", "File", BW_TEXT("&Close Window"), BW_TEXT("Close the window"), "", Key::Close, "", "", true, false},
    {"file.quit", "File", BW_TEXT("&Quit"), BW_TEXT("End the program"), "", Key::Quit, "Ctrl+Q", "", false, false},

    {"edit.undo", "Edit", BW_TEXT("&Undo"), BW_TEXT("Take the last step back"), "undo", Key::Undo, "", "", false, false},
    {"edit.redo", "Edit", BW_TEXT("&Redo"), BW_TEXT("Do the step again"), "redo", Key::Redo, "", "", false, false},
    {"edit.select_all", "Edit", BW_TEXT("Select &All"), BW_TEXT("Select every block"),
     "select_all", Key::SelectAll, "", "", true, false},
    {"edit.select_identical", "Edit", BW_TEXT("Select &Identical"),
     BW_TEXT("Select every block of the same kind and parameters"), "identical", Key::UnknownKey, "Ctrl+I", "", false, true},
    {"edit.select_kind", "Edit", BW_TEXT("Select Same &Kind"), BW_TEXT("Select every block of the same kind"),
     "", Key::UnknownKey, "Ctrl+Shift+I", "", false, true},
    {"edit.find", "Edit", BW_TEXT("&Find Block…"), BW_TEXT("Search blocks by name, kind or cost"),
     "search", Key::Find, "", "", true, false},
    {"edit.command", "Edit", BW_TEXT("&Command Palette…"), BW_TEXT("Find any action, or type an edit command"),
     "command", Key::UnknownKey, "Ctrl+Shift+P", "", false, false},

    {"block.fuse", "Blocks", BW_TEXT("&Fuse IBN"),
     BW_TEXT("Make expansion and depthwise convolution one standard convolution"), "fuse", Key::UnknownKey, "Ctrl+U", "fuse", false, true},
    {"block.unfuse", "Blocks", BW_TEXT("&Unfuse IBN"),
     BW_TEXT("Split a fused IBN into expansion and depthwise convolution"), "unfuse", Key::UnknownKey, "Ctrl+Shift+U", "unfuse", false, true},
    {"block.to_standard", "Blocks", BW_TEXT("Depthwise to &Standard"),
     BW_TEXT("Replace depthwise convolutions by standard ones"), "", Key::UnknownKey, "", "to_standard", false, true},
    {"block.to_separable", "Blocks", BW_TEXT("Standard to &Depthwise"),
     BW_TEXT("Replace standard convolutions by depthwise separable ones"), "", Key::UnknownKey, "", "to_depthwise", false, true},
    {"block.align", "Blocks", BW_TEXT("&Align Channels"),
     BW_TEXT("Round the channels of the selected blocks to the target's parallelism factor"), "align", Key::UnknownKey, "Ctrl+L", "align", false, true},
    {"block.multiplier", "Blocks", BW_TEXT("Depth &Multiplier…"),
     BW_TEXT("Scale the channels of the model or of a stage"), "multiplier", Key::UnknownKey, "Ctrl+M", "", true, true},
    {"block.fit_budget", "Blocks", BW_TEXT("Fit to &Budget…"),
     BW_TEXT("Search for the edits that keep the flash and SRAM budgets with the least harm"), "target", Key::UnknownKey, "Ctrl+Shift+G", "", false, false},
    {"memory.reorder", "Blocks", BW_TEXT("&Reorder Execution"),
     BW_TEXT("Run branches in the order with the lowest peak activation memory"), "", Key::UnknownKey, "", "", false, false},
    {"memory.plan_arena", "Blocks", BW_TEXT("Plan Arena E&xactly"),
     BW_TEXT("Search for the smallest arena, or stop the search and keep the best"), "", Key::UnknownKey, "", "", false, false},
    {"block.space", "Blocks", BW_TEXT("&Curate Space…"),
     BW_TEXT("Find the options of each block that are worth a search on the target"), "space", Key::UnknownKey, "Ctrl+Shift+Y", "", false, false},
    {"block.landscape", "Blocks", BW_TEXT("&Landscape…"),
     BW_TEXT("Show what one or two decisions cost at every value"), "landscape", Key::UnknownKey, "Ctrl+Shift+L", "", false, false},
    {"block.insert", "Blocks", BW_TEXT("&Insert Block…"), BW_TEXT("Choose a kind to insert behind the selected block"),
     "insert", Key::UnknownKey, "Ins", "", true, true},
    {"block.duplicate", "Blocks", BW_TEXT("D&uplicate"), BW_TEXT("Insert a copy behind the selected block"),
     "duplicate", Key::UnknownKey, "Ctrl+D", "duplicate", false, true},
    {"block.delete", "Blocks", BW_TEXT("De&lete"), BW_TEXT("Remove the selected blocks and join their neighbours"),
     "delete", Key::Delete, "", "delete", false, true},
    {"block.move_up", "Blocks", BW_TEXT("Move U&p"), BW_TEXT("Put the block before the one that it reads"),
     "up", Key::UnknownKey, "Alt+Up", "move", false, true},
    {"block.move_down", "Blocks", BW_TEXT("Move Do&wn"), BW_TEXT("Put the block behind the one that reads it"),
     "down", Key::UnknownKey, "Alt+Down", "move", false, true},
    {"block.freeze", "Blocks", BW_TEXT("Free&ze"), BW_TEXT("Protect the selected blocks from edits"),
     "freeze", Key::UnknownKey, "Ctrl+K", "freeze", true, true},
    {"block.thaw", "Blocks", BW_TEXT("U&nfreeze"), BW_TEXT("Allow edits of the selected blocks again"),
     "", Key::UnknownKey, "Ctrl+Shift+K", "thaw", false, true},

    {"search.open", "Search", BW_TEXT("Search &Networks…"),
     BW_TEXT("Search networks made from this one in the background"), "front", Key::UnknownKey, "Ctrl+Shift+F", "", false, false},
    {"search.start", "Search", BW_TEXT("&Start or Go On"), BW_TEXT("Start the search that the panel asks for, or let a paused one go on"),
     "", Key::UnknownKey, "Ctrl+R", "", true, false},
    {"search.pause", "Search", BW_TEXT("&Pause"), BW_TEXT("Hold the search; it keeps what it has found"),
     "", Key::UnknownKey, "", "", false, false},
    {"search.cancel", "Search", BW_TEXT("&Cancel"), BW_TEXT("End the search; what it has found stays"),
     "stop", Key::UnknownKey, "Ctrl+Shift+R", "", false, false},
    {"search.preview", "Search", BW_TEXT("Show Network on Can&vas"), BW_TEXT("Show the chosen network of the search on the canvas"),
     "", Key::UnknownKey, "", "", true, false},
    {"search.apply", "Search", BW_TEXT("&Apply Network"), BW_TEXT("Make the edits of the chosen network as one step"),
     "check", Key::UnknownKey, "", "", false, false},
    {"search.beside", "Search", BW_TEXT("&Open Network Beside"),
     BW_TEXT("Pin the present network as the baseline and show the chosen one"), "", Key::UnknownKey, "", "", false, false},
    {"search.export_front", "Search", BW_TEXT("&Export Front…"), BW_TEXT("Write the networks of the front as JSON"),
     "", Key::UnknownKey, "", "", true, false},

    {"search.save_rules", "Search", BW_TEXT("Save &Rules from This Search…"),
     BW_TEXT("Find what the best networks of the search have in common and keep it under a name"), "", Key::UnknownKey, "", "", false, false},
    {"search.apply_rules", "Search", BW_TEXT("Apply R&ules…"),
     BW_TEXT("Make this network follow rules that a search has taught"), "", Key::UnknownKey, "", "", false, false},
    {"search.background", "Search", BW_TEXT("Search in the &Background"),
     BW_TEXT("Keep the suggestions fresh after every edit, on one core at low priority"), "", Key::UnknownKey, "", "", true, false},

    {"view.fit", "View", BW_TEXT("&Fit Graph"), BW_TEXT("Show the whole graph"),
     "fit", Key::UnknownKey, "Ctrl+0", "", false, false},
    {"view.fit_selection", "View", BW_TEXT("Fit &Selection"), BW_TEXT("Show the selected blocks as large as fits"),
     "", Key::UnknownKey, "Ctrl+Shift+0", "", false, true},
    {"view.zoom_in", "View", BW_TEXT("Zoom &In"), BW_TEXT("Larger"), "zoom_in", Key::ZoomIn, "", "", false, false},
    {"view.zoom_out", "View", BW_TEXT("Zoom &Out"), BW_TEXT("Smaller"), "zoom_out", Key::ZoomOut, "", "", false, false},
    {"view.actual_size", "View", BW_TEXT("&Actual Size"), BW_TEXT("One unit of the graph is one pixel"),
     "", Key::UnknownKey, "Ctrl+1", "", false, false},
    {"view.minimap", "View", BW_TEXT("&Minimap"), BW_TEXT("Show the overview in the corner of the canvas"),
     "", Key::UnknownKey, "", "", true, false},
    {"view.reset_layout", "View", BW_TEXT("&Reset Layout"), BW_TEXT("Put all panels where they were at first"),
     "", Key::UnknownKey, "", "", true, false},
    {"view.full_screen", "View", BW_TEXT("F&ull Screen"), BW_TEXT("Use the whole screen"),
     "", Key::UnknownKey, "F11", "", false, false},

    {"review.keep", "Review", BW_TEXT("&Keep as Candidate"),
     BW_TEXT("Keep the network as it is now among the candidates of the document"), "", Key::UnknownKey, "F6", "", false, false},
    {"review.candidates", "Review", BW_TEXT("&Candidates…"),
     BW_TEXT("Weigh the kept networks in a table and a Pareto chart"), "", Key::UnknownKey, "", "", true, false},
    {"review.compare", "Review", BW_TEXT("Co&mpare…"),
     BW_TEXT("Show two networks side by side, and the edits that make one of the other"), "", Key::UnknownKey, "Ctrl+Shift+C", "", true, false},
    {"review.add_stop", "Review", BW_TEXT("&Add Stop"),
     BW_TEXT("Make view, colours and selection a stop of the walk-through"), "", Key::UnknownKey, "F7", "", false, false},
    {"review.present", "Review", BW_TEXT("&Present"),
     BW_TEXT("Walk through the stops on the whole screen; arrow keys walk, Esc ends"), "", Key::UnknownKey, "Shift+F5", "", false, false},
    {"review.report", "Review", BW_TEXT("Save &Report…"),
     BW_TEXT("Write figures, graph, memory and differences from the baseline as a web page or a PDF document"), "", Key::UnknownKey, "", "", false, false},

    {"baseline.pin", "Baseline", BW_TEXT("&Pin Current Network"),
     BW_TEXT("Compare everything with the network as it is now"), "baseline", Key::UnknownKey, "Ctrl+B", "", false, false},
    {"baseline.return", "Baseline", BW_TEXT("&Return to Baseline"), BW_TEXT("Make the baseline the current network"),
     "", Key::UnknownKey, "Ctrl+Shift+B", "", false, false},
    {"baseline.remove", "Baseline", BW_TEXT("Re&move Baseline"), BW_TEXT("Stop comparing"),
     "", Key::UnknownKey, "", "", false, false},

    {"target.edit", "Target", BW_TEXT("&Edit Accelerator…"),
     BW_TEXT("Change the parameters of the accelerator and see at once what they mean"), "target", Key::UnknownKey, "Ctrl+E", "", false, false},
    {"target.reset", "Target", BW_TEXT("&Reset Parameters"), BW_TEXT("Back to the values of the preset"),
     "", Key::UnknownKey, "", "", false, false},
    {"target.save", "Target", BW_TEXT("&Save Accelerator As…"), BW_TEXT("Keep the edited accelerator among your own targets"),
     "save_as", Key::UnknownKey, "", "", true, false},
    {"target.delete", "Target", BW_TEXT("&Delete Accelerator…"), BW_TEXT("Remove a target of your own"),
     "delete", Key::UnknownKey, "", "", false, false},
    {"target.calibrate_host", "Target", BW_TEXT("Calibrate &Host CPU…"),
     BW_TEXT("Measure this machine with LibTorch and train the estimator of the target Host CPU"),
     "", Key::UnknownKey, "", "", false, false},
    {"target.card", "Target", BW_TEXT("&Card"),
     BW_TEXT("What the latency estimates rest on and how accurate they are"), "info", Key::UnknownKey, "", "", false, false},
    {"target.import", "Target", BW_TEXT("&Import Measurements…"),
     BW_TEXT("Train the estimator from your own measurements of operators, blocks or networks"), "", Key::UnknownKey, "", "", true, false},
    {"target.export", "Target", BW_TEXT("E&xport Target…"),
     BW_TEXT("Write the target and its estimator into a folder to pass on"), "", Key::UnknownKey, "", "", false, false},
    {"target.install", "Target", BW_TEXT("I&nstall Target…"),
     BW_TEXT("Take a target that somebody passed on"), "", Key::UnknownKey, "", "", false, false},

    {"help.shortcuts", "Help", BW_TEXT("&Shortcuts and Terms"), BW_TEXT("Every key and the words Blockwright uses"),
     "help", Key::HelpContents, "", "", false, false},
    {"help.about", "Help", BW_TEXT("&About Blockwright"), BW_TEXT("Version and licence"),
     "info", Key::UnknownKey, "", "", true, false},
};
// clang-format on
#undef BW_TEXT

}  // namespace

std::span<const ActionRow> actionRows() {
    return kRows;
}

}  // namespace bw::ui
