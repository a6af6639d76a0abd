// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "rewrite/command_line.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// Walks over the words of a patch. Names stand in quotes, so that no block can be taken for a keyword.
class PatchReader {
public:
    PatchReader(const Network& network, std::span<const EditWord> words)
        : network_(network), words_(words), draft_(network) {}

    Result<EditPlan> read() {
        while (next_ < words_.size()) {
            const std::string& verb = words_[next_].text;
            const bool keyword = isKeyword(words_[next_]);
            if (!keyword) return unexpected();
            ++next_;
            auto done = verb == "drop" ? drop() : verb == "put" ? put() : verb == "order" ? order() : outputs();
            if (!done) return tl::unexpected(done.error());
        }
        if (changes_.empty()) {
            return fail(ErrorCode::InvalidArgument, "a patch changes nothing", {},
                        "write: patch [drop \"BLOCK\"...] [put \"BLOCK\" KIND [in \"STAGE\"] [from \"BLOCK\"...] "
                        "PARAMETER=VALUE...] ...");
        }
        EditPlan plan{std::move(draft_), "Patch " + std::to_string(changes_.size()) + " places", std::move(changes_)};
        return plan;
    }

private:
    static bool isKeyword(const EditWord& word) {
        return word.quoted == 0 &&
               (word.text == "drop" || word.text == "put" || word.text == "order" || word.text == "outputs");
    }
    bool atName() const { return next_ < words_.size() && words_[next_].quoted > 0; }
    tl::unexpected<Error> unexpected() const {
        return fail(ErrorCode::InvalidArgument, "'" + elide(words_[next_].text, 40) + "' is out of place in a patch");
    }

    Result<BlockId> find(const std::string& name) const {
        const auto added = added_.find(name);
        if (added != added_.end()) return added->second;
        const Block* block = network_.findByName(name);
        if (block != nullptr) return block->id;
        return fail(ErrorCode::NotFound, "there is no block '" + elide(name, 60) + "'");
    }

    /// "name" or "name":1.
    Result<Port> port() {
        const EditWord& word = words_[next_++];
        const std::string name = word.text.substr(0, word.quoted);
        const auto id = find(name);
        if (!id) return tl::unexpected(id.error());
        int64_t output = 0;
        if (word.text.size() > word.quoted) {
            const auto number =
                word.text[word.quoted] == ':' ? parseInteger(word.text.substr(word.quoted + 1)) : std::nullopt;
            if (!number || *number < 0 || *number > 1000)
                return fail(ErrorCode::InvalidArgument, "a port is a number", name);
            output = *number;
        }
        return Port{*id, static_cast<int32_t>(output)};
    }

    Result<std::vector<Port>> ports() {
        std::vector<Port> list;
        while (atName()) {
            const auto one = port();
            if (!one) return tl::unexpected(one.error());
            list.push_back(*one);
        }
        return list;
    }

    Result<void> drop() {
        while (atName()) {
            const auto id = find(words_[next_++].text);
            if (!id) return tl::unexpected(id.error());
            const Block& block = *draft_.find(*id);
            if (auto ok = requireThawed(block); !ok) return ok;
            changes_.push_back(elide(block.name, 60) + ": taken out");
            draft_.erase(*id);
        }
        return {};
    }

    Result<void> put() {
        if (!atName() || next_ + 1 >= words_.size()) {
            return fail(ErrorCode::InvalidArgument, "put needs a name in quotes and a kind");
        }
        const std::string name = words_[next_++].text;
        const BlockKind* kind = findBlockKind(words_[next_++].text);
        if (kind == nullptr) {
            return fail(ErrorCode::NotFound, "'" + elide(words_[next_ - 1].text, 40) + "' is no kind of block", name);
        }
        std::string stage;
        if (next_ + 1 < words_.size() && words_[next_].quoted == 0 && words_[next_].text == "in") {
            stage = words_[next_ + 1].text;
            next_ += 2;
        }
        std::vector<Port> inputs;
        if (next_ < words_.size() && words_[next_].quoted == 0 && words_[next_].text == "from") {
            ++next_;
            auto list = ports();
            if (!list) return tl::unexpected(list.error());
            inputs = *std::move(list);
        }
        Attributes attributes;
        for (; next_ < words_.size() && words_[next_].quoted == 0 && !isKeyword(words_[next_]); ++next_) {
            const std::string& text = words_[next_].text;
            const size_t equals = text.find('=');
            const ParamSpec* spec = kind->param(text.substr(0, std::min(equals, text.size())));
            if (equals == std::string::npos || spec == nullptr) {
                return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' sets no parameter of " + kind->label,
                            name);
            }
            auto value = parseValue(*spec, std::string_view(text).substr(equals + 1));
            if (!value) return tl::unexpected(value.error());
            attributes.set(text.substr(0, equals), *std::move(value));
        }
        const Block* present = network_.findByName(name);
        if (present == nullptr || draft_.find(present->id) == nullptr) {
            added_[name] = draft_.add(*kind, name, std::move(attributes), std::move(inputs), stage);
            changes_.push_back(elide(name, 60) + ": a new " + kind->label);
            return {};
        }
        if (auto ok = requireThawed(*present); !ok) return ok;
        Block& block = *draft_.edit(present->id);
        block.kind = kind;
        block.attributes = std::move(attributes);
        block.inputs = std::move(inputs);
        changes_.push_back(elide(name, 60) + ": " + kind->label + " as given");
        return {};
    }

    Result<void> order() {
        std::vector<BlockId> ids;
        while (atName()) {
            const auto id = find(words_[next_++].text);
            if (!id) return tl::unexpected(id.error());
            ids.push_back(*id);
        }
        draft_.setOrder(ids);
        changes_.push_back("the order of " + std::to_string(ids.size()) + " blocks");
        return {};
    }

    Result<void> outputs() {
        auto list = ports();
        if (!list) return tl::unexpected(list.error());
        draft_.setOutputs(*std::move(list));
        changes_.push_back("what the network gives");
        return {};
    }

    const Network& network_;
    std::span<const EditWord> words_;
    size_t next_ = 0;
    NetworkDraft draft_;
    std::map<std::string, BlockId> added_;
    std::vector<std::string> changes_;
};

Result<EditPlan> planPatch(const Network& network, const EditArguments& arguments, const EditContext&) {
    return PatchReader(network, arguments.words).read();
}

}  // namespace

Rewrite makePatch() {
    Rewrite rewrite;
    rewrite.id = "patch";
    rewrite.label = "Patch";
    rewrite.syntax =
        "patch [drop \"BLOCK\"...] [put \"BLOCK\" KIND [in \"STAGE\"] [from \"BLOCK\"[:PORT]...] PARAMETER=VALUE...] "
        "[order \"BLOCK\"...] [outputs \"BLOCK\"[:PORT]...]";
    rewrite.doc =
        "Changes any blocks and how they are joined, all at once, with names in quotes: what comparing two networks "
        "writes where no other edit says it. Blocks that are put under a name that is there replace that block and "
        "keep its stage.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.plan = planPatch;
    // Not for menus: it is written by programs.
    rewrite.check = [](const Network&, std::span<const BlockId>) -> Result<void> {
        return fail(ErrorCode::InvalidEdit, "a patch is written as text");
    };
    return rewrite;
}

}  // namespace bw::rules
