// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QPageSize>

#include "review/report/report.h"

namespace bw::ui {

/// The report as a PDF document: vector pictures, tables that go on over pages under their headings, page numbers. May
/// run on any thread.
QByteArray reportPdf(const Report& report, const QPageSize& page);

}  // namespace bw::ui
