// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/combined/stage_report.h"

#include <cmath>

namespace bw {

double kendall(std::span<const double> a, std::span<const double> b) {
    double agree = 0, ties_a = 0, ties_b = 0, pairs = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        for (size_t j = i + 1; j < a.size(); ++j) {
            const double x = a[i] - a[j], y = b[i] - b[j];
            ++pairs;
            if (x == 0) ++ties_a;
            if (y == 0) ++ties_b;
            if (x * y > 0) ++agree;
            if (x * y < 0) --agree;
        }
    }
    const double scale = std::sqrt((pairs - ties_a) * (pairs - ties_b));
    return scale > 0 ? agree / scale : 0;
}

SearchBill billOf(std::span<const StageReport> stages, int64_t full_trainings) {
    SearchBill bill;
    bill.full_trainings = full_trainings;
    for (const StageReport& stage : stages) {
        bill.trained_epochs += stage.trained_epochs;
        bill.core_hours += stage.seconds / 3600;
    }
    bill.kilowatt_hours = bill.core_hours * kWattsPerCore / 1000;
    return bill;
}

}  // namespace bw
