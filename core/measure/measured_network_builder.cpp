// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/measured_network_builder.h"

#include <algorithm>
#include <filesystem>

#include "base/sha256.h"
#include "base/text.h"
#include "io/open_model.h"
#include "lowering/lower.h"

namespace bw {
namespace {

namespace fs = std::filesystem;

/// `name` as a path below `directory`, or why it is none. Links are followed before the answer.
Result<std::string> pathBelow(const std::string& directory, const std::string& name) {
    const fs::path relative(name);
    const bool climbs =
        std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
    if (relative.is_absolute() || climbs) {
        return fail(ErrorCode::InvalidArgument, "the file must lie beside the measurements or in a folder there");
    }
    std::error_code code;
    const fs::path root = fs::canonical(directory.empty() ? "." : directory, code);
    const fs::path path = code ? fs::path() : fs::canonical(root / relative, code);
    if (code) {
        return fail(ErrorCode::NotFound, "there is no such file beside the measurements");
    }
    if (std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first != root.end()) {
        return fail(ErrorCode::InvalidArgument, "the file is a link to a place outside the measurements' folder");
    }
    return path.string();
}

std::string attributesText(const Attributes& attributes) {
    std::string text;
    for (const auto& [name, value] : attributes.entries()) {
        text += name + "=" + valueText(value) + ";";
    }
    return text;
}

/// Tensors that no operator reads.
std::vector<TensorId> unreadTensors(const OperatorGraph& graph) {
    std::vector<bool> read(graph.tensors.size(), false);
    for (const Operator& op : graph.operators) {
        for (const TensorId tensor : op.inputs) {
            read[static_cast<size_t>(tensor)] = true;
        }
    }
    std::vector<TensorId> unread;
    for (size_t i = 0; i < read.size(); ++i) {
        if (!read[i] && graph.tensors[i].producer >= 0) unread.push_back(static_cast<TensorId>(i));
    }
    return unread;
}

}  // namespace

void MeasuredNetworkBuilder::add(const MeasurementRow& row) {
    const bool continues = open_ && !open_id_.empty() && row.model.empty() && row.network == open_id_;
    if (!continues) finish();
    if (!row.legible) {
        broken_ = broken_ || continues;
        // The rows behind it would miss their inputs: they are read, not fitted.
        if (!continues && row.model.empty() && !row.network.empty()) {
            begin(row);
            broken_ = true;
        }
        return;
    }
    if (row.model.empty()) {
        addBlock(row);
    } else {
        addModel(row);
    }
}

std::vector<ImportedNetwork> MeasuredNetworkBuilder::take() {
    finish();
    return std::move(networks_);
}

bool MeasuredNetworkBuilder::isNew(const std::string& key, const MeasurementRow& row, std::optional<double> time) {
    const auto [found, added] = seen_.insert({sha256Hex(key), {row.line, time}});
    if (added) return true;
    const std::string where = "line " + std::to_string(found->second.line);
    problems_.add(row.line, {},
                  found->second.time == time ? "measures the same as " + where
                                             : "measures the same as " + where + " with another result");
    return false;
}

void MeasuredNetworkBuilder::addModel(const MeasurementRow& row) {
    if (!row.time || *row.time <= 0.0) {
        problems_.add(row.line, {}, "a whole network needs a time above zero");
        return;
    }
    const auto path = pathBelow(directory_, row.model);
    if (!path) {
        problems_.add(row.line, "model", path.error().message);
        return;
    }
    const auto model = openModel(*path);
    auto lowered = model ? lower(model->document.network) : tl::unexpected(model.error());
    if (!lowered) {
        problems_.add(row.line, "model", lowered.error().message);
        return;
    }
    if (!isNew("model " + *path, row, row.time)) return;
    ImportedNetwork network;
    network.id = row.network.empty() ? cleanName(row.model, 100) : row.network;
    const auto [first, added] = ids_.insert({network.id, row.line});
    if (!added) {
        problems_.add(row.line, "network", "is called like the network of line " + std::to_string(first->second));
        return;
    }
    network.graph = std::move(lowered->graph);
    network.spans = {{0, static_cast<int32_t>(network.graph.operators.size()), row.time, row.line}};
    network.line = row.line;
    networks_.push_back(std::move(network));
}

void MeasuredNetworkBuilder::begin(const MeasurementRow& row) {
    networks_.emplace_back();
    networks_.back().id = row.network.empty() ? "line " + std::to_string(row.line) : row.network;
    networks_.back().line = row.line;
    open_ = true;
    broken_ = false;
    open_id_ = row.network;
    open_key_.clear();
    open_outputs_.clear();
    open_inputs_.clear();
    if (!row.network.empty()) {
        const auto [first, added] = ids_.insert({row.network, row.line});
        if (!added) {
            problems_.add(row.line, "network",
                          "the rows of a network must lie together; it began in line " + std::to_string(first->second));
            broken_ = true;
        }
    }
}

void MeasuredNetworkBuilder::finish() {
    if (!open_) return;
    open_ = false;
    ImportedNetwork& network = networks_.back();
    MeasurementRow first;
    first.line = network.line;
    std::optional<double> total = 0.0;
    for (const MeasuredSpan& span : network.spans) {
        total = *total + span.time.value_or(0.0);
    }
    if (broken_ || !isNew(open_key_, first, total)) {
        networks_.pop_back();
        return;
    }
    if (auto totals = checkTotals(network.graph); !totals) {
        problems_.add(network.line, {}, totals.error().message);
        networks_.pop_back();
        return;
    }
    network.graph.outputs = unreadTensors(network.graph);
}

std::optional<std::vector<TensorId>> MeasuredNetworkBuilder::inputsOf(const MeasurementRow& row) {
    OperatorGraph& graph = networks_.back().graph;
    const auto needed = static_cast<size_t>(std::max(1, row.kind->min_inputs));
    std::vector<int32_t> from = row.from;
    if (from.empty() || (from.size() + 1 == needed && needed > 1)) {
        from.insert(from.begin(), static_cast<int32_t>(open_outputs_.size()) - 1);
    }
    // By itself, an operator of several inputs reads as many of the stated shape.
    if (row.network.empty()) from.resize(std::max(from.size(), needed), kNetworkInput);
    const bool too_many = row.kind->max_inputs >= 0 && std::cmp_greater(from.size(), row.kind->max_inputs);
    if (from.size() < needed || too_many) {
        problems_.add(
            row.line, "from",
            row.kind->label + " reads " + std::to_string(needed) + " inputs, not " + std::to_string(from.size()));
        return std::nullopt;
    }
    std::vector<TensorId> inputs;
    for (size_t i = 0; i < from.size(); ++i) {
        if (std::cmp_greater_equal(from[i], open_outputs_.size())) {
            problems_.add(row.line, "from",
                          "row " + std::to_string(from[i]) + " of the network does not come before it");
            return std::nullopt;
        }
        if (from[i] != kNetworkInput) {
            inputs.push_back(open_outputs_[static_cast<size_t>(from[i])]);
            continue;
        }
        if (open_inputs_.empty() || row.network.empty()) {
            if (!row.input) {
                problems_.add(row.line, "in_c", "the sizes of the input are missing");
                return std::nullopt;
            }
            open_inputs_.push_back(OperatorBuilder(graph).addInput(*row.input, "input"));
        }
        inputs.push_back(open_inputs_.back());
    }
    if (row.input && graph.shape(inputs.front()) != *row.input) {
        problems_.add(row.line, "in_c",
                      "reads " + graph.shape(inputs.front()).text() + ", not the " + row.input->text() + " it states");
        return std::nullopt;
    }
    return inputs;
}

bool MeasuredNetworkBuilder::outputsAgree(const MeasurementRow& row, const Shape& output) {
    const std::array<int64_t, 3> given = {output.channels(), output.height(), output.width()};
    const std::array<const char*, 3> names = {"out_c", "out_h", "out_w"};
    for (size_t i = 0; i < given.size(); ++i) {
        if (row.output[i] && *row.output[i] != given[i]) {
            problems_.add(row.line, names[i], "gives " + output.text() + ", not what it states");
            return false;
        }
    }
    return true;
}

void MeasuredNetworkBuilder::addBlock(const MeasurementRow& row) {
    if (!open_) begin(row);
    if (broken_) return;
    broken_ = true;  // Until the row has been fitted.
    if (open_outputs_.size() >= kMaxRowsOfNetwork) {
        problems_.add(row.line, "network", "the network has more than 10,000 rows");
        return;
    }
    const auto inputs = inputsOf(row);
    if (!inputs) return;
    ImportedNetwork& network = networks_.back();
    OperatorBuilder builder(network.graph);
    const size_t before = network.graph.operators.size();
    const auto outputs = row.kind->lower({row.attributes, *inputs, builder});
    if (!outputs || outputs->empty()) {
        problems_.add(row.line, "op", outputs ? "gives no output" : outputs.error().message);
        return;
    }
    if (!outputsAgree(row, network.graph.shape(outputs->front()))) return;
    open_outputs_.push_back(outputs->front());
    open_key_ += row.kind->id + "(" + attributesText(row.attributes) + ")";
    for (const TensorId input : *inputs) {
        open_key_ += std::to_string(input) + ":" + network.graph.shape(input).text() + ",";
    }
    network.spans.push_back({static_cast<int32_t>(before),
                             static_cast<int32_t>(network.graph.operators.size() - before), row.time, row.line});
    broken_ = false;
}

}  // namespace bw
