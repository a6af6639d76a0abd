// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>
#include <queue>

#include "io/tflite_output.h"

namespace bw::tflite {

void restoreSourceOrder(OutputModel& model) {
    const size_t count = model.operators.size();
    std::vector<int32_t> producer(model.tensors.size(), -1);
    for (size_t i = 0; i < count; ++i) {
        for (const int32_t output : model.operators[i].outputs)
            producer[static_cast<size_t>(output)] = static_cast<int32_t>(i);
    }
    std::vector<std::vector<size_t>> readers(count);
    std::vector<int> missing(count, 0);
    using Entry = std::pair<int32_t, size_t>;  // Place in the source, place in the list.
    std::vector<Entry> entries;
    int32_t place = -1;
    for (size_t i = 0; i < count; ++i) {
        const OutputOperator& op = model.operators[i];
        if (op.place_in_source >= 0) place = op.place_in_source;
        entries.emplace_back(place, i);
        for (const int32_t input : op.inputs) {
            const int32_t from = input < 0 ? -1 : producer[static_cast<size_t>(input)];
            if (from < 0) continue;
            readers[static_cast<size_t>(from)].push_back(i);
            ++missing[i];
        }
    }
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
    for (const Entry& entry : entries) {
        if (missing[entry.second] == 0) ready.push(entry);
    }
    std::vector<OutputOperator> ordered;
    ordered.reserve(count);
    while (!ready.empty()) {
        const size_t next = ready.top().second;
        ready.pop();
        ordered.push_back(std::move(model.operators[next]));
        for (const size_t reader : readers[next]) {
            if (--missing[reader] == 0) ready.push(entries[reader]);
        }
    }
    model.operators = std::move(ordered);
}

}  // namespace bw::tflite
