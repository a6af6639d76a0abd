// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/metric.h"

#include <QCoreApplication>
#include <cmath>

#include "assess/energy.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

std::optional<double> valueIn(const BlockFigures& figures, Metric metric) {
    switch (metric) {
        case Metric::Latency:
            return figures.latency_ms;
        case Metric::Parameters:
            return static_cast<double>(figures.parameter_bytes);
        case Metric::Activation:
            return static_cast<double>(figures.live_bytes);
        case Metric::Macs:
            return static_cast<double>(figures.macs);
        case Metric::Utilisation:
            if (figures.macs == 0 || !figures.latency_ms) return std::nullopt;
            return figures.utilisation;
        case Metric::Energy:
            return figures.energy_uj;
        case Metric::Change:
            break;
    }
    return std::nullopt;
}

}  // namespace

const std::vector<Metric>& allMetrics() {
    static const std::vector<Metric> kMetrics = {Metric::Latency, Metric::Parameters,  Metric::Activation,
                                                 Metric::Macs,    Metric::Utilisation, Metric::Energy,
                                                 Metric::Change};
    return kMetrics;
}

QString metricId(Metric metric) {
    switch (metric) {
        case Metric::Latency:
            return QStringLiteral("latency");
        case Metric::Parameters:
            return QStringLiteral("parameters");
        case Metric::Activation:
            return QStringLiteral("activation");
        case Metric::Macs:
            return QStringLiteral("macs");
        case Metric::Utilisation:
            return QStringLiteral("utilisation");
        case Metric::Energy:
            return QStringLiteral("energy");
        case Metric::Change:
            return QStringLiteral("change");
    }
    return {};
}

QString metricLabel(Metric metric) {
    switch (metric) {
        case Metric::Latency:
            return QCoreApplication::translate("Metric", "Latency");
        case Metric::Parameters:
            return QCoreApplication::translate("Metric", "Parameters");
        case Metric::Activation:
            return QCoreApplication::translate("Metric", "Activation memory");
        case Metric::Macs:
            return QCoreApplication::translate("Metric", "MACs");
        case Metric::Utilisation:
            return QCoreApplication::translate("Metric", "Utilisation");
        case Metric::Energy:
            return QCoreApplication::translate("Metric", "Energy");
        case Metric::Change:
            return QCoreApplication::translate("Metric", "Change against baseline");
    }
    return {};
}

QString metricText(Metric metric, double value) {
    switch (metric) {
        case Metric::Latency:
            return millisecondsText(value);
        case Metric::Parameters:
        case Metric::Activation:
            return bytesText(std::llround(value));
        case Metric::Macs:
            return countText(value);
        case Metric::Utilisation:
            return shareText(value);
        case Metric::Energy:
            return toQt(formatEnergy(value));
        case Metric::Change:
            return signedMillisecondsText(value);
    }
    return {};
}

std::optional<double> metricValue(const DocumentSession& session, BlockId block, Metric metric) {
    const BlockFigures* figures = session.figures(block);
    if (figures == nullptr) return std::nullopt;
    if (metric != Metric::Change) return valueIn(*figures, metric);
    const BlockFigures* before = session.baselineFigures(block);
    if (!session.document().baseline || !figures->latency_ms) return std::nullopt;
    if (before == nullptr) return figures->latency_ms;
    if (!before->latency_ms) return std::nullopt;
    return *figures->latency_ms - *before->latency_ms;
}

std::optional<double> baselineValue(const DocumentSession& session, BlockId block, Metric metric) {
    const BlockFigures* figures = session.baselineFigures(block);
    return figures == nullptr ? std::nullopt : valueIn(*figures, metric);
}

}  // namespace bw::ui
