// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

namespace bw::test {

/// Makes the programs use the Python that packaging/peers made, unless BLOCKWRIGHT_PYTHON names another; false where
/// there is none.
inline bool usePeers() {
    if (qEnvironmentVariableIsSet("BLOCKWRIGHT_PYTHON")) return true;
    const QString python = QStringLiteral(BW_SOURCE_DIR "/build/peers/bin/python");
    if (!QFile::exists(python)) return false;
    qputenv("BLOCKWRIGHT_PYTHON", python.toUtf8());
    return true;
}

/// Why a test of peers is skipped.
inline constexpr const char* kNoPeers = "no peers: packaging/peers installs them";

}  // namespace bw::test
