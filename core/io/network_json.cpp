// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/network_json.h"

#include "base/limits.h"
#include "base/text.h"
#include "io/strict_json.h"
#include "lowering/lower.h"

namespace bw {
namespace {

using nlohmann::json;
constexpr int64_t kMaxId = 10 * kMaxNodes;
constexpr int64_t kMaxPort = 4096;

json valueToJson(const Value& value) {
    return std::visit([](const auto& v) { return json(v); }, value);
}

json portsToJson(std::span<const Port> ports) {
    json list = json::array();
    for (const Port& port : ports)
        list.push_back(json::array({port.block, port.output}));
    return list;
}

Result<std::vector<Port>> portsFromJson(const json& list, const std::string& place) {
    if (!list.is_array()) return fail(ErrorCode::InvalidFile, "must be a list of [block, output]", place);
    std::vector<Port> ports;
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string here = place + "[" + std::to_string(i) + "]";
        if (!list[i].is_array() || list[i].size() != 2) {
            return fail(ErrorCode::InvalidFile, "must be [block, output]", here);
        }
        const auto block = exactInteger(list[i][0], 0, kMaxId, here);
        const auto output = exactInteger(list[i][1], 0, kMaxPort, here);
        if (!block) return tl::unexpected(block.error());
        if (!output) return tl::unexpected(output.error());
        ports.push_back({static_cast<BlockId>(*block), static_cast<int32_t>(*output)});
    }
    return ports;
}

Result<Value> valueFromJson(const json& value, const ParamSpec& spec, const std::string& place) {
    const auto wrong = [&](const std::string& what) { return fail(ErrorCode::InvalidFile, "must be " + what, place); };
    switch (spec.type) {
        case ParamType::Flag:
            if (!value.is_boolean()) return wrong("true or false");
            return Value(value.get<bool>());
        case ParamType::Integer: {
            const auto integer =
                exactInteger(value, static_cast<int64_t>(spec.min), static_cast<int64_t>(spec.max), place);
            if (!integer) return tl::unexpected(integer.error());
            return Value(*integer);
        }
        case ParamType::Number:
            if (!value.is_number()) return wrong("a number");
            return Value(value.get<double>());
        case ParamType::Choice:
        case ParamType::Text:
            if (!value.is_string()) return wrong("a text");
            return Value(value.get<std::string>());
        case ParamType::IntegerList: {
            if (!value.is_array() || value.size() > kMaxListItems) {
                return wrong("a list of at most " + std::to_string(kMaxListItems) + " whole numbers");
            }
            std::vector<int64_t> items;
            for (const json& item : value) {
                const auto integer =
                    exactInteger(item, static_cast<int64_t>(spec.min), static_cast<int64_t>(spec.max), place);
                if (!integer) return tl::unexpected(integer.error());
                items.push_back(*integer);
            }
            return Value(std::move(items));
        }
    }
    return wrong("a value");
}

Result<Attributes> attributesFromJson(const json& object, const BlockKind& kind, const std::string& place) {
    if (!object.is_object()) return fail(ErrorCode::InvalidFile, "must be an object", place);
    Attributes attributes;
    for (const auto& item : object.items()) {
        const std::string here = place + "." + elide(item.key(), 40);
        const ParamSpec* spec = kind.param(item.key());
        if (spec == nullptr) {
            return fail(ErrorCode::InvalidFile, "a block of kind '" + kind.id + "' has no such parameter", here);
        }
        const auto value = valueFromJson(item.value(), *spec, here);
        if (!value) return tl::unexpected(value.error());
        const auto checked = checkedValue(*spec, *value);
        if (!checked) {
            Error error = checked.error();
            error.place = here;
            return tl::unexpected(std::move(error));
        }
        attributes.set(item.key(), *checked);
    }
    return attributes;
}

/// The value of an optional text field by `parse`; an error carries the field as its place.
template <class T>
Result<std::optional<T>> optionalId(const JsonObject& object, const char* name, Result<T> (*parse)(std::string_view)) {
    if (!object.has(name)) return std::optional<T>();
    const auto id = object.text(name, 16);
    if (!id) return tl::unexpected(id.error());
    const auto value = parse(*id);
    if (value) return std::optional<T>(*value);
    Error error = value.error();
    error.code = ErrorCode::InvalidFile;
    error.place = object.placeOf(name);
    return tl::unexpected(std::move(error));
}

Result<PrecisionChoice> precisionChoiceFromJson(const JsonObject& object) {
    const auto activations = optionalId<Precision>(object, "precision", parsePrecision);
    if (!activations) return tl::unexpected(activations.error());
    const auto weights = optionalId<WeightFormat>(object, "weights", parseWeightFormat);
    if (!weights) return tl::unexpected(weights.error());
    return PrecisionChoice{*activations, *weights};
}

Result<Block> blockFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok = object.allowOnly(
            {"id", "name", "kind", "inputs", "attributes", "frozen", "stage", "source", "precision", "weights"});
        !ok) {
        return tl::unexpected(ok.error());
    }
    Block block;
    const auto id = object.integer("id", 0, kMaxId);
    if (!id) return tl::unexpected(id.error());
    block.id = static_cast<BlockId>(*id);
    auto name = object.text("name", kMaxNameBytes);
    if (!name) return tl::unexpected(name.error());
    block.name = std::move(*name);
    const auto kind = object.text("kind", kMaxNameBytes);
    if (!kind) return tl::unexpected(kind.error());
    block.kind = findBlockKind(*kind);
    if (block.kind == nullptr) {
        return fail(ErrorCode::Unsupported, "unknown kind of block '" + elide(*kind, 40) + "'", object.placeOf("kind"),
                    "open it with a newer Blockwright");
    }
    if (object.has("inputs")) {
        auto inputs = portsFromJson(value["inputs"], object.placeOf("inputs"));
        if (!inputs) return tl::unexpected(inputs.error());
        block.inputs = std::move(*inputs);
    }
    if (object.has("attributes")) {
        auto attributes = attributesFromJson(value["attributes"], *block.kind, object.placeOf("attributes"));
        if (!attributes) return tl::unexpected(attributes.error());
        block.attributes = std::move(*attributes);
    }
    if (object.has("frozen")) {
        const auto frozen = object.flag("frozen");
        if (!frozen) return tl::unexpected(frozen.error());
        block.frozen = *frozen;
    }
    auto choice = precisionChoiceFromJson(object);
    if (!choice) return tl::unexpected(choice.error());
    block.precision = *choice;
    if (object.has("stage")) {
        auto stage = object.text("stage", kMaxNameBytes);
        if (!stage) return tl::unexpected(stage.error());
        block.stage = std::move(*stage);
    }
    if (object.has("source")) {
        auto source = object.text("source", kMaxNameBytes);
        if (!source) return tl::unexpected(source.error());
        block.source = std::move(*source);
    }
    return block;
}

}  // namespace

json networkToJson(const Network& network) {
    json blocks = json::array();
    for (const BlockPtr& block : network.blocks()) {
        json attributes = json::object();
        for (const auto& [name, value] : block->attributes.entries()) {
            if (block->kind->param(name)->default_value != value) attributes[name] = valueToJson(value);
        }
        json entry = {{"id", block->id}, {"name", block->name}, {"kind", block->kind->id}};
        if (!block->inputs.empty()) entry["inputs"] = portsToJson(block->inputs);
        if (!attributes.empty()) entry["attributes"] = std::move(attributes);
        if (block->frozen) entry["frozen"] = true;
        if (!block->stage.empty()) entry["stage"] = block->stage;
        if (!block->source.empty()) entry["source"] = block->source;
        const PrecisionChoice& choice = block->precision;
        if (choice.activations) entry["precision"] = precisionId(*choice.activations);
        if (choice.weights) entry["weights"] = weightFormatId(*choice.weights);
        blocks.push_back(std::move(entry));
    }
    return {{"name", network.name()}, {"blocks", std::move(blocks)}, {"outputs", portsToJson(network.outputs())}};
}

Result<Network> networkFromJson(const json& value, const std::string& place) {
    const JsonObject object(value, place);
    if (auto ok = object.allowOnly({"name", "blocks", "outputs"}); !ok) return tl::unexpected(ok.error());
    NetworkDraft draft;
    auto name = object.text("name", kMaxNameBytes);
    if (!name) return tl::unexpected(name.error());
    draft.setName(std::move(*name));
    const auto blocks = object.member("blocks");
    if (!blocks) return tl::unexpected(blocks.error());
    if (!(*blocks)->is_array() || (*blocks)->empty()) {
        return fail(ErrorCode::InvalidFile, "must be a list with at least one block", object.placeOf("blocks"));
    }
    if (static_cast<int64_t>((*blocks)->size()) > kMaxNodes) {
        return fail(ErrorCode::LimitExceeded, "has more than " + std::to_string(kMaxNodes) + " blocks",
                    object.placeOf("blocks"));
    }
    for (size_t i = 0; i < (*blocks)->size(); ++i) {
        auto block = blockFromJson((**blocks)[i], object.placeOf("blocks") + "[" + std::to_string(i) + "]");
        if (!block) return tl::unexpected(block.error());
        draft.addWithId(std::move(*block));
    }
    const auto outputs = object.member("outputs");
    if (!outputs) return tl::unexpected(outputs.error());
    auto ports = portsFromJson(**outputs, object.placeOf("outputs"));
    if (!ports) return tl::unexpected(ports.error());
    draft.setOutputs(std::move(*ports));
    auto network = draft.commit();
    if (!network) return network;
    if (auto lowered = lower(*network); !lowered) return tl::unexpected(lowered.error());
    return network;
}

}  // namespace bw
