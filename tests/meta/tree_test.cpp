// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "generator/sample_networks.h"
#include "io/file_bytes.h"

namespace {

const QString kRoot = QStringLiteral(BW_SOURCE_DIR "/");

/// Our sources in these folders, by their path from the root.
QStringList sources(const QStringList& folders) {
    QStringList found;
    for (const QString& folder : folders) {
        QDirIterator files(kRoot + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            found << files.next().mid(kRoot.size());
    }
    found.sort();
    return found;
}

QStringList allFolders() {
    return {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app"), QStringLiteral("models"),
            QStringLiteral("tests")};
}

QString read(const QString& path) {
    QFile file(kRoot + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

/// Rules of the source tree that a compiler does not check.
class TreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySourceSaysWhoseItIs() {
        QVERIFY(sources(allFolders()).size() > 100);
        for (const QString& path : sources(allFolders())) {
            const QStringList lines = read(path).split(QLatin1Char('\n'));
            const bool named = lines.size() > 2 && lines[0].startsWith(QLatin1String("// SPDX-FileCopyrightText:")) &&
                               lines[1] == QLatin1String("// SPDX-License-Identifier: GPL-3.0-or-later");
            QVERIFY2(named, qPrintable(path));
        }
    }

    void coreKnowsNoQt() {
        const QRegularExpression qt(QStringLiteral("#include\\s*[<\"]Q[A-Za-z]"));
        for (const QString& path :
             sources({QStringLiteral("core"), QStringLiteral("app/cli"), QStringLiteral("models")}))
            QVERIFY2(!read(path).contains(qt), qPrintable(path));
    }

    void libTorchStaysInOneModule() {
        const QRegularExpression torch(QStringLiteral("#include\\s*[<\"](torch|ATen|c10|estimate/torch)/"));
        for (const QString& path : sources(allFolders())) {
            const bool allowed = path.startsWith(QLatin1String("core/estimate/torch/")) ||
                                 path.startsWith(QLatin1String("core/learn/torch/"));
            QVERIFY2(allowed || !read(path).contains(torch), qPrintable(path));
        }
    }

    void filesStayShort() {
        QStringList long_files;
        for (const QString& path : sources(allFolders())) {
            // Long test programs are lists of claims; sources are read as a whole.
            const int limit = path.startsWith(QLatin1String("tests/")) ? 600 : 400;
            const auto lines = read(path).count(QLatin1Char('\n'));
            if (lines > limit) long_files << path + QStringLiteral(": %1 lines").arg(lines);
        }
        QVERIFY2(long_files.isEmpty(), qPrintable(long_files.join(QStringLiteral(", "))));
    }

    void headersAreIncludedOnce() {
        for (const QString& path : sources(allFolders())) {
            if (path.endsWith(QLatin1String(".h")))
                QVERIFY2(read(path).contains(QLatin1String("#pragma once")), qPrintable(path));
        }
    }

    void nothingIsLeftToDo() {
        const QRegularExpression mark(QStringLiteral("\\b(") + QStringLiteral("TODO|FIXM") +
                                      QStringLiteral("E|XXX)\\b"));
        for (const QString& path : sources(allFolders())) {
            if (path != QLatin1String("tests/meta/tree_test.cpp"))
                QVERIFY2(!read(path).contains(mark), qPrintable(path));
        }
    }

    void foldersOfCoreUseOnlyFoldersBeforeThem() {
        // As core/CMakeLists.txt lists them; io's plain files (strict JSON, bytes) serve the folders between.
        QStringList order;
        const QRegularExpression entry(QStringLiteral("add_subdirectory\\((\\w+)\\)"));
        auto matches = entry.globalMatch(read(QStringLiteral("core/CMakeLists.txt")));
        while (matches.hasNext())
            order << matches.next().captured(1);
        QVERIFY(order.size() >= 10);
        const QStringList plain_files = {QStringLiteral("io/strict_json.h"), QStringLiteral("io/file_bytes.h"),
                                         QStringLiteral("io/safetensors.h"), QStringLiteral("io/gzip.h"),
                                         QStringLiteral("io/atomic_write.h")};
        const QRegularExpression include(QStringLiteral("#include \"(([a-z_]+)/[^\"]+)\""));
        for (const QString& path : sources({QStringLiteral("core")})) {
            const auto own = order.indexOf(path.section(QLatin1Char('/'), 1, 1));
            QVERIFY2(own >= 0, qPrintable(path));
            auto includes = include.globalMatch(read(path));
            while (includes.hasNext()) {
                const auto match = includes.next();
                const auto used = order.indexOf(match.captured(2));
                const bool fine = used <= own || plain_files.contains(match.captured(1));
                QVERIFY2(fine, qPrintable(path + QStringLiteral(" includes ") + match.captured(1)));
            }
        }
    }

    void samplesOnDiskAreWhatTheGeneratorWrites() {
        QStringList written;
        for (const bw::samples::Sample& sample : bw::samples::allSamples()) {
            const std::string path = BW_SOURCE_DIR "/models/samples/" + sample.file_name;
            const auto bytes = bw::readFileBytes(path, 1 << 24);
            QVERIFY2(bytes.has_value(), path.c_str());
            QVERIFY2(*bytes == bw::writeDocument(sample.document), path.c_str());
            written << QString::fromStdString(sample.file_name);
        }
        for (const QString& name : QDir(kRoot + QStringLiteral("models/samples")).entryList(QDir::Files))
            QVERIFY2(written.contains(name), qPrintable(name));
    }
};

QTEST_GUILESS_MAIN(TreeTest)
#include "tree_test.moc"
