// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/atomic_write.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QtTest>

#include "io/file_bytes.h"

using namespace bw;

namespace {

std::string contentOf(const std::string& path) {
    return readFileBytes(path, 1 << 20).value_or("(unreadable)");
}

}  // namespace

class AtomicWriteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void aNewFileHoldsTheBytes() {
        const std::string bytes("a\0b\n", 4);
        QVERIFY(writeFileAtomically(path("new"), bytes));
        QCOMPARE(contentOf(path("new")), bytes);
        QVERIFY(writeFileAtomically(path("empty"), ""));
        QCOMPARE(contentOf(path("empty")), std::string());
        QCOMPARE(entries(), (QStringList{QStringLiteral("empty"), QStringLiteral("new")}));
    }

    void thePreviousVersionIsKeptOnceAsBackup() {
        QVERIFY(writeFileAtomically(path("f"), "1", true));
        QCOMPARE(entries(), QStringList{QStringLiteral("f")});
        QVERIFY(writeFileAtomically(path("f"), "2", true));
        QVERIFY(writeFileAtomically(path("f"), "3", true));
        QCOMPARE(contentOf(path("f")), std::string("3"));
        QCOMPARE(contentOf(path("f.bak")), std::string("2"));
        QCOMPARE(entries(), (QStringList{QStringLiteral("f"), QStringLiteral("f.bak")}));
    }

    void permissionsStayAsTheyWere() {
        QVERIFY(writeFileAtomically(path("f"), "1"));
        for (const mode_t mode : {0664U, 0600U, 0755U}) {
            QCOMPARE(::chmod(path("f").c_str(), mode), 0);
            QVERIFY(writeFileAtomically(path("f"), "2"));
            struct stat info {};
            QCOMPARE(::stat(path("f").c_str(), &info), 0);
            QCOMPARE(info.st_mode & 0777U, mode);
        }
    }

    void aLinkKeepsPointingWhereItDid() {
        QVERIFY(writeFileAtomically(path("real"), "1"));
        QCOMPARE(::symlink("real", path("link").c_str()), 0);
        QVERIFY(writeFileAtomically(path("link"), "2"));
        QVERIFY(QFileInfo(QString::fromStdString(path("link"))).isSymLink());
        QCOMPARE(contentOf(path("real")), std::string("2"));
    }

    void whatIsNoFileIsNotReplaced() {
        QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("sub")));
        QCOMPARE(::mkfifo(path("fifo").c_str(), 0600), 0);
        QCOMPARE(::symlink("loop", path("loop").c_str()), 0);
        for (const char* name : {"sub", "fifo", "loop", "absent/f", ""}) {
            const auto written = writeFileAtomically(name[0] == '\0' ? "" : path(name), "x");
            QVERIFY2(!written, name);
            QVERIFY2(!written.error().message.empty(), name);
        }
        QCOMPARE(entries().size(), 3);
    }

    void aReadOnlyFolderIsRefusedAndUnchanged() {
        if (::geteuid() == 0) QSKIP("the administrator may write everywhere");
        QVERIFY(writeFileAtomically(path("f"), "1"));
        QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0555), 0);
        const auto written = writeFileAtomically(path("f"), "2");
        QCOMPARE(::chmod(folder_->path().toStdString().c_str(), 0755), 0);
        QVERIFY(!written);
        QCOMPARE(contentOf(path("f")), std::string("1"));
    }

    void temporariesOfDeadProgramsAreSweptAndOthersAreNot() {
        // No process has this number: it is above the greatest the kernel gives.
        const std::string dead = path(".f.blockwright-tmp-99999999");
        const std::string living = path(".f.blockwright-tmp-" + std::to_string(::getppid()));
        const std::string other = path(".g.blockwright-tmp-99999999");
        const std::string odd = path(".f.blockwright-tmp-x");
        for (const std::string& name : {dead, living, other, odd}) {
            QFile file(QString::fromStdString(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(writeFileAtomically(path("f"), "1"));
        QVERIFY(!QFile::exists(QString::fromStdString(dead)));
        for (const std::string& name : {living, other, odd})
            QVERIFY2(QFile::exists(QString::fromStdString(name)), name.c_str());
    }

    void aFullDiskLeavesThePreviousFile() {
        // A user namespace of its own may mount a small file system; where that is not allowed there is no full disk.
        QProcess shell;
        const QString script = QStringLiteral(
            "set -e; mount -t tmpfs -o size=64k none \"$1\"; cd \"$1\"; echo old > f; "
            "\"$2\" writeToFullDisk >/dev/null 2>&1 && echo refused || echo failed; cat f; ls -A | wc -l");
        shell.setProcessEnvironment([&] {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("BW_FULL_DISK"), folder_->path());
            return environment;
        }());
        shell.start(QStringLiteral("unshare"),
                    {QStringLiteral("-rm"), QStringLiteral("sh"), QStringLiteral("-c"), script, QStringLiteral("sh"),
                     folder_->path(), QCoreApplication::applicationFilePath()});
        if (!shell.waitForFinished() || shell.exitCode() != 0) QSKIP("mounting a small file system is not allowed");
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()).simplified(), QStringLiteral("refused old 1"));
    }

    /// The part of aFullDiskLeavesThePreviousFile that runs on the full disk.
    void writeToFullDisk() {
        const QString disk = qEnvironmentVariable("BW_FULL_DISK");
        if (disk.isEmpty()) QSKIP("only run by aFullDiskLeavesThePreviousFile");
        const auto written = writeFileAtomically(disk.toStdString() + "/f", std::string(1 << 20, 'x'));
        QVERIFY(!written);
        QVERIFY2(written.error().text().find("space") != std::string::npos, written.error().text().c_str());
    }

private:
    std::string path(const std::string& name) const { return (folder_->path().toStdString() + "/") + name; }
    QStringList entries() const {
        return QDir(folder_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(AtomicWriteTest)
#include "atomic_write_test.moc"
