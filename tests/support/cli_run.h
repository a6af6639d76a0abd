// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

namespace bw::test {

/// What a run of blockwright-cli gave.
struct CliRun {
    int exit_code = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// Runs blockwright-cli.
inline CliRun runCli(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(BW_BINARY_DIR "/bin/blockwright-cli"), arguments);
    CliRun result;
    // A program that waits for a FIFO or for the terminal would hang here.
    if (!process.waitForFinished(120000)) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    if (process.exitStatus() == QProcess::NormalExit) result.exit_code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

/// The same with words separated by spaces; "SAMPLES/" at a word's beginning is the folder of samples.
inline CliRun runCli(const char* words) {
    QStringList arguments;
    for (const QString& word : QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const bool sample = word.startsWith(QLatin1String("SAMPLES/"));
        arguments << (sample ? QStringLiteral(BW_SOURCE_DIR "/models/samples/") + word.mid(8) : word);
    }
    return runCli(arguments);
}

}  // namespace bw::test
