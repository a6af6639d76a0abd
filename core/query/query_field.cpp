// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query_field.h"

#include <algorithm>
#include <numeric>

#include "target/parametric_npu.h"

namespace bw {
namespace {

using Type = QueryField::Type;

const Shape* outputOf(const Assessment& a, Port port) {
    const int position = a.network.positionOf(port.block);
    if (position < 0) return nullptr;
    const auto& outputs = a.lowered.blocks[static_cast<size_t>(position)].outputs;
    const auto output = static_cast<size_t>(port.output);
    return output < outputs.size() ? &a.lowered.graph.shape(outputs[output]) : nullptr;
}

/// Bytes of all tensors that a block gives.
double outputBytes(const Assessment& a, size_t position) {
    int64_t bytes = 0;
    for (const TensorId id : a.lowered.blocks[position].outputs) {
        const Tensor& tensor = a.lowered.graph.tensors[static_cast<size_t>(id)];
        bytes += tensor.shape.elements() * activationBytes(tensor.precision.value_or(a.lowered.precision));
    }
    return static_cast<double>(bytes);
}

QueryField numberField(std::string name, std::string doc, std::string example,
                       std::function<std::optional<double>(const Assessment&, size_t)> number,
                       Dimension dimension = Dimension::Plain,
                       std::function<std::optional<double>(const Assessment&)> total = {}) {
    QueryField field;
    field.name = std::move(name);
    field.doc = std::move(doc);
    field.example = std::move(example);
    field.dimension = dimension;
    field.number = std::move(number);
    field.total = std::move(total);
    return field;
}

QueryField textField(std::string name, std::string doc, std::string example,
                     std::function<std::vector<std::string>(const Assessment&, size_t)> texts,
                     std::vector<std::string> choices = {}) {
    QueryField field;
    field.name = std::move(name);
    field.doc = std::move(doc);
    field.example = std::move(example);
    field.type = Type::Text;
    field.texts = std::move(texts);
    field.choices = std::move(choices);
    return field;
}

QueryField flagField(std::string name, std::string doc, std::function<bool(const Assessment&, size_t)> flag) {
    QueryField field = numberField(name, std::move(doc), name, [flag = std::move(flag)](const Assessment& a, size_t p) {
        return std::optional(flag(a, p) ? 1.0 : 0.0);
    });
    field.type = Type::Flag;
    return field;
}

QueryField estimated(QueryField field) {
    field.is_estimated = true;
    return field;
}

void addFigures(std::vector<QueryField>& fields) {
    fields.push_back(estimated(numberField(
        "latency", "time of the block, ms", "latency > 5%",
        [](const Assessment& a, size_t p) { return a.blocks[p].latency_ms; }, Dimension::Milliseconds,
        [](const Assessment& a) { return a.totals.latency_ms; })));
    fields.push_back(estimated(numberField(
        "energy", "energy of one inference, µJ", "energy > 5%",
        [](const Assessment& a, size_t p) { return a.blocks[p].energy_uj; }, Dimension::Microjoules,
        [](const Assessment& a) { return a.energy ? std::optional(a.energy->total()) : std::nullopt; })));
    fields.push_back(numberField(
        "macs", "multiply-accumulates", "macs > 10M",
        [](const Assessment& a, size_t p) { return static_cast<double>(a.blocks[p].macs); }, Dimension::Plain,
        [](const Assessment& a) { return static_cast<double>(a.totals.macs); }));
    fields.push_back(numberField(
        "params", "parameters", "params > 10%",
        [](const Assessment& a, size_t p) { return static_cast<double>(a.blocks[p].parameters); }, Dimension::Plain,
        [](const Assessment& a) { return static_cast<double>(a.totals.parameters); }));
    fields.push_back(numberField(
        "weights", "bytes of the stored parameters", "weights > 64KiB",
        [](const Assessment& a, size_t p) { return static_cast<double>(a.blocks[p].parameter_bytes); },
        Dimension::Bytes, [](const Assessment& a) { return static_cast<double>(a.totals.parameter_bytes); }));
    fields.push_back(numberField(
        "peak", "most activation bytes live while the block runs", "peak > 80%",
        [](const Assessment& a, size_t p) { return static_cast<double>(a.blocks[p].live_bytes); }, Dimension::Bytes,
        [](const Assessment& a) { return static_cast<double>(a.totals.peak_activation_bytes); }));
    fields.push_back(numberField(
        "act", "bytes of the activations that the block gives", "act >= 1MiB",
        [](const Assessment& a, size_t p) { return outputBytes(a, p); }, Dimension::Bytes,
        [](const Assessment& a) { return static_cast<double>(a.totals.peak_activation_bytes); }));
    fields.push_back(estimated(numberField(
        "utilisation", "share of the multipliers at work", "utilisation < 20%",
        [](const Assessment& a, size_t p) {
            const BlockFigures& figures = a.blocks[p];
            return figures.latency_ms.value_or(0) > 0 ? std::optional(figures.utilisation) : std::nullopt;
        },
        Dimension::Share)));
    fields.push_back(numberField(
        "idle", "greatest share of idle lanes in one of its convolutions", "idle > 25%",
        [](const Assessment& a, size_t p) {
            const BlockFigures& figures = a.blocks[p];
            return figures.idlest_operator >= 0 ? std::optional(figures.idle_lanes) : std::nullopt;
        },
        Dimension::Share));
}

void addShapes(std::vector<QueryField>& fields) {
    fields.push_back(numberField(
        "cin", "channels of the first input", "cin >= 256", [](const Assessment& a, size_t p) -> std::optional<double> {
            const Block& block = a.network.at(p);
            const Shape* shape = block.inputs.empty() ? nullptr : outputOf(a, block.inputs.front());
            return shape ? std::optional(static_cast<double>(shape->channels())) : std::nullopt;
        }));
    fields.push_back(numberField("cout", "channels of the output", "cout % 16 != 0",
                                 [](const Assessment& a, size_t p) -> std::optional<double> {
                                     return static_cast<double>(a.blocks[p].output_shape.channels());
                                 }));
    fields.push_back(numberField("height", "height of the output", "height <= 7",
                                 [](const Assessment& a, size_t p) -> std::optional<double> {
                                     return static_cast<double>(a.blocks[p].output_shape.height());
                                 }));
    fields.push_back(numberField("width", "width of the output", "width > 56",
                                 [](const Assessment& a, size_t p) -> std::optional<double> {
                                     return static_cast<double>(a.blocks[p].output_shape.width());
                                 }));
    fields.push_back(
        numberField("ops", "operators inside", "ops > 4", [](const Assessment& a, size_t p) -> std::optional<double> {
            return static_cast<double>(a.lowered.blocks[p].operator_count);
        }));
}

void addTexts(std::vector<QueryField>& fields) {
    fields.push_back(textField("name", "name of the block", "name ~ stem",
                               [](const Assessment& a, size_t p) { return std::vector{a.network.at(p).name}; }));
    std::vector<std::string> kinds;
    for (const BlockKind& kind : blockKinds()) {
        kinds.push_back(kind.id);
        kinds.push_back(kind.label);
    }
    fields.push_back(textField(
        "kind", "kind of the block", "kind = ibn",
        [](const Assessment& a, size_t p) {
            const BlockKind& kind = *a.network.at(p).kind;
            return std::vector{kind.id, kind.label};
        },
        kinds));
    fields.push_back(textField("stage", "stage that it belongs to", "stage = backbone",
                               [](const Assessment& a, size_t p) { return std::vector{a.network.at(p).stage}; }));
    fields.push_back(textField("source", "what an imported file calls it", "source ~ conv",
                               [](const Assessment& a, size_t p) { return std::vector{a.network.at(p).source}; }));
    std::vector<std::string> bounds;
    for (int i = 0; i <= static_cast<int>(Bound::Unknown); ++i)
        bounds.emplace_back(boundName(static_cast<Bound>(i)));
    fields.push_back(estimated(textField(
        "bound", "what limits its slowest kernel", "bound = DRAM",
        [](const Assessment& a, size_t p) {
            // Without an estimate nothing is known to limit it, which is no answer.
            if (a.operators.empty()) return std::vector<std::string>{};
            return std::vector{std::string(boundName(a.blocks[p].bound))};
        },
        bounds)));
    std::vector<std::string> precisions;
    for (int i = 0; i < kPrecisionCount; ++i)
        precisions.emplace_back(precisionId(static_cast<Precision>(i)));
    fields.push_back(textField(
        "precision", "number format of its activations", "precision = int8",
        [](const Assessment& a, size_t p) {
            return std::vector{std::string(precisionId(a.network.at(p).precision.activationsIn(a.lowered.precision)))};
        },
        precisions));
    fields.push_back(
        flagField("frozen", "kept as it is", [](const Assessment& a, size_t p) { return a.network.at(p).frozen; }));
    QueryField out_of_range = estimated(
        numberField("out_of_range", "estimate outside what the estimator was trained on", "out_of_range",
                    [](const Assessment& a, size_t p) {
                        return a.operators.empty() ? std::nullopt : std::optional(a.blocks[p].out_of_range ? 1.0 : 0.0);
                    }));
    out_of_range.type = Type::Flag;
    fields.push_back(std::move(out_of_range));
}

/// The parameter as a field, by the type that the first kind which has it gives it.
QueryField parameterField(const ParamSpec& spec) {
    const auto value = [name = spec.name](const Assessment& a, size_t p) {
        return a.network.at(p).attributes.find(name);
    };
    QueryField field;
    if (spec.type == ParamType::Choice || spec.type == ParamType::Text) {
        field = textField(spec.name, spec.label, spec.name + " = " + valueText(spec.default_value),
                          [value](const Assessment& a, size_t p) {
                              const Value* found = value(a, p);
                              return found ? std::vector{valueText(*found)} : std::vector<std::string>{};
                          });
    } else {
        field = numberField(spec.name, spec.label, spec.name + " = " + valueText(spec.default_value),
                            [value](const Assessment& a, size_t p) -> std::optional<double> {
                                const Value* found = value(a, p);
                                if (found == nullptr) return std::nullopt;
                                if (const auto* flag = std::get_if<bool>(found)) return *flag ? 1.0 : 0.0;
                                if (const auto* whole = std::get_if<int64_t>(found)) return static_cast<double>(*whole);
                                if (const auto* number = std::get_if<double>(found)) return *number;
                                return std::nullopt;
                            });
        if (spec.type == ParamType::Flag) {
            field.type = Type::Flag;
            field.example = spec.name;
        }
    }
    field.of_parameter = true;
    return field;
}

std::vector<QueryField> makeFields() {
    std::vector<QueryField> fields;
    addFigures(fields);
    addShapes(fields);
    addTexts(fields);
    for (const BlockKind& kind : blockKinds()) {
        for (const ParamSpec& spec : kind.params) {
            const bool taken = std::any_of(fields.begin(), fields.end(),
                                           [&spec](const QueryField& field) { return field.name == spec.name; });
            if (!taken && spec.type != ParamType::IntegerList) fields.push_back(parameterField(spec));
        }
    }
    return fields;
}

/// Least number of letters to insert, delete or replace to make one of the other (Levenshtein 1966).
size_t letterChanges(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

std::string_view dimensionText(Dimension dimension) {
    switch (dimension) {
        case Dimension::Milliseconds:
            return "a time";
        case Dimension::Microjoules:
            return "an energy";
        case Dimension::Bytes:
            return "a number of bytes";
        case Dimension::Share:
            return "a share";
        case Dimension::Plain:
            break;
    }
    return "a plain number";
}

std::span<const QueryField> queryFields() {
    static const std::vector<QueryField> kFields = makeFields();
    return kFields;
}

const QueryField* findQueryField(std::string_view name) {
    const auto fields = queryFields();
    const auto found =
        std::find_if(fields.begin(), fields.end(), [name](const QueryField& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

std::string nearQueryField(std::string_view word) {
    if (word.size() > 40) return {};
    std::string best;
    size_t fewest = word.size() / 3 + 1;
    for (const QueryField& field : queryFields()) {
        const size_t changes = letterChanges(word, field.name);
        const bool begins = word.size() >= 3 && field.name.starts_with(word);
        if (changes > fewest && !begins) continue;
        if (best.empty() || changes < fewest) best = field.name;
        fewest = std::min(fewest, changes);
    }
    return best;
}

}  // namespace bw
