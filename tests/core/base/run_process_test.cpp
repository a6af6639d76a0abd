// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/run_process.h"

#include <signal.h>

#include <QtTest>
#include <thread>

using namespace bw;

namespace {

ProcessRequest shell(const std::string& script) {
    return {"/bin/sh", {"-c", script}, {}, 60};
}

}  // namespace

class RunProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBothStreamsAndTheExitCode();
    void handsArgumentsOverWithoutAShell();
    void runsInTheFolderAskedFor();
    void dropsWhatExceedsTheLimit();
    void namesAProgramThatIsNotThere();
    void endsTheProgramAndItsChildrenAtTheTimeLimit();
    void endsTheProgramWhenAsked();
    void tellsOfASignal();
    void findsProgramsOnAbsolutePathsOnly();
};

void RunProcessTest::givesBothStreamsAndTheExitCode() {
    const auto run = runProcess(shell("cat; echo one; echo two >&2; exit 7"));
    QVERIFY(run.has_value());
    QCOMPARE(run->exit_code, 7);
    QCOMPARE(run->out, std::string("one\n"));
    QCOMPARE(run->err, std::string("two\n"));
}

void RunProcessTest::handsArgumentsOverWithoutAShell() {
    const std::string hostile = "$(echo no); 'a\" \\ *";
    const auto run = runProcess({"printf", {"%s", hostile}, {}, 60});
    QVERIFY(run.has_value());
    QCOMPARE(run->out, hostile);
}

void RunProcessTest::runsInTheFolderAskedFor() {
    QTemporaryDir folder;
    const std::string path = QFileInfo(folder.path()).canonicalFilePath().toStdString();
    ProcessRequest request = shell("pwd -P");
    request.working_directory = path;
    QCOMPARE(runProcess(request)->out, path + "\n");
}

void RunProcessTest::dropsWhatExceedsTheLimit() {
    ProcessRequest request = shell("head -c 3000000 /dev/zero; echo end >&2");
    request.max_output_bytes = 1000;
    const auto run = runProcess(request);
    QVERIFY(run.has_value());
    QCOMPARE(run->out.size(), size_t{1000});
    QCOMPARE(run->err, std::string("end\n"));
}

void RunProcessTest::namesAProgramThatIsNotThere() {
    for (const char* program : {"no-such-program-here", "/no/such/program", "/etc/passwd"}) {
        const auto run = runProcess({program, {}, {}, 60});
        QVERIFY(!run.has_value());
        QCOMPARE(run.error().code, ErrorCode::NotFound);
        QCOMPARE(run.error().place, std::string(program));
    }
}

void RunProcessTest::endsTheProgramAndItsChildrenAtTheTimeLimit() {
    QTemporaryDir folder;
    const QString note = folder.filePath(QStringLiteral("pid"));
    ProcessRequest request = shell("sleep 600 & echo $! > '" + note.toStdString() + "'; wait");
    request.timeout_s = 0.5;
    const auto run = runProcess(request);
    QVERIFY(!run.has_value());
    QCOMPARE(run.error().code, ErrorCode::Unavailable);
    QVERIFY(run.error().message.find("0.5 s") != std::string::npos);
    QFile file(note);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const int sleeper = file.readAll().trimmed().toInt();
    QVERIFY(sleeper > 0);
    // Gone, or dead and not yet collected by whoever inherits it.
    const auto gone = [&] {
        QFile state(QStringLiteral("/proc/%1/stat").arg(sleeper));
        return !state.open(QIODevice::ReadOnly) || state.readAll().contains(") Z ");
    };
    QTRY_VERIFY(gone());
}

void RunProcessTest::endsTheProgramWhenAsked() {
    std::stop_source source;
    std::jthread asker([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        source.request_stop();
    });
    const auto run = runProcess(shell("exec sleep 600"), source.get_token());
    QVERIFY(!run.has_value());
    QCOMPARE(run.error().code, ErrorCode::Cancelled);
}

void RunProcessTest::tellsOfASignal() {
    const auto run = runProcess(shell("kill -SEGV $$"));
    QVERIFY(!run.has_value());
    QVERIFY(run.error().message.find("signal 11") != std::string::npos);
}

void RunProcessTest::findsProgramsOnAbsolutePathsOnly() {
    QTemporaryDir folder;
    QFile program(folder.filePath(QStringLiteral("tool-of-test")));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    program.close();
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", QByteArray(".:") + folder.path().toUtf8());
    const std::string found = findOnPath("tool-of-test");
    QDir::setCurrent(folder.path());
    qputenv("PATH", ".:");
    const std::string relative = findOnPath("tool-of-test");
    qputenv("PATH", before);
    QCOMPARE(found, program.fileName().toStdString());
    QVERIFY(relative.empty());
}

QTEST_GUILESS_MAIN(RunProcessTest)
#include "run_process_test.moc"
